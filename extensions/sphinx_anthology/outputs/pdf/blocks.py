"""Typst code of blocks: paragraphs, lists, admonitions, quotes, code, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from docutils import nodes
from sphinx.locale import admonitionlabels

from sphinx_anthology.outputs.pdf.code import (
    CodeWriter,
    Handler,
    calling,
    classes_of,
    is_picture,
    tuple_of,
)
from sphinx_anthology.typst.strings import literal


def _between(start: str, end: str) -> Handler:
    """The handler of parameters, between brackets."""

    def handle(writer: CodeWriter, node: nodes.Element) -> NoReturn:
        writer.emit(literal(start))
        for place, child in enumerate(node.children):
            if place:
                writer.emit(literal(", "))
            child.walkabout(writer)
        writer.finish(literal(end))

    return handle


def returns(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The return annotation of a signature."""
    writer.emit(literal(" → "))
    writer.transparent(node)


_SIGNATURE_CALLS = {
    "desc": "definitions",
    "desc_signature": "signature",
    "desc_signature_line": "line-of",
    "desc_content": "definition",
    "desc_name": "strong",
}
_SIGNATURE_PARTS = (
    *("desc_addname", "desc_type", "desc_annotation", "desc_parameter", "desc_type_parameter"),
    "desc_inline",
)
_SIGNATURES: Mapping[str, Handler] = {
    **{name: calling(function) for name, function in _SIGNATURE_CALLS.items()},
    **dict.fromkeys(_SIGNATURE_PARTS, CodeWriter.transparent),
    "desc_parameterlist": _between("(", ")"),
    "desc_type_parameter_list": _between("[", "]"),
    "desc_optional": _between("[", "]"),
    "desc_returns": returns,
}


_NUMBERING = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}
"""Typst's numbering patterns, by docutils' types."""


def paragraph(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A paragraph, with its classes; one with only an image is a figure."""
    if is_picture(node):
        frame(writer, node)
    if node["classes"]:
        writer.call("paragraph", node, classes_of(node))
    writer.call("par", node)


def frame(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A part of a page, with its classes."""
    if node["classes"]:
        writer.call("part", node, classes_of(node))
    writer.transparent(node)


def transition(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A break between two paragraphs."""
    writer.finish("pause()")


def admonition(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """An admonition: title, type, text."""
    kind = type(node).__name__
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    if title is not None:
        shown = writer.content(title)
    else:
        shown = literal(str(admonitionlabels.get(kind, kind.title())))
    content = [child for child in node.children if child is not title]
    body = writer.block(content, writer.anchor(node))
    writer.finish(f"notice({literal(kind)}, {shown}, {body})")


# lists


def bullet_list(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A bullet list, with its classes."""
    _list(writer, "bullets", node, classes_of(node))


def enumerated_list(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A numbered list."""
    number = _NUMBERING.get(node.get("enumtype", "arabic"), "1")
    pattern = f"{node.get('prefix', '')}{number}{node.get('suffix', '.')}"
    _list(writer, "numbered", node, str(int(node.get("start", 1))), literal(pattern))


def _list(writer: CodeWriter, function: str, node: nodes.Element, *arguments: str) -> NoReturn:
    """A call with an argument for each item."""
    writer.emit(writer.anchor(node))
    items = [
        writer.inline_content(item) for item in node.children if isinstance(item, nodes.list_item)
    ]
    writer.finish(f"{function}({', '.join((*arguments, *items))})" if items else "")


def option_group(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The spellings of an option."""
    shown = literal(writer.shown(", ".join(o.astext() for o in node.children), node))
    writer.finish(f"term(code-piece({shown}))")


def definition(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The definition of a term."""
    writer.finish(f"definition({writer.inline_content(node)})")


def line_block(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A line block, such as a poem."""
    is_inner = isinstance(node.parent, nodes.line_block)
    writer.call("lines", node, "true" if is_inner else "false")


def citation(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """An entry of a list of references: label and text."""
    label = node.next_node(nodes.label)
    shown = writer.content(label) if label is not None else "[]"
    content = [child for child in node.children if not isinstance(child, nodes.label)]
    writer.finish(f"entry-of({shown}, {writer.block(content, writer.anchor(node))})")


# code


def literal_block(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """Code, with its language."""
    source = literal(writer.shown(node.astext(), node))
    language = literal(str(node.get("language", "text")))
    writer.finish(writer.anchor(node), f"code({language}, {source}{_lines(node)})")


def _lines(node: nodes.Element) -> str:
    """The arguments for numbers of lines, and for lines that are emphasised."""
    given: dict[str, Any] = node.get("highlight_args", {})
    first = f", first: {int(given.get('linenostart', 1))}" if node.get("linenos") else ""
    marked = [str(int(line)) for line in given.get("hl_lines", ())]
    return first + (f", marked: {tuple_of(marked)}" if marked else "")


def productionlist(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The rules of a grammar."""
    names = [str(p.get("tokenname", "")) for p in node.children if isinstance(p, nodes.Element)]
    width = max(map(len, names), default=0)
    lines = []
    for name, production in zip(names, node.children, strict=False):
        sign = "::=" if name else "   "
        lines.append(f"{name:{width}} {sign} {production.astext()}")
    shown = writer.shown("\n".join(lines), node)
    anchors = [writer.anchor(p) for p in node.children if isinstance(p, nodes.Element)]
    writer.finish(*anchors, f"code({literal('text')}, {literal(shown)})")


_CALLS = {
    "block_quote": "quotation",
    "attribution": "attribution",
    "topic": "aside",
    "sidebar": "aside",
    "rubric": "rubric",
    "title": "rubric",
    "subtitle": "rubric",
    "centered": "centred",
    "definition_list": "definitions",
    "field_list": "definitions",
    "option_list": "definitions",
    "term": "term",
    "field_name": "term",
    "classifier": "classifier",
    "line": "line-of",
}
"""Functions of the template, by node, called with the content of the node."""
_FRAMES = (
    *("compound", "start_of_file", "hlist", "hlistcol", "acks", "compact_paragraph", "glossary"),
    "versionmodified",
)
HANDLERS: Mapping[str, Handler] = {
    **_SIGNATURES,
    **{name: calling(function) for name, function in _CALLS.items()},
    **dict.fromkeys(_FRAMES, frame),
    **dict.fromkeys(("definition_list_item", "field", "option_list_item"), CodeWriter.transparent),
    **dict.fromkeys(("definition", "field_body", "description"), definition),
    **dict.fromkeys(("Admonition", "admonition"), admonition),
    **dict.fromkeys(("literal_block", "doctest_block"), literal_block),
    "paragraph": paragraph,
    "transition": transition,
    "enumerated_list": enumerated_list,
    "option_group": option_group,
    "line_block": line_block,
    "productionlist": productionlist,
    "citation": citation,
}

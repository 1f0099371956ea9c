"""Typst code of what stands in a line: text, references, footnotes, formulas."""

from __future__ import annotations

import functools
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler, calling, dropped, tuple_of
from sphinx_anthology.outputs.pdf.notation import NotationError, notation
from sphinx_anthology.pages.media import words_around
from sphinx_anthology.pages.nodes import PAGE, TO_AUTHOR, TO_POST, TO_SERIES
from sphinx_anthology.typst.compiler import TypstCompiler, TypstError, failing
from sphinx_anthology.typst.mathml import FormulaError, display_tex, mathml
from sphinx_anthology.typst.strings import broken, in_pieces, literal, shortened

MOST_SPOKEN = 8_000
"""The longest alternative text, in characters, that a PDF allows."""


@functools.lru_cache(maxsize=4096)
def typst_of(tex: str, *, display: bool, no_wrap: bool = False) -> str | None:
    """A formula in Typst's notation, without dollar signs; None if it fails.

    It is compiled once, so that no volume fails because of it. ``no_wrap``: a displayed formula has
    an environment of its own.
    """
    meant = display_tex(tex, no_wrap=no_wrap) if display else tex
    try:
        found = notation(mathml(meant, block=display))
    except (FormulaError, NotationError):
        return None
    return None if check([found]) else found


def check(formulas: Sequence[str]) -> set[int]:
    """The indexes of formulas in Typst's notation that cannot be compiled.

    All are tried at once, and by halves if that fails.
    """
    everything = range(len(formulas))
    return set(failing(everything, lambda some: _can_be_set([formulas[i] for i in some])))


def alternative(tex: str) -> str:
    """The alternative text of a formula: its source on one line."""
    return shortened(" ".join(tex.split()), MOST_SPOKEN)


def _can_be_set(formulas: Sequence[str]) -> bool:
    """Whether formulas can be compiled to the standards of volumes."""
    set_ones = (f'#math.equation(alt: "x", $ {formula} $.body)\n' for formula in formulas)
    try:
        _compiler().pdf(f'#set document(title: "x")\n{"".join(set_ones)}')
    except TypstError:
        return False
    return True


@functools.cache
def _compiler() -> TypstCompiler:
    """A compiler for formulas, with an empty folder, so that they see no file."""
    folder = tempfile.TemporaryDirectory(prefix="formulas-")
    _FOLDERS.append(folder)
    return TypstCompiler(Path(folder.name))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""The empty folder, kept until the process ends."""
_WIDE = 60
"""The most characters of a formula that no page is too narrow for."""
_LONGEST_TOLD = 200
"""The most characters of a formula in a warning."""


def math(writer: CodeWriter, node: nodes.math) -> NoReturn:
    """An inline formula."""
    _drop_empty(writer, node)
    writer.finish(_formula(writer, node, display=False))


def math_block(writer: CodeWriter, node: nodes.math_block) -> NoReturn:
    """A displayed formula with its number."""
    _drop_empty(writer, node)
    number = node.get("number")
    shown = literal(f"({number})") if number else "none"
    formula = _formula(writer, node, display=True)
    place = writer.place(node) if len(node.astext()) > _WIDE else ""
    writer.finish(writer.anchor(node), place, f"display({shown}, {formula})")


def _drop_empty(writer: CodeWriter, node: nodes.Element) -> None:
    """Skip an empty formula: the standard requires an alternative text."""
    if node.astext().strip():
        return
    writer.tell(node, "The formula is empty; the PDF leaves it out.")
    writer.finish(writer.anchor(node))


def _formula(writer: CodeWriter, node: nodes.Element, *, display: bool) -> str:
    """The code of a formula, or of its source, with a warning."""
    tex = node.astext()
    kept = bool(node.get("no-wrap", node.get("nowrap", False)))
    found = typst_of(tex, display=display, no_wrap=kept)
    if found is None:
        writer.tell(
            node,
            "The PDF cannot show the formula “%s”; it shows the source.",
            shortened(alternative(tex), _LONGEST_TOLD),
        )
        return f"code-piece({literal(broken(writer.shown(tex, node)))})"
    code = f"$ {found} $" if display else f"${found}$"
    return f"formula({literal(alternative(tex))}, {code})"


_FORMULAS: Mapping[str, Handler] = {"math": math, "math_block": math_block}


_LONGEST_ADDRESS = 7_000
"""The longest address of a link that Typst accepts."""
_SAFE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_SILENT = re.compile(r"xref|std|doc|ref|pre|an-to-.*|an-nb|an-amp|[a-z]+-(?:ref|doc|term)|any")
"""Classes of inline nodes without an appearance in print."""
_PLACES = frozenset({TO_POST, "std-ref", "std-doc", "doc", "std-numref"})
"""Classes of references that print with a page number."""


def text(writer: CodeWriter, node: nodes.Text) -> NoReturn:
    """A text, on one line."""
    shown = writer.shown(node.astext().replace("\n", " "), node)
    if _is_in_title(node):
        # long words, which are hyphenated in titles too, are every other part
        parts = enumerate(_LONG_IN_TITLE.split(shown))
        writer.finish(*(_long_word(part) if place % 2 else literal(part) for place, part in parts))
    writer.finish(*_with_breaks([literal(piece) for piece in breakable(shown)]))


_LONG = re.compile(r"[^\s\u00ad\u200b]{24,}")
"""A word that may not fit into a line, or leave a hole before it."""
_LONG_CODE = re.compile(r"[^\s\u200b]{14,}")
_LONG_IN_TITLE = re.compile(r"(\w{22,})")
_AFTER = re.compile(r"(?<=[/_.:?&=#%+@~,;\-])(?=[^\s/_.:?&=#%+@~,;\-])|(?<=[a-z])(?=[A-Z])")
"""Where such a word may end a line: after its signs, before a capital."""
_LONG_IN_ADDRESS = re.compile(r"\w{36,}")
"""Letters and digits of an address that leave Typst no place to end a line."""
_WITHOUT_BREAK = re.compile(r"[^\s\u200b\u00ad]{25,}")
"""What is left of a long word between the places where it may end a line."""
_LONGEST_NATURAL = 60
"""The letters that a word of a language has at most; hyphenation breaks it."""


def breakable(text: str, *, code: bool = False) -> list[str]:
    """The pieces of a text between which a line may end.

    Words of a language are left to hyphenation: only what has signs in it, or is longer than any
    word, is broken elsewhere.

    >>> breakable("See doi.org/10.1332/030557321X16108172803520 now")
    ['See doi.', 'org/', '10.', '1332/', '030557321X16108172803520 now']
    """
    found = (_LONG_CODE if code else _LONG).sub(lambda m: _parted(m.group(), code=code), text)
    return broken(found).split("\u200b")


def _parted(word: str, *, code: bool) -> str:
    """A long word with a zero-width space wherever a line may end."""
    if not code and word.startswith(("http://", "https://")):
        # Typst breaks addresses itself, but for long rows of letters
        return _LONG_IN_ADDRESS.sub(lambda row: in_pieces(row[0], 12), word)
    if not code and word.isalpha() and len(word) < _LONGEST_NATURAL:
        return word
    return _WITHOUT_BREAK.sub(lambda row: in_pieces(row[0], 10), _AFTER.sub("\u200b", word))


def _long_word(word: str) -> str:
    pieces = in_pieces(word, 12).split("\u200b") if len(word) >= _LONGEST_NATURAL else [word]
    return f"long-word({', '.join(map(literal, pieces))})"


def _with_breaks(pieces: list[str]) -> list[str]:
    """Statements with a place between them where a line may end."""
    return [code for piece in pieces for code in ("brk", piece)][1:]


def _is_in_title(node: nodes.Node) -> bool:
    above: nodes.Node | None = node.parent
    while above is not None and not isinstance(above, nodes.title):
        above = above.parent
    return above is not None


def inline(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """An inline node, with its classes."""
    classes = [name for name in node["classes"] if not _SILENT.fullmatch(name)]
    if classes:
        writer.call("piece", node, tuple_of([literal(name) for name in classes]))
    writer.transparent(node)


def code(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """Inline code."""
    pieces = [literal(piece) for piece in breakable(writer.shown(node.astext(), node), code=True)]
    titled = ["titled: true"] if _is_in_title(node) else []
    writer.finish(f"code-piece({', '.join([*pieces, *titled])})")


def raw(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """Raw content of other outputs: words and line breaks of HTML."""
    if node.astext().startswith("<br"):
        writer.finish("linebreak()")
    writer.say(node, words_around(node, writer.builder._app)[0])  # noqa: SLF001  # as Sphinx
    raise nodes.SkipNode


# references


def reference(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A link: in the volume, to the web edition, or to another site."""
    target = _target(writer, node)
    if target:
        writer.call(target[0], node, *target[1:])
    writer.transparent(node)


def _target(writer: CodeWriter, node: nodes.Element) -> list[str]:
    """The linking function and its arguments; empty without a target."""
    uri = node.get("refuri", "")
    if node.get("refid"):
        docname, fragment = writer.docname, node["refid"]
    elif uri.startswith("%"):
        docname, _, fragment = uri.removeprefix("%").partition("#")
    else:
        is_fit = _SAFE.match(uri) and len(uri) <= _LONGEST_ADDRESS
        return ["link", literal(uri)] if is_fit else []
    name = f"{docname}:{fragment}" if fragment else docname
    web = writer.builder.web_address(docname, fragment)
    page = _page(node, is_elsewhere=docname != writer.docname)
    return ["xref", literal(name), literal(web), literal(page)]


def _page(node: nodes.Element, *, is_elsewhere: bool) -> str:
    """How the page number is shown: ``after`` the words, ``alone``, or empty."""
    classes = {c for n in node.findall(nodes.inline) for c in n["classes"]}
    if PAGE in classes:
        return "alone"
    is_place = bool(classes & _PLACES) and not {TO_AUTHOR, TO_SERIES} & classes
    return "after" if is_elsewhere and is_place else ""


# footnotes


def footnote_reference(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A footnote at the foot of the page; later references repeat its number."""
    note = writer.footnotes.by_id.get(node.get("refid", ""))
    if note is None:
        writer.transparent(node)
    if note["ids"][0] in writer.footnotes.standing:  # in a footnote that has no reference
        raise nodes.SkipNode
    label = f"{writer.docname}:{note['ids'][0]}"
    if label in writer.anchors.values():
        writer.finish(f"footnote(label({literal(label)}))")
    writer.anchors.update(dict.fromkeys(note["ids"], label))
    writer.finish(f"note({literal(label)}, {_note(writer, note)})")


def _note(writer: CodeWriter, note: nodes.footnote) -> str:
    """The text of a footnote; its first paragraph starts beside the number."""
    parts = _parts(note)
    first = parts[0] if parts else None
    if not isinstance(first, nodes.paragraph):
        return writer.block(parts)
    rest = writer.block(parts[1:]) if parts[1:] else ""
    return " + ".join(filter(None, (writer.block(first.children), rest)))


def footnote(writer: CodeWriter, node: nodes.footnote) -> NoReturn:
    """Skip a footnote, which its reference shows; without one, write it here."""
    if writer.footnotes.referred.isdisjoint(node["ids"]):
        writer.footnotes.standing.update(node["ids"])
        stand(writer, node)
    raise nodes.SkipNode


def stand(writer: CodeWriter, note: nodes.footnote) -> None:
    """Write a footnote below the text."""
    writer.emit(f"definition({writer.block(_parts(note), writer.anchor(note))})")


def _parts(note: nodes.footnote) -> list[nodes.Node]:
    return [part for part in note.children if not isinstance(part, nodes.label)]


_CALLS = {
    "emphasis": "emph",
    "title_reference": "emph",
    "manpage": "emph",
    "strong": "strong",
    "subscript": "sub",
    "superscript": "super",
    "struck": "strike",
}
"""Typst functions, by inline node."""
_TRANSPARENT = (
    *("generated", "abbreviation", "acronym", "problematic", "target", "download_reference"),
    *("citation_reference", "pending_xref", "substitution_reference", "only"),
)
"""Nodes that only show their content. Sphinx has resolved nodes for other builders."""
_DROPPED = (
    *("comment", "substitution_definition", "meta", "index", "tabular_col_spec", "highlightlang"),
    *("system_message", "toctree", "pending", "colspec", "docinfo", "label", "decoration"),
    "pending_xref_condition",
)
HANDLERS: Mapping[str, Handler] = {
    **_FORMULAS,
    **{name: calling(function) for name, function in _CALLS.items()},
    **dict.fromkeys(_TRANSPARENT, CodeWriter.transparent),
    **dict.fromkeys(_DROPPED, dropped),
    "Text": text,
    "inline": inline,
    "literal": code,
    "raw": raw,
    "reference": reference,
    "footnote_reference": footnote_reference,
    "footnote": footnote,
}

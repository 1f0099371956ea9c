"""What stands on lines of its own: paragraphs, lists, admonitions, quotes, code."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels

from sphinx_anthology.outputs.pdf.code import tuple_of
from sphinx_anthology.outputs.pdf.words import Words
from sphinx_anthology.typst.strings import literal

_NUMBERING = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}
"""Typst's patterns of docutils' kinds of numbers."""


class Blocks(Words):
    """Visitors of what stands on lines of its own."""

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph; its classes may give it a look or a language."""
        if node["classes"]:
            self.call("paragraph", node, self.classes(node))
        self.call("par", node)

    def classes(self, node: nodes.Element) -> str:
        """The classes of a node, as an array."""
        return tuple_of([literal(name) for name in node["classes"]])

    def frame(self, node: nodes.Element) -> None:
        """A part of a page, which its classes may give a look or a language."""
        if node["classes"]:
            self.call("part", node, self.classes(node))
        self.transparent(node)

    visit_container = visit_compound = visit_start_of_file = visit_hlist = frame
    visit_acks = visit_hlistcol = visit_compact_paragraph = frame
    visit_glossary = frame

    # quotes and asides

    def visit_block_quote(self, node: nodes.Element) -> None:
        """A quotation, or what is merely set in."""
        self.call("quotation", node)

    def visit_attribution(self, node: nodes.Element) -> None:
        """Who said it."""
        self.call("attribution", node)

    def visit_topic(self, node: nodes.Element) -> None:
        """A part aside, with its title."""
        self.call("aside", node)

    visit_sidebar = visit_topic

    def visit_rubric(self, node: nodes.Element) -> None:
        """A heading in no table of contents."""
        self.call("rubric", node)

    visit_subtitle = visit_title = visit_rubric

    def visit_centered(self, node: nodes.Element) -> None:
        """A centred line."""
        self.call("centred", node)

    def visit_transition(self, node: nodes.Element) -> None:
        """A pause between two paragraphs."""
        self.emit("pause()")
        raise nodes.SkipNode

    def visit_admonition(self, node: nodes.Element) -> None:
        """A notice: its title, its kind, its text."""
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        if title is not None:
            shown = self.content(title)
            content = [child for child in node.children if child is not title]
        else:
            kind = type(node).__name__
            shown = literal(str(admonitionlabels.get(kind, kind.title())))
            content = node.children
        body = self.block(list(content), self.anchor(node))
        self.emit(f"notice({literal(type(node).__name__)}, {shown}, {body})")
        raise nodes.SkipNode

    visit_note = visit_tip = visit_hint = visit_important = visit_warning = visit_admonition
    visit_caution = visit_danger = visit_error = visit_attention = visit_admonition
    visit_seealso = visit_Admonition = visit_admonition

    def visit_versionmodified(self, node: nodes.Element) -> None:
        """What changed with a version."""
        self.frame(node)

    # lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """A list; its classes may give it a look."""
        self.items("bullets", node, self.classes(node))

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        """A numbered list."""
        number = _NUMBERING.get(node.get("enumtype", "arabic"), "1")
        pattern = f"{node.get('prefix', '')}{number}{node.get('suffix', '.')}"
        self.items("numbered", node, str(int(node.get("start", 1))), literal(pattern))

    def items(self, function: str, node: nodes.Element, *arguments: str) -> None:
        """A call with an argument for every item."""
        if anchor := self.anchor(node):
            self.emit(anchor)
        entries = [
            self.inline_content(item) for item in node.children if isinstance(item, nodes.list_item)
        ]
        if entries:
            self.emit(f"{function}({', '.join((*arguments, *entries))})")
        raise nodes.SkipNode

    def visit_definition_list(self, node: nodes.Element) -> None:
        """Terms and what is said of them."""
        self.call("definitions", node)

    visit_field_list = visit_option_list = visit_docinfo_list = visit_definition_list

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        """A term and what is said of it."""
        self.transparent(node)

    visit_field = visit_option_list_item = visit_definition_list_item

    def visit_term(self, node: nodes.Element) -> None:
        """A term; several may share a definition."""
        self.call("term", node)

    visit_field_name = visit_term

    def visit_option_group(self, node: nodes.Element) -> None:
        """The ways to write an option."""
        shown = literal(self.shown(", ".join(o.astext() for o in node.children), node))
        self.emit(f"term(code-piece({shown}))")
        raise nodes.SkipNode

    def visit_classifier(self, node: nodes.Element) -> None:
        """What sort of term it is."""
        self.call("classifier", node)

    def visit_definition(self, node: nodes.Element) -> None:
        """What is said of a term."""
        self.emit(f"definition({self.inline_content(node)})")
        raise nodes.SkipNode

    visit_field_body = visit_description = visit_definition

    def visit_line_block(self, node: nodes.Element) -> None:
        """Lines that are kept, as of a poem."""
        inner = isinstance(node.parent, nodes.line_block)
        self.call("lines", node, "true" if inner else "false")

    def visit_line(self, node: nodes.Element) -> None:
        """One of them."""
        self.call("line-of", node)

    # code

    def visit_literal_block(self, node: nodes.Element) -> None:
        """Code, with its language."""
        if anchor := self.anchor(node):
            self.emit(anchor)
        source = literal(self.shown(node.astext(), node))
        self.emit(f"code({literal(str(node.get('language', 'text')))}, {source})")
        raise nodes.SkipNode

    visit_doctest_block = visit_literal_block

    def visit_productionlist(self, node: nodes.Element) -> None:
        """The rules of a grammar."""
        names = [str(p.get("tokenname", "")) for p in node.children if isinstance(p, nodes.Element)]
        width = max(map(len, names), default=0)
        lines = []
        for name, production in zip(names, node.children, strict=False):
            sign = "::=" if name else "   "
            lines.append(f"{name:{width}} {sign} {production.astext()}")
        shown = self.shown("\n".join(lines), node)
        anchors = [self.anchor(p) for p in node.children if isinstance(p, nodes.Element)]
        self.emit(*filter(None, anchors), f"code({literal('text')}, {literal(shown)})")
        raise nodes.SkipNode

    def visit_citation(self, node: nodes.Element) -> None:
        """An entry of a list of references: its label, and what it stands for."""
        label = node.next_node(nodes.label)
        shown = self.content(label) if label is not None else "[]"
        content = [child for child in node.children if not isinstance(child, nodes.label)]
        self.emit(f"entry-of({shown}, {self.block(content, self.anchor(node))})")
        raise nodes.SkipNode

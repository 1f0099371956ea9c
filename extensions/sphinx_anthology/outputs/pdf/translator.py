"""Documents as Typst's code: the writer, and the tables of what nodes become, merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docutils import nodes

from sphinx_anthology.outputs.pdf import (
    blocks,
    components,
    descriptions,
    figures,
    formulas,
    sections,
    words,
)
from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler
from sphinx_anthology.typst.strings import literal

THEMES = (words, formulas, blocks, figures, descriptions, components, sections)
"""The modules with a table of handlers."""


def merged(tables: Iterable[Mapping[str, Handler]]) -> dict[str, Handler]:
    """All tables in one; a node that two of them have is a mistake."""
    found: dict[str, Handler] = {}
    for table in tables:
        if twice := sorted(found.keys() & table.keys()):
            raise ValueError(f"Two tables have a handler of {', '.join(twice)}.")
        found |= table
    return found


class TypstTranslator(CodeWriter):
    """The writer, with the handlers of the tables as its methods ``visit_…``.

    So Sphinx finds the one of the nearest class of a node, and puts those of extensions, which
    are registered with ``app.add_node(node, typst=(visit, depart))``, in the place of ours.
    """

    def visit_document(self, node: nodes.document) -> None:
        """Everything; a document without a title begins where its text does."""
        if node.next_node(nodes.section) is None:
            label = f"{self.docname}:"
            self.anchors.setdefault("", label)
            self.emit(f"anchor({literal(label)})")

    def depart_document(self, node: nodes.document) -> None:
        """The notes that nothing refers to."""
        for note in self.footnotes.left(self.anchors):
            self.begin(note)
            words.stand(self, note)

    def astext(self) -> str:
        """The code of the document."""
        return "".join(self.body)


for _name, _handler in merged(theme.HANDLERS for theme in THEMES).items():
    setattr(TypstTranslator, f"visit_{_name}", _handler)

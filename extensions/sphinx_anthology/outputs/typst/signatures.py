"""Signatures of code, as Sphinx's domains describe it."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.outputs.typst.figures import Figures
from sphinx_anthology.press.strings import literal


class Signatures(Figures):
    """Visitors of descriptions of code."""

    def visit_desc(self, node: addnodes.desc) -> None:
        """Signatures and what is said of them."""
        self.call("definitions", node)

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """One signature."""
        self.call("signature", node)

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        """What is said of it."""
        self.call("definition", node)

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """A line of a signature."""
        self.call("line-of", node)

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        """The parameters, between brackets."""
        self._listed(node, "(", ")")

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        """The parameters that are types."""
        self._listed(node, "[", "]")

    def visit_desc_optional(self, node: nodes.Element) -> None:
        """Parameters that may be left out."""
        self._listed(node, "[", "]")

    def _listed(self, node: nodes.Element, start: str, end: str) -> None:
        self.put(literal(start))
        for place, child in enumerate(node.children):
            if place:
                self.put(literal(", "))
            child.walkabout(self)
        self.put(literal(end))
        raise nodes.SkipNode

    def visit_desc_returns(self, node: nodes.Element) -> None:
        """What it gives."""
        self.put(literal(" → "))
        self.transparent(node)

    def visit_desc_name(self, node: nodes.Element) -> None:
        """The name."""
        self.call("strong", node)

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        """Any other piece."""
        self.transparent(node)

    visit_desc_addname = visit_desc_type = visit_desc_annotation = visit_desc_parameter
    visit_desc_type_parameter = visit_desc_inline = visit_desc_classname = visit_desc_parameter

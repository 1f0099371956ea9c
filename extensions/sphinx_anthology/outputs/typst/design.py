"""sphinx-design: cards, tabs and dropdowns come as they are, for only pages get its transforms."""

from __future__ import annotations

from docutils import nodes

from sphinx_anthology.outputs.typst.signatures import Signatures

_PARTS = {
    "card": "card",
    "card-title": "card-title",
    "card-header": "card-note",
    "card-footer": "card-note",
    "tab-label": "tab-label",
    "dropdown": "dropdown",
}
"""The functions of the look that set the components."""


class Design(Signatures):
    """Visitors of sphinx-design's components."""

    def visit_container(self, node: nodes.Element) -> None:
        """A component, or a part of a page."""
        component = str(node.get("design_component", ""))
        if component in _PARTS:
            self.call(_PARTS[component], node)
        if component in {"grid-row", "card-carousel"}:
            cells = [self.inside(c) for c in node.children if isinstance(c, nodes.Element)]
            self.put(f"cards({', '.join(cells)})")
            raise nodes.SkipNode
        if component:
            self.transparent(node)
        super().visit_container(node)

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        """What lets links stand where blocks do."""
        self.transparent(node)

    visit_dropdown_title = visit_sd_badge = visit_aside_main = visit_PassthroughTextElement
    visit_dropdown_main = visit_PassthroughTextElement

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """An icon, which says nothing that the words beside it do not."""
        raise nodes.SkipNode

    visit_fontawesome = visit_sd_tab_input = visit_sd_icon

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        """The end of a line."""
        self.put("linebreak()")
        raise nodes.SkipNode

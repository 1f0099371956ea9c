"""The ledger as HTML: a table whose rows have a head, the part's number."""

from __future__ import annotations

from typing import Any

from docutils import nodes


def visit_ledger(self: Any, node: nodes.table) -> None:
    """Write the whole table.

    No cell states its role, though on narrow pages the stylesheet makes the rows grids: HTML
    forbids it in a table (ARIA in HTML, 2025), and browsers keep tables as such by now.
    """
    self.body.append('<table class="an-ledger">\n')
    for name, kind in (("thead", nodes.thead), ("tbody", nodes.tbody)):
        self.body.append(f"<{name}>\n")
        for row in next(iter(node.findall(kind))).findall(nodes.row):
            _write_row(self, row, is_head=name == "thead")
        self.body.append(f"</{name}>\n")
    self.body.append("</table>\n")
    raise nodes.SkipNode


def _write_row(self: Any, row: nodes.row, *, is_head: bool) -> None:
    self.body.append(self.starttag(row, "tr", ""))
    for cell in row.findall(nodes.entry):
        if is_head:
            _write_cell(self, cell, "th", {"scope": "col"})
        elif "an-number" in cell["classes"] and cell.children:
            _write_cell(self, cell, "th", {"scope": "row"})
        else:
            _write_cell(self, cell, "td", {})
    self.body.append("</tr>\n")


def _write_cell(self: Any, cell: nodes.Element, name: str, attributes: dict[str, str]) -> None:
    """A heading holds words, any other cell whatever is in it."""
    self.body.append(self.starttag(cell, name, "", **attributes))
    if name == "th":
        self.body.append(self.encode(cell.astext()))
    else:
        for child in cell.children:
            child.walkabout(self)
    self.body.append(f"</{name}>\n")

"""The ledger as HTML: a table that stays one for assistive technology when it becomes a grid."""

from __future__ import annotations

from typing import Any

from docutils import nodes


def visit_ledger(self: Any, node: nodes.table) -> None:
    """Write the whole table; roles are stated, since CSS takes them away with ``display``."""
    self.body.append('<table class="an-ledger" role="table">\n')
    for name, kind in (("thead", nodes.thead), ("tbody", nodes.tbody)):
        self.body.append(f'<{name} role="rowgroup">\n')
        for row in next(iter(node.findall(kind))).findall(nodes.row):
            _write_row(self, row, is_head=name == "thead")
        self.body.append(f"</{name}>\n")
    self.body.append("</table>\n")
    raise nodes.SkipNode


def _write_row(self: Any, row: nodes.row, *, is_head: bool) -> None:
    self.body.append(self.starttag(row, "tr", "", role="row"))
    for cell in row.findall(nodes.entry):
        is_number = "an-number" in cell["classes"] and bool(cell.children)
        if is_head:
            _write_cell(self, cell, "th", {"scope": "col", "role": "columnheader"})
        elif is_number:
            _write_cell(self, cell, "th", {"scope": "row", "role": "rowheader"})
        else:
            _write_cell(self, cell, "td", {"role": "cell"})
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

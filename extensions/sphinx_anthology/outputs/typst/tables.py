"""Tables: their columns' widths, their heads, cells that span."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.outputs.typst.blocks import Blocks
from sphinx_anthology.press.strings import literal

_WIDE = 32
"""A column is never given the room of more letters than these, however long its texts are."""
_NARROW = 4
"""Nor has one less."""
_SPACE = 3
"""What the space at the sides of a cell takes."""
_ALIGNMENTS = frozenset({"left", "center", "right"})


class Tables(Blocks):
    """Visitors of tables."""

    def visit_table(self, node: nodes.Element) -> None:
        """A table, with its caption where it has one."""
        group = node.next_node(nodes.tgroup)
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        if group is None:
            self.transparent(node)
        assert group is not None  # noqa: S101  # else we are done with the node
        caption = self.caption(title, node, "table") if title is not None else "none"
        self.put(
            f"tabular({self.label(node)}, {caption}, {self.classes(node)}, {self._grid(group)})"
        )
        raise nodes.SkipNode

    def caption(self, caption: nodes.Element, owner: nodes.Element, kind: str) -> str:
        """A caption, with the number of what it belongs to."""
        number = self.number(owner, kind)
        before = f"strong({literal(f'{number} ')})" if number else ""
        return self.block(caption.children, before, self.anchor(caption))

    def number(self, node: nodes.Element, kind: str) -> str:
        """``Fig. 2``, where the publication numbers its figures."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        form = self.config.numfig_format.get(kind, "%s")
        found = next((numbers[i] for i in node["ids"] if i in numbers), None)
        return str(form) % ".".join(map(str, found)) if found else ""

    def _grid(self, group: nodes.Element) -> str:
        """The columns and cells."""
        rows = [*_rows(group)]
        columns = ", ".join(f"{width}fr" for width in _widths(group, rows))
        heads = [self._row(row, is_head=True) for row, is_head in rows if is_head]
        bodies = [self._row(row, is_head=False) for row, is_head in rows if not is_head]
        head = f"head({', '.join(heads)}), " if heads else ""
        return f"grid-of(({columns},), {head}{', '.join(bodies)})"

    def _row(self, row: nodes.Element, *, is_head: bool) -> str:
        return ", ".join(self._cell(cell, is_head=is_head) for cell in _cells(row))

    def _cell(self, cell: nodes.entry, *, is_head: bool) -> str:
        """A cell with its span and its alignment."""
        given = []
        if cell.get("morecols"):
            given.append(f"colspan: {int(cell['morecols']) + 1}")
        if cell.get("morerows"):
            given.append(f"rowspan: {int(cell['morerows']) + 1}")
        sides = (name.removeprefix("text-") for name in cell["classes"])
        side = next((s for s in sides if s in _ALIGNMENTS), "")
        given += [f"align: {side}"] if side else []
        strong = "true" if is_head or cell.get("stub") else "false"
        words = self.words(cell)
        return f"table.cell({', '.join([*given, f'cell({strong}, {words})'])})"


def _rows(group: nodes.Element) -> Iterator[tuple[nodes.Element, bool]]:
    """Every row, and whether it is one of the head. A stub column marks its cells."""
    stubs = [bool(spec.get("stub")) for spec in group.findall(nodes.colspec)]
    for part in group.children:
        is_head = isinstance(part, nodes.thead)
        for row in part.findall(nodes.row) if is_head or isinstance(part, nodes.tbody) else ():
            if isinstance(row.parent, nodes.thead | nodes.tbody) and row.parent is part:
                for cell, stub in zip(_cells(row), stubs, strict=False):
                    cell["stub"] = stub
                yield row, is_head


def _cells(row: nodes.Element) -> list[nodes.entry]:
    return [cell for cell in row.children if isinstance(cell, nodes.entry)]


def _widths(group: nodes.Element, rows: list[tuple[nodes.Element, bool]]) -> list[int]:
    """The shares of the columns: as stated, else by the longest text, within reason."""
    specs = list(group.findall(nodes.colspec))
    stated = [int(spec.get("colwidth", 1)) for spec in specs]
    if "colwidths-given" in group.parent["classes"]:
        return [max(1, width) for width in stated]
    longest = [_NARROW] * len(specs)
    for row, _ in rows:
        place = 0
        for cell in _cells(row):
            span = int(cell.get("morecols", 0)) + 1
            if span == 1 and place < len(longest):
                text = cell.astext()
                word = max(map(len, text.split()), default=0)
                wanted = max(word, min(max(len(text), word * 2), _WIDE))
                longest[place] = max(longest[place], wanted)
            place += span
    return [width + _SPACE for width in longest]

"""Rows and cells as they come, made a rectangle."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from html2myst.conversion import Loss
from html2myst.html.inventory import shortened
from html2myst.html.tree import Element, inside
from html2myst.myst.blocks import Block, Table
from html2myst.myst.frames import Frame, one_line

_ALIGN = re.compile(r"text-align:\s*(left|right|center)|has-text-align-(left|right|center)")
_WIDEST: Final = 64
_TALLEST: Final = 1000
_LARGE: Final = 10_000


@dc.dataclass(slots=True)
class Cell:
    """A cell, and how many columns and rows it takes."""

    blocks: list[Block]
    is_header: bool = False
    width: int = 1
    height: int = 1
    align: str = ""


@dc.dataclass(slots=True)
class TableFrame(Frame):
    """A table. Rows of a head, or of nothing but header cells, are headings."""

    rows: list[list[Cell]] = dc.field(default_factory=list)
    in_head: list[bool] = dc.field(default_factory=list)
    caption: list[Block] = dc.field(default_factory=list)
    losses: list[Loss] = dc.field(default_factory=list)

    def row(self, element: Element) -> None:
        """Begin a row."""
        self.rows.append([])
        self.in_head.append(element.parent is not None and element.parent.tag == "thead")

    def cell(self, element: Element, blocks: list[Block]) -> None:
        """Take a cell in."""
        if not self.rows or inside(element, "tr", "table") is self.element:
            self.row(element)
        cell = Cell(
            blocks,
            element.tag == "th",
            _span(element.get("colspan"), _WIDEST),
            _span(element.get("rowspan"), _TALLEST),
            _align(element),
        )
        if cell.width > 1 or cell.height > 1:
            size = f"{cell.width} × {cell.height}"
            self.losses.append(Loss("table-span", shortened(f"{size} {element.text}"), "1 × 1"))
        self.rows[-1].append(cell)

    def closed(self) -> list[Block]:
        """The table, or what is in it where it has no cells; a long caption stands before it."""
        rows = [(row, head) for row, head in zip(self.rows, self.in_head, strict=True) if row]
        if not rows:
            return [*self.caption, *self.blocks]
        if _is_boundless([row for row, _ in rows]):
            self.losses.append(Loss("table", shortened(self.element.text)))
            return [*self.caption, *self.blocks, *(b for r, _ in rows for c in r for b in c.blocks)]
        grid = _grid([row for row, _ in rows])
        headers = _leading(head or all(c.is_header for c in row) for row, head in rows)
        caption = one_line(self.caption)
        table = Table(
            [[cell.blocks for cell in row] for row in grid],
            headers if headers < len(rows) else min(headers, len(rows) - 1),
            _stubs(grid, headers),
            caption,
            [_common(column, headers) for column in zip(*grid, strict=True)],
        )
        return [*self.blocks, *([] if caption else self.caption), table]


def _span(written: str, most: int) -> int:
    return max(1, min(most, int(written))) if written.isascii() and written.isdigit() else 1


def _align(element: Element) -> str:
    found = _ALIGN.search(f"{element.get('style')} {element.get('class')}")
    align = (found[1] or found[2]) if found else element.get("align").casefold()
    return align if align in {"left", "right", "center"} else ""


def _leading(flags: object) -> int:
    """How many flags are set before the first that is not."""
    count = 0
    for flag in flags:  # type: ignore[attr-defined]
        if not flag:
            break
        count += 1
    return count


def _is_boundless(rows: list[list[Cell]]) -> bool:
    """Whether rows are so uneven that most of their rectangle would be empty."""
    cells = sum(map(len, rows))
    taken = sum(
        cell.width * min(cell.height, len(rows) - place)
        for place, row in enumerate(rows)
        for cell in row
    )
    widest = max(sum(cell.width for cell in row) for row in rows)
    return max(taken, widest * len(rows)) > max(_LARGE, 8 * cells)


def _grid(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Cells in a rectangle: one that takes more places is followed by empty ones."""
    grid: list[list[Cell]] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        line: list[Cell] = []
        for cell in row:
            while (number, len(line)) in taken:
                line.append(Cell([]))
            column = len(line)
            line += [cell, *(Cell([], cell.is_header) for _ in range(cell.width - 1))]
            lower = range(number + 1, min(number + cell.height, len(rows)))
            taken |= {(r, column + c) for r in lower for c in range(cell.width)}
        grid.append(line)
    width = max(map(len, grid))
    return [line + [Cell([]) for _ in range(width - len(line))] for line in grid]


def _stubs(grid: list[list[Cell]], headers: int) -> int:
    """Whether the first column is of headings."""
    body = grid[headers:]
    is_stub = bool(body) and len(grid[0]) > 1 and all(row[0].is_header for row in body)
    return int(is_stub)


def _common(column: tuple[Cell, ...], headers: int) -> str:
    """How all cells of a column below its heading are aligned, if alike."""
    found = {cell.align for cell in column[headers:] if cell.blocks}
    return found.pop() if len(found) == 1 else ""

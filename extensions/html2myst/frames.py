"""The open elements of a tree, and the blocks that they become."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from html2myst.blocks import (
    Block,
    Definitions,
    Figure,
    Gallery,
    Heading,
    Items,
    Kind,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)
from html2myst.conversion import Loss
from html2myst.inventory import shortened
from html2myst.runs import tidy
from html2myst.tree import Element, inside

_STYLES: Final = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}


@dc.dataclass(slots=True)
class Frame:
    """An open element that collects blocks."""

    element: Element
    blocks: list[Block] = dc.field(default_factory=list)
    depth: int = 0
    """The number of lists and quotes around its content."""

    def add(self, block: Block) -> None:
        """Add a block."""
        self.blocks.append(block)

    def closed(self) -> list[Block]:
        """The blocks that the element becomes."""
        return self.blocks


class QuoteFrame(Frame):
    """An open quotation."""

    def closed(self) -> list[Block]:
        """The quotation, unless it is empty."""
        return [Quote(self.blocks)] if self.blocks else []


@dc.dataclass(slots=True)
class ListFrame(Frame):
    """An open list; blocks outside of items join the item before."""

    items: list[list[Block]] = dc.field(default_factory=list)

    def add(self, block: Block) -> None:
        """Add a block that is in no item."""
        if not self.items:
            self.items.append([])
        self.items[-1].append(block)

    def closed(self) -> list[Block]:
        """The list without its empty items."""
        items = [item for item in self.items if item]
        if not items:
            return []
        if self.element.tag != "ol":
            return [Items(items)]
        start = self.element.get("start")
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
        return [Items(items, number, _STYLES.get(self.element.get("type"), ""))]


@dc.dataclass(slots=True)
class DefinitionsFrame(Frame):
    """An open list of terms and definitions, in source order."""

    parts: list[tuple[str, list[Block]]] = dc.field(default_factory=list)

    def add(self, block: Block) -> None:
        """Add a block that is in no definition."""
        self.parts.append(("dd", [block]))

    def closed(self) -> list[Block]:
        """The definitions; lone terms and lone definitions become paragraphs."""
        found: list[Block] = []
        entries: list[tuple[Runs, list[list[Block]]]] = []
        for place, (tag, blocks) in enumerate(self.parts):
            follows = self.parts[place + 1][0] if place + 1 < len(self.parts) else ""
            if tag == "dt" and follows == "dd" and (term := one_line(blocks)):
                entries.append((term, []))
            elif tag == "dd" and entries:
                entries[-1][1].append(blocks)
            else:
                found += [*_listed(entries), *blocks]
                entries = []
        return [*found, *_listed(entries)]


def _listed(entries: list[tuple[Runs, list[list[Block]]]]) -> list[Block]:
    return [Definitions(entries)] if entries else []


@dc.dataclass(slots=True)
class HeadingFrame(Frame):
    """An open heading."""

    def closed(self) -> list[Block]:
        """The heading, after its images; other content stays as it is."""
        pictures: list[Block] = []
        for block in self.blocks:
            if not isinstance(block, Paragraph):
                return self.blocks
            found = [run for run in block.runs if run.kind is Kind.PICTURE]
            pictures += [Paragraph([run]) for run in found]
            block.runs = [Run(" ") if r.kind is Kind.PICTURE else r for r in block.runs]
        lines = tidy(one_line(self.blocks))
        if not lines:
            return pictures
        return [*pictures, Heading(int(self.element.tag[1]), lines[0])]


def one_line(blocks: list[Block]) -> Runs:
    """The runs of paragraphs on one line; empty for other blocks."""
    runs: Runs = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            return []
        runs += [Run(" ")] if runs else []
        runs += [Run(" ") if run.kind is Kind.BREAK else run for run in block.runs]
    return runs


@dc.dataclass(slots=True)
class FigureFrame(Frame):
    """An open figure: an image, a gallery, or other content with a caption."""

    caption: list[Block] = dc.field(default_factory=list)

    def closed(self) -> list[Block]:
        """A figure or gallery if the content allows it, else the content."""
        figures = [b for b in self.blocks if isinstance(b, Figure)]
        if self.element.has_class("wp-block-gallery", "gallery", "tiled-gallery"):
            figures = [f for block in self.blocks for f in _figures_in(block)]
            if len(figures) > 1 and not _has_more(self.blocks):
                return [Gallery(figures), *self.caption]
        if len(self.blocks) == 1 and not figures:
            figure = _figure(self.blocks[0], self.caption)
            if figure is not None:
                return [figure]
        return [*self.blocks, *self.caption]


def _figure(block: Block, caption: list[Block]) -> Figure | None:
    """A figure, if a paragraph holds one image and possibly its caption."""
    if not isinstance(block, Paragraph) or not block.runs:
        return None
    picture, *rest = block.runs
    if picture.kind is not Kind.PICTURE or any(run.kind is Kind.PICTURE for run in rest):
        return None
    words = rest[1:] if rest and rest[0].kind is Kind.BREAK else rest
    below: list[Block] = [Paragraph(words)] if any(r.text.strip() for r in words) else []
    return Figure(picture, [*below, *caption], block.anchors)


def _figures_in(block: Block) -> list[Figure]:
    """The figures in a block of a gallery."""
    if isinstance(block, Figure):
        return [block]
    if isinstance(block, Gallery):
        return block.figures
    if isinstance(block, Items):
        return [f for item in block.items for inner in item for f in _figures_in(inner)]
    if isinstance(block, Paragraph):
        return [Figure(run, []) for run in block.runs if run.kind is Kind.PICTURE]
    return []


def _has_more(blocks: list[Block]) -> bool:
    """Whether a gallery contains anything but images."""
    for block in blocks:
        if isinstance(block, Items):
            if any(_has_more(item) for item in block.items):
                return True
        elif isinstance(block, Paragraph):
            if any(run.kind is not Kind.PICTURE and run.text.strip() for run in block.runs):
                return True
        elif not isinstance(block, Figure | Gallery):
            return True
    return False


_ALIGN = re.compile(r"text-align:\s*(left|right|center)|has-text-align-(left|right|center)")
_WIDEST: Final = 64
_TALLEST: Final = 1000
_LARGE: Final = 10_000


@dc.dataclass(slots=True)
class Cell:
    """A table cell; ``width`` and ``height`` count columns and rows."""

    blocks: list[Block]
    is_header: bool = False
    width: int = 1
    height: int = 1
    align: str = ""


@dc.dataclass(slots=True)
class TableFrame(Frame):
    """An open table; rows of only header cells are header rows."""

    rows: list[list[Cell]] = dc.field(default_factory=list)
    in_head: list[bool] = dc.field(default_factory=list)
    caption: list[Block] = dc.field(default_factory=list)
    losses: list[Loss] = dc.field(default_factory=list)

    def row(self, element: Element) -> None:
        """Begin a row."""
        self.rows.append([])
        self.in_head.append(element.parent is not None and element.parent.tag == "thead")

    def cell(self, element: Element, blocks: list[Block]) -> None:
        """Add a cell."""
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
        """The table, after a long caption; its content if it has no cells."""
        rows = [(row, head) for row, head in zip(self.rows, self.in_head, strict=True) if row]
        if not rows:
            return [*self.caption, *self.blocks]
        if _is_boundless([row for row, _ in rows]):
            self.losses.append(Loss("table", shortened(self.element.text)))
            return [*self.caption, *self.blocks, *(b for r, _ in rows for c in r for b in c.blocks)]
        grid = _grid([row for row, _ in rows])
        is_heading = [head or all(c.is_header for c in row) for row, head in rows]
        headers = is_heading.index(False) if False in is_heading else len(rows)
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


def _is_boundless(rows: list[list[Cell]]) -> bool:
    """Whether rows are so uneven that most cells would be empty."""
    cells = sum(map(len, rows))
    taken = sum(
        cell.width * min(cell.height, len(rows) - place)
        for place, row in enumerate(rows)
        for cell in row
    )
    widest = max(sum(cell.width for cell in row) for row in rows)
    return max(taken, widest * len(rows)) > max(_LARGE, 8 * cells)


def _grid(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Cells in a rectangle; spanning cells are followed by empty ones."""
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
    """1 if the first column has only header cells, else 0."""
    body = grid[headers:]
    is_stub = bool(body) and len(grid[0]) > 1 and all(row[0].is_header for row in body)
    return int(is_stub)


def _common(column: tuple[Cell, ...], headers: int) -> str:
    """The alignment that all body cells of a column share, or none."""
    found = {cell.align for cell in column[headers:] if cell.blocks}
    return found.pop() if len(found) == 1 else ""

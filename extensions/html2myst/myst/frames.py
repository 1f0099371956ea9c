"""The elements that are open while a tree is walked, and what each becomes when it closes."""

from __future__ import annotations

import dataclasses as dc
from typing import Final

from html2myst.html.tree import Element
from html2myst.myst.blocks import (
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
)
from html2myst.myst.runs import tidy

_STYLES: Final = {
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}


@dc.dataclass(slots=True)
class Frame:
    """An open element that holds blocks. What is added goes to where its kind wants it."""

    element: Element
    blocks: list[Block] = dc.field(default_factory=list)
    depth: int = 0
    """How many levels of lists and quotes are around what is inside."""

    def add(self, block: Block) -> None:
        """Take a block in."""
        self.blocks.append(block)

    def closed(self) -> list[Block]:
        """What the element has become."""
        return self.blocks


class QuoteFrame(Frame):
    """A quotation."""

    def closed(self) -> list[Block]:
        """The quotation, unless it is empty."""
        return [Quote(self.blocks)] if self.blocks else []


@dc.dataclass(slots=True)
class ListFrame(Frame):
    """A list. Blocks that are in no item belong to the one before them."""

    items: list[list[Block]] = dc.field(default_factory=list)

    def add(self, block: Block) -> None:
        """Take a block in that is in no item."""
        if not self.items:
            self.items.append([])
        self.items[-1].append(block)

    def closed(self) -> list[Block]:
        """The list, without empty items."""
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
    """A list of definitions: terms and what they mean, as they come."""

    parts: list[tuple[str, list[Block]]] = dc.field(default_factory=list)

    def add(self, block: Block) -> None:
        """Take a block in that is in no definition."""
        self.parts.append(("dd", [block]))

    def closed(self) -> list[Block]:
        """The definitions; a term without one, and one without a term, stand as paragraphs."""
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
    """A heading."""

    def closed(self) -> list[Block]:
        """The heading, its pictures before it; whatever else is in it stays what it is."""
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
    """The runs of paragraphs in one line; none where anything else is among them."""
    runs: Runs = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            return []
        runs += [Run(" ")] if runs else []
        runs += [Run(" ") if run.kind is Kind.BREAK else run for run in block.runs]
    return runs


@dc.dataclass(slots=True)
class FigureFrame(Frame):
    """A figure: a picture, a gallery, or something else with words below."""

    caption: list[Block] = dc.field(default_factory=list)

    def closed(self) -> list[Block]:
        """A figure or a gallery where it is one, else what is inside."""
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
    """The figure that a paragraph with one picture, and perhaps its caption, is."""
    if not isinstance(block, Paragraph) or not block.runs:
        return None
    picture, *rest = block.runs
    if picture.kind is not Kind.PICTURE or any(run.kind is Kind.PICTURE for run in rest):
        return None
    words = rest[1:] if rest and rest[0].kind is Kind.BREAK else rest
    below: list[Block] = [Paragraph(words)] if any(r.text.strip() for r in words) else []
    return Figure(picture, [*below, *caption], block.anchors)


def _figures_in(block: Block) -> list[Figure]:
    """The figures that a block of a gallery is made of."""
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
    """Whether a gallery holds anything but pictures."""
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

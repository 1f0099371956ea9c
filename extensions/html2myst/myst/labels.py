"""Labels in a document, and the links to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from html2myst.losses import Loss
from html2myst.myst.blocks import (
    Block,
    Definitions,
    Document,
    Figure,
    Gallery,
    Heading,
    Items,
    Paragraph,
    Quote,
    Runs,
    Table,
)


def without_dead_ends(document: Document, labels: Iterable[str]) -> list[Loss]:
    """Take the links away whose label is nowhere, and tell the labels that others may miss."""
    everything = list(_within([*document.blocks, *(b for n in document.notes.values() for b in n)]))
    placed = {label for block in everything for label in block.anchors}
    missing = {f"#{label}" for label in labels if label not in placed}
    if missing:
        for block in everything:
            for run in _runs(block):
                run.link = "" if run.link in missing else run.link
    return [Loss("anchor-missing", label) for label in sorted(missing)]


def _within(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks and all that is inside them."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        match block:
            case Quote():
                waiting += block.blocks
            case Items():
                waiting += [inner for item in block.items for inner in item]
            case Definitions():
                waiting += [i for _, meanings in block.entries for m in meanings for i in m]
            case Figure():
                waiting += block.caption
            case Gallery():
                waiting += block.figures
            case Table():
                waiting += [inner for row in block.rows for cell in row for inner in cell]


def _runs(block: Block) -> Runs:
    """The runs of a block itself."""
    match block:
        case Paragraph() | Heading():
            return block.runs
        case Figure():
            return [block.picture]
        case Table():
            return block.caption
        case Definitions():
            return [run for term, _ in block.entries for run in term]
    return []

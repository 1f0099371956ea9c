"""Blocks in an order that MyST can hold, and labels that something links to."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator

from html2myst.conversion import Loss
from html2myst.html.inventory import shortened
from html2myst.myst.blocks import (
    Block,
    Code,
    Definitions,
    Document,
    Figure,
    Gallery,
    Heading,
    Items,
    Math,
    More,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
)
from html2myst.myst.inline import plain_of


def flat(block: Block) -> list[Block]:  # noqa: C901  # one a kind
    """The paragraphs, the code, the formulas and the marks that are inside a block."""
    if isinstance(block, Paragraph | Code | Math | More | Rule):
        return [block]
    found: list[Block] = []
    if isinstance(block, Heading):
        found = [Paragraph(block.runs)]
    elif isinstance(block, Figure):
        found = [Paragraph([block.picture]), *_all(block.caption)]
    elif isinstance(block, Gallery):
        found = _all(block.figures)
    elif isinstance(block, Quote):
        found = _all(block.blocks)
    elif isinstance(block, Items):
        found = [inner for item in block.items for inner in _all(item)]
    elif isinstance(block, Table):
        found = [Paragraph(block.caption)] if block.caption else []
        found += [inner for row in block.rows for cell in row for inner in _all(cell)]
    elif isinstance(block, Definitions):
        for term, meanings in block.entries:
            found += [Paragraph(term), *(i for meaning in meanings for i in _all(meaning))]
    if found:
        found[0] = dc.replace(found[0], anchors=[*block.anchors, *found[0].anchors])
    return found


def _all(blocks: list[Block] | list[Figure]) -> list[Block]:
    return [inner for block in blocks for inner in flat(block)]


def in_order(document: Document) -> list[Loss]:
    """Mend what a document may not have: levels left out, rules and marks at the edges."""
    losses = _levels(document.blocks)
    kept: list[Block] = []
    for place, block in enumerate(document.blocks):
        if isinstance(block, Rule) and not _stands_between(document.blocks, place, kept):
            losses.append(Loss("rule", "<hr>"))
        elif isinstance(block, More) and not any(not isinstance(k, Rule) for k in kept):
            losses.append(Loss("more", "<!--more-->"))
        else:
            kept.append(block)
            continue
        _pass_on(block.anchors, document.blocks, place)
    document.blocks = kept
    return losses


def _pass_on(anchors: list[str], blocks: list[Block], place: int) -> None:
    """Give the labels of a block that goes to the next one, else to the one before."""
    if anchors and len(blocks) > 1:
        heir = blocks[place + 1] if place + 1 < len(blocks) else blocks[place - 1]
        heir.anchors += anchors


def _stands_between(blocks: list[Block], place: int, kept: list[Block]) -> bool:
    """Whether a rule parts two texts: it must not be first or last, nor beside a heading."""
    before = next((b for b in reversed(kept) if not isinstance(b, More)), None)
    after = next((b for b in blocks[place + 1 :] if not isinstance(b, More)), None)
    forbidden = Heading | Rule | None
    return not isinstance(before, forbidden) and not isinstance(after, forbidden)


def _levels(blocks: list[Block]) -> list[Loss]:
    """Number headings from 2 on, without leaving a level out; tell where their order changes."""
    losses = []
    above: list[int] = []
    seen: dict[int, int] = {}
    for block in blocks:
        if not isinstance(block, Heading):
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        level = min(6, len(above) + 1)
        if seen.setdefault(block.level, level) != level or len(above) > 5:
            before = f"h{block.level} {shortened(plain_of(block.runs))}"
            losses.append(Loss("heading-level", before, f"h{level}"))
        block.level = level
    return losses


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

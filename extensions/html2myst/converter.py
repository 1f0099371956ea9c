"""Converts a body to MyST, in the richest form that keeps its content."""

from __future__ import annotations

from collections.abc import Iterable

from html2myst.addresses import label_of
from html2myst.blocks import Block, Document, Form, Heading, More, Paragraph, Rule, plain_of, within
from html2myst.conversion import Converted, Loss, Places, Source, Tree
from html2myst.inventory import TextInventory, differences, expected_content, shortened
from html2myst.prepare import prepared, prepared_tree
from html2myst.proof import block_content, read
from html2myst.walk import read_blocks
from html2myst.write import LONGEST, Writer, joined


def fix_structure(document: Document) -> list[Loss]:
    """Fix what MyST refuses: skipped heading levels, rules and markers at the edges."""
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
    """Give the labels of a removed block to its neighbour."""
    if anchors and len(blocks) > 1:
        heir = blocks[place + 1] if place + 1 < len(blocks) else blocks[place - 1]
        heir.anchors += anchors


def _stands_between(blocks: list[Block], place: int, kept: list[Block]) -> bool:
    """Whether a rule stands between two texts, as it must."""
    before = next((b for b in reversed(kept) if not isinstance(b, More)), None)
    after = next((b for b in blocks[place + 1 :] if not isinstance(b, More)), None)
    forbidden = Heading | Rule | None
    return not isinstance(before, forbidden) and not isinstance(after, forbidden)


def _levels(blocks: list[Block]) -> list[Loss]:
    """Number headings from 2 on without skipping a level; list the changes."""
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


def drop_dead_links(document: Document, labels: Iterable[str]) -> list[Loss]:
    """Remove links to labels that were lost, and list these labels."""
    everything = list(within([*document.blocks, *(b for n in document.notes.values() for b in n)]))
    placed = {label for block in everything for label in block.anchors}
    missing = {f"#{label}" for label in labels if label not in placed}
    if missing:
        for block in everything:
            for run in block.runs if isinstance(block, Paragraph) else ():
                run.link = "" if run.link in missing else run.link
    return [Loss("anchor-missing", label) for label in sorted(missing)]


def convert_verified(document: Document, source: TextInventory) -> tuple[str, list[Loss]]:
    """A document in MyST, and how it differs from the source."""
    forms = [Form.LEAST_ESCAPED] * (len(document.blocks) + len(document.notes))
    text, losses = _written(document, forms)
    facts = read(text)
    remaining = differences(source, facts)
    if not remaining or _is_broken_word(source, facts, remaining):
        return text, [*losses, *remaining]
    parts = [*([block] for block in document.blocks), *document.notes.values()]
    best = (_weight(remaining), text, [*losses, *remaining])
    for least in Form:
        forms = [max(least, _safest(blocks)) for blocks in parts]
        text, losses = _written(document, forms)
        remaining = differences(source, read(text))
        if not remaining:
            return text, losses
        best = min(best, (_weight(remaining), text, [*losses, *remaining]), key=lambda b: b[0])
    return best[1], best[2]


def _is_broken_word(source: TextInventory, written: TextInventory, remaining: list[Loss]) -> bool:
    """Whether the only difference is an overlong word that had to be broken."""
    return (
        all(loss.kind == "text" for loss in remaining)
        and max(map(len, source.text.split()), default=0) > LONGEST
        and "".join(source.text.split()) == "".join(written.text.split())
    )


def _weight(losses: list[Loss]) -> tuple[int, int]:
    """A sort key for losses: lost text counts most."""
    return sum(loss.loses_text for loss in losses), len(losses)


def _safest(blocks: list[Block]) -> Form:
    """The first form in which blocks, written alone, keep their content."""
    wanted = block_content(blocks)
    for form in Form:
        text = Writer(form).blocks(blocks)
        if not differences(wanted, read(text)):
            return form
    return Form.LEAST_ESCAPED


def _written(document: Document, forms: list[Form]) -> tuple[str, list[Loss]]:
    """A document, each block and footnote in its form, and its losses."""
    losses: list[Loss] = []
    count = len(document.blocks)
    body = joined(document.blocks, forms[:count], losses)
    notes = []
    for (number, blocks), form in zip(document.notes.items(), forms[count:], strict=True):
        writer = Writer(form, losses)
        notes.append(writer.note(number, blocks))
    return "\n\n".join(filter(None, [body, *notes])), losses


def converted(source: Source | Tree, places: Places) -> Converted:
    """A body in MyST, with all differences as losses."""
    ready = prepared_tree(source, places) if isinstance(source, Tree) else prepared(source, places)
    facts = expected_content(ready.body, ready.notes)
    anchors = {
        label_of(source.docname, a): a for a in sorted(ready.addresses.anchors, reverse=True)
    }
    labels = {anchor: label for label, anchor in anchors.items()}
    document, simplified = read_blocks(ready, dict(labels))
    simplified += fix_structure(document) + drop_dead_links(document, labels.values())
    text, differing = convert_verified(document, facts)
    found = ready.addresses
    return Converted(
        text=f"{text}\n" if text else "",
        losses=(*ready.losses, *simplified, *differing),
        links=tuple(found.links),
        unresolved=tuple(found.unresolved),
        pictures=tuple(found.pictures),
        missing_pictures=tuple(found.missing),
        shortcodes=ready.shortcodes,
    )

"""A body as MyST: every block in the boldest form that says the same as the source."""

from __future__ import annotations

from html2myst.conversion import Converted, Loss, Places, Source, Tree
from html2myst.html.addresses import label_of
from html2myst.html.inventory import TextInventory, differences, heard
from html2myst.html.prepare import Prepared, prepared, prepared_tree
from html2myst.myst.blocks import Block, Document, Form
from html2myst.myst.flatten import in_order, without_dead_ends
from html2myst.myst.proof import content_of, read
from html2myst.myst.walk import walked
from html2myst.myst.write import LONGEST, Writer, joined


def convert_verified(document: Document, source: TextInventory) -> tuple[str, list[Loss]]:
    """A document in MyST, and what it says otherwise than the source, in whatever form."""
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
    """Whether nothing differs but a word that had to be broken, which no form can help."""
    return (
        all(loss.kind == "text" for loss in remaining)
        and max(map(len, source.text.split()), default=0) > LONGEST
        and "".join(source.text.split()) == "".join(written.text.split())
    )


def _weight(losses: list[Loss]) -> tuple[int, int]:
    """How bad it is: lost text first."""
    return sum(loss.loses_text for loss in losses), len(losses)


def _safest(blocks: list[Block]) -> Form:
    """The first form in which blocks alone say what they say."""
    wanted = content_of(blocks)
    for form in Form:
        text = Writer(form).blocks(blocks)
        if not differences(wanted, read(text)):
            return form
    return Form.LEAST_ESCAPED


def _written(document: Document, forms: list[Form]) -> tuple[str, list[Loss]]:
    """A document with every block and footnote in its form."""
    losses: list[Loss] = []
    count = len(document.blocks)
    body = joined(document.blocks, forms[:count], losses)
    notes = []
    for (number, blocks), form in zip(document.notes.items(), forms[count:], strict=True):
        writer = Writer(form, losses)
        notes.append(writer.note(number, blocks))
    return "\n\n".join(filter(None, [body, *notes])), losses


def converted(source: Source, places: Places) -> Converted:
    """A body in MyST; whatever it says otherwise than the source is in its losses."""
    return written(prepared(source, places), source.docname)


def converted_tree(tree: Tree, places: Places) -> Converted:
    """A body that somebody else has made a tree of, in MyST, with the same proof."""
    return written(prepared_tree(tree, places), tree.docname)


def written(ready: Prepared, docname: str) -> Converted:
    """What was made ready, in MyST; whatever it says otherwise is in its losses."""
    facts = heard(ready.body, ready.notes)
    anchors = {label_of(docname, a): a for a in sorted(ready.anchors, reverse=True)}
    labels = {anchor: label for label, anchor in anchors.items()}
    document, simplified = walked(ready, dict(labels))
    simplified += in_order(document) + without_dead_ends(document, labels.values())
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

"""A body of a blog as MyST, with the proof of what it says."""

from __future__ import annotations

from html2myst.conversion import Converted, Places, Source
from html2myst.html.addresses import label_of
from html2myst.html.facts import heard
from html2myst.html.prepare import prepared
from html2myst.myst.flatten import in_order
from html2myst.myst.labels import without_dead_ends
from html2myst.myst.ladder import proved
from html2myst.myst.walk import walked


def converted(source: Source, places: Places) -> Converted:
    """A body in MyST; whatever it says otherwise than the source is in its losses."""
    ready = prepared(source, places)
    facts = heard(ready.body, ready.notes)
    anchors = {label_of(source.docname, a): a for a in sorted(ready.anchors, reverse=True)}
    labels = {anchor: label for label, anchor in anchors.items()}
    document, simplified = walked(ready, dict(labels))
    simplified += in_order(document) + without_dead_ends(document, labels.values())
    text, differing = proved(document, facts)
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

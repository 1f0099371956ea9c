"""A body of a blog as MyST, with the proof of what it says."""

from __future__ import annotations

from sphinx_anthology.importing.conversion import Converted, Places, Source
from sphinx_anthology.importing.html.addresses import label_of
from sphinx_anthology.importing.html.facts import heard
from sphinx_anthology.importing.html.prepare import prepared
from sphinx_anthology.importing.myst.flatten import in_order
from sphinx_anthology.importing.myst.labels import without_dead_ends
from sphinx_anthology.importing.myst.ladder import proved
from sphinx_anthology.importing.myst.walk import walked


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

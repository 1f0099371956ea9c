"""From what a blog stores to the tree of what a reader met; what is left out is told."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from html2myst.conversion import Places, Source
from html2myst.html.addresses import Addresses, Settling
from html2myst.html.characters import cleaned
from html2myst.html.embeds import link_embeds
from html2myst.html.facts import shortened
from html2myst.html.known_shortcodes import known_shortcodes
from html2myst.html.notes import Notes
from html2myst.html.paragraphs import link_bare_addresses, mark_paragraphs
from html2myst.html.shortcodes import expanded
from html2myst.html.tree import DEEPEST, Element, elements, inside, parsed
from html2myst.losses import Loss

_DYNAMIC = re.compile(r"<!--\s+wp:([a-z0-9/-]+)\s+(?:\{[^\n]{0,5000}\}\s+)?/-->")
_SILENT: Final = frozenset({"footnotes", "more", "nextpage", "separator", "spacer", "block"})
"""Blocks without content that lose nothing: they have none, or it is found elsewhere."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A body ready to be walked: the tree, the footnotes by number, and what was told on the way.

    ``anchors`` are the ids in it that something links to.
    """

    body: Element
    notes: dict[int, Element]
    losses: tuple[Loss, ...]
    addresses: Addresses
    anchors: frozenset[str]
    shortcodes: tuple[str, ...]


def prepared(source: Source, places: Places) -> Prepared:
    """Make a body ready."""
    html, controls = cleaned(source.html)
    losses = [Loss("control-character", str(controls))] if controls else []
    losses += [Loss("dynamic-block", name) for name in _DYNAMIC.findall(html) if _is_lost(name)]
    result = expanded(html, known_shortcodes(source.library, source.attached))
    losses += result.losses
    body, is_cut = parsed(result.html)
    losses += [Loss("depth", f"> {DEEPEST}")] if is_cut else []
    losses += link_embeds(body)
    if "<!-- wp:" not in html and not source.is_rendered:
        mark_paragraphs(body)
    link_bare_addresses(body)
    notes = Notes(body, source.footnotes)
    settling = _settle(source, places, body, notes)
    for part in (body, *notes.found.values()):
        _simplify(part)
    return Prepared(
        body=body,
        notes=notes.found,
        losses=(*losses, *notes.losses, *settling.found.losses),
        addresses=settling.found,
        anchors=frozenset(settling.anchors),
        shortcodes=tuple(result.unknown),
    )


def _is_lost(name: str) -> bool:
    return name not in _SILENT and not name.startswith("core/")


def _settle(source: Source, places: Places, body: Element, notes: Notes) -> Settling:
    """Give all links and images their addresses, those of the notes too."""
    whole = Element("body", {}, body, *notes.found.values())
    settling = Settling(source, places, whole)
    for part in (body, *notes.found.values()):
        part.parent = None
    gone = settling.anchors - settling.ids
    settling.found.losses += [Loss("anchor-missing", shortened(a)) for a in sorted(gone)]
    settling.anchors -= gone
    return settling


def _simplify(body: Element) -> None:
    """Write quotation marks that a browser adds; unfold galleries in lists, tables of one cell."""
    for quote in elements(body, "q"):
        quote.children = ["“", *quote.children, "”"]
    for part in elements(body, "ul", "li"):
        if part.has_class("wp-block-gallery"):
            part.tag = "figure"
        elif part.has_class("blocks-gallery-grid", "blocks-gallery-item"):
            part.tag = "div"
    for table in elements(body, "table"):
        cells = [cell for cell in elements(table, "td", "th") if inside(cell, "table") is table]
        if len(cells) == 1 and not elements(table, "caption"):
            table.become("div", {}, *cells[0].children)

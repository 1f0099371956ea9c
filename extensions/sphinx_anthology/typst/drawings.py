"""Drawings as small PNG files: covers of volumes, and share images."""

from __future__ import annotations

import dataclasses as dc
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from sphinx_anthology.model.documents import Event, Issue
from sphinx_anthology.model.views import PostView, SeriesEntry, SeriesProgress
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.pages.wording import (
    byline_form,
    date_text,
    days_text,
    gettext,
    joined,
    part_label,
    series_kind,
)
from sphinx_anthology.typst.compiler import LOOK, TypstCompiler, TypstError, pillow_module
from sphinx_anthology.typst.strings import broken, displayable, language

_LEVEL = 4
"""The compression level: higher ones take longer and save almost nothing."""


class Palette:
    """The colours of our templates (``swatch.typ``), to which drawings are reduced."""

    def __init__(self, compiler: TypstCompiler) -> None:
        self._images = pillow_module()
        swatch = self._images.open(io.BytesIO(compiler.png(Path("swatch.typ"))[0])).convert("RGB")
        self._image = self._images.new("P", (1, 1))
        self._image.putpalette(swatch.tobytes())

    def reduced(self, png: bytes) -> bytes:
        """A PNG image reduced to the palette."""
        with self._images.open(io.BytesIO(png)) as whole:
            flat = whole.convert("RGB").quantize(palette=self._image, dither=0)
        file = io.BytesIO()
        flat.save(file, "PNG", compress_level=_LEVEL)
        return file.getvalue()


_COVER = '#import "cover.typ": cover\n#cover(json(bytes(sys.inputs.cover)))'
_COVER_PPI = 1600 / 6
"""Pixels per inch: a cover is six inches wide."""
_MOST = dict.fromkeys(("kind", "journal", "issue", "title", "book"), 350) | dict.fromkeys(
    ("subtitle", "editors", "tagline"), 1500
)
"""The most characters of each text on a cover."""
_AT_ONCE = 10
"""Cards drawn at once: the compiler caches the drawings of its last ten runs."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """The content of a share image; ``people`` is a line."""

    title: str
    people: str
    publication: str
    language: str
    label: str = ""
    series: str = ""
    shelf: SeriesProgress = dc.field(default_factory=SeriesProgress)


def post_card(view: PostView, publication: Publication) -> ShareCard:
    """The share card of a post: authors, and part in its series."""
    names = joined([str(person) for person in view.people], publication.language)
    return ShareCard(
        title=view.post.title,
        people=byline_form(view.post.relation).format(names=names) if names else "",
        label=part_label(view.place),
        series=view.place.series_title if view.place else "",
        publication=publication.title,
        language=view.post.language or publication.language,
        shelf=view.shelf,
    )


def series_card(entry: SeriesEntry, publication: Publication) -> ShareCard:
    """The share card of a series: editors, and issue or event."""
    name, details = _occasion(entry, publication.language)
    return ShareCard(
        title=entry.title,
        people=_editors(entry, publication.language),
        label=series_kind(entry.kind),
        series=" ".join(filter(None, (name, details))),
        publication=publication.title,
        language=entry.language or publication.language,
        shelf=entry.shelf,
    )


def share_pngs(cards: Sequence[ShareCard], look: Path = LOOK) -> Iterator[bytes]:
    """The images of cards, 1200 by 630 pixels, in their order."""
    if not cards:
        return
    compiler = TypstCompiler(look)
    palette = Palette(compiler)
    for start in range(0, len(cards), _AT_ONCE):
        shown = [_card_data(card) for card in cards[start : start + _AT_ONCE]]
        yield from map(palette.reduced, _drawn(compiler, shown))


def _drawn(compiler: TypstCompiler, cards: Sequence[dict[str, object]]) -> list[bytes]:
    """The images of cards; one that fails is drawn without texts of its document."""
    try:
        return compiler.png(Path("share.typ"), inputs={"cards": json.dumps(cards)})
    except TypstError:
        if len(cards) > 1:
            return [image for card in cards for image in _drawn(compiler, [card])]
        if cards[0]["title"] == "…":
            raise
        plain = {**cards[0], "title": "…", "people": "", "kicker": "", "shelf": []}
        return _drawn(compiler, [plain])


def _card_data(card: ShareCard) -> dict[str, object]:
    return {
        "title": displayable(_shortened(card.title, 350)),
        "people": displayable(_shortened(card.people, 1500)),
        "kicker": displayable(_shortened(" · ".join(filter(None, (card.label, card.series))), 120)),
        "publication": displayable(_shortened(card.publication, 350)),
        "language": language(card.language),
        "shelf": card.shelf.standings,
        "here": card.shelf.here,
    }


def cover_png(
    volume: Volume,
    publication: Publication,
    shelves: Sequence[SeriesProgress] = (),
    look: Path = LOOK,
) -> bytes:
    """The cover of a volume as an image, 1600 by 2400 pixels."""
    data = json.dumps(cover_data(volume, publication, shelves))
    return next(cover_pngs([data], _COVER_PPI, look))


def cover_pngs(covers: Sequence[str], ppi: float, look: Path = LOOK) -> Iterator[bytes]:
    """The images of covers, each with its content as JSON; an inch has ``ppi`` pixels."""
    if not covers:
        return
    compiler = TypstCompiler(look)
    palette = Palette(compiler)
    for data in covers:
        yield palette.reduced(compiler.png(_COVER, ppi, {"cover": data})[0])


def cover_data(
    volume: Volume, publication: Publication, shelves: Sequence[SeriesProgress] = ()
) -> dict[str, object]:
    """The content of a cover for the template; ``shelves`` are for the whole book."""
    entry = volume.series.entry if volume.series else None
    name, details = _occasion(entry, publication.language) if entry else ("", "")
    words = {
        "kind": series_kind(entry.kind) if entry else "",
        "journal": name,
        "issue": details,
        "title": volume.title,
        "subtitle": volume.subtitle,
        "editors": _editors(entry, publication.language) if entry else "",
        "book": publication.title if entry else "",
        "tagline": publication.tagline if entry else publication.publisher,
    }
    drawn = [entry.shelf] if entry else shelves
    return {
        **{key: broken(displayable(_shortened(text, _MOST[key]))) for key, text in words.items()},
        "shelves": [shelf.standings for shelf in drawn if shelf.standings],
        "language": language(volume.language),
    }


def _shortened(words: str, most: int) -> str:
    """Words shortened to a number of characters."""
    if len(words) <= most:
        return words
    found = textwrap.shorten(words, most, placeholder="…")
    return found if len(found) > 1 else f"{words[: most - 1]}…"


def _editors(entry: SeriesEntry, spoken: str) -> str:
    """``Edited by A and B``, or empty."""
    names = joined([str(person) for person in entry.editors], spoken)
    return gettext("Edited by {names}").format(names=names) if names else ""


def _occasion(entry: SeriesEntry, spoken: str) -> tuple[str, str]:
    """The journal and its issue, or the place and days of the event."""
    if entry.issue:
        return entry.issue.journal or "", _issue(entry.issue, spoken)
    return "", _event(entry.event, spoken) if entry.event else ""


def _issue(issue: Issue, spoken: str) -> str:
    """``49(2), April 2021``."""
    number = f"({issue.number})" if issue.number else ""
    date = date_text(issue.date, spoken) if issue.date else ""
    return ", ".join(filter(None, (f"{issue.volume or ''}{number}", date)))


def _event(event: Event, spoken: str) -> str:
    """``Bristol, 16–17 September 2014``."""
    days = days_text(event.start, event.end, spoken) if event.start else ""
    return ", ".join(filter(None, (event.place or event.name, days)))

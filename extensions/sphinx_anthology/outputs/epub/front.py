"""The pages before the contents: the cover, and the title page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from docutils import nodes

from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.pages.build import Page, filled, text
from sphinx_anthology.pages.people import name_list
from sphinx_anthology.pages.series import occasion
from sphinx_anthology.pages.wording import date_text, gettext

COVER_IMAGE = "images/cover.png"


def cover(volume: Volume) -> str:
    """The page of the cover."""
    words = escape(gettext("Cover of “{title}”").format(title=volume.title))
    image = f'<img src="{COVER_IMAGE}" alt="{words}" role="doc-cover"/>'
    return f'<div class="cover">{image}</div>\n'


def title_page(page: Page, volume: Volume, publication: Publication) -> nodes.section:
    """The title page."""
    found = nodes.section("", ids=["title-page"], classes=["title-page"])
    if volume.series:
        found += text(*occasion(page, volume.series.entry), classes=["an-kicker"])
    found += nodes.title("", volume.title)
    found += [text(words, classes=[name]) for name, words in _lines(volume) if words]
    if volume.series and volume.series.entry.editors:
        names = name_list(page, volume.series.entry.editors)
        form = gettext("Edited by {names}")
        found += text(*filled(form, names=names), classes=["editors"])
    found += [text(words, classes=[name]) for name, words in _imprint(page, volume, publication)]
    return found


def _lines(volume: Volume) -> Iterator[tuple[str, str]]:
    yield "subtitle", volume.subtitle
    yield "an-stand", volume.description


def _imprint(page: Page, volume: Volume, publication: Publication) -> Iterator[tuple[str, str]]:
    if volume.series:
        yield "book", publication.title
        if publication.tagline:
            yield "tagline", publication.tagline
    if publication.publisher:
        yield "publisher", publication.publisher
    if volume.date:
        yield "date", date_text(volume.date, page.language)

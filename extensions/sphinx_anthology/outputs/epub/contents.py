"""The first pages of a volume, and the frame of all pages."""

from __future__ import annotations

import dataclasses as dc
import json
from collections.abc import Iterator, Sequence
from html import escape
from importlib.metadata import version
from pathlib import Path

from docutils import nodes

from sphinx_anthology.cache import BuildCache, digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.views import SeriesProgress
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.epub.pages import NAV, Page
from sphinx_anthology.outputs.epub.xhtml import OPS, XHTML
from sphinx_anthology.pages.build import Page as Frame
from sphinx_anthology.pages.build import filled, name_list, text
from sphinx_anthology.pages.nodes import KICKER
from sphinx_anthology.pages.series import occasion
from sphinx_anthology.pages.wording import date_text, direction, gettext
from sphinx_anthology.typst.compiler import LOOK, missing_typst
from sphinx_anthology.typst.drawings import cover_data, cover_png

STYLE = "book.css"


def tag(language: str) -> str:
    """A language tag as in books: Sphinx writes ``pt_BR``."""
    return language.replace("_", "-")


def document(title: str, content: str, language: str, kind: str = "") -> bytes:
    """A page; ``kind`` is its ``epub:type``."""
    spoken = escape(tag(language))
    written = ' dir="rtl"' if direction(language) == "rtl" else ""
    typed = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang="{spoken}" xml:lang="{spoken}"{written}>\n'
        f"<head>\n<title>{escape(title, quote=False)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{STYLE}"/>\n</head>\n'
        f"<body{typed}>\n{content}</body>\n</html>\n"
    ).encode()


class Covers:
    """Draws covers, and keeps them in a folder."""

    def __init__(
        self,
        folder: Path,
        cache: BuildCache,
        publication: Publication,
        shelves: Sequence[SeriesProgress],
    ) -> None:
        self._folder, self._cache = folder, cache
        self._publication, self._shelves = publication, shelves
        self.can_draw = missing_typst() is None
        self.look = self._digest_of_look() if self.can_draw else ""

    def key(self, volume: Volume) -> str:
        """A digest of a cover; empty if none can be drawn."""
        if not self.can_draw:
            return ""
        data = cover_data(volume, self._publication, self._shelves)
        return digest(json.dumps([data, self.look], sort_keys=True))

    def draw(self, volume: Volume) -> bytes:
        """The cover of a volume as a PNG image."""
        image, key = self._folder / f"{volume.name}.png", self.key(volume)
        if self._cache.has(f"{volume.name}.png", key, image):
            return image.read_bytes()
        drawn = cover_png(volume, self._publication, self._shelves)
        write_whole(image, drawn)
        self._cache.note(f"{volume.name}.png", key, image)
        return drawn

    def _digest_of_look(self) -> str:
        files = sorted(path for path in LOOK.rglob("*") if path.is_file())
        return digest(version("typst"), *(path.read_bytes() for path in files))


COVER_IMAGE = "images/cover.png"


def cover_page(volume: Volume) -> str:
    """The content of the cover page."""
    words = escape(gettext("Cover of “{title}”").format(title=volume.title))
    image = f'<img src="{COVER_IMAGE}" alt="{words}" role="doc-cover"/>'
    return f'<div class="cover">{image}</div>\n'


def title_page(page: Frame, volume: Volume, publication: Publication) -> nodes.section:
    """The section of the title page."""
    found = nodes.section("", ids=["title-page"], classes=["title-page"])
    if volume.series:
        found += text(*occasion(page, volume.series.entry), classes=[KICKER])
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


def _imprint(page: Frame, volume: Volume, publication: Publication) -> Iterator[tuple[str, str]]:
    if volume.series:
        yield "book", publication.title
        if publication.tagline:
            yield "tagline", publication.tagline
    if publication.publisher:
        yield "publisher", publication.publisher
    if volume.date:
        yield "date", date_text(volume.date, page.language)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the contents, at its depth.

    ``people`` is shown below the title. Sections are ``hidden`` on the page of contents, but known
    to reading systems.
    """

    depth: int
    href: str
    title: str
    people: str = ""
    hidden: bool = False


@dc.dataclass(frozen=True, slots=True)
class Landmark:
    """A landmark of a volume: its type, address and title."""

    kind: str
    href: str
    title: str


def entries_of(page: Page, file: str, depth: int, people: str = "") -> Iterator[Entry]:
    """The entries of a page and of its sections."""
    yield Entry(depth=depth, href=file, title=page.title, people=people)
    for heading in page.headings:
        href = f"{file}#{heading.id}"
        yield Entry(depth=depth + heading.level, href=href, title=heading.text, hidden=True)


def contents(entries: Sequence[Entry], landmarks: Sequence[Landmark]) -> str:
    """The page of contents."""
    heading = escape(gettext("Contents"), quote=False)
    return (
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{heading}</h1>\n{"".join(_list(entries))}</nav>\n'
        f"{_landmarks(landmarks)}"
    )


def _list(entries: Sequence[Entry]) -> Iterator[str]:
    """Nested lists; too deep entries follow directly below the previous one."""
    opened: list[int] = []
    for entry in entries:
        while len(opened) > 1 and opened[-1] > entry.depth:
            opened.pop()
            yield "</li>\n</ol>\n"
        if opened and opened[-1] >= entry.depth:
            yield "</li>\n"
        else:
            yield "<ol>\n"
            opened.append(entry.depth)
        yield _line(entry)
    yield "</li>\n</ol>\n" * len(opened)


def _line(entry: Entry) -> str:
    hidden = ' hidden="hidden"' if entry.hidden else ""
    people = escape(entry.people, quote=False)
    by = f'<span class="sep"> · </span><span class="by">{people}</span>' if people else ""
    title = f'<span class="t">{escape(entry.title, quote=False)}</span>'
    return f'<li{hidden}><a href="{escape(entry.href)}">{title}{by}</a>'


def _landmarks(landmarks: Sequence[Landmark]) -> str:
    label = escape(gettext("Landmarks"))
    lines = "".join(
        f'<li><a epub:type="{mark.kind}" href="{escape(mark.href)}">'
        f"{escape(mark.title, quote=False)}</a></li>\n"
        for mark in (Landmark("toc", NAV, gettext("Contents")), *landmarks)
    )
    return (
        f'<nav epub:type="landmarks" aria-label="{label}" hidden="hidden">\n'
        f"<ol>\n{lines}</ol>\n</nav>\n"
    )

"""What a reader and a catalogue find in a PDF: outline, links, metadata, page labels, text."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium


@dc.dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline; ``level`` counts from 1, ``page`` from 0."""

    title: str
    level: int
    page: int | None


@dc.dataclass(frozen=True, slots=True)
class Link:
    """A link: an address, or a page of the same file; neither where it leads nowhere."""

    page: int
    uri: str | None
    target: int | None
    says: str


@dc.dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says of itself: the document information, and the same in XMP."""

    title: str
    author: str
    xmp_title: str
    creators: tuple[str, ...]
    identifier: str
    language: str


def page_texts(path: Path) -> list[str]:
    """The text that can be seen, page by page."""
    document = pdfium.PdfDocument(path)
    try:
        return [_text_of(page) for page in document]
    finally:
        document.close()


def words_of_pages(path: Path) -> list[str]:
    """The text of each page on one line."""
    return [" ".join(text.split()) for text in page_texts(path)]


def words_of(path: Path) -> str:
    """All text on one line."""
    return " ".join(words_of_pages(path))


def _text_of(page: pdfium.PdfPage) -> str:
    text: str = page.get_textpage().get_text_bounded()
    return text.replace("\ufffe", "\N{SOFT HYPHEN}").replace("\r\n", "\n")


def outline(path: Path) -> list[Heading]:
    """The entries of the outline, in order."""
    with pikepdf.open(path) as pdf, pdf.open_outline() as opened:
        places = _Places(pdf)
        return list(_headings(opened.root, 1, places))


def _headings(items: list[pikepdf.OutlineItem], level: int, places: _Places) -> Iterator[Heading]:
    for item in items:
        destination: object = item.destination
        if destination is None and item.action is not None:
            destination = item.action.get("/D")
        yield Heading(str(item.title), level, places.page_of(destination))
        yield from _headings(item.children, level + 1, places)


def links(path: Path) -> list[Link]:
    """Every link, page by page."""
    with pikepdf.open(path) as pdf:
        places = _Places(pdf)
        return [
            _link(number, annotation, places)
            for number, page in enumerate(pdf.pages)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == "/Link"
        ]


def _link(number: int, annotation: pikepdf.Object, places: _Places) -> Link:
    action: Any = annotation.get("/A", {})
    says = str(annotation.get("/Contents", ""))
    if action.get("/S") == "/URI":
        return Link(number, str(action["/URI"]), None, says)
    return Link(number, None, places.page_of(annotation.get("/Dest", action.get("/D"))), says)


class _Places:
    """Where destinations are, be they named or not."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._named: dict[str, pikepdf.Object] = {}
        if (names := pdf.Root.get("/Names")) is not None and "/Dests" in names:
            self._named |= dict(pikepdf.NameTree(names["/Dests"]).items())
        for name, place in pdf.Root.get("/Dests", {}).items():
            self._named[name.removeprefix("/")] = place

    def page_of(self, destination: object) -> int | None:
        """The page that a destination is on; none where there is no such place."""
        if isinstance(destination, pikepdf.String | pikepdf.Name | str):
            destination = self._named.get(str(destination).removeprefix("/"))
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array):
            return destination if isinstance(destination, int) else None
        return self._pages.get(destination[0].objgen)


def metadata(path: Path) -> Metadata:
    """What the file says of itself."""
    with pikepdf.open(path) as pdf:
        info = pdf.docinfo
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            creators = xmp.get("dc:creator", [])
            return Metadata(
                title=str(info.get("/Title", "")),
                author=str(info.get("/Author", "")),
                xmp_title=str(xmp.get("dc:title", "")),
                creators=tuple(map(str, creators)),
                identifier=str(xmp.get("dc:identifier", "")),
                language=str(pdf.Root.get("/Lang", "")),
            )


def page_labels(path: Path) -> list[str]:
    """What each page is called: ``iii``, ``12``."""
    with pikepdf.open(path) as pdf:
        return [page.label for page in pdf.pages]

"""Pages: every document rendered once; their files in a volume, and their links.

Pages are kept beside the doctrees, each with what volumes need to know of it.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any

from docutils import nodes
from lxml import etree
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.volume import web_place
from sphinx_anthology.outputs.epub.cleaning import IMAGES, cleaned
from sphinx_anthology.outputs.epub.xhtml import (
    INSIDE,
    MATHML,
    SVG,
    XHTML,
    book_address,
    parsed,
    serialised,
    target_parts,
)
from sphinx_anthology.pages.body_scan import DECORATIVE
from sphinx_anthology.typst.sizes import Size
from sphinx_anthology.volumes.assembler import DocumentStore, VolumeBuilder

_X = f"{{{XHTML}}}"
_HEADINGS = {f"{_X}h{level}": level for level in range(2, 7)}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A section heading: ``level`` is 1 for the sections of the document."""

    level: int
    id: str
    text: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered document.

    ``content`` is the content of ``body``; links to documents name these. ``lacks_words``: an image
    has no alternative text; ``lacks_formula``: a formula is shown as its source.
    """

    title: str
    content: str
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    images: tuple[str, ...] = ()
    has_drawing: bool = False
    has_formula: bool = False
    lacks_words: bool = False
    lacks_formula: bool = False


def page_of(
    title: str, html: str, language: str, address: str = "", *, lacks_formula: bool = False
) -> Page:
    """The page of HTML from Sphinx's writer; ``address`` is that on the web."""
    body = parsed(html)
    ids = cleaned(body, language, address)
    images = list(body.iter(f"{_X}img"))
    names = (str(image.get("src")).removeprefix(IMAGES) for image in images)
    return Page(
        title=title,
        content=serialised(body),
        headings=tuple(_headings(body)),
        ids=ids,
        images=tuple(dict.fromkeys(names)),
        has_drawing=next(body.iter(f"{{{SVG}}}svg"), None) is not None,
        has_formula=next(body.iter(f"{{{MATHML}}}math"), None) is not None,
        lacks_words=any(map(_lacks_words, images)),
        lacks_formula=lacks_formula,
    )


def _lacks_words(image: etree._Element) -> bool:
    """Whether an image has no alternative text, and is not marked as decorative."""
    is_decoration = DECORATIVE in image.get("class", "").split()
    return not image.get("alt", "").strip() and not is_decoration


def _headings(body: etree._Element) -> Iterator[Heading]:
    """The headings of sections that can be linked to, in order."""
    for element in body.iter(*_HEADINGS):
        section = element.getparent()
        if section is None or section.tag != f"{_X}section" or not section.get("id"):
            continue
        text = " ".join("".join(element.itertext()).split())
        if text:
            level = _HEADINGS[str(element.tag)] - 1
            yield Heading(level=level, id=str(section.get("id")), text=text)


class Pages(DocumentStore[Page]):
    """The store of pages, by docname."""

    def file_of(self, docname: str) -> Path:
        """The file of a page; no docname leads out of the folder."""
        name = hashlib.blake2b(docname.encode(), digest_size=8).hexdigest()
        return self.folder / f"{name}.json"

    def encode(self, docname: str, written: Page) -> dict[str, Any]:
        """A page as JSON values."""
        return dc.asdict(written) | {"ids": sorted(written.ids)}

    def decode(self, stored: dict[str, Any]) -> Page:
        """A page from JSON values."""
        headings = tuple(Heading(**heading) for heading in stored.pop("headings"))
        ids, images = frozenset(stored.pop("ids")), tuple(stored.pop("images"))
        return Page(**stored, headings=headings, ids=ids, images=images)


COVER, TITLE, NAV = "cover.xhtml", "title.xhtml", "nav.xhtml"
_TAKEN = frozenset(
    {"cover", "title", "nav", "contributors", "colophon", "index-topics", "index-authors"}
)
_PLAIN = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_LONGEST = 100
_LINK = re.compile(
    rf'<a href="{INSIDE}(?P<path>[^"#]*)#?(?P<fragment>[^"]*)"(?P<rest>[^>]*?)'
    r"(?:/>|>(?P<words>.*?)</a>)",
    re.DOTALL,
)
_CLASS = re.compile(r'\sclass="[^"]*"')


def file_name(docname: str) -> str:
    """The file name of a document in a volume: ASCII, unique regardless of case.

    >>> file_name("series/harbours/01-tides")
    'series_harbours_01-tides.xhtml'
    """
    name = docname.replace("/", "_")
    if _PLAIN.fullmatch(docname) and name not in _TAKEN and len(name) <= _LONGEST:
        return f"{name}.xhtml"
    digest = hashlib.blake2b(docname.encode(), digest_size=6).hexdigest()
    plain = re.sub(r"[^a-z0-9]+", "-", docname.lower()).strip("-")[:40]
    return f"{plain}_{digest}.xhtml"


class Places:
    """The files of a volume's documents, and web addresses of all others."""

    def __init__(
        self, docnames: Iterable[str], catalogue: Catalogue, page_of: Callable[[str], Page]
    ) -> None:
        self._files = {docname: file_name(docname) for docname in docnames}
        self._catalogue, self._page_of = catalogue, page_of
        self._entries: dict[str, str] = {}

    def add_entries(self, entries: Mapping[str, str]) -> None:
        """Add the entries of documents that are not in the volume."""
        self._entries.update({d: e for d, e in entries.items() if d not in self._files})

    def file(self, docname: str) -> str:
        """The file of a document of the volume."""
        return self._files[docname]

    def localised(self, content: str) -> str:
        """The content of a page with the links of the volume."""
        return _LINK.sub(self._link, content)

    def _link(self, link: re.Match[str]) -> str:
        docname, _ = target_parts(unescape(link["path"]))
        address = self._address(docname, unescape(link["fragment"]))
        words = link["words"] or ""
        if address:
            return f'<a href="{escape(address)}"{link["rest"]}>{words}</a>'
        named = _CLASS.search(link["rest"])
        return f"<span{named[0] if named else ''}>{words}</span>"

    def _address(self, docname: str, fragment: str) -> str:
        if docname in self._files:
            is_known = fragment and fragment in self._page_of(docname).ids
            return f"{self._files[docname]}#{fragment}" if is_known else self._files[docname]
        if docname in self._entries:
            return self._entries[docname]
        return book_address(web_place(docname, fragment, self._catalogue))


class PageBuilder(VolumeBuilder, StandaloneHTMLBuilder):
    """The interface of the EPUB builder for translator and volumes."""

    pages: Pages
    loses_formula: bool
    """Whether a formula of the current document has no MathML."""

    @abstractmethod
    def rendered(self, docname: str, doctree: nodes.document, title: str) -> Page:
        """The page of a document, or of front pages and back matter."""

    @abstractmethod
    def natural_size(self, node: nodes.image) -> Size | None:
        """The natural size of an image in pixels."""

    @abstractmethod
    def picture(self, node: nodes.image) -> str:
        """Store an image for volumes: its name; empty if unfit."""

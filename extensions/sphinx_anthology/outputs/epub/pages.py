"""Pages: every document rendered once, whatever volumes it will be in.

They are kept beside the doctrees, each with what volumes must know of it.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from sphinx_anthology.files import ends_with, write_whole
from sphinx_anthology.outputs.epub.cleaning import IMAGES, cleaned
from sphinx_anthology.outputs.epub.xhtml import MATHML, SVG, XHTML, parsed, serialised
from sphinx_anthology.pages.facts import DECORATIVE

_X = f"{{{XHTML}}}"
_HEADINGS = {f"{_X}h{level}": level for level in range(2, 7)}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a section: ``level`` is 1 for the sections of the document."""

    level: int
    id: str
    text: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered document.

    ``content`` is what stands in its ``body``; links to documents name these (``hrefs``).
    ``lacks_words`` says that an image has no alternative text, ``lacks_formula`` that a formula
    is shown as its source.
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
    """The page of what Sphinx's writer made; ``address`` is where the web has it."""
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
    """Whether an image has no alternative text, and is no decoration by its own account."""
    is_decoration = DECORATIVE in image.get("class", "").split()
    return not image.get("alt", "").strip() and not is_decoration


def _headings(body: etree._Element) -> Iterator[Heading]:
    """The headings of sections that can be linked to, in their order."""
    for element in body.iter(*_HEADINGS):
        section = element.getparent()
        if section is None or section.tag != f"{_X}section" or not section.get("id"):
            continue
        text = " ".join("".join(element.itertext()).split())
        if text:
            level = _HEADINGS[str(element.tag)] - 1
            yield Heading(level=level, id=str(section.get("id")), text=text)


class Pages:
    """The pages in a folder, by docname."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Page] = {}

    def path(self, docname: str) -> Path:
        """The file of a page; no docname leads out of the folder."""
        digest = hashlib.blake2b(docname.encode(), digest_size=8).hexdigest()
        return self.folder / f"{digest}.json"

    def has(self, docname: str) -> bool:
        """Whether a document was rendered."""
        return ends_with(self.path(docname), b"}")

    def write(self, docname: str, page: Page) -> None:
        """Keep a page."""
        told = dc.asdict(page) | {"ids": sorted(page.ids)}
        write_whole(self.path(docname), json.dumps(told))
        self._read[docname] = page

    def forget(self, docname: str) -> None:
        """Delete a page that is not what it would be now."""
        self.path(docname).unlink(missing_ok=True)

    def read(self, docname: str) -> Page:
        """Give a page."""
        if docname not in self._read:
            told: dict[str, Any] = json.loads(self.path(docname).read_text(encoding="utf-8"))
            told["headings"] = tuple(Heading(**heading) for heading in told["headings"])
            told["ids"], told["images"] = frozenset(told["ids"]), tuple(told["images"])
            self._read[docname] = Page(**told)
        return self._read[docname]

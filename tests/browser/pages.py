"""The kinds of pages that a publication has, each by an example in both publications."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path
from typing import Literal

import pytest
from lxml import html

from tests.validators.covering import covering, marks

PUBLICATIONS = ("docs", "journal")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1440, 1024, 768, 390, 320)
WIDE, NARROW = 1440, 390
HEIGHTS = {1440: 900, 1024: 768, 768: 1024, 390: 844, 320: 640}


@dc.dataclass(frozen=True, slots=True)
class PageType:
    """One kind of page, and where an example of it is."""

    publication: str
    name: str
    address: str
    """From the publication's root; a search has its question in it."""

    def __str__(self) -> str:
        return f"{self.publication}-{self.name}"

    @property
    def has_results(self) -> bool:
        """Whether a search is shown with what it found."""
        return "?q=" in self.address


_ADDRESSES = {
    "docs": {
        "front": "index.html",
        "special-issue": "series/co-creation/index.html",
        "conference": "series/conference-2014/index.html",
        "column": "series/leadership/index.html",
        "post": "series/co-creation/02-new-kid.html",
        "digest": "series/conference-2014/front-back-stage.html",
        "author": "authors/jacob-torfing.html",
        "authors": "authors/index.html",
        "archive": "archive.html",
        "year": "years/2021.html",
        "topic": "topics/leadership.html",
        "topics": "topics.html",
        "about": "about.html",
        "guide": "guide/write-a-post.html",
        "reference": "reference/post.html",
        "developers": "develop/architecture.html",
        "search": "search.html?q=leadership",
        "not-found": "404.html",
    },
    "journal": {
        "front": "index.html",
        "special-issue": "series/harbours/index.html",
        "conference": "series/town-data-days/index.html",
        "column": "series/reading-room/index.html",
        "post": "series/harbours/01-tides-of-trust.html",
        "citing-post": "series/harbours/02-who-keeps-the-tide-tables.html",
        "digest": "posts/the-clerk-who-lent-ladders.html",
        "excerpt": "posts/a-town-opens-its-drawers.html",
        "record": "posts/a-lecture-on-gulls.html",
        "long-title": "posts/a-very-long-title.html",
        "greek-post": "posts/to-limani-pou-perimenei.html",
        "tombstone": "series/town-data-days/04-the-missing-ledger.html",
        "author": "authors/nicoline-van-der-meer.html",
        "group-author": "authors/harbour-histories-collective.html",
        "authors": "authors/index.html",
        "archive": "archive.html",
        "year": "years/2026.html",
        "topic": "topics/harbour-governance.html",
        "long-topic": "topics/"
        "a-tag-without-a-space-that-is-long-enough-to-leave-its-column-on-a-telephone.html",
        "topics": "topics.html",
        "about": "about.html",
        "guide": "guide/markup.html",
        "search": "search.html?q=harbour",
        "not-found": "404.html",
    },
}
_OF_DOCS = {"front", "special-issue", "post", "digest", "guide", "reference", "developers"}
"""The kinds that are looked at in this book, too: those that it has alone, or most of.

Of all others the sample publication has the hardest example, made by the same templates.
"""
_ALIKE = {
    "docs": {"special-issue", "post", "digest"},
    "journal": {"front", "digest", "excerpt", "long-title", "greek-post", "topic", "topics"},
}
"""The kinds that have no element, attribute or class that none of the others has.

Whoever judges a page as a whole, or its words, sees these as well.
"""
_EACH = [
    PageType(publication, name, address)
    for publication, addresses in _ADDRESSES.items()
    for name, address in addresses.items()
    if publication != "docs" or name in _OF_DOCS
]
DISTINCT = tuple(where for where in _EACH if where.name not in _ALIKE[where.publication])
"""Kinds of pages that have, between them, every element, attribute and class of any."""
PAGE_TYPES = (*DISTINCT, *(where for where in _EACH if where not in DISTINCT))
# with this scope, the tests of a module see one page after the other: each is loaded once for all
# that only look at it (``Reader.look``)
each_page = pytest.mark.parametrize("where", PAGE_TYPES, ids=str, scope="module")
# what judges each element by itself; the same pages have the same places in both lists, so that
# they are still seen one after the other
each_distinct_page = pytest.mark.parametrize("where", DISTINCT, ids=str, scope="module")
each_publication = pytest.mark.parametrize("name", PUBLICATIONS)


def example(publication: str, name: str) -> PageType:
    """The example of a kind of page in a publication."""
    return PageType(publication, name, _ADDRESSES[publication][name])


def files(out: Path) -> list[Path]:
    """All pages of a site in order; not those that only lead to another, nor the theme's own."""
    pages = (path for path in sorted(out.rglob("*.html")) if "_static" not in path.parts)
    return [path for path in pages if 'http-equiv="refresh"' not in path.read_text("utf-8")]


def tree(path: Path) -> html.HtmlElement:
    """A page, parsed: ten times as fast as by Beautiful Soup."""
    return html.document_fromstring(path.read_bytes(), html.HTMLParser(encoding="utf-8"))


def fewest(out: Path) -> list[Path]:
    """A few pages of a site that have every element, attribute and class of any of its pages."""
    pages = {str(path): path for path in files(out)}
    marked = {name: marks(tree(path)) for name, path in pages.items()}
    sizes = {name: path.stat().st_size for name, path in pages.items()}
    return [pages[name] for name in covering(marked, sizes)]


def examined(name: str, out: Path) -> list[Path]:
    """The pages that a checker sees which judges each by itself.

    Of the sample publication these are all: it is small, and has every field and every text.
    The pages of this book are long, many and alike.
    """
    return fewest(out) if name == "docs" else files(out)

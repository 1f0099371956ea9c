"""The input and output of a conversion: sources, places, texts and losses."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from html2myst.tree import Element


@dc.dataclass(frozen=True, slots=True)
class Loss:
    """Something that the conversion changed or left out.

    ``kind`` is a slug such as ``link-dropped``, ``before`` is the source's text (shortened), and
    ``after`` is its replacement.
    """

    kind: str
    before: str
    after: str = ""
    loses_text: bool = False
    """Whether text was lost, rather than formatting."""


@dc.dataclass(frozen=True, slots=True)
class Target:
    """A place in the new publication: a document, and an anchor in it."""

    docname: str
    fragment: str = ""


class Places(Protocol):
    """Finds the new places of old addresses."""

    def document(self, address: str) -> Target | None:
        """The document for an address of the old site, or None."""

    def picture(self, address: str) -> str | None:
        """The path of an image from the document; None if it is missing."""


class Unchanged:
    """Places of a site that has not moved."""

    def document(self, address: str) -> Target | None:
        """None: every link keeps its address."""
        return None

    def picture(self, address: str) -> str | None:
        """The address itself; None where images cannot have its scheme."""
        scheme = urlsplit(address).scheme.lower()
        return address if scheme in {"", "http", "https"} else None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file of the old media library; ``caption`` is HTML."""

    address: str
    alt: str = ""
    caption: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A body of HTML to convert, with its context.

    ``docname`` is the name of the new document, ``base`` the address from which relative links
    start. ``footnotes`` is the footnotes field of Gutenberg, HTML by id. ``library`` has the files
    of the blog by number, ``attached`` the numbers of those attached to the post: galleries use
    these numbers. ``anchors`` are the ids that other documents link to. ``is_rendered`` says that
    the HTML is that of a page, not of the database; then a line end is only white space.
    """

    html: str
    docname: str = ""
    base: str = ""
    footnotes: Mapping[str, str] = dc.field(default_factory=dict)
    library: Mapping[int, Attached] = dc.field(default_factory=dict)
    attached: tuple[int, ...] = ()
    anchors: frozenset[str] = frozenset()
    is_rendered: bool = False


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A body as a tree of elements, with its footnotes by number.

    Elements have the names and attributes of HTML, and there are three more: ``x-note`` is the mark
    of a footnote, with its ``number``; ``x-math`` is an inline formula and ``x-mathblock`` a
    display formula, with LaTeX in ``tex``. Texts are taken literally: line ends, shortcodes and
    addresses in them have no meaning. ``docname``, ``base`` and ``anchors`` are as in a `Source`.
    """

    body: Element
    notes: Mapping[int, Element] = dc.field(default_factory=dict)
    docname: str = ""
    base: str = ""
    anchors: frozenset[str] = frozenset()


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A body in MyST, checked against its source; ``losses`` lists all differences.

    ``links`` are the addresses that lead to other sites, ``unresolved`` those of the old site that
    have no document, ``pictures`` the addresses of images as in the source.
    """

    text: str
    losses: tuple[Loss, ...] = ()
    links: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    missing_pictures: tuple[str, ...] = ()
    shortcodes: tuple[str, ...] = ()
    """Names of unknown shortcodes, which were kept as text."""

"""What a conversion takes and gives: a body, the places it links to, its text, its losses."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

from html2myst.tree import Element


@dc.dataclass(frozen=True, slots=True)
class Loss:
    """Something of a text that did not come over whole, and what was done.

    ``kind`` is a slug (``link-dropped``), ``before`` what the source has (shortened), ``after``
    what stands in the place.
    """

    kind: str
    before: str
    after: str = ""
    loses_text: bool = False
    """Whether text was lost, rather than its dress."""


@dc.dataclass(frozen=True, slots=True)
class Target:
    """A place in the new publication: a document, and an anchor in it."""

    docname: str
    fragment: str = ""


class Places(Protocol):
    """Knows where old addresses lead to now."""

    def document(self, address: str) -> Target | None:
        """The document that an address of the old site is now; none where there is none."""

    def picture(self, address: str) -> str | None:
        """The path of an image, from the document that is written; none where it is missing."""


class Unchanged:
    """Places that have not moved."""

    def document(self, address: str) -> Target | None:
        """None: every address leads where it led."""
        return None

    def picture(self, address: str) -> str | None:
        """The address itself; none where its scheme is none of an image."""
        scheme = urlsplit(address).scheme.lower()
        return address if scheme in {"", "http", "https"} else None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file of the old site's library: its address, alternative text, and caption as HTML."""

    address: str
    alt: str = ""
    caption: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A body to convert: its HTML, the address that relative links start from, its footnotes.

    ``docname`` is the document that it becomes. ``footnotes`` is Gutenberg's own field, HTML by
    id. ``library`` has the blog's files by number, and ``attached`` the numbers of the post's own:
    galleries name them so. ``anchors`` are the ids in it that other documents link to.
    ``is_rendered`` says that it is as readers got it, not as the blog stores it: then a line end
    means nothing.
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
    """A body that no HTML is: its elements, and those of its footnotes by number.

    The elements are those of HTML, by the same names and attributes, and three more. ``x-note``
    is the mark of a footnote, with its ``number``. ``x-math`` is a formula in a line and
    ``x-mathblock`` one on lines of its own, with its LaTeX in ``tex``. Texts are as readers see
    them: no line end, shortcode or address in them means anything.
    ``docname``, ``base`` and ``anchors`` are as those of a `Source`.
    """

    body: Element
    notes: Mapping[int, Element] = dc.field(default_factory=dict)
    docname: str = ""
    base: str = ""
    anchors: frozenset[str] = frozenset()


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A body in MyST: what it says is proved to be what the source said, but for the losses.

    ``links`` are the addresses that lead outside, ``unresolved`` those of the old site that no
    document answers, ``pictures`` the addresses of images as the source has them.
    """

    text: str
    losses: tuple[Loss, ...] = ()
    links: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    missing_pictures: tuple[str, ...] = ()
    shortcodes: tuple[str, ...] = ()
    """Names of shortcodes that nobody here knows, kept as text."""

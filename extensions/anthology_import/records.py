"""Records of an export: adapters make them, everything else reads them.

Texts are as the system has them: titles without markup and entities, bodies in the system's HTML,
addresses as written. E-mail addresses and IPs of people are never read.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import enum
from collections.abc import Mapping
from typing import Final


class Kind(enum.StrEnum):
    """The type of an item."""

    POST = "post"
    PAGE = "page"
    ATTACHMENT = "attachment"
    OTHER = "other"


class Status(enum.StrEnum):
    """The publication status of an item; only published ones become public."""

    PUBLISHED = "publish"
    DRAFT = "draft"
    PENDING = "pending"
    PRIVATE = "private"
    FUTURE = "future"
    TRASH = "trash"
    OTHER = "other"


@dc.dataclass(frozen=True, slots=True)
class Term:
    """A category, a tag, or another term, with its domain."""

    domain: str
    slug: str
    name: str


@dc.dataclass(frozen=True, slots=True)
class Account:
    """A user account, mostly that of an office rather than of an author."""

    login: str
    name: str = ""
    given: str = ""
    family: str = ""
    address: str = ""
    """Of the person's own page."""


@dc.dataclass(frozen=True, slots=True)
class Comment:
    """A comment, with nothing personal but the name that was shown."""

    author: str
    date: dt.datetime | None
    html: str
    is_approved: bool
    is_pingback: bool = False


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A post, page or file; ``id`` is the system's number, or 0.

    ``date`` is local time of the blog, ``date_utc`` the same in UTC; None if missing or impossible.
    ``line`` is the line in the export where the item begins. ``is_excerpt`` says that ``html`` is
    only the beginning.
    """

    kind: Kind
    status: Status
    id: int = 0
    title: str = ""
    html: str = ""
    excerpt: str = ""
    address: str = ""
    guid: str = ""
    slug: str = ""
    parent: int = 0
    date: dt.datetime | None = None
    date_utc: dt.datetime | None = None
    modified: dt.datetime | None = None
    accounts: tuple[str, ...] = ()
    """The logins of the authors in order, co-authors included."""
    terms: tuple[Term, ...] = ()
    comments: tuple[Comment, ...] = ()
    meta: Mapping[str, str] = dc.field(default_factory=dict)
    """The custom fields that the importer uses: thumbnail, footnotes, alt text."""
    file: str = ""
    """The address of an attachment's file."""
    has_password: bool = False
    is_excerpt: bool = False
    line: int = 0
    type: str = "post"
    """The system's own name of the item type."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """What an export says about its blog; ``base`` ends without a slash."""

    title: str = ""
    tagline: str = ""
    base: str = ""
    language: str = ""
    accounts: tuple[Account, ...] = ()
    terms: tuple[Term, ...] = ()


@dc.dataclass(frozen=True, slots=True)
class Repair:
    """A repair of an export's text: what, how often, and the first line."""

    what: str
    count: int
    line: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The result of reading an export, besides its items.

    ``found`` is the number of items: those that were read, and ``failures``. ``personal`` is the
    number of e-mail addresses and IPs of people, which were ignored.
    """

    blog: Blog = Blog()
    found: int = 0
    failures: tuple[Failed, ...] = ()
    repairs: tuple[Repair, ...] = ()
    personal: int = 0


class UnusableError(Exception):
    """Input that cannot be used; the message says why, in a sentence."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item that could not be imported, with the reason."""

    reason: str
    title: str = ""
    address: str = ""
    file: str = ""
    line: int = 0


class Finding(enum.StrEnum):
    """The kinds of findings."""

    TITLE = "title"
    """The title without a series label: a text."""
    PART = "part"
    """The number in the series, or ``none`` for a member without one."""
    SERIES = "series"
    """The name of the series: a text; empty if unknown."""
    AUTHORS = "authors"
    """The authors, in order: names."""
    ROLE = "role"
    """An author's role at the time: ``name``, with ``role``, ``affiliation`` or both."""
    BIOGRAPHY = "biography"
    """An author's biography at the end of the post: ``name`` and ``text``."""
    PORTRAIT = "portrait"
    """An author's portrait: ``name``, ``picture`` (its address) and ``alt``."""
    ARTICLE = "article"
    """The journal article: ``doi``, ``title``, ``authors`` or ``url``, if known."""
    FREE_UNTIL = "free-until"
    """The last free day of the article, in ISO 8601."""
    REPOST = "repost"
    """The first publication: ``site``, with ``url`` and ``date`` if known."""
    EVENT = "event"
    """The conference of the post: a name."""
    KIND = "kind"
    """The kind of post: preview, report, news or reading-list."""
    SAME_PERSON = "same-person"
    """Two names that may belong to one person: ``name`` and ``other``."""


REPEATED: Final = frozenset(
    {Finding.ROLE, Finding.BIOGRAPHY, Finding.PORTRAIT, Finding.ARTICLE, Finding.SAME_PERSON}
)
"""Findings that a post may have several times."""


class Confidence(enum.StrEnum):
    """How far a proposal can be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


Value = int | str | tuple[str, ...] | Mapping[str, str]
"""The value of a proposal, in the shape of its finding."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A finding in a post.

    ``quote`` is the sentence that supports it, ``where`` the sentence's place in words.
    """

    kind: Finding
    value: Value
    quote: str
    where: str
    confidence: Confidence


def best(proposals: tuple[Proposal, ...], kind: Finding) -> Proposal | None:
    """The most trusted proposal of a kind; None if there is none."""
    order = tuple(Confidence)
    of_kind = [p for p in proposals if p.kind is kind]
    return min(of_kind, key=lambda p: order.index(p.confidence), default=None)

"""What an export holds, whatever system wrote it. Adapters make these records; all else reads them.

Texts are as the system has them: titles without markup and with entities resolved, bodies in the
system's HTML, addresses as written. E-mail addresses and IPs of people are never read in.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import enum
from collections.abc import Mapping
from typing import Final


class Kind(enum.StrEnum):
    """What sort of thing an item is."""

    POST = "post"
    PAGE = "page"
    ATTACHMENT = "attachment"
    OTHER = "other"


class Status(enum.StrEnum):
    """How far an item had come. Only what was published is ever public here."""

    PUBLISHED = "publish"
    DRAFT = "draft"
    PENDING = "pending"
    PRIVATE = "private"
    FUTURE = "future"
    TRASH = "trash"
    OTHER = "other"


@dc.dataclass(frozen=True, slots=True)
class Term:
    """A category, a tag, or another grouping (``domain``), with its slug and printed name."""

    domain: str
    slug: str
    name: str


@dc.dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can log in: mostly an office rather than an author."""

    login: str
    name: str = ""
    given: str = ""
    family: str = ""


@dc.dataclass(frozen=True, slots=True)
class Comment:
    """A comment, without what would identify its author beyond the name that was shown."""

    author: str
    date: dt.datetime | None
    html: str
    is_approved: bool
    is_pingback: bool = False


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A post, a page or a file. ``id`` is the system's own number, 0 where it gave none.

    ``date`` is the day and time on the blog's clock, ``date_utc`` the same in UTC; none where
    the export's is missing or impossible. ``line`` is where the item begins in the export.
    ``is_excerpt`` says that ``html`` is only the beginning.
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
    """Logins of the authors as the system has them, co-authors included, in order."""
    terms: tuple[Term, ...] = ()
    comments: tuple[Comment, ...] = ()
    meta: Mapping[str, str] = dc.field(default_factory=dict)
    """What the importer understands of an item's own fields: thumbnail, footnotes, alt text."""
    file: str = ""
    """Of an attachment, the address of the file."""
    has_password: bool = False
    is_excerpt: bool = False
    line: int = 0
    type: str = "post"
    """The system's own word for the sort of item."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """What an export says of itself; ``base`` is the address of the blog without a last slash."""

    title: str = ""
    tagline: str = ""
    base: str = ""
    language: str = ""
    accounts: tuple[Account, ...] = ()
    terms: tuple[Term, ...] = ()


@dc.dataclass(frozen=True, slots=True)
class Repair:
    """Something that was wrong with the export's text, and was mended: what, how often, where."""

    what: str
    count: int
    line: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a reading of an export found, besides its items.

    ``found`` is the number of items: those that were read, and ``failures``. ``personal`` is the
    number of e-mail addresses and IPs of people, which were not read.
    """

    blog: Blog = Blog()
    found: int = 0
    failures: tuple[Failed, ...] = ()
    repairs: tuple[Repair, ...] = ()
    personal: int = 0


class UnusableError(Exception):
    """An export of which nothing can be read; the message says why, in a sentence."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item that became nothing, though no rule says so: where it stands, and why."""

    reason: str
    title: str = ""
    address: str = ""
    file: str = ""
    line: int = 0


class Finding(enum.StrEnum):
    """What can be found."""

    TITLE = "title"
    """The title without the label of a series: a text."""
    PART = "part"
    """The number in the series, or ``none`` for a member without one."""
    SERIES = "series"
    """The name of the series: a text, empty where the editor has to give it."""
    AUTHORS = "authors"
    """Who wrote it, in order: names."""
    ROLE = "role"
    """What an author was then: ``name``, with ``role``, ``affiliation`` or both."""
    BIOGRAPHY = "biography"
    """What stands of an author at the foot: ``name`` and ``text``."""
    PORTRAIT = "portrait"
    """An author's picture: ``name``, ``picture`` (its address) and ``alt`` as it stands."""
    ARTICLE = "article"
    """The journal article: ``doi``, ``title``, ``authors`` or ``url``, as far as they are said."""
    FREE_UNTIL = "free-until"
    """The last day on which the article is free: a day."""
    REPOST = "repost"
    """Where it was first: ``site``, with ``url`` and ``date`` as far as they are said."""
    EVENT = "event"
    """The conference that it belongs to: a name."""
    KIND = "kind"
    """What sort of piece it is: preview, report, news or reading-list."""
    SAME_PERSON = "same-person"
    """Two names that may be one person's: ``name`` and ``other``."""


REPEATED: Final = frozenset(
    {Finding.ROLE, Finding.BIOGRAPHY, Finding.PORTRAIT, Finding.ARTICLE, Finding.SAME_PERSON}
)
"""Findings of which a post may have several."""


class Confidence(enum.StrEnum):
    """How far a proposal can be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


Value = int | str | tuple[str, ...] | Mapping[str, str]
"""What is proposed, in the shape that its finding has."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something that a post seems to say of itself.

    ``quote`` is the sentence that says so, as it stands, and ``where`` its place in words.
    """

    kind: Finding
    value: Value
    quote: str
    where: str
    confidence: Confidence


def best(proposals: tuple[Proposal, ...], kind: Finding) -> Proposal | None:
    """The most trusted proposal of a kind, the first among equals; none where there is none."""
    order = tuple(Confidence)
    of_kind = [p for p in proposals if p.kind is kind]
    return min(of_kind, key=lambda p: order.index(p.confidence), default=None)

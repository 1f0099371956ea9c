"""What a page shows of others: values that can be compared.

A page is built from a view alone. So, where the view is the same as at the last build, the
page is the same; where it differs, the page is read again.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import enum

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import (
    Event,
    Issue,
    Kind,
    Links,
    Photo,
    Post,
    Relation,
    SeriesKind,
)
from sphinx_anthology.model.fields import Affiliation
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.states import Access


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is named. ``docname`` is empty where there is no public page."""

    name: Name
    id: str = ""
    docname: str = ""
    role: str = ""
    affiliations: tuple[Affiliation, ...] = ()
    bio: str = ""
    photo: Photo | None = None
    orcid: str = ""
    url: str = ""

    def __str__(self) -> str:
        """Give the printed name."""
        return str(self.name)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPosition:
    """Where a post stands: in which series, under what label and number.

    ``total`` is the declared number of parts, 0 where none is declared.
    """

    series_id: str
    series_title: str
    series_docname: str
    series_kind: SeriesKind
    series_short: str = ""
    series_language: str = ""
    label: str = ""
    number: int = 0
    total: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostEntry:
    """A post as lists show it."""

    docname: str
    title: str
    people: tuple[Person, ...]
    date: PartialDate | None
    kind: Kind
    relation: Relation | None
    description: str = ""
    language: str = ""
    place: SeriesPosition | None = None


class PartStatus(enum.StrEnum):
    """How a part stands in its series' ledger."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ANNOUNCED = "announced"
    MISSING = "missing"
    PLANNED = "planned"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of the ledger. Planned parts may share one: ``number`` to ``last``."""

    standing: PartStatus
    number: int = 0
    last: int = 0
    docname: str = ""
    title: str = ""
    people: tuple[Person, ...] = ()
    date: PartialDate | None = None
    expected: PartialDate | None = None
    articles: tuple[ArticleBox, ...] = ()
    language: str = ""


@dc.dataclass(frozen=True, slots=True)
class SeriesProgress:
    """The numbered parts of a series as a row of spines; ``here`` counts from 0, -1 is nowhere."""

    standings: tuple[PartStatus, ...] = ()
    here: int = -1


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBox:
    """The article that a post presents; ``article`` is none where the key is unknown."""

    key: str
    article: Article | None
    access: Access | None = None
    free_until: dt.date | None = None


class Progress(enum.StrEnum):
    """How far a series has come."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    COMPLETE = "complete"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntry:
    """A series as lists show it: how many posts are public, how many parts are declared."""

    id: str
    docname: str
    title: str
    kind: SeriesKind
    description: str
    label: str
    editors: tuple[Person, ...]
    issue: Issue | None
    event: Event | None
    published: int
    total: int
    progress: Progress
    shelf: SeriesProgress = SeriesProgress()
    language: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """Everything that a post's page shows besides its own body."""

    post: Post
    address: str
    place: SeriesPosition | None
    order: tuple[Part, ...]
    shelf: SeriesProgress
    people: tuple[Person, ...]
    about: tuple[Person, ...]
    elsewhere: tuple[tuple[str, str], ...]
    """Ids and names of the authors whom earlier publications and copies name."""
    articles: tuple[ArticleBox, ...]
    topics: tuple[Count, ...]
    responds_to: tuple[PostEntry, ...]
    responses: tuple[PostEntry, ...]
    withdrawn: bool


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """Everything that a series' page shows besides its introduction."""

    entry: SeriesEntry
    parts: tuple[Part, ...]
    convenors: tuple[Person, ...]
    speakers: tuple[Person, ...]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """Everything that an author's page shows besides the biography."""

    person: Person
    links: Links | None
    members: tuple[Person, ...]
    posts: tuple[PostEntry, ...]
    about: tuple[PostEntry, ...]
    articles: tuple[ArticleBox, ...]
    edited: tuple[SeriesEntry, ...]
    together: tuple[tuple[Person, int], ...]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A topic or a year, and how many posts it has."""

    key: str
    label: str
    count: int
    docname: str = ""
    """The document that takes a topic's page, if there is one."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much the publication holds, and from when to when (years, 0 where none is known)."""

    posts: int
    authors: int
    series: int
    first: int = 0
    last: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedTarget:
    """What a reference points to: its text, its document, and a tooltip's facts."""

    text: str
    docname: str = ""
    key: str = ""
    article: Article | None = None
    entry: PostEntry | None = None
    language: str = ""
    withheld: bool = False

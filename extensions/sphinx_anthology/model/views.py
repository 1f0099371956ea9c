"""Views: comparable values that pages are built from.

A page with the same view as at the last build is the same; if the view differs, its document is
read again.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import enum
from collections.abc import Sequence

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
from sphinx_anthology.model.source import Correction
from sphinx_anthology.model.states import Access, Reason


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A named person; ``docname`` is empty without a public page."""

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
        """The printed name."""
        return str(self.name)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPosition:
    """The position of a post in its series: label and number.

    ``total`` is the declared number of parts, 0 if none is declared.
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
    """A post as lists show it; ``kept_back`` says why only a preview has it."""

    docname: str
    title: str
    people: tuple[Person, ...]
    date: PartialDate | None
    kind: Kind
    relation: Relation | None
    description: str = ""
    language: str = ""
    place: SeriesPosition | None = None
    kept_back: Reason | None = None


class PartStatus(enum.StrEnum):
    """The status of a part in its series."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ANNOUNCED = "announced"
    MISSING = "missing"
    PLANNED = "planned"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row in the list of parts; planned parts share one, ``number`` to ``last``."""

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
    kept_back: Reason | None = None


@dc.dataclass(frozen=True, slots=True)
class SeriesProgress:
    """A progress bar of parts; ``here`` counts from 0, -1 means none."""

    standings: tuple[PartStatus, ...] = ()
    here: int = -1


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBox:
    """An article that a post presents; ``article`` is :data:`None` for an unknown key."""

    key: str
    article: Article | None
    access: Access | None = None
    free_until: dt.date | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """An article with the posts that present it, newest first."""

    box: ArticleBox
    posts: tuple[PostEntry, ...]


class Progress(enum.StrEnum):
    """The progress of a series."""

    NOT_STARTED = "not started"
    RUNNING = "running"
    COMPLETE = "complete"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesEntry:
    """A series as lists show it, with its number of posts, and the year of the newest or 0."""

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
    newest: int = 0
    shelf: SeriesProgress = SeriesProgress()
    language: str = ""
    kept_back: Reason | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPosts:
    """A few other posts: by ``person``, or else on ``topic``."""

    posts: tuple[PostEntry, ...]
    person: Person | None = None
    topic: Count | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """All that a post's page shows besides its text."""

    post: Post
    address: str
    place: SeriesPosition | None
    order: tuple[Part, ...]
    shelf: SeriesProgress
    people: tuple[Person, ...]
    about: tuple[Person, ...]
    elsewhere: tuple[tuple[str, str], ...]
    """Ids and names of authors named by other publications of the post."""
    articles: tuple[ArticleBox, ...]
    topics: tuple[Count, ...]
    responds_to: tuple[PostEntry, ...]
    responses: tuple[PostEntry, ...]
    withdrawn: bool
    listed: tuple[ArticleBox, ...] = ()
    """The articles in the text, as in a reading list."""
    corrections: tuple[Correction, ...] = ()
    """The corrections in the text, in their order."""
    related: tuple[RelatedPosts, ...] = ()
    """Other posts that a post outside a series names."""
    earlier: PostEntry | None = None
    later: PostEntry | None = None
    """The neighbours by date of a post outside a series, which are outside one too."""
    year: Count | None = None
    others: tuple[Count, ...] = ()
    """The year and the topics of a withdrawn post, as far as they have posts."""


def readable_beside(order: Sequence[Part], docname: str) -> tuple[Part | None, Part | None]:
    """The published parts before and after a part, which may be withdrawn."""
    here = next((at for at, part in enumerate(order) if part.docname == docname), None)
    if here is None:
        return None, None
    before = [part for part in order[:here] if part.standing is PartStatus.PUBLISHED]
    after = [part for part in order[here + 1 :] if part.standing is PartStatus.PUBLISHED]
    return before[-1] if before else None, after[0] if after else None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """All that a series' page shows besides its introduction."""

    entry: SeriesEntry
    parts: tuple[Part, ...]
    convenors: tuple[Person, ...]
    speakers: tuple[Person, ...]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class AuthorView:
    """All that an author's page shows besides the biography."""

    person: Person
    links: Links | None
    members: tuple[Person, ...]
    posts: tuple[PostEntry, ...]
    about: tuple[PostEntry, ...]
    articles: tuple[ArticleBox, ...]
    edited: tuple[SeriesEntry, ...]
    co_authors: tuple[tuple[Person, int], ...]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A topic or a year, with its number of posts."""

    key: str
    label: str
    count: int
    docname: str = ""
    """The document that serves as the topic's page; may be empty."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The size of the publication, and its years (0 if unknown)."""

    posts: int
    authors: int
    series: int
    first: int = 0
    last: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedTarget:
    """The target of a reference: text, document, and facts for a tooltip."""

    text: str
    docname: str = ""
    key: str = ""
    article: Article | None = None
    entry: PostEntry | None = None
    language: str = ""
    withheld: bool = False

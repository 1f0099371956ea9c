"""States of documents on the as-of date; no clock is read."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Iterator, Mapping

from sphinx_anthology.model.documents import ArticleLink, Author, Post, Series, Topic
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.source import Source, digests, name_digest


class State(enum.StrEnum):
    """The state of a post on the as-of date."""

    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    BLOCKED = "blocked"

    @property
    def is_withheld(self) -> bool:
        """Whether the public build leaves the post out."""
        return self in {State.DRAFT, State.SCHEDULED, State.BLOCKED}


class Reason(enum.StrEnum):
    """The reason why the public build leaves a document out."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    UNREADABLE = "unreadable"
    NOT_UNDERSTOOD = "not understood"
    NO_KIND = "listed by a series without saying what it is"
    LIST_ADDRESS = "in the place of a list of posts"
    DUPLICATE_ID = "second of its id"
    DUPLICATE_PAGE = "second at its address"
    NOTHING_PUBLIC = "nothing public in it"
    NOT_NAMED = "named by withheld documents alone"


_UNREAD = frozenset({Code.UNREADABLE, Code.FRONT_MATTER, Code.FILE_REFUSED})
"""Codes of files that are not read, in a preview neither."""
_REASONS = {State.DRAFT: Reason.DRAFT, State.SCHEDULED: Reason.SCHEDULED}


class Access(enum.StrEnum):
    """Whether free access to an article continues."""

    FREE = "free"
    ENDED = "ended"


def post_state(source: Source, as_of: dt.date) -> State:
    """The state of a post; an inexact date counts from its first day."""
    post = source.record
    if source.blocked or not isinstance(post, Post):
        return State.BLOCKED
    if post.draft:
        return State.DRAFT
    if post.date is not None and post.date.earliest > as_of:
        return State.SCHEDULED
    if post.withdrawn is not None and post.withdrawn.date <= as_of:
        return State.WITHDRAWN
    return State.PUBLIC


def access(link: ArticleLink, as_of: dt.date) -> Access | None:
    """The state of free access; the last free day is included."""
    if link.free_until is None:
        return None
    return Access.FREE if as_of <= link.free_until else Access.ENDED


def own_reason(source: Source, state: State | None) -> Reason | None:
    """The reason in the document itself; ``state`` is that of a post."""
    codes = {problem.code for problem in source.problems}
    if source.blocked:
        is_unread = codes & _UNREAD and not source.record
        return Reason.UNREADABLE if is_unread else Reason.NOT_UNDERSTOOD
    if getattr(source.record, "draft", False):
        return Reason.DRAFT
    return _REASONS.get(state) if state else None


def empty_series(
    sources: Mapping[str, Source], members: Mapping[str, Iterable[str]], states: Mapping[str, State]
) -> frozenset[str]:
    """Docnames of series without anything public.

    ``members`` has the docnames of each series' posts, by the series' docname. A public post, a
    tombstone or an announcement counts as public.
    """
    return frozenset(
        docname
        for docname, posts in members.items()
        for series in (sources[docname].record,)
        if not isinstance(series, Series) or _shows_nothing(series, posts, states)
    )


def _shows_nothing(series: Series, posts: Iterable[str], states: Mapping[str, State]) -> bool:
    hidden = all(states.get(post, State.BLOCKED).is_withheld for post in posts)
    return hidden and not series.announced


def unnamed_authors(
    sources: Mapping[str, Source], ids: Mapping[str, str], withheld: frozenset[str]
) -> frozenset[str]:
    """Docnames of authors whom only withheld documents name.

    ``ids`` has the docname of each author. Members of a withheld group are named by a withheld
    document, so the search is repeated until it finds no more.
    """
    names = {
        docname: {name_digest(author_id), name_digest(sources[docname].title or author_id)}
        for author_id, docname in ids.items()
    }
    named_by: dict[str, set[str]] = {docname: set() for docname in names}
    for docname, source in sources.items():
        known = (ids[author_id] for author_id in named_authors(source) if author_id in ids)
        for author in (*known, *(_said(source, names) if docname in withheld else ())):
            named_by[author].add(docname)
    found: set[str] = set()
    while True:
        more = {
            docname
            for docname in set(ids.values()) - found - withheld
            if _is_hidden(sources[docname], named_by[docname], withheld | found)
        }
        if not more:
            return frozenset(found)
        found |= more


def _said(source: Source, names: Mapping[str, set[int]]) -> Iterator[str]:
    """Docnames of authors whom an unreadable document, or a guest's name, names."""
    said = source.said | digests(_guests(source))
    return (author for author, known in names.items() if author != source.docname and known & said)


def _guests(source: Source) -> str:
    """The names of a post's guests, one to a line."""
    post = source.record
    given = post.authors if isinstance(post, Post) else ()
    return "\n".join(f"{c.name or c.id or ''}" for c in given)


def _is_hidden(source: Source, namers: set[str], withheld: Collection[str]) -> bool:
    """Whether an author's page is withheld."""
    return not isinstance(source.record, Author) or bool(namers and namers <= set(withheld))


def unused_topics(sources: Mapping[str, Source], withheld: Collection[str]) -> frozenset[str]:
    """Docnames of topics that only withheld posts have."""
    used: dict[str, set[bool]] = {}
    for docname, source in sources.items():
        for tag in source.record.tags if isinstance(source.record, Post) else ():
            used.setdefault(slug(tag), set()).add(docname in withheld)
    return frozenset(
        docname
        for docname, source in sources.items()
        if isinstance(source.record, Topic) and used.get(source.record.slug) == {True}
    )


def named_authors(source: Source) -> tuple[str, ...]:
    """The author ids that a document names anywhere."""
    record = source.record
    if isinstance(record, Post):
        origin = record.origin
        elsewhere = (*origin.earlier, *origin.copies) if origin else ()
        others = (c.id for publication in elsewhere for c in publication.authors if c.id)
        return (*record.author_ids, *record.about, *record.roles, *others)
    if isinstance(record, Series):
        announced = (c.id for a in record.announced for c in a.authors if c.id)
        event = record.event
        people = (*event.convenors, *event.speakers) if event else ()
        return (*record.editors, *announced, *(c.id for c in people if c.id))
    return record.members if isinstance(record, Author) else ()

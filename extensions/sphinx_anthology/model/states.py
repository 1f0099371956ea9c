"""States, all judged against the as-of date; nothing here reads a clock."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Mapping

from sphinx_anthology.model.author import Author
from sphinx_anthology.model.post import ArticleLink, Post
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.source import Source


class State(enum.StrEnum):
    """Where a post stands on the as-of date."""

    PUBLIC = "public"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    BLOCKED = "blocked"

    @property
    def is_withheld(self) -> bool:
        """Whether the public build leaves the post out."""
        return self in {State.DRAFT, State.SCHEDULED, State.BLOCKED}


class Access(enum.StrEnum):
    """Whether the free access to an article still lasts."""

    FREE = "free"
    ENDED = "ended"


def post_state(source: Source, as_of: dt.date) -> State:
    """The state of a post. One dated less exactly than a day is public from its first day."""
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
    """The state of an access window: the last free day is still free."""
    if link.free_until is None:
        return None
    return Access.FREE if as_of <= link.free_until else Access.ENDED


def withheld_series(
    sources: Mapping[str, Source], members: Mapping[str, Iterable[str]], states: Mapping[str, State]
) -> frozenset[str]:
    """Docnames of series that are drafts, blocked, or have nothing public.

    ``members`` gives the docnames of each series' posts, by the series' docname. Something
    public is a post (or a tombstone), or an announcement.
    """
    found = set()
    for docname, posts in members.items():
        series = sources[docname].record
        if (
            sources[docname].blocked
            or not isinstance(series, Series)
            or series.draft
            or _shows_nothing(series, posts, states)
        ):
            found.add(docname)
    return frozenset(found)


def _shows_nothing(series: Series, posts: Iterable[str], states: Mapping[str, State]) -> bool:
    hidden = all(states.get(post, State.BLOCKED).is_withheld for post in posts)
    return hidden and not series.announced


def withheld_authors(
    sources: Mapping[str, Source], ids: Mapping[str, str], withheld: frozenset[str]
) -> frozenset[str]:
    """Docnames of authors who are drafts, blocked, or named only by withheld documents.

    ``ids`` gives the docname of each author. A member of a withheld group is named by a
    withheld document, so the search goes on until it finds nobody more.
    """
    named_by: dict[str, set[str]] = {}
    for docname, source in sources.items():
        for author_id in named(source):
            if author_id in ids:
                named_by.setdefault(ids[author_id], set()).add(docname)
    found: set[str] = set()
    while True:
        more = {
            docname
            for docname in set(ids.values()) - found
            if _is_hidden(sources[docname], named_by.get(docname, set()), withheld | found)
        }
        if not more:
            return frozenset(found)
        found |= more


def _is_hidden(source: Source, namers: set[str], withheld: Collection[str]) -> bool:
    """Whether an author is a draft, blocked, or named by withheld documents alone."""
    author = source.record
    draft = not isinstance(author, Author) or author.draft
    return source.blocked or draft or bool(namers and namers <= set(withheld))


def _members(source: Source) -> tuple[str, ...]:
    return source.record.members if isinstance(source.record, Author) else ()


def named(source: Source) -> tuple[str, ...]:
    """The author ids that a document names, in any part."""
    record = source.record
    if isinstance(record, Post):
        return (*record.author_ids, *record.about)
    if isinstance(record, Series):
        announced = (c.id for a in record.announced for c in a.authors if c.id)
        event = record.event
        people = (*event.convenors, *event.speakers) if event else ()
        return (*record.editors, *announced, *(c.id for c in people if c.id))
    return _members(source)

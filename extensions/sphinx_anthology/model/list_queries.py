"""Queries for lists of posts, authors, series, topics and years, and pages of such lists."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import POSTS_ON_A_PAGE, Catalogue, memoized
from sphinx_anthology.model.documents import Kind
from sphinx_anthology.model.entries import (
    person_now,
    post_entry,
    series_entry,
)
from sphinx_anthology.model.views import (
    Count,
    Person,
    PostEntry,
    SeriesEntry,
    Totals,
)


@dc.dataclass(frozen=True, slots=True)
class SeriesList:
    """The public series; ``limit`` 0 means all."""

    limit: int = 0

    def result(self, catalogue: Catalogue) -> tuple[SeriesEntry, ...]:
        """The series, sorted by their newest post."""
        chosen = catalogue.public_series[: self.limit or None]
        return tuple(series_entry(i, catalogue) for i in chosen)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostList:
    """A selection of listed posts.

    ``sort`` is ``newest``, ``oldest``, ``title`` or ``series`` (reading order). ``limit`` 0 means
    all; so does ``per_series``, which is how many posts of each series are listed.
    """

    series: str = ""
    author: str = ""
    topic: str = ""
    year: str = ""
    kind: Kind | None = None
    limit: int = 0
    sort: str = "newest"
    per_series: int = 0

    def result(self, catalogue: Catalogue) -> tuple[PostEntry, ...]:
        """The posts in order."""
        found = [d for d in self._candidates(catalogue) if self._fits(d, catalogue)]
        ordered = self._sorted(found, catalogue)
        if self.per_series:
            ordered = self._first_of_series(ordered, catalogue)
        chosen = ordered[: self.limit] if self.limit else ordered
        return tuple(post_entry(docname, catalogue) for docname in chosen)

    def _candidates(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The smallest index that holds all candidates, newest first."""
        if self.author:
            return catalogue.posts_by_author.get(self.author, ())
        if self.topic:
            return catalogue.posts_by_topic.get(names.slug(self.topic), ())
        if self.year:
            return catalogue.posts_by_year.get(self.year, ())
        if self.series:
            return tuple(sorted(catalogue.posts_of_series(self.series), key=catalogue.newest_first))
        return catalogue.public_posts

    def _fits(self, docname: str, catalogue: Catalogue) -> bool:
        post = catalogue.posts[docname]
        return bool(
            (not self.series or catalogue.places.get(docname, ("", None))[0] == self.series)
            and (not self.topic or names.slug(self.topic) in map(names.slug, post.tags))
            and (not self.year or (post.date and f"{post.date.earliest.year:04}" == self.year))
            and (self.kind is None or post.kind is self.kind)
        )

    def _first_of_series(self, ordered: list[str], catalogue: Catalogue) -> list[str]:
        """The posts without those that come after enough others of their series."""
        counts: Counter[str] = Counter()
        found = []
        for docname in ordered:
            series_id = catalogue.places.get(docname, ("", None))[0]
            counts[series_id] += 1
            if not series_id or counts[series_id] <= self.per_series:
                found.append(docname)
        return found

    def _sorted(self, found: list[str], catalogue: Catalogue) -> list[str]:
        if self.sort == "oldest":
            return found[::-1]
        if self.sort == "title":
            return sorted(found, key=lambda d: (names.sort_key(catalogue.posts[d].title), d))
        if self.sort == "series":
            order = catalogue.positions
            return sorted(found, key=lambda d: (order.get(d, len(order)), d))
        return found


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class AuthorList:
    """Authors with their number of posts: of a series, by id, or all."""

    series: str = ""
    ids: tuple[str, ...] = ()

    def result(self, catalogue: Catalogue) -> tuple[tuple[Person, int], ...]:
        """The authors: ids as given, others by family name."""
        return tuple(
            (person_now(author_id, catalogue), len(catalogue.posts_by_author.get(author_id, ())))
            for author_id in self._chosen(catalogue)
        )

    def _chosen(self, catalogue: Catalogue) -> Iterable[str]:
        if self.ids:
            public = set(catalogue.public_authors)
            return [author_id for author_id in self.ids if author_id in public]
        if not self.series:
            return catalogue.public_authors
        posts = catalogue.posts_of_series(self.series)
        inside = {i for docname in posts for i in catalogue.posts[docname].author_ids}
        return [i for i in catalogue.public_authors if i in inside]


@dc.dataclass(frozen=True, slots=True)
class Topics:
    """All topics in use."""

    def result(self, catalogue: Catalogue) -> tuple[Count, ...]:
        """The topics with their number of posts, by label."""
        posts = catalogue.posts_by_topic
        return tuple(
            Count(
                key=slug,
                label=label,
                count=len(posts[slug]),
                docname=catalogue.topic_documents.get(slug, ""),
            )
            for slug, label in catalogue.topic_labels.items()
            if slug in posts
        )


@dc.dataclass(frozen=True, slots=True)
class Years:
    """All years of first publication."""

    def result(self, catalogue: Catalogue) -> tuple[Count, ...]:
        """The years with their number of posts, newest first."""
        return tuple(
            Count(key=year, label=year.lstrip("0"), count=len(posts))
            for year, posts in catalogue.posts_by_year.items()
        )


Neighbours = tuple[Count | None, Count | None]
"""What stands before and after something in a list."""


@dc.dataclass(frozen=True, slots=True)
class Beside:
    """The topics before and after one, by label, or the years, by date; ``what`` says which."""

    what: str
    key: str

    def result(self, catalogue: Catalogue) -> Neighbours:
        """The neighbours, without their number of posts."""
        return _InOrder(self.what).result(catalogue).get(self.key, (None, None))


@dc.dataclass(frozen=True, slots=True)
class _InOrder:
    """The neighbours of all topics or years, by key."""

    what: str

    @memoized
    def result(self, catalogue: Catalogue) -> Mapping[str, Neighbours]:
        """The neighbours of each."""
        is_years = self.what == "years"
        listed = Years().result(catalogue)[::-1] if is_years else Topics().result(catalogue)
        row = [None, *(dc.replace(each, count=0) for each in listed), None]
        threes = zip(row, row[1:], row[2:], strict=False)
        return {each.key: (before, after) for before, each, after in threes if each}


@dc.dataclass(frozen=True, slots=True)
class PublicationTotals:
    """The size of the publication."""

    def result(self, catalogue: Catalogue) -> Totals:
        """The number of public posts, authors and series, and the years."""
        dates = [catalogue.posts[docname].date for docname in catalogue.public_posts]
        years = [date.earliest.year for date in dates if date]
        return Totals(
            posts=len(catalogue.public_posts),
            authors=len(catalogue.posts_by_author),
            series=len(catalogue.public_series),
            first=min(years, default=0),
            last=max(years, default=0),
        )


@dc.dataclass(frozen=True, slots=True)
class NewestDay:
    """The day of the newest post, printed in place of the build's day."""

    def result(self, catalogue: Catalogue) -> dt.date | None:
        """The day; :data:`None` if no public post has a date."""
        dates = (catalogue.posts[docname].date for docname in catalogue.public_posts)
        return max((date.earliest for date in dates if date), default=None)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """A page of a topic's or year's list: page ``number`` of ``of``; ``count`` posts in all."""

    name: str
    title: str
    number: int
    of: int
    base: str
    count: int
    posts: tuple[str, ...]


def archive_pages(catalogue: Catalogue) -> Iterator[ArchivePage]:
    """All archive pages, except where a document serves as the page."""
    for slug, docnames in catalogue.posts_by_topic.items():
        if slug not in catalogue.topic_documents:
            yield from _pages(f"topics/{slug}", catalogue.topic_labels[slug], docnames, catalogue)
    for year, docnames in catalogue.posts_by_year.items():
        yield from _pages(f"years/{year}", year.lstrip("0"), docnames, catalogue)


def _pages(
    base: str, title: str, docnames: Sequence[str], catalogue: Catalogue
) -> Iterator[ArchivePage]:
    of = -(-len(docnames) // POSTS_ON_A_PAGE)
    for number in range(1, of + 1):
        name = base if number == 1 else f"{base}/{number}"
        if catalogue.is_public(name):
            continue
        posts = tuple(docnames[(number - 1) * POSTS_ON_A_PAGE : number * POSTS_ON_A_PAGE])
        yield ArchivePage(
            name=name,
            title=title,
            number=number,
            of=of,
            base=base,
            count=len(docnames),
            posts=posts,
        )

"""What documents ask the catalogue.

Whoever builds a page asks a question and builds from its answer alone. The questions of every
document are kept; after an edit each is asked of the old and of the new catalogue, and the
documents whose answers differ are read again. Nothing else needs to know what depends on what.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.author import Author
from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.catalogue import Catalogue, Export
from sphinx_anthology.model.entries import (
    article_box,
    person,
    place,
    post_entry,
    post_people,
    somebody,
)
from sphinx_anthology.model.ledger import ledger, progress
from sphinx_anthology.model.post import ArticleLink, Kind, Post
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import (
    ArticleBox,
    AuthorView,
    Count,
    Part,
    Person,
    PostEntry,
    PostView,
    SeriesEntry,
    SeriesView,
    Standing,
    Target,
)

Answer_co = TypeVar("Answer_co", covariant=True)


class Question(Protocol, Generic[Answer_co]):
    """Something that a document asks; hashable, and comparable by what it asks."""

    def answer(self, catalogue: Catalogue) -> Answer_co:
        """What the catalogue says."""


def outdated(
    asked: Mapping[str, Iterable[Question[object]]], before: Catalogue, after: Catalogue
) -> set[str]:
    """The docnames whose questions have other answers now.

    ``asked`` are the questions by docname. Each distinct question is asked once of each.
    """
    if before == after:
        return set()
    changed: dict[Question[object], bool] = {}
    found = set()
    for docname, questions in asked.items():
        for question in questions:
            if question not in changed:
                changed[question] = question.answer(before) != question.answer(after)
            if changed[question]:
                found.add(docname)
                break
    return found


@dc.dataclass(frozen=True, slots=True)
class PostPage:
    """What a post's page shows; none where the docname is no post's."""

    docname: str

    def answer(self, catalogue: Catalogue) -> PostView | None:
        """Collect the post, its place, its people and what answers it."""
        post = catalogue.posts.get(self.docname)
        if post is None:
            return None
        where = place(self.docname, catalogue)
        answered = [d for d in post.responds_to if catalogue.states.get(d) is State.PUBLIC]
        return PostView(
            post=_without_article_doi(post, catalogue),
            address=catalogue.site.address(self.docname),
            place=where,
            order=_reading_order(where.series_id, catalogue) if where else (),
            people=post_people(post, catalogue),
            about=tuple(person(author_id, catalogue) for author_id in post.about),
            articles=tuple(article_box(link, catalogue) for link in post.articles),
            topics=tuple(_topics(post, catalogue)),
            responds_to=tuple(post_entry(d, catalogue) for d in answered),
            responses=tuple(
                post_entry(d, catalogue) for d in catalogue.responses.get(self.docname, ())
            ),
            withdrawn=catalogue.states[self.docname] is State.WITHDRAWN,
        )


def _without_article_doi(post: Post, catalogue: Catalogue) -> Post:
    """The article's DOI never stands for the post."""
    dois = {
        catalogue.articles[link.key].doi.casefold()
        for link in post.articles
        if link.key in catalogue.articles
    }
    if post.doi and post.doi.casefold() in dois:
        return post.model_copy(update={"doi": None})
    return post


def _topics(post: Post, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """Slug and label of every topic, each once."""
    for tag in post.tags:
        slug = names.slug(tag)
        yield slug, catalogue.topic_labels.get(slug, tag)


def _reading_order(series_id: str, catalogue: Catalogue) -> tuple[Part, ...]:
    return tuple(
        dc.replace(part, articles=())
        for part in ledger(series_id, catalogue)
        if part.standing in {Standing.PUBLISHED, Standing.WITHDRAWN, Standing.ANNOUNCED}
    )


@dc.dataclass(frozen=True, slots=True)
class SeriesPage:
    """What a series' page shows; none where the id is no public series'."""

    id: str

    def answer(self, catalogue: Catalogue) -> SeriesView | None:
        """Collect the series and its ledger."""
        source = catalogue.series.get(self.id)
        if source is None or not catalogue.is_public(source.docname):
            return None
        series = source.record
        event = series.event if isinstance(series, Series) else None
        return SeriesView(
            entry=_series_entry(self.id, catalogue),
            parts=ledger(self.id, catalogue),
            convenors=tuple(somebody(t, catalogue) for t in (event.convenors if event else ())),
            speakers=tuple(somebody(t, catalogue) for t in (event.speakers if event else ())),
        )


def _series_entry(series_id: str, catalogue: Catalogue) -> SeriesEntry:
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series):
        raise TypeError(series_id)
    return SeriesEntry(
        id=series_id,
        docname=source.docname,
        title=series.title,
        kind=series.kind,
        description=series.description or "",
        label=series.part_label or "",
        editors=tuple(person(editor, catalogue) for editor in series.editors),
        issue=series.issue,
        event=series.event,
        published=len(catalogue.posts_of_series(series_id)),
        total=series.parts or 0,
        progress=progress(ledger(series_id, catalogue), series.parts or 0),
        language=series.language or "",
    )


@dc.dataclass(frozen=True, slots=True)
class SeriesList:
    """All public series."""

    def answer(self, catalogue: Catalogue) -> tuple[SeriesEntry, ...]:
        """Collect them, the one with the newest post first."""
        return tuple(_series_entry(i, catalogue) for i in catalogue.public_series)


@dc.dataclass(frozen=True, slots=True)
class AuthorPage:
    """What an author's page shows; none where the id is no public author's."""

    id: str

    def answer(self, catalogue: Catalogue) -> AuthorView | None:
        """Collect the person, with the current role, and all that they wrote and edited."""
        source = catalogue.authors.get(self.id)
        if source is None or not catalogue.is_public(source.docname):
            return None
        author = catalogue.author(self.id)
        posts = catalogue.posts_by_author.get(self.id, ())
        now = dc.replace(
            person(self.id, catalogue),
            role=author.role or "",
            affiliations=author.affiliations,
        )
        about = catalogue.posts_by_subject.get(self.id, ())
        return AuthorView(
            person=now,
            links=author.links,
            members=tuple(person(member, catalogue) for member in author.members),
            posts=tuple(post_entry(d, catalogue) for d in posts),
            about=tuple(post_entry(d, catalogue) for d in about),
            articles=_articles_of(posts, catalogue),
            edited=tuple(
                _series_entry(i, catalogue) for i in catalogue.series_by_editor.get(self.id, ())
            ),
            together=_together(self.id, posts, catalogue),
        )


def _articles_of(posts: Iterable[str], catalogue: Catalogue) -> tuple[ArticleBox, ...]:
    """The articles that an author's posts present, each once."""
    links = (link for d in posts for link in catalogue.posts[d].articles)
    keys = dict.fromkeys(link.key for link in links)
    boxes = (article_box(ArticleLink(key=key), catalogue) for key in keys)
    return tuple(box for box in boxes if box.article)


def _together(
    author_id: str, posts: Iterable[str], catalogue: Catalogue
) -> tuple[tuple[Person, int], ...]:
    """Co-authors, the most frequent first, with the number of posts together."""
    counts: dict[str, int] = {}
    for docname in posts:
        for other in catalogue.posts[docname].author_ids:
            if other != author_id and other in catalogue.authors:
                counts[other] = counts.get(other, 0) + 1
    people = [(person(other, catalogue), count) for other, count in counts.items()]
    return tuple(sorted(people, key=lambda p: (-p[1], p[0].name.sort_key, p[0].id)))


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostList:
    """Listed posts, by what they have in common.

    ``sort`` is ``newest``, ``oldest``, ``title`` or ``series`` (reading order).
    ``limit`` 0 means all.
    """

    series: str = ""
    author: str = ""
    topic: str = ""
    year: str = ""
    kind: Kind | None = None
    limit: int = 0
    sort: str = "newest"

    def answer(self, catalogue: Catalogue) -> tuple[PostEntry, ...]:
        """Collect them in order."""
        found = [d for d in self._candidates(catalogue) if self._fits(d, catalogue)]
        ordered = self._sorted(found, catalogue)
        chosen = ordered[: self.limit] if self.limit else ordered
        return tuple(post_entry(docname, catalogue) for docname in chosen)

    def _candidates(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The smallest index that holds all that may fit, newest first."""
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
    """Authors with the number of their posts: of a series, named ones, or everyone."""

    series: str = ""
    ids: tuple[str, ...] = ()

    def answer(self, catalogue: Catalogue) -> tuple[tuple[Person, int], ...]:
        """Collect them: named ones as given, others by family name."""
        return tuple(
            (self._now(author_id, catalogue), len(catalogue.posts_by_author.get(author_id, ())))
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

    @staticmethod
    def _now(author_id: str, catalogue: Catalogue) -> Person:
        author: Author = catalogue.author(author_id)
        return dc.replace(
            person(author_id, catalogue),
            role=author.role or "",
            affiliations=author.affiliations,
        )


@dc.dataclass(frozen=True, slots=True)
class Topics:
    """All topics in use."""

    def answer(self, catalogue: Catalogue) -> tuple[Count, ...]:
        """Collect them with the number of their posts, by label."""
        posts = catalogue.posts_by_topic
        return tuple(
            Count(key=slug, label=label, count=len(posts.get(slug, ())))
            for slug, label in catalogue.topic_labels.items()
            if slug in posts
        )


@dc.dataclass(frozen=True, slots=True)
class Years:
    """All years in which a post was first published."""

    def answer(self, catalogue: Catalogue) -> tuple[Count, ...]:
        """Collect them with the number of their posts, newest first."""
        return tuple(
            Count(key=year, label=year.lstrip("0"), count=len(posts))
            for year, posts in catalogue.posts_by_year.items()
        )


@dc.dataclass(frozen=True, slots=True)
class Cited:
    """Entries of the bibliography that a document's text cites."""

    keys: tuple[str, ...]

    def answer(self, catalogue: Catalogue) -> tuple[Article | None, ...]:
        """The entries, as far as they are there."""
        return tuple(catalogue.articles.get(key) for key in self.keys)


@dc.dataclass(frozen=True, slots=True)
class Exports:
    """The files that readers can download: of a series, or (no id) of the whole publication."""

    series: str = ""

    def answer(self, catalogue: Catalogue) -> tuple[Export, ...]:
        """The files, by path: those whose stem is the series' id, or no series'."""
        return tuple(
            export
            for export in sorted(catalogue.exports, key=lambda e: e.path)
            if export.stem == self.series
            or (not self.series and export.stem not in catalogue.series)
        )


@dc.dataclass(frozen=True, slots=True)
class Refer:
    """What a role points to: its kind (``post``, ``author``, …) and what was written."""

    kind: str
    target: str

    def answer(self, catalogue: Catalogue) -> Target | None:
        """The target; none where there is nothing of that name."""
        return _FINDERS[self.kind](self.target, catalogue)


def _find_post(target: str, catalogue: Catalogue) -> Target | None:
    state = catalogue.states.get(target)
    if state is None:
        return None
    if state.is_withheld:
        return Target(text="", withheld=True)
    entry = post_entry(target, catalogue)
    return Target(text=entry.title, docname=target, entry=entry)


def _find_author(target: str, catalogue: Catalogue) -> Target | None:
    source = catalogue.authors.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return Target(text="", withheld=True)
    return Target(text=source.title, docname=source.docname)


def _find_series(target: str, catalogue: Catalogue) -> Target | None:
    source = catalogue.series.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return Target(text="", withheld=True)
    return Target(text=source.title, docname=source.docname)


def _find_topic(target: str, catalogue: Catalogue) -> Target | None:
    slug = names.slug(target)
    if slug in catalogue.topic_labels:
        docname = catalogue.topic_documents.get(slug, "")
        return Target(text=catalogue.topic_labels[slug], docname=docname, key=slug)
    used = {names.slug(tag) for post in catalogue.posts.values() for tag in post.tags}
    return Target(text="", withheld=True) if slug in used else None


def _find_article(target: str, catalogue: Catalogue) -> Target | None:
    article = catalogue.articles.get(target)
    return Target(text="", article=article) if article else None


_FINDERS = {
    "post": _find_post,
    "author": _find_author,
    "series": _find_series,
    "topic": _find_topic,
    "article": _find_article,
}


@dc.dataclass(frozen=True, slots=True)
class Shown:
    """Which of some documents are public: asked by plain links and toctrees."""

    docnames: tuple[str, ...]

    def answer(self, catalogue: Catalogue) -> tuple[bool, ...]:
        """Whether each is there and shown."""
        return tuple(catalogue.is_public(docname) for docname in self.docnames)

"""Queries of the pages of posts, series and authors."""

from __future__ import annotations

import dataclasses as dc
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.corrections import made_until
from sphinx_anthology.model.documents import ArticleLink, Post, Series
from sphinx_anthology.model.entries import (
    article_box,
    contributor,
    ledger,
    people_of,
    person,
    person_now,
    place,
    post_entry,
    post_people,
    series_entry,
    series_progress,
)
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import (
    ArticleBox,
    AuthorView,
    Count,
    Part,
    PartStatus,
    Person,
    PostEntry,
    PostView,
    RelatedPosts,
    SeriesView,
)

_Key = TypeVar("_Key")
MOST_LISTED_PARTS = 100
"""The most parts that a part's page lists."""
PARTS_AROUND = 15
"""The number of parts listed before and after, in a longer series."""
MOST_RELATED = 4
"""The most posts by an author, or on a topic, that a post outside a series names: the nearest."""


@dc.dataclass(frozen=True, slots=True)
class PostPage:
    """The query of a post's page."""

    docname: str

    @memoized
    def result(self, catalogue: Catalogue) -> PostView | None:
        """The view of the post; :data:`None` if the docname is no post's."""
        post = catalogue.posts.get(self.docname)
        if post is None:
            return None
        where = place(self.docname, catalogue)
        parts = ledger(where.series_id, catalogue) if where else ()
        answered = [d for d in post.responds_to if catalogue.states.get(d) is State.PUBLIC]
        earlier, later = _around(self.docname, catalogue) if where is None else (None, None)
        return PostView(
            post=_without_article_doi(post, catalogue),
            address=catalogue.site.address(self.docname),
            place=where,
            order=_reading_order(parts, self.docname),
            shelf=series_progress(parts, self.docname),
            people=post_people(post, catalogue),
            about=people_of(post.about, catalogue),
            elsewhere=tuple(_elsewhere(post, catalogue)),
            articles=tuple(article_box(link, catalogue) for link in post.articles),
            topics=tuple(_topics(post, catalogue)),
            responds_to=tuple(post_entry(d, catalogue) for d in answered),
            responses=tuple(
                post_entry(d, catalogue) for d in catalogue.responses.get(self.docname, ())
            ),
            withdrawn=catalogue.states[self.docname] is State.WITHDRAWN,
            listed=tuple(_listed(self.docname, catalogue)),
            corrections=made_until(catalogue.sources[self.docname], catalogue.as_of),
            related=tuple(_related(self.docname, catalogue)) if where is None else (),
            earlier=earlier,
            later=later,
            year=_year(post, catalogue) if post.withdrawn else None,
            others=tuple(_others(post, catalogue)) if post.withdrawn else (),
        )


@dc.dataclass(frozen=True, slots=True)
class LoosePosts:
    """The query of the public posts outside a series, newest first."""

    @memoized
    def result(self, catalogue: Catalogue) -> tuple[tuple[str, ...], Mapping[str, int]]:
        """Their docnames, and the place of each among them."""
        loose = tuple(d for d in catalogue.public_posts if place(d, catalogue) is None)
        return loose, {docname: number for number, docname in enumerate(loose)}


def _around(docname: str, catalogue: Catalogue) -> tuple[PostEntry | None, PostEntry | None]:
    """The posts outside a series before and after one, by date."""
    loose, places = LoosePosts().result(catalogue)
    here = places.get(docname)
    if here is None:
        return None, None
    earlier, later = (
        post_entry(loose[number], catalogue) if 0 <= number < len(loose) else None
        for number in (here + 1, here - 1)
    )
    return earlier, later


def _related(docname: str, catalogue: Catalogue) -> Iterable[RelatedPosts]:
    """Posts by the first author with others, and on the first topic with others."""
    post = catalogue.posts[docname]
    authors = (i for i in post.author_ids if i in catalogue.authors)
    by_author = ((i, catalogue.posts_by_author.get(i, ())) for i in authors)
    author_id, named = _first_near(docname, by_author)
    if author_id is not None:
        posts = tuple(post_entry(d, catalogue) for d in named)
        yield RelatedPosts(posts=posts, person=person(author_id, catalogue))
    by_topic = ((t, catalogue.posts_by_topic.get(t.key, ())) for t in _topics(post, catalogue))
    topic, others = _first_near(docname, by_topic, without=named)
    if topic is not None:
        yield RelatedPosts(posts=tuple(post_entry(d, catalogue) for d in others), topic=topic)


def _first_near(
    docname: str, lists: Iterable[tuple[_Key, Sequence[str]]], without: Sequence[str] = ()
) -> tuple[_Key | None, tuple[str, ...]]:
    """The first list with other posts, by its key, and those of them that stand next to one."""
    for key, listed in lists:
        if found := tuple(d for d in _near(docname, listed) if d not in without):
            return key, found
    return None, ()


def _near(docname: str, listed: Sequence[str]) -> tuple[str, ...]:
    """The posts next to one in a list: those that come later change few pages."""
    try:
        here = listed.index(docname)
    except ValueError:
        return ()
    first = max(0, here - MOST_RELATED // 2)
    return (*listed[first:here], *listed[here + 1 : first + MOST_RELATED + 1])


def _listed(docname: str, catalogue: Catalogue) -> Iterable[ArticleBox]:
    """The articles that the text of a post lists."""
    links = {link.key: link for link in catalogue.presented(docname)}
    written = (listed.key for listed in catalogue.sources[docname].articles)
    keys = dict.fromkeys(map(catalogue.article_key, written))
    return (article_box(links[key], catalogue) for key in keys)


def _without_article_doi(post: Post, catalogue: Catalogue) -> Post:
    """The post without a DOI that belongs to an article."""
    dois = {
        catalogue.articles[link.key].doi.casefold()
        for link in post.articles
        if link.key in catalogue.articles
    }
    if post.doi and post.doi.casefold() in dois:
        return post.model_copy(update={"doi": None})
    return post


def _topics(post: Post, catalogue: Catalogue) -> Iterable[Count]:
    """The topics of a post, each once."""
    first = {names.slug(tag): tag for tag in reversed(post.tags)}
    for slug in dict.fromkeys(map(names.slug, post.tags)):
        label = catalogue.topic_labels.get(slug, first[slug])
        docname = catalogue.topic_documents.get(slug, "")
        yield Count(key=slug, label=label, count=0, docname=docname)


def _others(post: Post, catalogue: Catalogue) -> Iterable[Count]:
    """The topics of a post that have posts."""
    return (topic for topic in _topics(post, catalogue) if topic.key in catalogue.posts_by_topic)


def _year(post: Post, catalogue: Catalogue) -> Count | None:
    """The year of a post, if it has posts."""
    year = f"{post.date.earliest.year:04}" if post.date else ""
    found = year in catalogue.posts_by_year
    return Count(key=year, label=year.lstrip("0"), count=0) if found else None


def _elsewhere(post: Post, catalogue: Catalogue) -> Iterable[tuple[str, str]]:
    """The id and name of authors whom other publications of the post name."""
    origin = post.origin
    for publication in (*origin.earlier, *origin.copies) if origin else ():
        for given in publication.authors:
            if given.id:
                yield given.id, str(contributor(given, catalogue))


def _reading_order(ledger: Iterable[Part], docname: str) -> tuple[Part, ...]:
    """The parts listed on a part's page; in a long series only near ones.

    The first and the last part are always listed; ‘…’ stands for omitted ones.
    """
    shown = {PartStatus.PUBLISHED, PartStatus.WITHDRAWN, PartStatus.ANNOUNCED}
    parts = [part for part in ledger if part.standing in shown]
    here = next((p for p, part in enumerate(parts) if part.docname == docname), -1)
    if len(parts) <= MOST_LISTED_PARTS or here < 0:
        return tuple(dc.replace(part, articles=()) for part in parts)
    last = len(parts) - 1
    read = [p for p, part in enumerate(parts) if part.standing is PartStatus.PUBLISHED]
    nearest = [p for p in read if p < here][-1:] + [p for p in read if p > here][:1]
    kept = {
        0,
        last,
        *nearest,
        *range(max(0, here - PARTS_AROUND), min(last, here + PARTS_AROUND) + 1),
    }
    found: list[Part] = []
    for before, here in itertools.pairwise([-1, *sorted(kept)]):
        if here > before + 1:
            found.append(Part(standing=PartStatus.ANNOUNCED, title="…"))
        found.append(dc.replace(parts[here], articles=()))
    return tuple(found)


@dc.dataclass(frozen=True, slots=True)
class SeriesPage:
    """The query of a series' page."""

    id: str

    def result(self, catalogue: Catalogue) -> SeriesView | None:
        """The view of the series; :data:`None` if the id is no public series'."""
        source = catalogue.series.get(self.id)
        if source is None or not catalogue.is_public(source.docname):
            return None
        series = source.record
        event = series.event if isinstance(series, Series) else None
        return SeriesView(
            entry=series_entry(self.id, catalogue),
            parts=ledger(self.id, catalogue),
            convenors=tuple(contributor(c, catalogue) for c in (event.convenors if event else ())),
            speakers=tuple(contributor(c, catalogue) for c in (event.speakers if event else ())),
        )


@dc.dataclass(frozen=True, slots=True)
class AuthorPage:
    """The query of an author's page."""

    id: str

    def result(self, catalogue: Catalogue) -> AuthorView | None:
        """The view of the author; :data:`None` if the id is no public author's."""
        source = catalogue.authors.get(self.id)
        if source is None or not catalogue.is_public(source.docname):
            return None
        author = catalogue.author(self.id)
        posts = catalogue.posts_by_author.get(self.id, ())
        about = catalogue.posts_by_subject.get(self.id, ())
        return AuthorView(
            person=person_now(self.id, catalogue),
            links=author.links,
            members=people_of(author.members, catalogue),
            posts=tuple(post_entry(d, catalogue) for d in posts),
            about=tuple(post_entry(d, catalogue) for d in about),
            articles=_articles_of(posts, catalogue),
            edited=tuple(
                series_entry(i, catalogue) for i in catalogue.series_by_editor.get(self.id, ())
            ),
            co_authors=_together(self.id, posts, catalogue),
        )


def _articles_of(posts: Iterable[str], catalogue: Catalogue) -> tuple[ArticleBox, ...]:
    """The articles that posts present, each once."""
    links = (link for d in posts for link in catalogue.posts[d].articles)
    keys = dict.fromkeys(link.key for link in links)
    boxes = (article_box(ArticleLink(key=key), catalogue) for key in keys)
    return tuple(box for box in boxes if box.article)


def _together(
    author_id: str, posts: Iterable[str], catalogue: Catalogue
) -> tuple[tuple[Person, int], ...]:
    """Co-authors with their number of joint posts, most first."""
    counts: dict[str, int] = {}
    for docname in posts:
        for other in catalogue.posts[docname].author_ids:
            if other != author_id and other in catalogue.authors:
                counts[other] = counts.get(other, 0) + 1
    people = [(person(other, catalogue), count) for other, count in counts.items()]
    return tuple(sorted(people, key=lambda p: (-p[1], p[0].name.sort_key, p[0].id)))

"""A new post: the questions, and the document."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.articles import (
    Chosen,
    article_asked_for,
    chosen_article,
    with_article,
)
from sphinx_anthology.cli.new.listing import Listings
from sphinx_anthology.cli.new.people import People, authors_of, written
from sphinx_anthology.cli.new.places import (
    checked_name,
    demand_inside,
    folder_of_post,
    name_of,
    numbered,
    there_already,
)
from sphinx_anthology.cli.new.plan import (
    Change,
    ExistsError,
    Plan,
    Request,
    demand_news,
    document,
    new_file,
    several,
    text_or_none,
)
from sphinx_anthology.cli.new.post_series import PostSeries, list_post, series_of
from sphinx_anthology.cli.new.series import one_of, titled
from sphinx_anthology.cli.publication import BIBLIOGRAPHY, Publication
from sphinx_anthology.cli.questions import Offer
from sphinx_anthology.model.dates import day_of
from sphinx_anthology.model.documents import Kind, Post
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.source import Source

_KINDS = tuple(kind.value for kind in Kind)


def plan_post(request: Request, today: dt.date) -> Plan:
    """The document of a post, from options and answers."""
    chosen = chosen_article(request)
    title = request.answer("title", "Title", titled, chosen.article.title if chosen else "")
    chosen = chosen or article_asked_for(request)
    demand_news(request, _the_same(request.publication, title, chosen))
    series = series_of(request)
    people = _authors(request, chosen)
    values: dict[str, object] = {
        "title": title,
        "authors": list(people.listed),
        "articles": [chosen.key] if chosen else None,
        "part": _part(request.publication, series),
        **_details(request, today),
    }
    post = new_file(_path(request, title, series), document("post", values))
    return _plan(request.publication, post, series, people, chosen)


def _details(request: Request, today: dt.date) -> dict[str, object]:
    """What needs no thought of other documents."""
    given, question = request.given, "Description, in a sentence or two"
    return {
        "date": given.date or request.answer("date", "Date", _day, today.isoformat()),
        "description": request.answer("description", question, text_or_none) or None,
        "tags": _topics(request) or None,
        "kind": _kind(request),
        "draft": True,
    }


def _kind(request: Request) -> str | None:
    """The kind that is stated; nobody is asked for it."""
    if request.given.sort is None:
        return None
    return request.answer("sort", "Kind", lambda text: one_of(_KINDS, text))


def _plan(
    publication: Publication,
    post: Change,
    series: PostSeries | None,
    people: People,
    chosen: Chosen | None,
) -> Plan:
    """All files to write, and what to do next."""
    changes, advice = [post, *people.pages], list(people.told)
    if chosen and chosen.entry:
        changes.append(_added(publication, chosen))
    listings = Listings(publication)
    if series is None:
        listings.add(post.path)
    else:
        list_post(listings, series, post.path)
    for page in people.pages:
        listings.add(page.path)
    advice += [*listings.advice, f"Set ‘draft: false’ in {post.path} when it is ready."]
    return Plan([*changes, *listings.changes], advice)


def _added(publication: Publication, chosen: Chosen) -> Change:
    path = publication.folder / BIBLIOGRAPHY
    said = f"Added ‘{chosen.key}’ to {path}"
    return Change(path, with_article(publication, chosen), said, is_new=False)


def _the_same(publication: Publication, title: str, chosen: Chosen | None) -> Iterator[str]:
    """The posts that have a title, or present an article, drafts too."""
    for source in publication.of_kind("post"):
        place = publication.folder / source.file
        if slug(source.title) == slug(title):
            yield f"{place} is the post ‘{source.title}’ already."
        elif chosen and chosen.key in _keys(source):
            yield f"{place} (‘{source.title}’) presents the article ‘{chosen.key}’ already."


def _keys(source: Source) -> frozenset[str]:
    record = source.record
    return frozenset(a.key for a in record.articles) if isinstance(record, Post) else frozenset()


def _authors(request: Request, chosen: Chosen | None) -> People:
    names = chosen.article.authors if chosen else ()
    return authors_of(request, written(request.publication, names))


def _day(text: str) -> dt.date:
    try:
        return day_of(text)
    except ValueError as error:
        raise CommandError(f"{error}.") from None


def _topics(request: Request) -> Sequence[str]:
    """The topics of the post; those that other posts have are offered, the usual ones first."""
    records = (source.record for source in request.publication.of_kind("post"))
    tags = Counter(tag for r in records if isinstance(r, Post) for tag in r.tags)
    known = sorted(tags, key=lambda tag: (-tags[tag], tag))
    spelt = {slug(tag): tag for tag in reversed(known)}

    def check(text: str) -> Sequence[str]:
        return [spelt.get(slug(tag), tag) for tag in several(text_or_none(text))]

    offer = Offer(known, known)
    return request.answer("tags", "Topics, with commas between", check, offer=offer)


def _part(publication: Publication, series: PostSeries | None) -> int | None:
    """The next number, in a series whose posts all state theirs."""
    docnames = [entry.docname for entry in series.source.entries] if series else []
    posts = [publication.catalogue.posts.get(docname) for docname in docnames]
    parts = [post.part for post in posts if post and post.part]
    return max(parts) + 1 if parts and len(parts) == len([p for p in posts if p]) else None


def _path(request: Request, title: str, series: PostSeries | None) -> Path:
    """The file of the post.

    :raises ExistsError: if it is there already.
    """
    publication, source = request.publication, series.source if series else None
    folder = folder_of_post(publication, source)
    proposed = numbered(publication, source, folder, name_of(title, "post", publication.language))
    path = request.answer("slug", "Name of the file", _free(publication, folder), proposed)
    demand_inside(publication, path)
    return path


def _free(publication: Publication, folder: str) -> Callable[[str], Path]:
    def check(text: str) -> Path:
        path = publication.folder / folder / f"{checked_name(text)}.md"
        if there := there_already(path):
            raise ExistsError(f"{there} is there already.")
        return path

    return check

"""From records to the views that lists and pages are made of."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable

from sphinx_anthology.model import names
from sphinx_anthology.model.author import Author
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.people import Contributor, Role
from sphinx_anthology.model.post import ArticleLink, Post
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.states import State, access
from sphinx_anthology.model.views import ArticleBox, Person, PostEntry, SeriesPosition


def person(author_id: str, catalogue: Catalogue, then: Role | None = None) -> Person:
    """An author as others name them: as of then where a role is given, else without a role.

    An id that is nobody's is printed as it is.
    """
    source = catalogue.authors.get(author_id)
    author = source.record if source and not source.blocked else None
    if source is None or not isinstance(author, Author):
        return Person(name=names.Name(family=author_id, literal=True), id=author_id)
    printed = then.name.parts if then and then.name else author.parts
    public = catalogue.is_public(source.docname)
    return Person(
        name=printed,
        id=author_id,
        docname=source.docname if public else "",
        role=(then.role or "") if then else "",
        affiliations=then.affiliations if then else (),
        bio=(then.bio if then else None) or (author.bio if public else None) or "",
        photo=author.photo if public else None,
        orcid=(author.orcid or "") if public else "",
    )


def person_now(author_id: str, catalogue: Catalogue) -> Person:
    """An author with the role and the affiliations of now."""
    author = catalogue.author(author_id)
    named = person(author_id, catalogue)
    return dc.replace(named, role=author.role or "", affiliations=author.affiliations)


def contributor(given: Contributor, catalogue: Catalogue, then: Role | None = None) -> Person:
    """Somebody named in a list of authors: an id, or a guest."""
    if given.id and (given.id in catalogue.authors or given.name is None):
        return person(given.id, catalogue, then)
    return Person(
        name=given.name.parts if given.name else names.Name(family=""),
        role=given.role or "",
        affiliations=given.affiliations,
        url=given.url or "",
        orcid=given.orcid or "",
    )


def somebody(text: str, catalogue: Catalogue) -> Person:
    """Somebody in a list of ids: an author, or a name."""
    if text in catalogue.authors:
        return person(text, catalogue)
    return Person(name=names.split_name(text))


def people_of(ids: Iterable[str], catalogue: Catalogue) -> tuple[Person, ...]:
    """Everybody in a list of ids; an id that no author has is nobody."""
    return tuple(
        somebody(text, catalogue)
        for text in ids
        if not names.is_id(text) or text in catalogue.authors
    )


def post_people(post: Post, catalogue: Catalogue) -> tuple[Person, ...]:
    """A post's authors, all and in order, as of then."""
    return tuple(
        contributor(given, catalogue, post.roles.get(given.id or "", None) or Role())
        for given in post.authors
    )


def article_box(link: ArticleLink, catalogue: Catalogue) -> ArticleBox:
    """The article that a post presents, and how long it is free."""
    return ArticleBox(
        key=link.key,
        article=catalogue.articles.get(link.key),
        access=access(link, catalogue.as_of),
        free_until=link.free_until,
    )


def place(docname: str, catalogue: Catalogue) -> SeriesPosition | None:
    """Where a post stands in a public series; none where it is in no such."""
    if docname not in catalogue.places:
        return None
    series_id, member = catalogue.places[docname]
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series) or not catalogue.is_public(source.docname):
        return None
    return SeriesPosition(
        series_id=series_id,
        series_title=series.title,
        series_docname=source.docname,
        series_kind=series.kind,
        series_short=series.short_title or series.title,
        series_language=series.language or "",
        label=series.part_label or "",
        number=member.number or 0,
        total=series.parts or 0,
    )


def shown_people(docname: str, catalogue: Catalogue) -> tuple[Person, ...]:
    """The authors of a document that others may name: of a withdrawn post, and of none, nobody."""
    post = catalogue.posts.get(docname)
    if post is None or catalogue.states[docname] is State.WITHDRAWN:
        return ()
    return post_people(post, catalogue)


def post_entry(docname: str, catalogue: Catalogue) -> PostEntry:
    """A post as lists show it; of a withdrawn one, no more than its tombstone tells."""
    post = catalogue.posts[docname]
    is_withdrawn = catalogue.states[docname] is State.WITHDRAWN
    return PostEntry(
        docname=docname,
        title=post.title,
        people=shown_people(docname, catalogue),
        date=None if is_withdrawn else post.date,
        kind=post.kind,
        relation=post.relation,
        description="" if is_withdrawn else post.description or "",
        language=post.language or "",
        place=place(docname, catalogue),
    )

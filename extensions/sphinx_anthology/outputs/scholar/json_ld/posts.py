"""Posts in JSON-LD: schema.org/BlogPosting, never ScholarlyArticle, which is the article.

A post is about the article that it presents, and cites it.
"""

from __future__ import annotations

from typing import Any

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import SeriesPosition
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld import (
    Graph,
    Reference,
    add_blog,
    add_breadcrumbs,
    add_editorial,
    add_people,
    add_publisher,
    known,
    name_parts,
    one_or_many,
    periodical,
)
from sphinx_anthology.outputs.scholar.post_metadata import PostMetadata, doi_address

_KINDS = {
    "article": "ScholarlyArticle",
    "conference": "ScholarlyArticle",
    "inproceedings": "ScholarlyArticle",
    "book": "Book",
    "incollection": "Chapter",
    "phdthesis": "Thesis",
    "thesis": "Thesis",
}
"""Types of schema.org by type of BibTeX; all others are a CreativeWork."""


def add_article(graph: Graph, article: Article, publication: Publication) -> Reference:
    """Add an article of the bibliography, by DOI or address."""
    kind = _KINDS.get(dict(article.fields).get("type", ""), "CreativeWork")
    return graph.add(
        kind,
        article.address,
        {
            "name": article.title,
            **({"headline": article.title} if kind == "ScholarlyArticle" else {}),
            "author": [_author(name) for name in article.authors],
            "datePublished": article.year if article.year.isdecimal() else "",
            "pagination": article.pages if kind in {"ScholarlyArticle", "Chapter"} else "",
            "isPartOf": issue(article, publication),
            "identifier": doi(article.doi),
            "url": article.address,
        },
    )


def issue(article: Article, publication: Publication) -> dict[str, Any]:
    """The issue of an article, in its volume and journal, as far as stated."""
    return in_issue(article.number, article.volume, article.journal, publication)


def in_issue(
    number: str,
    volume: str,
    title: str,
    publication: Publication,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An issue in its volume; missing levels are skipped."""
    found = periodical(title, publication)
    if volume:
        found = known({"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": found})
    if not (number or more):
        return found
    stated = {"issueNumber": number, **(more or {}), "isPartOf": found}
    return known({"@type": "PublicationIssue", **stated})


def doi(identifier: str) -> dict[str, str]:
    """A DOI as a PropertyValue."""
    if not identifier:
        return {}
    return {
        "@type": "PropertyValue",
        "propertyID": "https://registry.identifiers.org/registry/doi",
        "value": f"doi:{identifier}",
        "url": doi_address(identifier),
    }


def _author(name: Name) -> dict[str, Any]:
    """An author by name; a literal of several words is a group."""
    is_group = name.literal and " " in name.family
    return {"@type": "Organization" if is_group else "Person", **name_parts(name)}


def post_page(facts: PostMetadata) -> Graph:
    """The graph of a post's page."""
    graph, work = Graph(), facts.work
    graph.lead(_add_post(graph, facts))
    place = facts.view.place
    series = [(place.series_title, facts.site.address(place.series_docname))] if place else []
    add_breadcrumbs(graph, facts.publication, [*series, (work.title, work.page)])
    return graph


def record(facts: PostMetadata) -> Graph:
    """The graph to download for a post: the cited work."""
    graph = Graph(facts.work.docname)
    is_whole = facts.work.is_whole
    graph.lead(_add_post(graph, facts) if is_whole else _add_original(graph, facts))
    return graph


def _add_post(graph: Graph, facts: PostMetadata) -> Reference:
    """Add the post as on its page; digests with their original."""
    said = _whole(graph, facts) if facts.work.is_whole else _retold(graph, facts)
    articles = [add_article(graph, a, facts.publication) for a in facts.work.articles]
    page, subjects = facts.work.page, add_people(graph, facts.view.about, facts.site)
    return graph.add(
        "BlogPosting",
        f"{page}#post" if page else "",
        {
            "mainEntityOfPage": page,
            "url": page,
            "headline": facts.work.title,
            "description": facts.view.post.description,
            **said,
            "dateModified": facts.corrected,
            "correction": one_or_many(_corrections(facts)),
            "inLanguage": facts.language,
            "keywords": list(facts.tags),
            "license": license_address(facts.license) or facts.license,
            "isAccessibleForFree": True,
            "image": facts.image.address if facts.image else "",
            "about": [*articles, *subjects],
            "citation": [*articles, *_listed(graph, facts)],
            **_place(graph, facts),
        },
    )


def _listed(graph: Graph, facts: PostMetadata) -> list[Reference]:
    """The articles that the text lists, without those that the post is about."""
    known_keys = {article.key for article in facts.work.articles}
    listed = (box.article for box in facts.view.listed if box.article)
    return [add_article(graph, a, facts.publication) for a in listed if a.key not in known_keys]


def _corrections(facts: PostMetadata) -> list[dict[str, Any]]:
    """The corrections of the page's text: their day, and the note that has the words."""
    page = facts.work.page
    return [
        known(
            {
                "@type": "CorrectionComment",
                "datePublished": correction.day.isoformat(),
                "url": f"{page}#{correction.anchor}" if page else "",
            }
        )
        for correction in facts.view.corrections
    ]


def _whole(graph: Graph, facts: PostMetadata) -> dict[str, Any]:
    """The properties of a full text: authors, publisher, date, other addresses."""
    work = facts.work
    elsewhere = [doi_address(work.doi), "" if work.is_ours else work.url]
    return {
        "abstract": work.description,
        "author": add_people(graph, work.authors, facts.site),
        "publisher": add_publisher(graph, facts.publication) if work.is_ours else None,
        "datePublished": published(work.date),
        "identifier": doi(work.doi),
        "sameAs": one_or_many([address for address in elsewhere if address]),
    }


def _retold(graph: Graph, facts: PostMetadata) -> dict[str, Any]:
    """The properties of a page based on an original: its author and the original.

    Date and DOI are those of the original, so the page has none.
    """
    publication = facts.publication
    original = _add_original(graph, facts)
    theirs = add_people(graph, facts.work.authors, facts.site) if facts.is_theirs else []
    return {
        "author": theirs if facts.is_theirs else [add_editorial(graph, publication)],
        "publisher": add_publisher(graph, publication),
        "isBasedOn": original,
    }


def _add_original(graph: Graph, facts: PostMetadata) -> Reference:
    """Add the original of a page, as far as it is known."""
    work = facts.work
    is_post = facts.view.post.relation is not Relation.RECORD
    return graph.add(
        "BlogPosting" if is_post else "CreativeWork",
        work.address,
        {
            "headline": work.title,
            "author": add_people(graph, work.authors, facts.site),
            "datePublished": published(work.date),
            "url": work.url,
            "identifier": doi(work.doi),
            "isPartOf": {"@type": "Blog" if is_post else "CreativeWork", "name": work.site}
            if work.site
            else {},
        },
    )


def _place(graph: Graph, facts: PostMetadata) -> dict[str, Any]:
    """The series of the post, its number there, and the blog."""
    blog, place = add_blog(graph, facts.publication), facts.view.place
    if place is None:
        return {"isPartOf": [blog]}
    series = _add_series(graph, place, facts, blog)
    return {"isPartOf": [series, blog], "position": place.number or None}


def _add_series(
    graph: Graph, place: SeriesPosition, facts: PostMetadata, blog: Reference
) -> Reference:
    """Add a series as its posts name it."""
    address = facts.site.address(place.series_docname)
    return graph.add(
        "CreativeWorkSeries",
        f"{address}#series" if address else f"_:series-{place.series_id}",
        {"name": place.series_title, "url": address, "isPartOf": blog},
    )


def published(date: PartialDate | None) -> str:
    """A day, month or year (ISO 8601-1); empty for an interval.

    >>> from sphinx_anthology.model.dates import parse_date
    >>> published(parse_date("2014-09")), published(parse_date("2014-11/2015-03"))
    ('2014-09', '')
    """
    return "" if date is None or date.is_interval else str(date)

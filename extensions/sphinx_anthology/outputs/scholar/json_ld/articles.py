"""The articles that posts present: ScholarlyArticle, in an issue, of a volume, of a journal."""

from __future__ import annotations

from typing import Any

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.facts import doi_address
from sphinx_anthology.outputs.scholar.json_ld.graph import Graph, Reference, known
from sphinx_anthology.outputs.scholar.json_ld.people import name_parts
from sphinx_anthology.outputs.scholar.json_ld.publication import periodical

_KINDS = {
    "article": "ScholarlyArticle",
    "conference": "ScholarlyArticle",
    "inproceedings": "ScholarlyArticle",
    "book": "Book",
    "incollection": "Chapter",
    "phdthesis": "Thesis",
    "thesis": "Thesis",
}
"""Types of BibTeX's; what is none of them is a CreativeWork."""


def add_article(graph: Graph, article: Article, publication: Publication) -> Reference:
    """An article as the bibliography has it, by DOI, else by its address."""
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
    """The issue, in its volume, of its journal, as far as they are stated."""
    return in_issue(article.number, article.volume, article.journal, publication)


def in_issue(
    number: str,
    volume: str,
    title: str,
    publication: Publication,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """An issue in its volume; what is not stated is passed over."""
    found = periodical(title, publication)
    if volume:
        found = known({"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": found})
    if not (number or more):
        return found
    stated = {"issueNumber": number, **(more or {}), "isPartOf": found}
    return known({"@type": "PublicationIssue", **stated})


def doi(identifier: str) -> dict[str, str]:
    """A DOI as a statement of its kind (PropertyValue)."""
    if not identifier:
        return {}
    return {
        "@type": "PropertyValue",
        "propertyID": "https://registry.identifiers.org/registry/doi",
        "value": f"doi:{identifier}",
        "url": doi_address(identifier),
    }


def _author(name: Name) -> dict[str, Any]:
    """An author by name alone; BibTeX writes groups of several words as one name."""
    is_group = name.literal and " " in name.family
    return {"@type": "Organization" if is_group else "Person", **name_parts(name)}

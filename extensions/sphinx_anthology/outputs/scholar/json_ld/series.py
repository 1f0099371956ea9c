"""Series and authors in JSON-LD: CreativeWorkSeries, ProfilePage, and their records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sphinx_anthology.model.documents import Event, Issue
from sphinx_anthology.model.site import Export, Image, Site
from sphinx_anthology.model.views import AuthorView, Part, PartStatus, SeriesView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld import (
    Graph,
    Reference,
    add_author,
    add_blog,
    add_breadcrumbs,
    add_people,
    encodings,
    known,
)
from sphinx_anthology.outputs.scholar.json_ld.posts import in_issue, published


def series_page(
    view: SeriesView,
    publication: Publication,
    site: Site,
    exports: Iterable[Export] = (),
    image: Image | None = None,
) -> Graph:
    """The graph of a series' page."""
    graph = Graph()
    picture = {"image": image.address} if image else {}
    more = {"encoding": encodings(exports, site), **picture}
    graph.lead(add_series(graph, view, publication, site, more))
    entry = view.entry
    add_breadcrumbs(graph, publication, [(entry.title, site.address(entry.docname))])
    return graph


def series_records(
    view: SeriesView, publication: Publication, site: Site, records: Iterable[Graph]
) -> Graph:
    """The graph to download for a series: itself and the works of its parts."""
    graph = Graph()
    graph.lead(add_series(graph, view, publication, site, {}))
    return graph.take(records)


def add_series(
    graph: Graph, view: SeriesView, publication: Publication, site: Site, more: dict[str, Any]
) -> Reference:
    """Add a series with its published parts."""
    entry, address = view.entry, site.address(view.entry.docname)
    parts = [p for p in view.parts if p.standing is PartStatus.PUBLISHED]
    return graph.add(
        "CreativeWorkSeries",
        f"{address}#series" if address else f"_:series-{entry.id}",
        {
            "name": entry.title,
            "url": address,
            "description": entry.description,
            "inLanguage": entry.language or publication.language,
            "editor": add_people(graph, entry.editors, site),
            "isPartOf": add_blog(graph, publication),
            "about": _issue(entry.issue, publication) or _event(entry.event),
            "hasPart": [_part(part, site) for part in parts],
            **more,
        },
    )


def _part(part: Part, site: Site) -> dict[str, Any]:
    """A post as its series lists it."""
    page = site.address(part.docname)
    return known(
        {
            "@type": "BlogPosting",
            "@id": f"{page}#post" if page else "",
            "url": page,
            "headline": part.title,
            "position": part.number or None,
        }
    )


def _issue(issue: Issue | None, publication: Publication) -> dict[str, Any]:
    """The journal issue that a series presents; the journal defaults to ours."""
    if issue is None:
        return {}
    more = known(
        {
            "name": issue.title,
            "alternateName": list(issue.other_titles),
            "datePublished": published(issue.date),
            "url": issue.url,
        }
    )
    title = issue.journal or publication.journal
    return in_issue(issue.number or "", issue.volume or "", title, publication, more)


def _event(event: Event | None) -> dict[str, Any]:
    """The event that a series reports."""
    if event is None or not event.name:
        return {}
    place = {"name": event.venue or event.place, "address": event.place if event.venue else ""}
    return known(
        {
            "@type": "Event",
            "name": event.name,
            "startDate": published(event.start),
            "endDate": published(event.end),
            "location": {"@type": "Place", **place} if event.venue or event.place else {},
        }
    )


def author_page(view: AuthorView, publication: Publication, site: Site) -> Graph:
    """The graph of an author's page."""
    graph = Graph()
    address = site.address(view.person.docname)
    stated = {
        "url": address,
        "mainEntity": add_author(graph, view, site),
        "isPartOf": add_blog(graph, publication),
    }
    graph.lead(graph.add("ProfilePage", address, stated))
    add_breadcrumbs(graph, publication, [(str(view.person), address)])
    return graph


def author_records(view: AuthorView, site: Site, records: Iterable[Graph]) -> Graph:
    """The graph to download for an author: person and works."""
    graph = Graph()
    graph.lead(add_author(graph, view, site))
    return graph.take(records)

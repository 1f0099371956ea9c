"""The publication: schema.org/Blog, its publisher, its journal, and the way to a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sphinx_anthology.model.site import Export, Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld.graph import Graph, Reference, known, one_or_many
from sphinx_anthology.outputs.scholar.signposting import EXPORTS, download, kind_of


def add_blog(
    graph: Graph, publication: Publication, more: dict[str, Any] | None = None
) -> Reference:
    """The publication as the blog that its posts are part of."""
    return graph.add(
        "Blog",
        f"{publication.base}#blog" if publication.base else "_:blog",
        {
            "name": publication.title,
            "url": publication.base,
            "inLanguage": publication.language,
            "publisher": add_publisher(graph, publication),
            **(more or {}),
        },
    )


def whole_blog(publication: Publication, exports: Iterable[Export], site: Site) -> dict[str, Any]:
    """What the front page says of the blog besides."""
    return {
        "description": publication.tagline,
        "about": journal(publication),
        "encoding": encodings(exports, site),
    }


def add_publisher(graph: Graph, publication: Publication) -> Reference | None:
    """Who publishes, by ROR, where that is stated."""
    if not publication.publisher:
        return None
    page = f"{publication.base}#publisher" if publication.base else ""
    return graph.add(
        "Organization",
        publication.publisher_ror or page or "_:publisher",
        {
            "name": publication.publisher,
            "url": publication.publisher_url,
            "sameAs": publication.publisher_ror,
        },
    )


def add_editorial(graph: Graph, publication: Publication) -> Reference:
    """The publication as somebody who writes: its digests and records are its own words."""
    return graph.add(
        "Organization",
        f"{publication.base}#publication" if publication.base else "_:publication",
        {
            "name": publication.title,
            "url": publication.base,
            "parentOrganization": add_publisher(graph, publication),
        },
    )


def journal(publication: Publication) -> dict[str, Any]:
    """The journal whose blog this is."""
    if not publication.journal:
        return {}
    return known(
        {
            "@type": "Periodical",
            "name": publication.journal,
            "issn": one_or_many(list(publication.issn)),
            "url": publication.journal_url,
        }
    )


def periodical(title: str, publication: Publication) -> dict[str, Any]:
    """A journal by its title: ours with all that is known of it."""
    if title.casefold() == publication.journal.casefold():
        return journal(publication)
    return {"@type": "Periodical", "name": title} if title else {}


def add_way(graph: Graph, publication: Publication, steps: Sequence[tuple[str, str]]) -> None:
    """The way from the front page to a page, as titles and addresses (BreadcrumbList).

    Search engines ask for whole addresses; a publication without one has no such way.
    """
    if not publication.base:
        return
    places = [(publication.title, publication.base), *steps]
    listed = [
        {"@type": "ListItem", "position": position, "name": title, "item": address}
        for position, (title, address) in enumerate(places, start=1)
    ]
    here = places[-1][1]
    graph.add("BreadcrumbList", f"{here}#way", {"itemListElement": listed})


def encodings(exports: Iterable[Export], site: Site) -> list[dict[str, str]]:
    """The files of a volume (MediaObject)."""
    if not site.base:
        return []
    return [
        {
            "@type": "MediaObject",
            "contentUrl": download(site, export),
            "encodingFormat": EXPORTS[kind_of(export)],
        }
        for export in exports
    ]


def front_page(publication: Publication, site: Site, exports: Iterable[Export] = ()) -> Graph:
    """What the front page says: of what blog it is."""
    graph = Graph()
    blog = add_blog(graph, publication, whole_blog(publication, exports, site))
    graph.lead(blog)
    return graph


def all_records(publication: Publication, site: Site, records: Iterable[Graph]) -> Graph:
    """The blog, and the works of all its posts."""
    graph = front_page(publication, site)
    for record in records:
        graph.take(record)
    return graph

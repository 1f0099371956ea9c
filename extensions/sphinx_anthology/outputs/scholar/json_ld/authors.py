"""Authors: schema.org/ProfilePage, as search engines ask for it, and records of their works."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import AuthorView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld.graph import Graph
from sphinx_anthology.outputs.scholar.json_ld.people import add_author
from sphinx_anthology.outputs.scholar.json_ld.publication import add_blog, add_way


def author_page(view: AuthorView, publication: Publication, site: Site) -> Graph:
    """All that an author's page says: whose it is."""
    graph = Graph()
    address = site.address(view.person.docname)
    stated = {
        "url": address,
        "mainEntity": add_author(graph, view, site),
        "isPartOf": add_blog(graph, publication),
    }
    graph.lead(graph.add("ProfilePage", address, stated))
    add_way(graph, publication, [(str(view.person), address)])
    return graph


def author_records(view: AuthorView, site: Site, records: Iterable[Graph]) -> Graph:
    """What is downloaded of an author: who they are, and the works of their posts."""
    graph = Graph()
    graph.lead(add_author(graph, view, site))
    for record in records:
        graph.take(record)
    return graph

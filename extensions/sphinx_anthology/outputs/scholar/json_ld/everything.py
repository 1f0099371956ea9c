"""The publication: its front page, and the records of all its posts."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_anthology.model.site import Export, Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld.graph import Graph
from sphinx_anthology.outputs.scholar.json_ld.publication import add_blog, whole_blog


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

"""The files beside pages: JSON-LD and link sets."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_queries import AuthorPage, PostPage, SeriesPage
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.volume import Publication, exports_of
from sphinx_anthology.outputs.scholar.json_ld import Graph, all_records
from sphinx_anthology.outputs.scholar.json_ld.posts import record
from sphinx_anthology.outputs.scholar.json_ld.series import author_records, series_records
from sphinx_anthology.outputs.scholar.post_metadata import PostMetadata, post_metadata
from sphinx_anthology.outputs.scholar.signposting import (
    JSON_LD,
    LINK_SET,
    Link,
    author_links,
    link_set,
    post_links,
    series_links,
)


def scholar_files(
    catalogue: Catalogue, publication: Publication, exports: Iterable[Export]
) -> Iterator[tuple[str, str]]:
    """All files: pairs of path below the site and content."""
    records: dict[str, Graph] = {}
    for docname in catalogue.public_posts:
        facts = _facts(docname, catalogue, publication)
        graph = record(facts)
        yield catalogue.site.file(docname, JSON_LD), graph.text()
        yield from _links(post_links(facts), docname, catalogue)
        records[docname] = _among_others(facts, graph)
    yield from _of_series(catalogue, publication, records, tuple(exports))
    yield from _of_authors(catalogue, records)
    source = catalogue.sources.get(publication.root)
    if source is None or not source.kind:
        everything = all_records(publication, catalogue.site, records.values())
        yield catalogue.site.file(publication.root, JSON_LD), everything.text()


def _of_series(
    catalogue: Catalogue,
    publication: Publication,
    records: dict[str, Graph],
    exports: tuple[Export, ...],
) -> Iterator[tuple[str, str]]:
    for series_id in catalogue.public_series:
        view = SeriesPage(series_id).result(catalogue)
        if view is None:
            continue
        docname, site = view.entry.docname, catalogue.site
        posts = (records[d] for d in catalogue.posts_of_series(series_id))
        yield site.file(docname, JSON_LD), series_records(view, publication, site, posts).text()
        booklets = exports_of(exports, series_id, catalogue)
        yield from _links(series_links(view, site, booklets), docname, catalogue)


def _of_authors(catalogue: Catalogue, records: dict[str, Graph]) -> Iterator[tuple[str, str]]:
    for author_id in catalogue.public_authors:
        view = AuthorPage(author_id).result(catalogue)
        if view is None:
            continue
        docname, site = view.person.docname, catalogue.site
        posts = (records[entry.docname] for entry in view.posts)
        yield site.file(docname, JSON_LD), author_records(view, site, posts).text()
        yield from _links(author_links(view, site), docname, catalogue)


def _links(
    links: tuple[Link, ...], docname: str, catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    """The link set of a page, if the site has an address."""
    if catalogue.site.base:
        path = catalogue.site.file(docname, LINK_SET)
        yield path, link_set(links, docname, catalogue.site)


def _facts(docname: str, catalogue: Catalogue, publication: Publication) -> PostMetadata:
    view = PostPage(docname).result(catalogue)
    if view is None:
        raise KeyError(docname)
    return post_metadata(docname, view, publication, catalogue.site)


def _among_others(facts: PostMetadata, graph: Graph) -> Graph:
    """A post's record for collections: without affiliations at the time.

    Affiliations change, but a graph has each person once.
    """
    if not any(person.affiliations for person in facts.work.authors):
        return graph
    people = tuple(dc.replace(person, affiliations=()) for person in facts.work.authors)
    return record(dc.replace(facts, work=dc.replace(facts.work, authors=people)))

"""The record files of posts, series, authors and the publication."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.reference_queries import RecordsOf
from sphinx_anthology.model.views import PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import OF_ARTICLES, article_ending, work_of
from sphinx_anthology.outputs.records.bibtex import article_bibtex, bibtex
from sphinx_anthology.outputs.records.crossref import (
    Depositor,
    Registration,
    deposit,
    registration,
)
from sphinx_anthology.outputs.records.formats import (
    Record,
    article_ris,
    csl,
    listed,
    records_of,
    ris,
)

CROSSREF = ".crossref.xml"

File = tuple[str, str]
"""A path below the site, and the content of the file."""


@dc.dataclass(frozen=True, slots=True)
class Entry:
    """A work in each format."""

    bibtex: str
    ris: str
    csl: str


def files_of_records(
    catalogue: Catalogue, publication: Publication, depositor: Depositor | None
) -> Iterator[File]:
    """All record files: of every post, series and author, and of all posts."""
    views = {docname: _view(docname, catalogue) for docname in catalogue.public_posts}
    records = records_of(work_of(d, view, publication) for d, view in views.items())
    entries = {d: Entry(bibtex(r), ris(r), csl(r)) for d, r in records.items()}
    for docname, among in _pages(catalogue, publication).items():
        yield from _beside(docname, [entries[d] for d in among], catalogue)
    for docname, record in records.items():
        yield from _of_articles(docname, record, catalogue)
    if depositor:
        found = _registrations(views, records, depositor)
        yield from _deposits(found, catalogue, publication, depositor)


def _view(docname: str, catalogue: Catalogue) -> PostView:
    view = PostPage(docname).result(catalogue)
    if view is None:
        raise KeyError(docname)
    return view


def _pages(catalogue: Catalogue, publication: Publication) -> Mapping[str, Sequence[str]]:
    """The pages with records: docname, and docnames of their posts in order."""
    pages: dict[str, Sequence[str]] = {d: (d,) for d in catalogue.public_posts}
    for series_id in catalogue.public_series:
        pages[catalogue.series[series_id].docname] = catalogue.posts_of_series(series_id)
    for author_id in catalogue.public_authors:
        posts = catalogue.posts_by_author.get(author_id, ())
        pages[catalogue.authors[author_id].docname] = tuple(dict.fromkeys(posts))
    if everything := RecordsOf(root=publication.root).result(catalogue):
        pages[everything] = catalogue.public_posts
    return {docname: posts for docname, posts in pages.items() if posts}


def _beside(docname: str, entries: Sequence[Entry], catalogue: Catalogue) -> Iterator[File]:
    site = catalogue.site
    yield site.file(docname, ".bib"), "\n".join(entry.bibtex for entry in entries)
    yield site.file(docname, ".ris"), "\r\n".join(entry.ris for entry in entries)
    yield site.file(docname, ".csl.json"), listed(entry.csl for entry in entries)


def _of_articles(docname: str, record: Record, catalogue: Catalogue) -> Iterator[File]:
    """The records of the articles that a post presents."""
    for number, article in enumerate(record.work.complete_articles, start=1):
        made = {".bib": article_bibtex(article), ".ris": article_ris(article)}
        for ending in OF_ARTICLES:
            yield catalogue.site.file(docname, article_ending(number, ending)), made[ending]


def _registrations(
    views: Mapping[str, PostView], records: Mapping[str, Record], depositor: Depositor
) -> dict[str, Registration]:
    """The registrations, by docname."""
    found = {
        docname: registration(records[docname], view.post.updated, depositor)
        for docname, view in views.items()
    }
    return {docname: each for docname, each in found.items() if each}


def _deposits(
    found: Mapping[str, Registration],
    catalogue: Catalogue,
    publication: Publication,
    depositor: Depositor,
) -> Iterator[File]:
    """A deposit for each post that can be registered, and one for all."""

    def made(docname: str, registrations: Iterable[Registration]) -> File:
        text = deposit(tuple(registrations), depositor, publication)
        return catalogue.site.file(docname, CROSSREF), text

    yield from (made(docname, [each]) for docname, each in found.items())
    if found and publication.root not in found:
        yield made(publication.root, found.values())

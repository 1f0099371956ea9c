"""The files of all feeds, once the pages are written, and where pages name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.atom import atom, atom_entry
from sphinx_anthology.outputs.feeds.channels import (
    ATOM,
    JSON,
    channels,
    identifiers,
    pages,
    path,
)
from sphinx_anthology.outputs.feeds.entries import Entry, entry_of
from sphinx_anthology.outputs.feeds.json_feed import json_feed, json_item


def feed_files(
    catalogue: Catalogue, publication: Publication, texts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """All pages of all feeds, by their path below the site; ``texts`` are those of the posts.

    Every entry is made once, for it stands in many feeds. Atom demands a day of change, so what
    has no date at all is in JSON Feeds alone.
    """
    site = catalogue.site
    entries = _entries(catalogue, publication, texts)
    dated = {docname: atom_entry(e) for docname, e in entries.items() if e.updated}
    items = {docname: json_item(e) for docname, e in entries.items()}
    for channel in channels(catalogue, publication):
        for page in pages(channel, ATOM, (d for d in channel.posts if d in dated)):
            shown, made = [entries[d] for d in page.posts], [dated[d] for d in page.posts]
            content = atom(page, shown, made, publication, site)
            yield path(channel.docname, ATOM, page.number, site), content
        for page in pages(channel, JSON, channel.posts):
            content = json_feed(page, [items[d] for d in page.posts], publication, site)
            yield path(channel.docname, JSON, page.number, site), content


def _entries(
    catalogue: Catalogue, publication: Publication, texts: Mapping[str, str]
) -> dict[str, Entry]:
    found, site = {}, catalogue.site
    for docname, name in identifiers(catalogue).items():
        view = PostPage(docname).result(catalogue)
        if view is not None:
            text = texts.get(docname, "")
            found[docname] = entry_of(docname, view, publication, site, name=name, text=text)
    return found

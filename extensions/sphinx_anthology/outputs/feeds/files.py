"""The files of all feeds, once the pages are written."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_questions import PostPage
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.atom import atom, atom_entry
from sphinx_anthology.outputs.feeds.channels import ATOM, JSON, channels, pages, path
from sphinx_anthology.outputs.feeds.entries import Entry, entry_of
from sphinx_anthology.outputs.feeds.identifiers import identifiers
from sphinx_anthology.outputs.feeds.json_feed import json_feed, json_item
from sphinx_anthology.outputs.feeds.marks import marked
from sphinx_anthology.outputs.feeds.text import feed_text
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.kept import Kept
from sphinx_anthology.reading.site_files import SiteFiles, makes_site
from sphinx_anthology.reading.volumes import publication_of

logger = logging.getLogger(__name__)


def write_feeds(app: Sphinx, exception: Exception | None) -> None:
    """Write all feeds of a site that has an address; without one there are none."""
    if exception is not None or not makes_site(app):
        return
    catalogue = domain_of(app.env).catalogue
    publication = publication_of(app.config, catalogue.site.base)
    with SiteFiles(app, "feeds") as files:
        if catalogue.site.base:
            texts = _texts(app, catalogue)
            for name, content in feed_files(catalogue, publication, texts):
                files.write(name, content)


def _texts(app: Sphinx, catalogue: Catalogue) -> dict[str, str]:
    """The text of every post, as its page has it.

    Pages are exact, so what is taken from them is, too: also from one that was not written now.
    """
    found = {}
    with Kept(app, "feed-texts") as kept:
        for docname in catalogue.public_posts:
            page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]  # one of pages
            html = marked(page.read_text(encoding="utf-8")) if page.is_file() else ""
            if not html:
                message = "the page has no text for feeds: what marks it is missing"
                logger.warning(message, location=docname, type="anthology", subtype="feed")
            address = catalogue.site.address(docname)
            make = functools.partial(feed_text, html, address)
            found[docname] = kept.text(docname, (address, html), make)
    return found


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
        view = PostPage(docname).answer(catalogue)
        if view is not None:
            text = texts.get(docname, "")
            found[docname] = entry_of(docname, view, publication, site, name=name, text=text)
    return found

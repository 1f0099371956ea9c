"""The files of all feeds, once the pages are written, and where pages name them."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import place
from sphinx_anthology.model.page_questions import PostPage
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.atom import ATOM_TYPE, atom, atom_entry
from sphinx_anthology.outputs.feeds.channels import (
    ATOM,
    JSON,
    address,
    channels,
    identifiers,
    pages,
    path,
)
from sphinx_anthology.outputs.feeds.entries import Entry, entry_of, line
from sphinx_anthology.outputs.feeds.json_feed import JSON_TYPE, json_feed, json_item
from sphinx_anthology.outputs.feeds.text import feed_text, marked
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.kept import Kept
from sphinx_anthology.reading.settings import publication_title
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


_TYPES = {ATOM: ATOM_TYPE, JSON: JSON_TYPE}


def link_feeds(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template of the feeds. It may run in a worker, so it only reads."""
    catalogue = domain_of(app.env).catalogue
    if not makes_site(app) or not catalogue.site.base:
        return
    title = publication_title(app.config)
    own = own_feed(pagename, catalogue)
    named = {own: _title(own, catalogue)} if own else _series(pagename, catalogue)
    feeds = [(docname, f"{name} – {title}") for docname, name in named.items()]
    tags = [
        _tag(docname, kind, name, catalogue)
        for docname, name in [*feeds, ("", title)]
        for kind in _TYPES
    ]
    context.setdefault("anthology_head", []).extend(tags)
    context["anthology_feeds"] = [
        {"label": label, "path": where} for label, where in _shown(own, catalogue)
    ]


def own_feed(pagename: str, catalogue: Catalogue) -> str:
    """What a page's own feed is beside: a document, or the first page of a topic; else nothing."""
    source = catalogue.sources.get(pagename)
    if source is not None:
        has_feed = source.kind in {"series", "author", "topic"} and catalogue.is_public(pagename)
        return pagename if has_feed else ""
    what, _, rest = pagename.partition("/")
    slug = rest.partition("/")[0]
    first = f"{what}/{slug}"
    has_feed = what == "topics" and slug in catalogue.posts_by_topic
    return first if has_feed and first not in catalogue.sources else ""


def _title(own: str, catalogue: Catalogue) -> str:
    source = catalogue.sources.get(own)
    return source.title if source else catalogue.topic_labels[own.partition("/")[2]]


def _series(pagename: str, catalogue: Catalogue) -> dict[str, str]:
    """The series of a post, which has a feed, and its title."""
    where = place(pagename, catalogue)
    return {where.series_docname: where.series_title} if where else {}


def _tag(docname: str, kind: str, title: str, catalogue: Catalogue) -> str:
    """A link by which readers of feeds find one (HTML, section 4.6.7.1)."""
    where = address(docname, kind, 1, catalogue.site)
    return (
        f'<link rel="alternate" type="{_TYPES[kind]}" '
        f'title="{escape(line(title))}" href="{escape(where)}">'
    )


def _shown(own: str, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The feeds at the foot of a page: their words, and their paths below the site."""
    if own:
        yield gettext("Feed of this page"), path(own, ATOM, 1, catalogue.site)
    yield gettext("Atom feed"), path("", ATOM, 1, catalogue.site)
    yield gettext("JSON feed"), path("", JSON, 1, catalogue.site)

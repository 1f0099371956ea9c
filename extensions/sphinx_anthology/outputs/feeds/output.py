"""Feeds as an output: their files, and the links to them on pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import place
from sphinx_anthology.outputs.feeds.channels import ATOM, JSON, address, line, path
from sphinx_anthology.outputs.feeds.formats import ATOM_TYPE, JSON_TYPE, feed_files
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.site.output import Link, Output, Page, SiteContext
from sphinx_anthology.site.writing import add_output

_TYPES = {ATOM: ATOM_TYPE, JSON: JSON_TYPE}


class Feeds(Output):
    """Feeds of a site with an address; without one there are none."""

    name = "feeds"

    def files(self, site: SiteContext) -> Iterator[tuple[str, str]]:
        """Make all pages of all feeds."""
        if site.addresses.base:
            yield from feed_files(site.catalogue, site.publication, site.texts)

    def head(self, page: Page) -> Iterator[Markup]:
        """Make links to the feeds of page and site, for feed readers."""
        if not page.site.addresses.base:
            return
        catalogue, title = page.catalogue, page.site.publication.title
        own = own_feed(page.name, catalogue)
        named = {own: _title(own, catalogue)} if own else _series(page.name, catalogue)
        feeds = [(docname, f"{name} – {title}") for docname, name in named.items()]
        for docname, name in [*feeds, ("", title)]:
            for kind in _TYPES:
                yield _tag(docname, kind, name, catalogue)

    def links(self, page: Page) -> Iterator[Link]:
        """Make links to the feed of the page, and of the site."""
        if not page.site.addresses.base:
            return
        own = own_feed(page.name, page.catalogue)
        if own:
            yield Link(
                label=gettext("Feed for this page"), path=path(own, ATOM, 1, page.site.addresses)
            )
        yield Link(label=gettext("Atom feed"), path=path("", ATOM, 1, page.site.addresses))
        yield Link(label=gettext("JSON feed"), path=path("", JSON, 1, page.site.addresses))

    def shown(self, page: Page) -> None:
        """Nothing: all of it comes from queries of the page's document."""


def own_feed(pagename: str, catalogue: Catalogue) -> str:
    """The docname or topic page of a page's feed, or empty."""
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
    """The series of a post, whose feed it links to, and its title."""
    where = place(pagename, catalogue)
    return {where.series_docname: where.series_title} if where else {}


def _tag(docname: str, kind: str, title: str, catalogue: Catalogue) -> Markup:
    """A link for feed readers (HTML, section 4.6.7.1)."""
    where = address(docname, kind, 1, catalogue.site)
    return Markup(  # noqa: S704  # escaped here
        f'<link rel="alternate" type="{_TYPES[kind]}" '
        f'title="{escape(line(title))}" href="{escape(where)}">'
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    add_output(app, Feeds())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

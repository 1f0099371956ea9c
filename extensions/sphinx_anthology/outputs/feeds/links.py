"""Where pages name the feeds: in their heads, for readers of feeds, and at their foot."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import place
from sphinx_anthology.outputs.feeds import atom, json_feed
from sphinx_anthology.outputs.feeds.channels import ATOM, JSON, address, path
from sphinx_anthology.outputs.feeds.entries import line
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title
from sphinx_anthology.reading.site_files import makes_site

_TYPES = {ATOM: atom.TYPE, JSON: json_feed.TYPE}


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

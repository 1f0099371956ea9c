"""A page for every topic and every year: not documents, made from the catalogue."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document

from sphinx_anthology.model.archive_pages import ArchivePage, archive_pages
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.outputs.html.builder import ExactPages
from sphinx_anthology.pages.build import Page, link, separated, text
from sphinx_anthology.pages.topic import topic_head, topic_posts
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.kept import Kept
from sphinx_anthology.reading.settings import settings_of


def collect_archive(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Render every page of the archive for the builder of pages."""
    builder = app.builder
    if not isinstance(builder, ExactPages):
        return
    # what Sphinx sets for a document; left over from the last one it would show up here
    builder.secnumbers, builder.fignumbers = {}, {}
    catalogue = domain_of(app.env).catalogue
    with Kept(app, "archive") as kept:
        for archive_page in archive_pages(catalogue):
            entries = [post_entry(docname, catalogue) for docname in archive_page.posts]
            rendered = functools.partial(_rendered, builder, archive_page, entries)
            context = {
                "title": archive_page.title,
                "body": kept.text(archive_page.name, (archive_page, entries), rendered),
                "toc": "",
                "display_toc": False,
                "parents": _parents(app, archive_page),
                "anthology_kind": "topic" if _is_topic(archive_page) else "archive",
            }
            yield archive_page.name, context, "page.html"


def _is_topic(archive_page: ArchivePage) -> bool:
    return archive_page.base.startswith("topics/")


def _rendered(builder: ExactPages, archive_page: ArchivePage, entries: list[PostEntry]) -> str:
    """What stands in the middle of the page."""
    document = _document(builder.config.language, archive_page, entries)
    builder.env.apply_post_transforms(document, archive_page.name)
    return str(builder.render_partial(document[0])["fragment"])


def _document(language: str, archive_page: ArchivePage, entries: list[PostEntry]) -> nodes.document:
    """The page as a document: heading, posts, ways to the other pages."""
    page = Page(archive_page.name, language)
    is_topic = _is_topic(archive_page)
    top = topic_head(gettext("Topic") if is_topic else gettext("Year"))
    section = nodes.section("", nodes.title("", archive_page.title), top, ids=["posts"])
    if archive_page.of > 1:
        form = gettext("Page {number} of {of}")
        top += text(form.format(number=archive_page.number, of=archive_page.of), classes=["an-s"])
    section += topic_posts(page, entries, archive_page.count).children
    ways = []
    if archive_page.number > 1:
        ways.append(_way(page, archive_page, archive_page.number - 1, gettext("Newer posts")))
    if archive_page.number < archive_page.of:
        ways.append(_way(page, archive_page, archive_page.number + 1, gettext("Older posts")))
    if ways:
        section += text(*separated(*ways), classes=["an-ways"])
    document = new_document(archive_page.name)
    document["anthology_kind"] = "topic" if is_topic else "archive"
    document += section
    return document


def _parents(app: Sphinx, archive_page: ArchivePage) -> list[dict[str, str]]:
    """The document with the list of all topics or years, as breadcrumbs want it.

    Of several the one that the header links to; never the front page, which comes first anyway.
    """
    what, header = archive_page.base.partition("/")[0], settings_of(app.config).header
    lists = domain_of(app.env).lists.get(what, set()) - {app.config.root_doc}
    return [
        {
            "link": app.builder.get_relative_uri(archive_page.name, docname),
            "title": escape(app.env.titles[docname].astext()),
        }
        for docname in sorted(lists, key=lambda d: (d not in header, d))[:1]
    ]


def _way(page: Page, archive_page: ArchivePage, number: int, label: str) -> nodes.Node:
    what, _, key = archive_page.base.partition("/")
    return link(page, what, key if number == 1 else f"{key}/{number}", label)

"""Pages that are no documents: topics, years, and ``404.html``.

Servers show ``404.html`` at any address, so its links start from the root of the site: the path of
``html_baseurl``, or ``/``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import new_document

from sphinx_anthology.cache import BuildCache
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.list_queries import ArchivePage, archive_pages
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.outputs.html.arrange import KIND
from sphinx_anthology.outputs.html.builder import NOT_FOUND, ExactPages
from sphinx_anthology.pages.build import Page, link, separated, text
from sphinx_anthology.pages.lists import topic_head, topic_posts
from sphinx_anthology.pages.nodes import LIST, WAYS
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.site.share_images import has_our_look, text_cache

TOGETHER = 200
"""The number of pages rendered at once."""


def collect_archive(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Render every page of topics and years for the HTML builder."""
    builder = app.builder
    if not isinstance(builder, ExactPages):
        return
    # Sphinx sets these for each document; those of the last one would appear here
    builder.secnumbers, builder.fignumbers = {}, {}
    with text_cache(app, "archive") as cache:
        for pages in _batches(archive_pages(domain_of(app.env).catalogue)):
            what = pages[0].base.partition("/")[0]
            parents = _parents(app, pages[0].name, list_document(app, what))
            for archive_page, body in zip(pages, _bodies(builder, pages, cache), strict=True):
                context = {
                    "title": archive_page.title,
                    "body": body,
                    "toc": "",
                    "display_toc": False,
                    "parents": parents,
                    "anthology_kind": _kind(archive_page),
                    "anthology_entry": tuple(archive_page.base.split("/", 1)),
                }
                yield archive_page.name, context, "page.html"


def _batches(pages: Iterable[ArchivePage]) -> Iterator[tuple[ArchivePage, ...]]:
    """Batches of pages of one kind in one folder.

    Transforms and writers cost more for each document than for its content.
    """

    def place(page: ArchivePage) -> tuple[str, str]:
        return _kind(page), page.name.rpartition("/")[0]

    for _, found in groupby(sorted(pages, key=place), place):
        rest = list(found)
        while rest:
            yield tuple(rest[:TOGETHER])
            rest = rest[TOGETHER:]


def _bodies(builder: ExactPages, pages: Sequence[ArchivePage], cache: BuildCache) -> Iterable[str]:
    """The main content of each page."""
    catalogue = domain_of(builder.env).catalogue
    entries = {p.name: [post_entry(docname, catalogue) for docname in p.posts] for p in pages}
    shown = {page.name: (page, entries[page.name]) for page in pages}

    def render(names: list[str]) -> Iterator[str]:
        document = new_document(names[0])
        repeated = _Repeated()
        for name in names:
            section = _section(builder.config.language, *shown[name])
            repeated.take_out(section, shown[name][0].posts)
            document += section
        builder.env.apply_post_transforms(document, names[0])
        for part in document.children:
            yield repeated.put_back(str(builder.render_partial(part)["fragment"]))

    return cache.texts(shown, render).values()


class _Repeated:
    """Posts in several lists: each is rendered once, for the first page.

    HTML comments mark it there, and replace it on the other pages until these are complete.
    """

    _FIRST = re.compile(r"<!--post (\d+)-->\s*(.*?)<!--end-->\s*", re.DOTALL)
    _AGAIN = re.compile(r"<!--again (\d+)-->")

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._written: dict[str, str] = {}

    def take_out(self, section: nodes.section, docnames: Sequence[str]) -> None:
        """Mark posts that are listed for the first time; replace others by a mark."""
        posts = next(n for n in section.findall(nodes.bullet_list) if LIST in n["classes"])
        items, posts.children = posts.children, []
        for docname, item in zip(docnames, items, strict=True):
            if docname in self._numbers:
                posts += nodes.raw("", f"<!--again {self._numbers[docname]}-->", format="html")
                continue
            number = self._numbers[docname] = len(self._numbers)
            posts += [nodes.raw("", f"<!--post {number}-->", format="html"), item]
            posts += nodes.raw("", "<!--end-->", format="html")

    def put_back(self, html: str) -> str:
        """A page with its marks replaced by posts."""
        self._written |= dict(self._FIRST.findall(html))
        html = self._FIRST.sub(r"\2", html)
        return self._AGAIN.sub(lambda again: self._written[again[1]], html)


def _kind(archive_page: ArchivePage) -> str:
    return "topic" if archive_page.base.startswith("topics/") else "archive"


def _section(language: str, archive_page: ArchivePage, entries: list[PostEntry]) -> nodes.section:
    """The section of a page: heading, posts, links to the other pages."""
    page, kind = Page(archive_page.name, language), _kind(archive_page)
    top = topic_head(gettext("Topic") if kind == "topic" else gettext("Year"))
    section = nodes.section("", nodes.title("", archive_page.title), top, ids=["posts"])
    section[KIND] = kind
    if archive_page.of > 1:
        form = gettext("Page {number} of {of}")
        top += text(form.format(number=archive_page.number, of=archive_page.of), classes=["an-s"])
    section += topic_posts(page, entries, archive_page.count).children
    ways = []
    if archive_page.number > 1:
        ways.append(_page_link(page, archive_page, archive_page.number - 1, gettext("Newer posts")))
    if archive_page.number < archive_page.of:
        ways.append(_page_link(page, archive_page, archive_page.number + 1, gettext("Older posts")))
    if ways:
        section += text(*separated(*ways), classes=[WAYS])
    return section


def list_document(app: Sphinx, what: str) -> str:
    """The document that lists all ``topics``, ``years``, ``authors`` or ``series``, or empty.

    If there are several, one that the header links to; never the front page.
    """
    header = settings_of(app.config).header
    lists = domain_of(app.env).lists.get(what, set()) - {app.config.root_doc}
    return min(lists, key=lambda docname: (docname not in header, docname), default="")


def _parents(app: Sphinx, pagename: str, docname: str) -> list[dict[str, str]]:
    """The document above a page, for breadcrumbs."""
    if not docname:
        return []
    link = app.builder.get_relative_uri(pagename, docname)
    return [{"link": link, "title": escape(app.env.titles[docname].astext())}]


def _page_link(page: Page, archive_page: ArchivePage, number: int, label: str) -> nodes.Node:
    what, _, key = archive_page.base.partition("/")
    return link(page, what, key if number == 1 else f"{key}/{number}", label)


_STATIC = re.compile(r'(href|src)="(?:\.\./)*_static/')


def collect_not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page to the builder, if it has our layout."""
    if has_our_look(app):
        context = {"title": gettext("Page not found"), "parents": [], "toc": ""}
        yield NOT_FOUND, context, "404.html"


def link_from_the_root(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Make links of ``404.html`` start from the root of the site."""
    if pagename != NOT_FOUND or doctree is not None:
        return
    root = f"{urlsplit(app.config.html_baseurl or '').path.rstrip('/')}/"

    def pathto(other: str, resource: bool = False, baseuri: str = "") -> str:
        return root + (other if resource else app.builder.get_target_uri(other))

    context["pathto"] = pathto
    for tag in ("css_tag", "js_tag"):
        context[tag] = _with_root(context[tag], root)
    context["content_root"] = root
    context["pageurl"] = None


def _with_root(tag: Callable[[object], str], root: str) -> Callable[[object], str]:
    """A function for tags whose static files start from the root of the site."""
    return lambda asset: _STATIC.sub(rf'\1="{root}_static/', tag(asset))

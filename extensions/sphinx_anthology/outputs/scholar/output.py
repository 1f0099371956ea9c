"""Metadata for machines: tags in the heads of pages, and files beside them.

It may be asked for in a worker, so it only reads. All of it comes from the answers that the
document of a page has asked for, so the page is written again where they change.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.page_queries import AuthorPage, PostPage, SeriesPage
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import PartStatus, SeriesView
from sphinx_anthology.outputs.scholar.files import scholar_files
from sphinx_anthology.outputs.scholar.json_ld import front_page
from sphinx_anthology.outputs.scholar.json_ld.posts import post_page
from sphinx_anthology.outputs.scholar.json_ld.series import author_page, series_page
from sphinx_anthology.outputs.scholar.post_metadata import PostMetadata, meta, post_metadata
from sphinx_anthology.outputs.scholar.signposting import (
    author_links,
    in_head,
    post_links,
    series_links,
)
from sphinx_anthology.outputs.scholar.tags import (
    Shared,
    dublin_core,
    highwire,
    open_graph,
    post_open_graph,
    profile,
)
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import makes_site
from sphinx_anthology.site.output import Output, Page, SiteContext, page_of
from sphinx_anthology.site.writing import add_output

MOST_PARTS = 40
"""The most parts of a series that its page lists for machines."""


def head(page: Page) -> Iterator[Markup]:
    """The elements of a page's head; empty for withdrawn posts and generated pages."""
    source = page.catalogue.sources.get(page.name)
    state = page.catalogue.states.get(page.name)
    # a withheld root document is replaced by an empty page
    if source is None or state is State.WITHDRAWN or page.name in page.catalogue.withheld:
        return
    facts = facts_of(page)
    if facts is not None:
        tags = _post(page, facts)
    else:
        kinds = {"author": _author, "series": _series}
        tags = kinds.get(source.kind, _plain)(page, source.id)
    yield from map(Markup, filter(None, tags))


def facts_of(page: Page) -> PostMetadata | None:
    """The metadata of a page's post; None if it has no post."""
    post = PostPage(page.name).result(page.catalogue)
    if post is None:
        return None
    return post_metadata(page.name, post, page.site.publication, page.site.addresses, page.image)


def _shared(page: Page, kind: str, language: str = "") -> Shared:
    """The Open Graph metadata of a page."""
    return Shared(
        kind=kind,
        title=page.title,
        site=page.site.publication.title,
        url=page.site.addresses.address(page.name),
        description=page.description,
        language=language or page.site.publication.language,
        image=page.image,
    )


def _post(page: Page, facts: PostMetadata) -> Iterator[str]:
    authors = [str(person) for person in facts.work.authors]
    for name in authors if facts.is_theirs else [page.site.publication.title]:
        yield meta("author", name)
    yield from highwire(facts)
    yield from dublin_core(facts)
    yield from post_open_graph(facts, page.description)
    yield from in_head(post_links(facts), page.name, page.site.addresses)
    yield post_page(facts).script()


def _series(page: Page, series_id: str) -> Iterator[str]:
    view = SeriesPage(series_id).result(page.catalogue)
    if view is None:
        return
    view = _shortened(view)
    yield from open_graph(_shared(page, "website", view.entry.language))
    links = series_links(view, page.site.addresses, page.exports)
    yield from in_head(links, page.name, page.site.addresses)
    yield series_page(
        view, page.site.publication, page.site.addresses, page.exports, page.image
    ).script()


def _shortened(view: SeriesView) -> SeriesView:
    """A series with its first parts; linked files list all parts."""
    parts = [part for part in view.parts if part.standing is PartStatus.PUBLISHED]
    return dc.replace(view, parts=tuple(parts[:MOST_PARTS]))


def _author(page: Page, author_id: str) -> Iterator[str]:
    view = AuthorPage(author_id).result(page.catalogue)
    if view is None:
        return
    yield from open_graph(_shared(page, "profile"))
    yield from profile(view.person.name)
    yield from in_head(author_links(view, page.site.addresses), page.name, page.site.addresses)
    yield author_page(view, page.site.publication, page.site.addresses).script()


def _plain(page: Page, _: str) -> Iterator[str]:
    yield from open_graph(_shared(page, "website"))
    if page.name == page.site.publication.root:
        yield front_page(page.site.publication, page.site.addresses, page.exports).script()


def name_canonical(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template the canonical address, if the text of a post has another."""
    catalogue = domain_of(app.env).catalogue
    post = catalogue.posts.get(pagename)
    is_read = makes_site(app) and catalogue.states.get(pagename) is State.PUBLIC
    if post is None or not is_read or not post.is_theirs or post.origin is None:
        return
    facts = facts_of(page_of(app, pagename))
    if facts and facts.canonical != facts.work.page:
        context["pageurl"] = facts.canonical


class Scholar(Output):
    """Metadata in pages, JSON-LD to download, and link sets."""

    name = "scholar"

    def files(self, site: SiteContext) -> Iterator[tuple[str, str]]:
        """Make the files beside pages."""
        return scholar_files(site.catalogue, site.publication, site.exports)

    def head(self, page: Page) -> Iterator[Markup]:
        """Make the tags of a page."""
        return head(page)

    def shown(self, page: Page) -> None:
        """Nothing: all of it comes from queries of the page's document."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    add_output(app, Scholar())
    # after the theme has corrected the address of the page (500), which it would do again to that
    # of another site
    app.connect("html-page-context", name_canonical, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

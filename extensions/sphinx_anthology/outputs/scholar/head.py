"""What stands in the head of each kind of page, and the hook that puts it there.

What stands in the head of each kind of page.

It may be asked for in a worker, so it only reads. A page tells what it shows and no more: all of
it comes from the answers that its document has asked for, so it is written anew where they change.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_questions import AuthorPage, PostPage, SeriesPage
from sphinx_anthology.model.site import Export, Site
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import SeriesView, Standing
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.facts import Image, PostFacts, meta, post_facts
from sphinx_anthology.outputs.scholar.json_ld.posts import post_page
from sphinx_anthology.outputs.scholar.json_ld.publication import front_page
from sphinx_anthology.outputs.scholar.json_ld.series import author_page, series_page
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
from sphinx_anthology.reading.volumes import exports_of, public_exports, publication_of

MOST_PARTS = 40
"""How many parts of a series its page names to machines."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is being written, and what is known of it besides the catalogue."""

    docname: str
    title: str
    description: str
    publication: Publication
    catalogue: Catalogue
    image: Image | None = None
    exports: tuple[Export, ...] = ()

    @property
    def site(self) -> Site:
        """Where the pages will be."""
        return self.catalogue.site

    def shared(self, kind: str, language: str = "") -> Shared:
        """What is shown of the page where its address is shared."""
        return Shared(
            kind=kind,
            title=self.title,
            site=self.publication.title,
            url=self.site.address(self.docname),
            description=self.description,
            language=language or self.publication.language,
            image=self.image,
        )


@dc.dataclass(frozen=True, slots=True)
class Head:
    """The elements of a page's head, and the address that counts where it is another page's."""

    tags: tuple[str, ...] = ()
    canonical: str = ""


def head(page: Page) -> Head:
    """What a page says. One that was withdrawn, or is of no document, says nothing."""
    source = page.catalogue.sources.get(page.docname)
    if source is None or page.catalogue.states.get(page.docname) is State.WITHDRAWN:
        return Head()
    post = PostPage(page.docname).answer(page.catalogue)
    if post is not None:
        facts = post_facts(page.docname, post, page.publication, page.site, page.image)
        elsewhere = facts.canonical if facts.canonical != facts.work.page else ""
        return Head(_told(_post(page, facts)), elsewhere)
    kinds = {"author": _author, "series": _series}
    return Head(_told(kinds.get(source.kind, _plain)(page, source.id)))


def _told(tags: Iterator[str]) -> tuple[str, ...]:
    return tuple(filter(None, tags))


def _post(page: Page, facts: PostFacts) -> Iterator[str]:
    authors = [str(person) for person in facts.work.authors]
    for name in authors if facts.is_theirs else [page.publication.title]:
        yield meta("author", name)
    yield from highwire(facts)
    yield from dublin_core(facts)
    yield from post_open_graph(facts, page.description)
    yield from in_head(post_links(facts), page.docname, page.site)
    yield post_page(facts).script()


def _series(page: Page, series_id: str) -> Iterator[str]:
    view = SeriesPage(series_id).answer(page.catalogue)
    if view is None:
        return
    view = _shortened(view)
    yield from open_graph(page.shared("website", view.entry.language))
    links = series_links(view, page.site, page.exports)
    yield from in_head(links, page.docname, page.site)
    yield series_page(view, page.publication, page.site, page.exports, page.image).script()


def _shortened(view: SeriesView) -> SeriesView:
    """A series with as many parts as a head can bear; the files that it links to name them all."""
    parts = [part for part in view.parts if part.standing is Standing.PUBLISHED]
    return dc.replace(view, parts=tuple(parts[:MOST_PARTS]))


def _author(page: Page, author_id: str) -> Iterator[str]:
    view = AuthorPage(author_id).answer(page.catalogue)
    if view is None:
        return
    yield from open_graph(page.shared("profile"))
    yield from profile(view.person.name)
    yield from in_head(author_links(view, page.site), page.docname, page.site)
    yield author_page(view, page.publication, page.site).script()


def _plain(page: Page, _: str) -> Iterator[str]:
    yield from open_graph(page.shared("website"))
    if page.docname == page.publication.root:
        yield front_page(page.publication, page.site, page.exports).script()


def fill_head(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template the elements for the head, and the address that counts."""
    if not makes_site(app) or pagename not in app.env.titles:
        return
    catalogue = domain_of(app.env).catalogue
    if pagename in catalogue.withheld:  # the root document, whose place is kept by an empty page
        return
    share = context.get("anthology_share")
    page = Page(
        docname=pagename,
        title=app.env.titles[pagename].astext(),
        description=context.get("anthology_description", ""),
        publication=publication_of(app.config, catalogue.site.base),
        catalogue=catalogue,
        image=Image(**share) if share else None,
        exports=_exports(app, pagename),
    )
    found = head(page)
    context.setdefault("anthology_head", []).extend(found.tags)
    if found.canonical:
        context["pageurl"] = found.canonical


def _exports(app: Sphinx, docname: str) -> tuple[Export, ...]:
    """The files that the page lists, for it is written anew when these change."""
    domain = domain_of(app.env)
    taken = sorted(domain.taken.get(docname, ()))
    if not taken:
        return ()
    files = public_exports(app)
    return tuple(e for series in taken for e in exports_of(files, series, domain.catalogue))

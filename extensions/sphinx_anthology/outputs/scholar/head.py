"""Hooks into the writing of pages: their heads are filled."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.site import Export
from sphinx_anthology.outputs.scholar.facts import Image
from sphinx_anthology.outputs.scholar.pages import Page, head
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.exports import exports_of, public_exports
from sphinx_anthology.reading.site_files import makes_site
from sphinx_anthology.reading.volumes import publication_of


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

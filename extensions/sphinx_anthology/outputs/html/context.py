"""What templates are given: the reading order, previous and next, the header's links."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_anthology.model.page_questions import PostPage
from sphinx_anthology.model.views import Part, PostView, Standing
from sphinx_anthology.pages.wording import gettext, number_text
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of

THEME = "pydata_sphinx_theme"
THEME_OPTIONS: dict[str, Any] = {
    "navbar_align": "left",
    "navbar_center": ["anthology-header.html"],
    "navbar_end": ["theme-switcher.html"],
    "article_header_start": [],
    "secondary_sidebar_items": ["page-toc.html"],
    "footer_start": ["copyright.html"],
    "footer_end": [],
    "show_prev_next": True,
    "back_to_top_button": False,
}
"""The theme's options that suit a publication, unless ``conf.py`` says otherwise."""


def fit_theme(app: Sphinx, config: Config) -> None:
    """Fill in the theme's options; other themes are left as they are."""
    if config.html_theme != THEME:
        return
    config.html_theme_options = {**THEME_OPTIONS, **config.html_theme_options}
    if not config.html_sidebars:
        config.html_sidebars = {"**": ["anthology-order.html"]}


def add_to_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add what our templates show. It may run in a worker, so it only reads."""
    catalogue = domain_of(app.env).catalogue
    context["anthology_header"] = [
        {"title": app.env.titles[docname].astext(), "docname": docname}
        for docname in settings_of(app.config).header
        if docname in app.env.titles
    ]
    view = PostPage(pagename).answer(catalogue)
    context["anthology_order"] = _order(view, pagename) if view else None
    source = catalogue.sources.get(pagename)
    if view:
        context["anthology_neighbours"] = _neighbours(app, view, pagename)
    elif source is None or source.kind in {"author", "topic"}:
        context["anthology_neighbours"] = None, None


def go_by_series(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Previous and next are those of the series; authors and archive pages have none."""
    if "anthology_neighbours" in context:
        context["prev"], context["next"] = context["anthology_neighbours"]


def _order(view: PostView, docname: str) -> dict[str, Any] | None:
    """The reading order of a post's series."""
    place = view.place
    if place is None or not any(part.docname == docname for part in view.order):
        return None
    return {
        "label": gettext("Reading order"),
        "title": place.series_title,
        "docname": place.series_docname,
        "here": gettext("You are here"),
        "parts": [
            {
                "number": part.number or "",
                "title": part.title or gettext("announced"),
                "docname": part.docname,
                "is_here": part.docname == docname,
            }
            for part in view.order
        ],
    }


def _neighbours(
    app: Sphinx, view: PostView, docname: str
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The previous and the next part of the series, as Sphinx's templates want them."""
    readable = [part for part in view.order if part.standing is Standing.PUBLISHED]
    docnames = [part.docname for part in readable]
    if docname not in docnames:
        return None, None
    here = docnames.index(docname)

    def neighbour(part: Part) -> dict[str, str]:
        uri = app.builder.get_relative_uri(docname, part.docname)
        number = number_text(view.place, part.number)
        # templates take the title for HTML, as Sphinx renders it
        return {"link": uri, "title": escape(". ".join(filter(None, (number, part.title))))}

    before = neighbour(readable[here - 1]) if here else None
    after = neighbour(readable[here + 1]) if here + 1 < len(readable) else None
    return before, after

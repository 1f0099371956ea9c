"""The context of templates: page kind, reading order, previous and next, header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.views import Part, PartStatus, PostEntry, PostView, RelatedPosts
from sphinx_anthology.model.volume import exports_of
from sphinx_anthology.outputs.html.arrange import IN_COLUMNS, brand, fonts_of
from sphinx_anthology.outputs.html.theme import ALWAYS_SHOWN, component_names
from sphinx_anthology.pages.wording import date_text, gettext, joined, number_text, series_kind
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of
from sphinx_anthology.reading.volumes import public_exports
from sphinx_anthology.site.output import page_of

KINDS = {"search": "search", "404": "lost", "genindex": "plain"}
"""The kinds of pages without documents, by name."""


def add_to_context(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add the values of our templates. It may run in a worker: only read.

    On pages of lists, the theme gets no second sidebar.
    """
    catalogue = domain_of(app.env).catalogue
    settings = settings_of(app.config)
    stated = doctree.get("anthology_kind") if doctree is not None else None
    own = KINDS.get(pagename, "plain") if doctree is None else "plain"
    kind = stated or context.get("anthology_kind") or own
    view = PostPage(pagename).result(catalogue)
    context["anthology_kind"] = kind
    shown = component_names(context.get("theme_templates_skip_empty_check", ()))
    context["theme_templates_skip_empty_check"] = [*shown, *ALWAYS_SHOWN]
    if kind not in IN_COLUMNS:
        context["theme_secondary_sidebar_items"] = []
    context["anthology_text"] = gettext
    context["anthology_brand"] = brand(publication_title(app.config))
    context["anthology_disclaimer"] = settings.disclaimer
    context["anthology_description"] = page_of(app, pagename).description
    above = {pagename, *_ancestors(app, pagename)}
    context["anthology_header"] = list(_linked(app, settings.header, pagename, above))
    context["anthology_footer"] = list(_linked(app, settings.footer, pagename, above))
    context["anthology_fonts"] = fonts_of(str(context.get("body", "")))
    context["anthology_order"] = _order(view, pagename) if view else _siblings(app, pagename)
    context["anthology_related"] = list(map(_related, view.related)) if view else []
    context["anthology_take"] = _booklets(app, view)
    source = catalogue.sources.get(pagename)
    if view:
        context["anthology_neighbours"] = _neighbours(app, view, pagename)
    elif source is None or source.kind in {"author", "topic"} or kind != "plain":
        context["anthology_neighbours"] = None, None


def set_neighbours(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Set previous and next by the series; pages of lists have none."""
    if "anthology_neighbours" in context:
        context["prev"], context["next"] = context["anthology_neighbours"]


def _linked(
    app: Sphinx, docnames: Iterable[str], pagename: str, above: AbstractSet[str]
) -> Iterator[dict[str, Any]]:
    """The documents in header or footer, and which of them contain the page."""
    for docname in docnames:
        if docname in app.env.titles:
            yield {
                "title": app.env.titles[docname].astext(),
                "docname": docname,
                "is_here": docname == pagename,
                "is_above": docname in above,
            }


def _ancestors(app: Sphinx, docname: str) -> list[str]:
    """The ancestors of a document, the nearest first."""
    relations = app.builder.relations  # type: ignore[attr-defined]  # builders of pages have them
    found: list[str] = []
    parent = relations.get(docname, (None,))[0]
    while parent and parent not in found:
        found.append(parent)
        parent = relations.get(parent, (None,))[0]
    return found


def _order(view: PostView, docname: str) -> dict[str, Any] | None:
    """The reading order of a post's series."""
    place = view.place
    if place is None or not any(part.docname == docname for part in view.order):
        return None
    form = gettext("{kind}, reading order")
    return {
        "label": form.format(kind=series_kind(place.series_kind)),
        "title": place.series_title,
        "language": place.series_language,
        "docname": place.series_docname,
        "parts": [
            {
                "number": part.number or "",
                "title": part.title or gettext("announced"),
                "docname": part.docname,
                "language": part.language,
                "is_here": part.docname == docname,
            }
            for part in view.order
        ],
    }


def _related(more: RelatedPosts) -> dict[str, Any]:
    """Other posts by an author or on a topic, for templates."""
    if more.person:
        label = gettext("More by {name}").format(name=more.person)
    else:
        label = gettext("More on {topic}").format(topic=more.topic.label if more.topic else "")
    posts = [{"title": e.title, "docname": e.docname, "language": e.language} for e in more.posts]
    return {"label": label, "posts": posts}


def _siblings(app: Sphinx, docname: str) -> dict[str, Any] | None:
    """The siblings of a plain page, in the order of their toctree.

    None if one of them belongs to the catalogue, since there may be very many.
    """
    env, sources = app.env, domain_of(app.env).catalogue.sources
    parent = next(iter(_ancestors(app, docname)), None)
    if docname not in sources or parent in {None, app.config.root_doc}:
        return None
    assert parent is not None  # noqa: S101  # for mypy
    listed = [d for d in env.toctree_includes.get(parent, ()) if d in env.titles]
    if any(sources[d].kind for d in (parent, *listed) if d in sources):
        return None
    return {
        "label": gettext("In this part"),
        "title": env.titles[parent].astext(),
        "language": "",
        "docname": parent,
        "parts": [
            {
                "number": "",
                "title": env.titles[d].astext(),
                "docname": d,
                "language": "",
                "is_here": d == docname,
            }
            for d in listed
        ],
    }


def _booklets(app: Sphinx, view: PostView | None) -> list[dict[str, str]]:
    """The booklets of a post's series, for download."""
    if view is None or view.place is None:
        return []
    catalogue = domain_of(app.env).catalogue
    exports = exports_of(public_exports(app), view.place.series_id, catalogue)
    form = gettext("Series booklet, {kind}")
    return [
        {
            "label": form.format(kind=export.path.rpartition(".")[2].upper()),
            "path": f"downloads/{export.path}",
        }
        for export in exports
    ]


def _neighbours(
    app: Sphinx, view: PostView, docname: str
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The previous and the next part of the series, or post by date, for templates."""

    def shown(to: Part | PostEntry, label: str, where: str) -> dict[str, str]:
        return {
            "link": app.builder.get_relative_uri(docname, to.docname),
            "title": escape(to.title),  # templates expect HTML
            "label": ", ".join(filter(None, (label, where))),
            "authors": joined([str(person) for person in to.people], app.config.language),
            "language": to.language,
        }

    if view.place is None:
        around = ((view.earlier, gettext("Previous")), (view.later, gettext("Next")))
        earlier, later = (
            shown(to, label, date_text(to.date, app.config.language)) if to else None
            for to, label in around
        )
        return earlier, later
    readable = [part for part in view.order if part.standing is PartStatus.PUBLISHED]
    docnames = [part.docname for part in readable]
    if docname not in docnames:
        return None, None
    here = docnames.index(docname)
    before = readable[here - 1] if here else None
    after = readable[here + 1] if here + 1 < len(readable) else None
    numbers = [number_text(view.place, part.number) if part else "" for part in (before, after)]
    return (
        shown(before, gettext("Previous"), numbers[0]) if before else None,
        shown(after, gettext("Next"), numbers[1]) if after else None,
    )

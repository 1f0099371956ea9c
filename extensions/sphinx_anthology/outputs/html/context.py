"""The context of templates: page kind, reading order, previous and next, header."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.documents import Topic
from sphinx_anthology.model.list_queries import Beside
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.views import (
    Count,
    Part,
    PostEntry,
    PostView,
    RelatedPosts,
    readable_beside,
)
from sphinx_anthology.model.volume import exports_of, pdf_first
from sphinx_anthology.outputs.html.archive import list_document
from sphinx_anthology.outputs.html.arrange import IN_COLUMNS, brand, fonts_of, kept_whole
from sphinx_anthology.outputs.html.theme import ALWAYS_SHOWN, component_names
from sphinx_anthology.pages.wording import date_text, gettext, joined, number_text, series_kind
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of
from sphinx_anthology.reading.volumes import public_exports, states
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
    stated = doctree.get("anthology_kind") if doctree is not None else None
    own = KINDS.get(pagename, "plain") if doctree is None else "plain"
    kind = stated or context.get("anthology_kind") or own
    view = PostPage(pagename).result(catalogue)
    context["anthology_kind"] = kind
    shown = component_names(context.get("theme_templates_skip_empty_check", ()))
    context["theme_templates_skip_empty_check"] = [*shown, *ALWAYS_SHOWN]
    if kind not in IN_COLUMNS:
        context["theme_secondary_sidebar_items"] = []
    source = catalogue.sources.get(pagename)
    entry = context.get("anthology_entry") or _entry(source)
    context |= _around_the_page(app, pagename, _list_of(source, entry, view))
    context["anthology_fonts"] = fonts_of(str(context.get("body", "")))
    context["anthology_order"] = _order(view, pagename) if view else _siblings(app, pagename)
    context["anthology_related"] = list(map(_related, view.related)) if view else []
    context["anthology_take"] = _booklets(app, view)
    if view:
        context["anthology_neighbours"] = _neighbours(app, view, pagename)
    elif entry:
        context["anthology_neighbours"] = _beside(app, pagename, *entry)
    elif source is None or source.kind in {"author", "topic"} or kind != "plain":
        context["anthology_neighbours"] = None, None


def _around_the_page(app: Sphinx, pagename: str, listed_in: str) -> dict[str, Any]:
    """Description, header and footer; ``listed_in`` says which list has the page."""
    settings = settings_of(app.config)
    above = {pagename, *_ancestors(app, pagename), list_document(app, listed_in)}
    return {
        "anthology_text": gettext,
        "anthology_disclaimer": settings.disclaimer,
        "anthology_description": page_of(app, pagename).description,
        "anthology_header": list(_linked(app, settings.header, pagename, above)),
        "anthology_footer": list(_linked(app, settings.footer, pagename, above)),
        **_titles(app),
    }


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


_SHORT = 44
"""The most characters of a title in the header of a narrow window: two lines."""


def _titles(app: Sphinx) -> dict[str, list[str]]:
    """The publication's title, and a short one for narrow windows, split at ampersands."""
    title = publication_title(app.config)
    own = str(app.config.html_short_title) if states(app.config, "html_short_title") else ""
    short = own or textwrap.shorten(title, _SHORT, placeholder=" …")
    return {
        "anthology_brand": brand(title),
        "anthology_short": brand(short) if short not in {title, " …"} else [],
    }


def _entry(source: Source | None) -> tuple[str, str] | None:
    """The list that a document is an entry of as a topic, and its key."""
    record = source.record if source else None
    return ("topics", slug(record.topic)) if isinstance(record, Topic) else None


def _list_of(source: Source | None, entry: tuple[str, str] | None, view: PostView | None) -> str:
    """The list that leads to a page: topics, years, authors or series; posts have their years."""
    if entry:
        return entry[0]
    if view:
        return "series" if view.place else "years"
    return {"author": "authors", "series": "series"}.get(source.kind if source else "", "")


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
        for export in sorted(exports, key=pdf_first)
    ]


def _neighbours(
    app: Sphinx, view: PostView, docname: str
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The previous and the next part of the series, or post by date, for templates."""

    def shown(to: Part | PostEntry, label: str, where: str) -> dict[str, str]:
        return {
            "link": app.builder.get_relative_uri(docname, to.docname),
            "title": kept_whole(to.title),  # templates expect HTML
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
    before, after = readable_beside(view.order, docname)
    numbers = [number_text(view.place, part.number) if part else "" for part in (before, after)]
    return (
        shown(before, gettext("Previous"), numbers[0]) if before else None,
        shown(after, gettext("Next"), numbers[1]) if after else None,
    )


def _beside(
    app: Sphinx, pagename: str, what: str, key: str
) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """The topics or years before and after one, for templates."""
    is_topic = what == "topics"
    labels = (
        gettext("Previous topic") if is_topic else gettext("Previous year"),
        gettext("Next topic") if is_topic else gettext("Next year"),
    )

    def shown(to: Count | None, label: str) -> dict[str, str] | None:
        if to is None:
            return None
        link = app.builder.get_relative_uri(pagename, to.docname or f"{what}/{to.key}")
        return {"link": link, "title": escape(to.label), "label": label}

    before, after = Beside(what, key).result(domain_of(app.env).catalogue)
    return shown(before, labels[0]), shown(after, labels[1])

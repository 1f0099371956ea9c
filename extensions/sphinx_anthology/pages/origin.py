"""Where a post was first published, and where else it stands."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.documents import Publication, Relation
from sphinx_anthology.model.fields import Contributor
from sphinx_anthology.model.views import PostView
from sphinx_anthology.pages.build import Page, external, text
from sphinx_anthology.pages.wording import date_text, gettext, joined


def origin_notes(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Where the post was first published, and where it can be read whole."""
    origin = view.post.origin
    if origin is None:
        return
    form = published(origin.relation)
    site = origin.site or gettext("another site")
    note = text(form.format(site=site), classes=["an-origin"])
    if origin.url:
        is_excerpt = origin.relation is Relation.EXCERPT
        label = gettext("Read the full post") if is_excerpt else gettext("Read the original")
        note += [nodes.Text(" "), external(origin.url, label), nodes.Text(".")]
    yield note
    for earlier in origin.earlier:
        declared = gettext("Previously published on {site}.")
        undeclared = gettext("An earlier version, not acknowledged in the post: {site}.")
        yield _elsewhere(page, view, declared if earlier.declared else undeclared, earlier)
    for copy in origin.copies:
        yield _elsewhere(page, view, gettext("Also on {site}."), copy)


def published(relation: Relation | None) -> str:
    """What a page says of the place where its post was published, ``{site}``."""
    return {
        None: gettext("The post was published on {site}."),
        Relation.FULL: gettext("First published on {site}."),
        Relation.REPOST: gettext("This post first appeared on {site}."),
        Relation.EXCERPT: gettext("The beginning of a post published on {site}."),
        Relation.DIGEST: gettext("Our summary of a post published on {site}."),
        Relation.RECORD: gettext("Details only; the post was published on {site}."),
    }[relation]


def _elsewhere(page: Page, view: PostView, form: str, copy: Publication) -> nodes.Node:
    """A sentence about another publication of the post."""
    before_site, _, after_site = form.partition("{site}")
    title = copy.title or ""
    site = copy.site or copy.url or gettext("another site")
    shown = gettext("{site}, “{title}”").format(site=site, title=title) if title else site
    where: nodes.Node = external(copy.url, shown) if copy.url else nodes.Text(shown)
    details = [joined([_printed(view, c) for c in copy.authors], page.language)]
    details += [date_text(copy.date, page.language)] if copy.date else []
    told = "".join(f", {detail}" for detail in details if detail)
    return text(before_site, where, told, after_site, classes=["an-origin"])


def _printed(view: PostView, contributor: Contributor) -> str:
    if contributor.name:
        return str(contributor.name)
    return dict(view.elsewhere).get(contributor.id or "", "")

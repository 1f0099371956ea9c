"""A topic's page, or a year's: its posts, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.pages.build import Page, labelled, text
from sphinx_anthology.pages.lists import dated_posts
from sphinx_anthology.pages.nodes import head, listing
from sphinx_anthology.pages.wording import gettext, ngettext


def topic_head(kind: str, description: str = "", classes: Sequence[str] = ()) -> head:
    """What the page is, and its standfirst, which has ``classes`` of its own."""
    top = head("", text(kind, classes=["an-kicker"]), classes=["an-head", "is-display"])
    if description:
        top += text(description, classes=["an-stand", *classes])
    return top


def topic_posts(page: Page, entries: Sequence[PostEntry], count: int) -> listing:
    """The posts, of which there are ``count`` in all."""
    number = ngettext("{n} post", "{n} posts", count)
    posts = dated_posts(page, entries, with_summary=True)
    label = nodes.inline("", number)
    if count > 1:
        label += nodes.inline("", " " + gettext("Newest first"), classes=["an-s"])
    return listing("", labelled("an-posts", label, posts))

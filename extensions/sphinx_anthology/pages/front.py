"""The front page: what stands under the publication's title."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_anthology.model.views import Totals
from sphinx_anthology.pages.build import text
from sphinx_anthology.pages.nodes import block, head
from sphinx_anthology.pages.wording import gettext, ngettext


def front_head(tagline: str, totals: Totals) -> head:
    """The tagline, and how much the publication holds."""
    foot = block("", classes=["an-hero-foot"])
    if tagline:
        foot += text(tagline, classes=["an-tagline"])
    if totals.posts:
        foot += text(", ".join(_totals(totals)), classes=["an-s"])
    return head("", foot, classes=["an-head", "an-hero"])


def _totals(totals: Totals) -> Iterator[str]:
    """``14 posts by 20 authors``, ``in 3 series``, ``2014 to 2021``."""
    posts = ngettext("{n} post", "{n} posts", totals.posts)
    authors = ngettext("{n} author", "{n} authors", totals.authors)
    by = gettext("{posts} by {authors}").format(posts=posts, authors=authors)
    yield by if totals.authors else posts
    if totals.series:
        yield ngettext("in {n} series", "in {n} series", totals.series)
    if totals.first != totals.last:
        yield gettext("{first} to {last}").format(first=totals.first, last=totals.last)
    elif totals.first:
        yield str(totals.first)

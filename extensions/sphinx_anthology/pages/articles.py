"""Articles in texts: one with a note, as in a reading list, and lists of them with their posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinx_anthology.model.article_queries import SORTS, ArticleInText, ArticleList
from sphinx_anthology.model.dates import parse_day
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.views import ArticleEntry, PostEntry
from sphinx_anthology.pages.asking import AnthologyDirective
from sphinx_anthology.pages.bibliographic import article_lines
from sphinx_anthology.pages.build import (
    Page,
    filled,
    items,
    moment,
    post_link,
    separated,
    text,
    with_language,
)
from sphinx_anthology.pages.filters import articles_by, filtered
from sphinx_anthology.pages.nodes import LIST, block, listing
from sphinx_anthology.pages.wording import gettext


class ArticleNote(AnthologyDirective):
    """``{article}``: an article by its key, with free access, and what is said of it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "free_until": directives.unchanged_required
    }

    def run(self) -> list[nodes.Node]:
        """Build the article, and the note below it."""
        written, _, words = self.arguments[0].strip().partition(" ")
        key = self.plain("article", written)
        inline, messages = self.parse_inline(words.strip())
        first = [text(*inline)] if inline else []
        note = [*first, *messages, *self.parse_content_to_nodes()]
        until = self._free_until()
        if self.known("article", key):
            self._tell_of_place(written, key, until)
        query = ArticleInText(docname=self.env.docname, key=key, free_until=until)
        shown = block("", *article_lines(self.page, self.ask(query)), classes=["an-entry"])
        return [block("", listing("", shown), *note, classes=["an-reading"])]

    def _free_until(self) -> dt.date | None:
        """The last day of free access; a wrong one is reported."""
        if "free_until" not in self.options:
            return None
        stated = self.options["free_until"]
        try:
            return parse_day(stated)
        except ValueError as error:
            write = getattr(error, "write", "")
            message = f"{{article}}: ‘free_until’: {error}."
            self.complain(message, old=f":free_until: {stated}", write=write)
            return None

    def _tell_of_place(self, written: str, key: str, until: dt.date | None) -> None:
        """Report an article that lists do not have, and two days of which one is wrong."""
        source = self.domain.source(self.env.docname)
        if not isinstance(source.record, Post):
            return
        if written not in self.once("anthology_listed", self._scanned):
            self.complain(
                f"{{article}} {written} stands in an included file, or inside other markup; lists "
                "of articles do not have it. Write it into the text of the post itself."
            )
        stated = self.once("anthology_stated", self._stated).get(key)
        if stated and until and stated != until:
            self.complain(
                f"{{article}} {key} is free until {until}, but until {stated} by the front matter, "
                "which counts. Delete one of them."
            )

    def _scanned(self) -> frozenset[str]:
        return frozenset(listed.key for listed in self.domain.source(self.env.docname).articles)

    def _stated(self) -> dict[str, dt.date | None]:
        """The days that the front matter states, by key."""
        post = self.domain.source(self.env.docname).record
        return {a.key: a.free_until for a in post.articles} if isinstance(post, Post) else {}


class Articles(AnthologyDirective):
    """``{articles}``: the articles that posts present, each with its posts."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "series": directives.unchanged_required,
        "author": directives.unchanged_required,
        "topic": directives.unchanged_required,
        "year": directives.unchanged_required,
        "limit": directives.nonnegative_int,
        "sort": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the list, unless an option is wrong."""
        self.plain_options()
        if not self.options_are_right({"sort": SORTS}):
            return []
        entries = self.ask(ArticleList(**self.options))
        chosen = articles_by(self.options.get("sort", "newest"))
        made = partial(article_list, self.page)
        built = filtered(self.list_id("an-all-articles"), entries, chosen, made)
        return [listing("", built, classes=["an-articles"])] if entries else []


def article_list(page: Page, entries: Iterable[ArticleEntry]) -> nodes.Node:
    """Articles, each with the posts that present it."""
    return items(([_article(page, entry)] for entry in entries), LIST)


def _article(page: Page, entry: ArticleEntry) -> nodes.Node:
    lines = article_lines(page, entry.box)
    return block("", *lines, *(_post(page, post) for post in entry.posts), classes=["an-entry"])


def _post(page: Page, entry: PostEntry) -> nodes.paragraph:
    """A post that presents an article, and its day."""
    post = with_language(page, post_link(page, entry), entry.language)
    where = nodes.inline("", "", *filled(gettext("Presented in {post}"), post=post))
    return text(*separated(where, moment(page, entry.date)), classes=["an-s"])

"""Queries of journal articles: one in a text, and lists of them with their posts."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import ArticleLink
from sphinx_anthology.model.entries import article_box, post_entry
from sphinx_anthology.model.list_queries import PostList
from sphinx_anthology.model.views import ArticleBox, ArticleEntry


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInText:
    """The query for an article that a document shows, with its free access.

    A day that the front matter of the document states counts more than ``free_until``.
    """

    docname: str
    key: str
    free_until: dt.date | None = None

    def result(self, catalogue: Catalogue) -> ArticleBox:
        """The article; its record is missing if the key is unknown."""
        post = catalogue.posts.get(self.docname)
        stated = (link for link in (post.articles if post else ()) if link.key == self.key)
        days = [link.free_until for link in stated if link.free_until]
        until = days[0] if days else self.free_until
        return article_box(ArticleLink(key=self.key, free_until=until), catalogue)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArticleList:
    """A selection of the articles that public posts present.

    ``series``, ``author`` and ``topic`` are those of the posts, ``year`` is that of the article.
    ``sort`` is ``newest``, ``oldest``, ``author`` or ``title``. ``limit`` 0 means all.
    """

    series: str = ""
    author: str = ""
    topic: str = ""
    year: str = ""
    limit: int = 0
    sort: str = "newest"

    def result(self, catalogue: Catalogue) -> tuple[ArticleEntry, ...]:
        """The articles in order, each with its posts."""
        found = sorted(self._entries(catalogue), key=SORT_KEYS["author"])
        if self.sort != "author":
            found.sort(key=SORT_KEYS[self.sort], reverse=self.sort == "newest")
        return tuple(found[: self.limit or None])

    def _entries(self, catalogue: Catalogue) -> Iterator[ArticleEntry]:
        posts = PostList(series=self.series, author=self.author, topic=self.topic)
        chosen = {entry.docname for entry in posts.result(catalogue)}
        for key, docnames in catalogue.posts_by_article.items():
            article = catalogue.articles.get(key)
            shown = [docname for docname in docnames if docname in chosen]
            if article and shown and self.year in {"", article.year}:
                entries = tuple(post_entry(docname, catalogue) for docname in shown)
                yield ArticleEntry(box=_box(key, docnames, catalogue), posts=entries)


def _box(key: str, docnames: tuple[str, ...], catalogue: Catalogue) -> ArticleBox:
    """An article, free until the last day that any of its posts states."""
    links = (link for docname in docnames for link in catalogue.presented(docname))
    days = [link.free_until for link in links if link.key == key and link.free_until]
    return article_box(ArticleLink(key=key, free_until=max(days, default=None)), catalogue)


def _year(entry: ArticleEntry) -> int:
    year = entry.box.article.year if entry.box.article else ""
    return int(year) if year.isdecimal() and len(year) == 4 else 0


def _title(entry: ArticleEntry) -> str:
    return names.sort_key(entry.box.article.title if entry.box.article else "")


def _author(entry: ArticleEntry) -> tuple[str, str, str]:
    article = entry.box.article
    first = next(iter((*article.authors, *article.editors)), None) if article else None
    return names.sort_key(first.family if first else ""), _title(entry), entry.box.key


SORT_KEYS: dict[str, Callable[[ArticleEntry], Any]] = {
    "newest": _year,
    "oldest": _year,
    "title": _title,
    "author": _author,
}
"""The sort keys of articles by order."""
SORTS = tuple(SORT_KEYS)
"""The orders of articles."""

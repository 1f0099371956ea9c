"""Queries of documents, and the documents whose queries have new results.

Whoever builds a page asks queries, and uses only their results. The queries of every document are
recorded; after an edit each is asked of the old and the new catalogue, and documents with different
results are read again. Nothing else needs to know the dependencies.
"""

from __future__ import annotations

import dataclasses as dc
import posixpath
from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import post_entry, series_entry
from sphinx_anthology.model.list_queries import AuthorList
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.suggestions import plain_docname, plain_id, plain_key, plain_topic
from sphinx_anthology.model.views import Person, PostEntry, ResolvedTarget, SeriesEntry

Answer_co = TypeVar("Answer_co", covariant=True)


class Query(Protocol, Generic[Answer_co]):
    """A question to the catalogue; hashable and comparable."""

    def result(self, catalogue: Catalogue) -> Answer_co:
        """The answer."""


def outdated(
    asked: Mapping[str, Iterable[Query[object]]], before: Catalogue, after: Catalogue
) -> set[str]:
    """The docnames whose queries have other results in the new catalogue.

    ``asked`` are the queries by docname. Each distinct query is run once on each catalogue.
    """
    if before == after:
        return set()
    changed: dict[Query[object], bool] = {}
    found = set()
    for docname, questions in asked.items():
        for query in questions:
            if query not in changed:
                changed[query] = query.result(before) != query.result(after)
            if changed[query]:
                found.add(docname)
                break
    return found


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class RecordsOf:
    """The query for the docname beside whose page records lie.

    Without a series, all records are meant. They lie beside ``root``, unless that is a post, an
    author or a series with records of its own.
    """

    series: str = ""
    root: str = ""

    def result(self, catalogue: Catalogue) -> str:
        """The docname; empty if there are no records."""
        if self.series:
            public = self.series in catalogue.public_series
            found = public and catalogue.posts_of_series(self.series)
            return catalogue.series[self.series].docname if found else ""
        source = catalogue.sources.get(self.root)
        is_taken = source is not None and bool(source.kind)
        return self.root if catalogue.public_posts and not is_taken else ""


@dc.dataclass(frozen=True, slots=True)
class BibliographyEntries:
    """The query for the bibliography entries that a text cites."""

    keys: tuple[str, ...]

    def result(self, catalogue: Catalogue) -> tuple[Article | None, ...]:
        """The entries, :data:`None` for unknown keys."""
        return tuple(catalogue.articles.get(key) for key in self.keys)


@dc.dataclass(frozen=True, slots=True)
class ResolveReference:
    """The query for the target of a role: its kind and what was written."""

    kind: str
    target: str

    def result(self, catalogue: Catalogue) -> ResolvedTarget | None:
        """The target; :data:`None` if nothing has that name."""
        return _FINDERS[self.kind](self.target, catalogue)


@dc.dataclass(frozen=True, slots=True)
class CorrectTarget:
    """The query for what a wrong target may mean: a path, link, name or title."""

    kind: str
    target: str
    here: str

    def result(self, catalogue: Catalogue) -> str:
        """The right name; empty if uncertain."""
        match self.kind:
            case "post":
                return self._post(catalogue)
            case "author":
                return self._id(catalogue.authors)
            case "series":
                return self._id(catalogue.series)
            case "article":
                key = plain_key(self.target)
                return key if key in catalogue.articles else ""
            case _:
                topic = plain_topic(self.target)
                return topic if _find_topic(topic, catalogue) else ""

    def _post(self, catalogue: Catalogue) -> str:
        plain = plain_docname(self.target)
        beside = posixpath.normpath(posixpath.join("/", posixpath.dirname(self.here), plain))
        return next((d for d in (plain, beside.lstrip("/")) if d in catalogue.posts), "")

    def _id(self, sources: Mapping[str, Source]) -> str:
        if found := plain_id(self.target, frozenset(sources)):
            return found
        path = plain_docname(self.target).removesuffix("/index")
        if found := next(
            (i for i, s in sources.items() if s.docname in {path, f"{path}/index"}), ""
        ):
            return found
        wanted = names.folded(self.target)
        titled = [i for i, source in sources.items() if names.folded(source.title) == wanted]
        return titled[0] if len(titled) == 1 else ""


def _find_post(target: str, catalogue: Catalogue) -> ResolvedTarget | None:
    state = catalogue.states.get(target)
    if state is None:
        return None
    if state.is_withheld:
        return ResolvedTarget(text="", withheld=True)
    entry = post_entry(target, catalogue)
    return ResolvedTarget(text=entry.title, docname=target, entry=entry, language=entry.language)


def _find_author(target: str, catalogue: Catalogue) -> ResolvedTarget | None:
    source = catalogue.authors.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return ResolvedTarget(text="", withheld=True)
    return ResolvedTarget(text=source.title, docname=source.docname)


def _find_series(target: str, catalogue: Catalogue) -> ResolvedTarget | None:
    source = catalogue.series.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return ResolvedTarget(text="", withheld=True)
    language = getattr(source.record, "language", None) or ""
    return ResolvedTarget(text=source.title, docname=source.docname, language=language)


def _find_topic(target: str, catalogue: Catalogue) -> ResolvedTarget | None:
    slug = names.slug(target)
    if slug in catalogue.topic_labels:
        docname = catalogue.topic_documents.get(slug, "")
        return ResolvedTarget(text=catalogue.topic_labels[slug], docname=docname, key=slug)
    used = {names.slug(tag) for post in catalogue.posts.values() for tag in post.tags}
    return ResolvedTarget(text="", withheld=True) if slug in used else None


def _find_article(target: str, catalogue: Catalogue) -> ResolvedTarget | None:
    article = catalogue.articles.get(target)
    return ResolvedTarget(text="", article=article) if article else None


_FINDERS = {
    "post": _find_post,
    "author": _find_author,
    "series": _find_series,
    "topic": _find_topic,
    "article": _find_article,
}


def public_targets(kind: str, catalogue: Catalogue) -> tuple[str, ...]:
    """All public targets of a kind, as an editor writes them."""
    match kind:
        case "post":
            return tuple(d for d in catalogue.posts if catalogue.is_public(d))
        case "author":
            return catalogue.public_authors
        case "series":
            return catalogue.public_series
        case "topic":
            return tuple(catalogue.topic_labels.values())
        case _:
            return tuple(catalogue.articles)


@dc.dataclass(frozen=True, slots=True)
class ArePublic:
    """The query for which documents are public, used by links and toctrees."""

    docnames: tuple[str, ...]

    def result(self, catalogue: Catalogue) -> tuple[bool, ...]:
        """For each document, whether it exists and is public."""
        return tuple(catalogue.is_public(docname) for docname in self.docnames)


@dc.dataclass(frozen=True, slots=True)
class PreviewOf:
    """The query for a preview: of a document by docname, or an article by key."""

    target: str

    def result(
        self, catalogue: Catalogue
    ) -> PostEntry | SeriesEntry | tuple[Person, int] | Article | None:
        """A post, a series, an author with a number of posts, an article, or :data:`None`."""
        if not catalogue.is_public(self.target):
            return catalogue.articles.get(self.target)
        source = catalogue.sources[self.target]
        if source.kind == "post":
            return post_entry(self.target, catalogue)
        if source.kind == "series":
            return series_entry(source.id, catalogue)
        if source.kind == "author":
            return next(iter(AuthorList(ids=(source.id,)).result(catalogue)), None)
        return None

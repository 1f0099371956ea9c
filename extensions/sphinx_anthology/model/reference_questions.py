"""What references and toctrees ask the catalogue."""

from __future__ import annotations

import dataclasses as dc
import posixpath
from collections.abc import Mapping

from sphinx_anthology.model import names
from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.list_questions import AuthorList
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.summaries import series_entry
from sphinx_anthology.model.views import Person, PostEntry, SeriesEntry, Target
from sphinx_anthology.model.written_ids import plain_docname, plain_id, plain_key, plain_topic


@dc.dataclass(frozen=True, slots=True)
class Cited:
    """Entries of the bibliography that a document's text cites."""

    keys: tuple[str, ...]

    def answer(self, catalogue: Catalogue) -> tuple[Article | None, ...]:
        """The entries, as far as they are there."""
        return tuple(catalogue.articles.get(key) for key in self.keys)


@dc.dataclass(frozen=True, slots=True)
class Refer:
    """What a role points to: its kind (``post``, ``author``, …) and what was written."""

    kind: str
    target: str

    def answer(self, catalogue: Catalogue) -> Target | None:
        """The target; none where there is nothing of that name."""
        return _FINDERS[self.kind](self.target, catalogue)


@dc.dataclass(frozen=True, slots=True)
class Meant:
    """What a role or an option means that names nothing: by a path, a link, a name or a title."""

    kind: str
    target: str
    here: str

    def answer(self, catalogue: Catalogue) -> str:
        """The right name; empty where none is sure."""
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


def _find_post(target: str, catalogue: Catalogue) -> Target | None:
    state = catalogue.states.get(target)
    if state is None:
        return None
    if state.is_withheld:
        return Target(text="", withheld=True)
    entry = post_entry(target, catalogue)
    return Target(text=entry.title, docname=target, entry=entry, language=entry.language)


def _find_author(target: str, catalogue: Catalogue) -> Target | None:
    source = catalogue.authors.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return Target(text="", withheld=True)
    return Target(text=source.title, docname=source.docname)


def _find_series(target: str, catalogue: Catalogue) -> Target | None:
    source = catalogue.series.get(target)
    if source is None:
        return None
    if not catalogue.is_public(source.docname):
        return Target(text="", withheld=True)
    language = getattr(source.record, "language", None) or ""
    return Target(text=source.title, docname=source.docname, language=language)


def _find_topic(target: str, catalogue: Catalogue) -> Target | None:
    slug = names.slug(target)
    if slug in catalogue.topic_labels:
        docname = catalogue.topic_documents.get(slug, "")
        return Target(text=catalogue.topic_labels[slug], docname=docname, key=slug)
    used = {names.slug(tag) for post in catalogue.posts.values() for tag in post.tags}
    return Target(text="", withheld=True) if slug in used else None


def _find_article(target: str, catalogue: Catalogue) -> Target | None:
    article = catalogue.articles.get(target)
    return Target(text="", article=article) if article else None


_FINDERS = {
    "post": _find_post,
    "author": _find_author,
    "series": _find_series,
    "topic": _find_topic,
    "article": _find_article,
}


def right_targets(kind: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Everything that a reference of a kind may name: what is shown, as an editor writes it."""
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
class Shown:
    """Which of some documents are public: asked by plain links and toctrees."""

    docnames: tuple[str, ...]

    def answer(self, catalogue: Catalogue) -> tuple[bool, ...]:
        """Whether each is there and shown."""
        return tuple(catalogue.is_public(docname) for docname in self.docnames)


@dc.dataclass(frozen=True, slots=True)
class Glance:
    """What a reference's target is in short: a document, by docname, or an article, by key."""

    target: str

    def answer(
        self, catalogue: Catalogue
    ) -> PostEntry | SeriesEntry | tuple[Person, int] | Article | None:
        """A post, a series, an author with the number of posts, an article, or nothing."""
        if not catalogue.is_public(self.target):
            return catalogue.articles.get(self.target)
        source = catalogue.sources[self.target]
        if source.kind == "post":
            return post_entry(self.target, catalogue)
        if source.kind == "series":
            return series_entry(source.id, catalogue)
        if source.kind == "author":
            return next(iter(AuthorList(ids=(source.id,)).answer(catalogue)), None)
        return None

"""The directives: they query the catalogue and call the functions that build pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinx_anthology.model.documents import Kind
from sphinx_anthology.model.list_queries import (
    AuthorList,
    PostList,
    SeriesList,
    Topics,
    Years,
)
from sphinx_anthology.model.page_queries import AuthorPage, SeriesPage
from sphinx_anthology.model.reference_queries import RecordsOf
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.pages import author, filters, lists, series
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.articles import ArticleNote, Articles
from sphinx_anthology.pages.asking import AnthologyDirective
from sphinx_anthology.pages.calendar import Calendar
from sphinx_anthology.pages.corrections import CorrectionNote


def _how_many(argument: str | None) -> int:
    """A number of posts; without one all."""
    return directives.nonnegative_int(argument) if argument and argument.strip() else sys.maxsize


class Posts(AnthologyDirective):
    """``{posts}``: a list of posts."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "series": directives.unchanged_required,
        "author": directives.unchanged_required,
        "topic": directives.unchanged_required,
        "year": directives.unchanged_required,
        "kind": directives.unchanged_required,
        "limit": directives.nonnegative_int,
        "sort": directives.unchanged_required,
        "style": directives.unchanged_required,
        "excerpt": _how_many,
        "per-series": directives.nonnegative_int,
    }
    choices: ClassVar[dict[str, tuple[str, ...]]] = {
        "kind": tuple(kind.value for kind in Kind),
        "sort": ("newest", "oldest", "title", "series"),
        "style": ("cards", "list", "table"),
    }

    def run(self) -> list[nodes.Node]:
        """Build the list, unless an option is wrong."""
        self.plain_options()
        if not self.options_are_right(self.choices):
            return []
        entries = self.ask(self._question())
        style = self.options.get("style", "cards")
        excerpts = self.options.get("excerpt") if style == "cards" else None
        for entry in entries[:excerpts] if excerpts else ():
            self.domain.note_excerpted_post(self.env.docname, entry.docname)
        built = self._filtered(entries, style, excerpts)
        return [ours.listing("", built, classes=["an-posts"])] if entries else []

    def _filtered(
        self, entries: Sequence[PostEntry], style: str, excerpts: int | None
    ) -> nodes.Node:
        """The list; with the first words of some posts it is one list, however long."""
        made = {
            "cards": partial(lists.post_cards, self.page, excerpts=excerpts),
            "list": partial(lists.post_list, self.page),
            "table": partial(lists.post_table, self.page),
        }[style]
        if excerpts is not None and excerpts < len(entries):
            return made(entries)
        chosen = filters.posts_by(self.options.get("sort", "newest"))
        return filters.filtered(self.list_id("an-all-posts"), entries, chosen, made)

    def _question(self) -> PostList:
        kind = self.options.get("kind")
        return PostList(
            series=self.options.get("series", ""),
            author=self.options.get("author", ""),
            topic=self.options.get("topic", ""),
            year=self.options.get("year", ""),
            kind=Kind(kind) if kind else None,
            limit=self.options.get("limit", 0),
            sort=self.options.get("sort", "newest"),
            per_series=self.options.get("per-series", 0),
        )


class Authors(AnthologyDirective):
    """``{authors}``: cards of all authors, those of a series, or the named ones."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "series": directives.unchanged_required,
        "style": directives.unchanged_required,
    }
    styles: ClassVar[dict[str, Callable[..., nodes.Node]]] = {
        "cards": lists.author_cards,
        "names": lists.author_names,
    }

    def run(self) -> list[nodes.Node]:
        """Build the cards."""
        self.plain_options()
        stated = self.arguments[0].replace(",", " ").split() if self.arguments else ()
        ids = tuple(self.plain("author", author_id) for author_id in stated)
        right = [self.known("author", author_id) for author_id in ids]
        chosen = self.options.get("series", "")
        if chosen:
            right.append(self.known("series", chosen))
        style = self.options.get("style", "cards")
        right.append(self.is_choice("style", style, self.styles))
        if not (chosen or ids):
            self.domain.note_list(self.env.docname, "authors")
        people = self.ask(AuthorList(series=chosen, ids=ids))
        if not all(right) or not people:
            return []
        made = partial(self.styles[style], self.page)
        identifier = self.list_id("an-all-authors")
        cards = filters.filtered(identifier, people, filters.authors_by_letter(), made)
        return [ours.listing("", cards, classes=["an-authors"])]


class AuthorPageDirective(AnthologyDirective):
    """``{author-page}``: the lists of an author's page."""

    def run(self) -> list[nodes.Node]:
        """Build the lists here; without the directive they come at the end."""
        view = self.ask(AuthorPage(self.own_id("author")))
        if view is None:
            self.complain("{author-page} stands in a document that is no author's.")
            return []
        return [*author.footer_parts(self.page, view), placed("author")]


class SeriesPageDirective(AnthologyDirective):
    """``{series-page}``: the lists and the table of parts of a series."""

    def run(self) -> list[nodes.Node]:
        """Build the lists here; without the directive they come at the end."""
        view = self.ask(SeriesPage(self.own_id("series")))
        if view is None:
            self.complain("{series-page} stands in a document that is no series'.")
            return []
        return [*series.footer_parts(self.page, view), placed("series")]


def placed(kind: str) -> nodes.comment:
    """The mark that the lists of a page are already placed."""
    return nodes.comment("", "", anthology_placed=kind)


class Ledger(AnthologyDirective):
    """``{ledger}``: the table of parts of a series, by id."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Build the table."""
        series_id = self.plain("series", self.arguments[0])
        view = self.ask(SeriesPage(series_id))
        if not self.known("series", series_id) or not view:
            return []
        return [ours.listing("", series.ledger_table(self.page, view))]


class SeriesCards(AnthologyDirective):
    """``{series-cards}``: series with kind, description, editors and progress."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {"limit": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        """Build the cards."""
        if not self.options.get("limit"):
            self.domain.note_list(self.env.docname, "series")
        entries = self.ask(SeriesList(self.options.get("limit", 0)))
        made = partial(series.series_cards, self.page)
        identifier = self.list_id("an-all-series")
        built = filters.filtered(identifier, entries, filters.series_by_year(), made)
        return [ours.listing("", built)] if entries else []


class Downloads(AnthologyDirective):
    """``{downloads}``: the PDF and EPUB files of the publication or a series."""

    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "series": directives.unchanged_required,
        "post": directives.unchanged_required,
        "author": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Insert a placeholder, which builders of web pages replace by links."""
        self.plain_options()
        known = [self.known(option, value) for option, value in self.options.items()]
        if not all(known):
            return []
        if {"post", "author"} & set(self.options):
            return []
        series_id = self.options.get("series", "")
        self.domain.note_listed_downloads(self.env.docname, series_id)
        records = self.ask(RecordsOf(series=series_id, root=self.config.root_doc))
        where = {"series": series_id, "docname": self.env.docname, "records": records}
        others = () if series_id else self.ask(SeriesList())
        booklets = [(e.id, e.docname, e.title, e.language) for e in others]
        return [ours.downloads(heading="", booklets=booklets, **where)]


class TopicsDirective(AnthologyDirective):
    """``{topics}``: all topics with their counts, linked; in print with lists."""

    def run(self) -> list[nodes.Node]:
        """Build the list."""
        self.domain.note_list(self.env.docname, "topics")
        posts = {e.key: self.ask(PostList(topic=e.key)) for e in self.ask(Topics())}
        built = lists.topics(self.page, self.list_id("an-topics"), self.ask(Topics()), posts)
        return [ours.listing("", *built, classes=["an-all-topics"])]


class YearsDirective(AnthologyDirective):
    """``{years}``: all years with their counts, linked; in print with lists."""

    def run(self) -> list[nodes.Node]:
        """Build the list."""
        self.domain.note_list(self.env.docname, "years")
        posts = {e.key: self.ask(PostList(year=e.key)) for e in self.ask(Years())}
        built = lists.years(self.page, self.ask(Years()), posts)
        return [ours.listing("", *built, classes=["an-all-years"])]


DIRECTIVES = {
    "posts": Posts,
    "authors": Authors,
    "author-page": AuthorPageDirective,
    "series-page": SeriesPageDirective,
    "ledger": Ledger,
    "series-cards": SeriesCards,
    "downloads": Downloads,
    "topics": TopicsDirective,
    "years": YearsDirective,
    "correction": CorrectionNote,
    "article": ArticleNote,
    "articles": Articles,
    "calendar": Calendar,
}
"""All directives, by name."""

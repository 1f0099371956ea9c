"""What a reader sees of a reference's target before following it: title, authors, standfirst."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.reference_queries import PreviewOf
from sphinx_anthology.model.views import Person, PostEntry, SeriesEntry
from sphinx_anthology.pages.articles import shown_address, source_of
from sphinx_anthology.pages.body_scan import is_generated, linked_document
from sphinx_anthology.pages.build import Page, spoken
from sphinx_anthology.pages.nodes import cross_reference
from sphinx_anthology.pages.people import affiliation
from sphinx_anthology.pages.series import occasion, progress_text
from sphinx_anthology.pages.transforms import language_of
from sphinx_anthology.pages.wording import (
    authors_of,
    date_text,
    gettext,
    joined,
    ngettext,
    part_label,
)
from sphinx_anthology.reading.domain import domain_of

Glanced = PostEntry | SeriesEntry | tuple[Person, int] | Article
Line = tuple[str, str, str]
"""A line of a preview: its class, its words, and their language if it is another one."""


class OfferPreviews(SphinxTransform):
    """Let the references of a text show what they point to."""

    # after the facts of the text (320), while it is still alone (placement: 330)
    default_priority = 322

    def apply(self, **kwargs: object) -> None:
        """Wrap each reference to a post, an author, a series or an article."""
        if self.env.docname not in domain_of(self.env).catalogue.sources:
            return
        for node in list(self.document.findall(nodes.Element)):
            if target := self._target(node):
                self._wrap(node, target)

    def _target(self, node: nodes.Element) -> str:
        """The docname, or the article's key, that a reference in running text means."""
        in_a_text = isinstance(node.parent, nodes.TextElement)
        if not in_a_text or isinstance(node.parent, nodes.title) or is_generated(node):
            return ""
        if isinstance(node, nodes.reference):
            return str(node.get("article", ""))
        if not isinstance(node, addnodes.pending_xref):
            return ""
        if node.get("refdomain") == "anthology":
            return str(node["reftarget"])
        return linked_document(node, self.env.docname, tuple(self.config.source_suffix))

    def _wrap(self, node: nodes.Element, target: str) -> None:
        found = domain_of(self.env).ask(self.env.docname, PreviewOf(target))
        if found is None:
            return
        preview = tuple(line for line in _lines(self._page, found) if line[1])
        wrapped = cross_reference(preview=preview)
        node.replace_self(wrapped)
        wrapped += self._in_its_language(node, found)

    def _in_its_language(self, node: nodes.Element, found: Glanced) -> nodes.Node:
        """A reference whose text will be its target's title, in the title's language."""
        if not isinstance(found, PostEntry | SeriesEntry):
            return node
        if node.get("refdomain") == "anthology" or node.get("refexplicit", True):
            return node
        here = Page(self.env.docname, language_of(self.env, self.env.docname))
        return spoken(here, node, found.language or self.config.language)

    @property
    def _page(self) -> Page:
        return Page(self.env.docname, self.config.language)


def _lines(page: Page, found: Glanced) -> Iterator[Line]:
    if isinstance(found, PostEntry):
        return _post(page, found)
    if isinstance(found, SeriesEntry):
        return _series(page, found)
    if isinstance(found, Article):
        return _article(page, found)
    return _author(*found)


def _post(page: Page, entry: PostEntry) -> Iterator[Line]:
    language = entry.language if entry.language != page.language else ""
    when = date_text(entry.date, page.language)
    yield "an-s", " · ".join(filter(None, (part_label(entry.place), when))), ""
    yield "an-t", entry.title, language
    yield "an-by", joined([str(person) for person in entry.people], page.language), ""
    yield "an-sum", entry.description, language


def _series(page: Page, entry: SeriesEntry) -> Iterator[Line]:
    language = entry.language if entry.language != page.language else ""
    yield "an-s", "".join(part.astext() for part in occasion(page, entry)), ""
    yield "an-t", entry.title, language
    if entry.editors:
        names = joined([str(person) for person in entry.editors], page.language)
        yield "an-by", gettext("Edited by {names}").format(names=names), ""
    yield "an-sum", entry.description, language
    yield "an-s", progress_text(entry), ""


def _author(person: Person, count: int) -> Iterator[Line]:
    yield "an-s", affiliation(person), ""
    yield "an-t", str(person), ""
    yield "an-sum", person.bio, ""
    yield "an-s", ngettext("{n} post", "{n} posts", count) if count else "", ""


def _article(page: Page, article: Article) -> Iterator[Line]:
    yield "an-s", "".join(part.astext() for part in source_of(article)), ""
    yield "an-t", article.title, ""
    yield "an-by", authors_of(article, page.language), ""
    yield "an-s", shown_address(article), ""

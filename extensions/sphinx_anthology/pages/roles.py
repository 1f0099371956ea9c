"""The roles for references, and previews of what a reference points to."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import ReferenceRole

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.problem import Change, Code, Problem, did_you_mean
from sphinx_anthology.model.reference_queries import (
    CorrectTarget,
    PreviewOf,
    ResolveReference,
    public_targets,
)
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.model.views import Person, PostEntry, ResolvedTarget, SeriesEntry
from sphinx_anthology.pages.bibliographic import shown_address, source_of
from sphinx_anthology.pages.body_scan import is_generated, linked_document
from sphinx_anthology.pages.build import Page, affiliation, external, link, tooltip, with_language
from sphinx_anthology.pages.nodes import cross_reference
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
from sphinx_anthology.reading.domain import AnthologyDomain, domain_of


class Reference(ReferenceRole):
    """The base of our roles: a checked link."""

    kind = ""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Link to the target; report an unknown one with similar targets."""
        domain = domain_of(self.env)
        target = domain.ask(
            self.env.docname, ResolveReference(self.kind, self.target)
        ) or self._meant(domain)
        if target is None:
            self._report(domain)
            return [nodes.Text(self.title)], []
        if target.withheld:
            shown = self.title if self.has_explicit_title else self.forthcoming()
            return [nodes.Text(shown)], []
        page = Page(self.env.docname, self.config.language)
        if self.has_explicit_title:
            return [self.linked(page, target, self.title)], []
        found = self.linked(page, target, self.own_text(page, target))
        if self.kind not in {"post", "series"}:
            return [found], []
        here = Page(page.docname, language_of(self.env, page.docname))
        return [with_language(here, found, target.language or page.language)], []

    def _meant(self, domain: AnthologyDomain) -> ResolvedTarget | None:
        """The target meant by a path, link or title, which is reported."""
        meant = domain.ask(
            self.env.docname, CorrectTarget(self.kind, self.target, self.env.docname)
        )
        if not meant:
            return None
        old, write = (f"{{{self.kind}}}`{target}`" for target in (self.target, meant))
        message = f"{old} is read as ‘{meant}’. Write {write}."
        self._note(domain, message, Code.NOT_PLAIN, Change((), write, old=old))
        return domain.ask(self.env.docname, ResolveReference(self.kind, meant))

    def _report(self, domain: AnthologyDomain) -> None:
        known = public_targets(self.kind, domain.catalogue)
        is_path = self.kind == "post"
        hint = (did_you_mean_path if is_path else did_you_mean)(self.target, known)
        message = f"{{{self.kind}}}`{self.target}` points to nothing.{hint}"
        self._note(domain, message, Code.UNKNOWN_TARGET)

    def _note(
        self, domain: AnthologyDomain, message: str, code: Code, change: Change | None = None
    ) -> None:
        file = domain.source(self.env.docname).file
        problem = Problem(file, self.lineno or 0, message, code, change=change)
        domain.note_problem(self.env.docname, problem)

    def forthcoming(self) -> str:
        """The default text of a target that is not public."""
        return gettext("a forthcoming post")

    def own_text(self, page: Page, target: ResolvedTarget) -> str:
        """The default text of a target."""
        return target.text

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link to a target."""
        return link(page, self.kind, target.docname, content)


class PostReference(Reference):
    """``{post}`series/co-creation/03-public-leaders` ``: a post, by its docname."""

    kind = "post"

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link, with authors and part as tooltip."""
        title = tooltip(page, target.entry) if target.entry else ""
        return link(page, "post", target.docname, content, title)


class AuthorReference(Reference):
    """``{author}`ewan-ferlie` ``: an author, by id."""

    kind = "author"

    def forthcoming(self) -> str:
        """The text of an author who is not public."""
        return gettext("a forthcoming author")


class SeriesReference(Reference):
    """``{series}`co-creation` ``: a series, by id."""

    kind = "series"

    def forthcoming(self) -> str:
        """The text of a series that is not public."""
        return gettext("a forthcoming series")


class TopicReference(Reference):
    """``{topic}`leadership` ``: a topic, by any spelling of it."""

    kind = "topic"

    def forthcoming(self) -> str:
        """The text of a topic that only withheld posts have: as written."""
        return self.title

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link to the document of a topic, or to its page."""
        if target.docname:
            return link(page, "topic", target.docname, content)
        return link(page, "topics", target.key, content)


class ArticleReference(Reference):
    """``{article}`sorensen2021` ``: a journal article, by its key in the bibliography."""

    kind = "article"

    def own_text(self, page: Page, target: ResolvedTarget) -> str:
        """Authors, year and title."""
        return describe(target.article, page.language) if target.article else ""

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link by DOI; the text alone if there is no address."""
        address = target.article.address if target.article else ""
        if not address or not target.article:
            return nodes.inline("", content)
        reference = external(address, content)
        reference["article"] = target.article.key
        return reference


def describe(article: Article, language: str) -> str:
    """``Sørensen, Bryson and Crosby (2021), How public leaders can …``."""
    who = authors_of(article, language, family=True)
    year = f"({article.year})" if article.year else ""
    lead = " ".join(filter(None, (who, year)))
    title = article.title or gettext("article details to follow")
    return ", ".join(filter(None, (lead, title)))


ROLES = {
    "post": PostReference(),
    "author": AuthorReference(),
    "series": SeriesReference(),
    "topic": TopicReference(),
    "article": ArticleReference(),
}
"""All roles, by name."""


Glanced = PostEntry | SeriesEntry | tuple[Person, int] | Article
Line = tuple[str, str, str]
"""A line of a preview: class, text, and language if it differs."""


class OfferPreviews(SphinxTransform):
    """Add previews to references."""

    # after the scan of the text (320), before parts are inserted (330)
    default_priority = 322

    def apply(self, **kwargs: object) -> None:
        """Wrap every reference to a post, author, series or article."""
        if self.env.docname not in domain_of(self.env).catalogue.sources:
            return
        for node in list(self.document.findall(nodes.Element)):
            if target := self._target(node):
                self._wrap(node, target)

    def _target(self, node: nodes.Element) -> str:
        """The docname or article key of a reference in running text, or empty."""
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
        """A reference that will show its target's title, in its language."""
        if not isinstance(found, PostEntry | SeriesEntry):
            return node
        if node.get("refdomain") == "anthology" or node.get("refexplicit", True):
            return node
        here = Page(self.env.docname, language_of(self.env, self.env.docname))
        return with_language(here, node, found.language or self.config.language)

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

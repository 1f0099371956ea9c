"""The roles: references to posts, authors, series, topics and articles."""

from __future__ import annotations

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.util.docutils import ReferenceRole

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.problem import Code, Problem, did_you_mean
from sphinx_anthology.model.reference_queries import Meant, ResolveReference, right_targets
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.model.views import ResolvedTarget
from sphinx_anthology.pages.build import Page, external, link, spoken, tooltip
from sphinx_anthology.pages.transforms import language_of
from sphinx_anthology.pages.wording import authors_of, gettext
from sphinx_anthology.reading.domain import AnthologyDomain, domain_of


class Reference(ReferenceRole):
    """A role of ours: a checked link whose text, unless given, is the target's own."""

    kind = ""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Link to the target; a wrong one is reported with the nearest right ones."""
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
        return [spoken(here, found, target.language or page.language)], []

    def _meant(self, domain: AnthologyDomain) -> ResolvedTarget | None:
        """The target of a path, a link or a title, which is told."""
        meant = domain.ask(self.env.docname, Meant(self.kind, self.target, self.env.docname))
        if not meant:
            return None
        message = f"{{{self.kind}}}`{self.target}` is read as ‘{meant}’."
        self._note(domain, f"{message} Write {{{self.kind}}}`{meant}`.", Code.NOT_PLAIN)
        return domain.ask(self.env.docname, ResolveReference(self.kind, meant))

    def _report(self, domain: AnthologyDomain) -> None:
        known = right_targets(self.kind, domain.catalogue)
        is_path = self.kind == "post"
        hint = (did_you_mean_path if is_path else did_you_mean)(self.target, known)
        message = f"{{{self.kind}}}`{self.target}` points to nothing.{hint}"
        self._note(domain, message, Code.UNKNOWN_TARGET)

    def _note(self, domain: AnthologyDomain, message: str, code: Code) -> None:
        file = domain.source(self.env.docname).file
        domain.note_problem(self.env.docname, Problem(file, self.lineno or 0, message, code))

    def forthcoming(self) -> str:
        """The text of a target that is not public, where none is given."""
        return gettext("a forthcoming post")

    def own_text(self, page: Page, target: ResolvedTarget) -> str:
        """The target's own text."""
        return target.text

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link."""
        return link(page, self.kind, target.docname, content)


class PostReference(Reference):
    """``{post}`series/co-creation/03-public-leaders` ``: a post, by its docname."""

    kind = "post"

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link, with authors and part as its tooltip."""
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
        """The text of a topic that only withheld posts have: as it was written."""
        return self.title

    def linked(self, page: Page, target: ResolvedTarget, content: str) -> Node:
        """The link to the topic's own document, or to its page."""
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
        """The link by DOI; without an address, the text alone."""
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
"""Every role, by its name."""

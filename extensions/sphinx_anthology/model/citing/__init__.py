"""How to cite: posts and articles in four styles, as pure functions of what is known of them.

A citation is a tuple of runs. Each style is a module of its own; what they share is how names are
turned round (``people``), how a title ends (``titles``), and what is said in words (``words``).
"""

from __future__ import annotations

import enum
from types import ModuleType

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing import apa, chicago, harvard, vancouver
from sphinx_anthology.model.citing.pieces import ENGLISH, Citation, Run, Words, plain
from sphinx_anthology.model.work import Work

__all__ = [
    "Citation",
    "Run",
    "Style",
    "Words",
    "cite_article",
    "cite_entry",
    "cite_post",
    "in_order",
    "plain",
]


class Style(enum.StrEnum):
    """In which manner something is cited."""

    APA = "apa"
    HARVARD = "harvard"
    CHICAGO = "chicago"
    VANCOUVER = "vancouver"

    @property
    def label(self) -> str:
        """Its name, which is the same in every language."""
        return "APA" if self is Style.APA else self.value.title()


_MODULES: dict[Style, ModuleType] = {
    Style.APA: apa,
    Style.HARVARD: harvard,
    Style.CHICAGO: chicago,
    Style.VANCOUVER: vancouver,
}


def in_order(first: Style) -> tuple[Style, ...]:
    """All styles, one of them first."""
    return (first, *(style for style in Style if style is not first))


def cite_post(work: Work, style: Style = Style.APA, words: Words = ENGLISH) -> Citation:
    """A blog post."""
    made: Citation = _MODULES[style].post(work, words)
    return made


def cite_article(article: Article, style: Style = Style.APA, words: Words = ENGLISH) -> Citation:
    """A journal article.

    An article whose title or authors are not known is never cited: the result is empty.
    """
    if not article.is_complete:
        return ()
    made: Citation = _MODULES[style].article(article, words)
    return made


def cite_entry(article: Article, words: Words = ENGLISH) -> Citation:
    """Any entry of the bibliography, for a list of references, which is in APA style."""
    is_article = dict(article.fields).get("type") == "article"
    if is_article and article.is_complete:
        return cite_article(article, Style.APA, words)
    return apa.entry(article, words)

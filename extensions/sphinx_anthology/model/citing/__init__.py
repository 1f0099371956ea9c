"""How to cite posts and articles, in four styles.

A citation is a tuple of runs of text. The styles are in ``styles``; what they share, such as lists
of names and titles with full stops, is in ``pieces``.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing import styles
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
    """The style of a citation."""

    APA = "apa"
    HARVARD = "harvard"
    CHICAGO = "chicago"
    VANCOUVER = "vancouver"

    @property
    def label(self) -> str:
        """The style's name, the same in every language."""
        return "APA" if self is Style.APA else self.value.title()


_POST: dict[Style, Callable[[Work, Words], Citation]] = {
    Style.APA: styles.apa_post,
    Style.HARVARD: styles.harvard_post,
    Style.CHICAGO: styles.chicago_post,
    Style.VANCOUVER: styles.vancouver_post,
}
_ARTICLE: dict[Style, Callable[[Article, Words], Citation]] = {
    Style.APA: styles.apa_article,
    Style.HARVARD: styles.harvard_article,
    Style.CHICAGO: styles.chicago_article,
    Style.VANCOUVER: styles.vancouver_article,
}


def in_order(first: Style) -> tuple[Style, ...]:
    """All styles, with the given one first."""
    return (first, *(style for style in Style if style is not first))


def cite_post(work: Work, style: Style = Style.APA, words: Words = ENGLISH) -> Citation:
    """The citation of a blog post."""
    return _POST[style](work, words)


def cite_article(article: Article, style: Style = Style.APA, words: Words = ENGLISH) -> Citation:
    """The citation of a journal article; empty without a title or an author."""
    return _ARTICLE[style](article, words) if article.is_complete else ()


def cite_entry(article: Article, words: Words = ENGLISH) -> Citation:
    """The citation of any entry of the bibliography, in APA style."""
    is_article = dict(article.fields).get("type") == "article"
    if is_article and article.is_complete:
        return cite_article(article, Style.APA, words)
    return styles.apa_entry(article, words)

"""Vancouver style: Citing Medicine (NLM, 2nd edition, 2007), as CSL's style of that name reads it.

The number of a reference is that of its place in somebody's list, and so not ours to give.
"""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import (
    Citation,
    Part,
    Words,
    cited,
    generation,
    initials,
    located,
    roman,
    sentence,
    shortest,
    stopped,
    undivided,
    years,
)
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work

_MOST = 6
"""How many authors are named."""


def post(work: Work, words: Words) -> Citation:
    """A blog post."""
    who = _authors([person.name for person in work.authors], words)
    title = _online(work.title, work.address, words) if work.address else work.title
    return cited(
        stopped(who),
        roman(sentence(title, inside=words.inside)),
        stopped(roman(work.site)),
        stopped(roman(years(work.date))),
        located(work.address, f"{words.available_from} "),
    )


def article(article: Article, words: Words) -> Citation:
    """A journal article, on the web where it has an address (chapters 1 and 23)."""
    journal = _online(article.journal, article.address, words) if article.journal else ""
    return cited(
        stopped(_authors(article.authors, words, more=article.more_authors)),
        roman(sentence(article.title, inside=words.inside)),
        stopped(roman(journal)),
        stopped(roman(_numbers(article))),
        located(article.address, f"{words.available_from} "),
    )


def _online(title: str, address: str, words: Words) -> str:
    """A title, and in brackets where it was read."""
    return f"{title} [{words.internet}]" if address else title


def _numbers(article: Article) -> str:
    """``2021;49(2):267–86``."""
    issue = f"({article.number})" if article.number else ""
    where = ":".join(filter(None, (f"{article.volume}{issue}", shortest(article.pages))))
    return ";".join(filter(None, (article.year, where if article.journal else "")))


def _authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    found = [_inverted(name) for name in names[:_MOST]]
    has_more = len(names) > _MOST or (more and found)
    return roman(", ".join([*found, *([words.others] if has_more else [])]))


def _inverted(name: Name) -> str:
    """``Klijn EHJ``; a group or a single name stays as it is."""
    parts = (
        name.family,
        initials(name.given, stop="", space="", hyphen=""),
        generation(name).rstrip("."),
    )
    return undivided(name) or " ".join(filter(None, parts))

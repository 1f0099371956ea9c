"""APA style: Publication Manual of the American Psychological Association, 7th edition (2020)."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import (
    Citation,
    Part,
    Words,
    cited,
    day_and_month,
    generation,
    initials,
    italic,
    joined,
    listed,
    located,
    roman,
    sentence,
    stopped,
    undivided,
    years,
)
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work

_MOST = 20
"""How many authors are named before an ellipsis stands in (section 9.8)."""


def post(work: Work, words: Words) -> Citation:
    """A blog post (sections 9 and 10.1, example 17)."""
    who = _authors([person.name for person in work.authors], words)
    when = roman(f"({_date(work.date, words)}).")
    title = _title(work.title, words, stands_alone=not work.site)
    opening = [who, when, title] if who else [title, when]
    return cited(*opening, stopped(italic(work.site)), located(work.address))


def article(article: Article, words: Words) -> Citation:
    """A journal article (section 10.1, example 1)."""
    when = roman(f"({article.year or words.no_date}).")
    title = _title(article.title, words, stands_alone=not article.journal)
    who = _authors(article.authors, words, more=article.more_authors)
    return cited(who, when, title, stopped(_source(article)), located(article.address))


def entry(article: Article, words: Words) -> Citation:
    """Anything that is no article, as a book (section 10.2), by what is known of it."""
    more = article.more_authors if article.authors else article.more_editors
    who = _authors(article.authors or article.editors, words, more=more)
    if who and not article.authors:
        role = words.editors if article.editors[1:] or more else words.editor
        who = joined(who, roman(f"({role})."))
    when = roman(f"({article.year or words.no_date}).")
    title = stopped(italic(article.title))
    opening = [who, when, title] if who else [title, when]
    publisher = ", ".join(filter(None, (article.journal, article.publisher)))
    return cited(*opening, stopped(roman(publisher)), located(article.address))


def _title(title: str, words: Words, *, stands_alone: bool) -> Part:
    """A title with its full stop; in italics where it is part of nothing (section 9.19)."""
    return stopped(italic(title)) if stands_alone else roman(sentence(title, inside=words.inside))


def _source(article: Article) -> Part:
    """The journal and its volume in italics, issue and pages not (section 9.25)."""
    if not article.journal:
        return []
    issue = roman(f"({article.number})" if article.number else "")
    numbers = [*italic(article.volume), *issue]
    return joined(italic(article.journal), numbers, roman(article.pages), by=", ")


def _authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    """Inverted names; in English an ampersand before the last (section 9.8)."""
    inverted = [_inverted(name) for name in names]
    if len(inverted) > _MOST:
        return stopped(roman(f"{', '.join(inverted[: _MOST - 1])}, … {inverted[-1]}"))
    return stopped(roman(listed(inverted, words.last, others=words.others if more else "")))


def _inverted(name: Name) -> str:
    """``van der Meer, N.-J.``; a group or a single name stays as it is."""
    parts = (name.family, initials(name.given), generation(name))
    return undivided(name) or ", ".join(filter(None, parts))


def _date(date: PartialDate | None, words: Words) -> str:
    """As exact as it is known: ``2021, April 21``, ``2014, September``, ``2014``, ``n.d.``."""
    known = (years(date), day_and_month(date, words.locale))
    return ", ".join(filter(None, known)) or words.no_date

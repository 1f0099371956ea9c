"""Harvard style, as Cite Them Right has it (Pears and Shields, 12th edition, 2022)."""

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
    quoted,
    roman,
    several,
    stopped,
    undivided,
    years,
)
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work

_MOST = 3
"""How many authors are all named; of more only the first is."""


def post(work: Work, words: Words) -> Citation:
    """A blog post."""
    who = _authors([person.name for person in work.authors], words)
    locale = "en_GB" if words.locale == "en" else words.locale
    source = joined(italic(work.site), roman(day_and_month(work.date, locale)), by=", ")
    return _cited(who, years(work.date), work.title, source, work.address, words)


def article(article: Article, words: Words) -> Citation:
    """A journal article."""
    who = _authors(article.authors, words, more=article.more_authors)
    return _cited(who, article.year, article.title, _source(article, words), article.address, words)


def _cited(who: Part, year: str, title: str, source: Part, address: str, words: Words) -> Citation:
    """The order that all citations have; a comma parts the title from what follows it."""
    when = roman(f"({year or words.no_date_in_full})")
    named = roman(quoted(title, words.single))
    where = located(address, f"{words.available_at} ", ".")
    if who:
        return cited(who, when, stopped(joined(named, source, by=", ")), where)
    return (
        cited(named, when, stopped(source), where) if source else cited(named, stopped(when), where)
    )


def _source(article: Article, words: Words) -> Part:
    """``Policy & Politics, 49(2), pp. 267–286``."""
    if not article.journal:
        return []
    numbers = article.volume + (f"({article.number})" if article.number else "")
    form = words.pages if several(article.pages) else words.page
    pages = form.format(pages=article.pages) if article.pages else ""
    return joined(italic(article.journal), roman(numbers), roman(pages), by=", ")


def _authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    inverted = [_inverted(name) for name in names]
    if len(inverted) > _MOST:
        return joined(roman(inverted[0]), italic(words.others))
    if more and inverted:
        return joined(roman(", ".join(inverted)), italic(words.others))
    return roman(listed(inverted, words.and_))


def _inverted(name: Name) -> str:
    """``Klijn, E.-H.J.``; a group or a single name stays as it is."""
    parts = (name.family, initials(name.given, space=""), generation(name))
    return undivided(name) or ", ".join(filter(None, parts))

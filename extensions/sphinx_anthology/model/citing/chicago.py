"""Chicago style, author-date: The Chicago Manual of Style, 17th edition (2017), chapter 15."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import (
    Citation,
    Part,
    Words,
    cited,
    day_in_full,
    generation,
    italic,
    joined,
    listed,
    located,
    roman,
    sentence,
    shortened,
    stopped,
    undivided,
    within,
    years,
)
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work

_MOST, _FIRST = 10, 7
"""How many authors are all named, and how many of more (section 14.76)."""


def post(work: Work, words: Words) -> Citation:
    """A blog post (section 14.208)."""
    who = _authors([person.name for person in work.authors], words)
    day = roman(day_in_full(work.date, words.locale))
    opening = _opening(who, years(work.date), work.title, words)
    where = located(work.address, after=".")
    return cited(*opening, stopped(_site(work.site, words)), stopped(day), where)


def article(article: Article, words: Words) -> Citation:
    """A journal article (sections 14.168 to 14.174)."""
    who = _authors(article.authors, words, more=article.more_authors)
    opening = _opening(who, article.year, article.title, words)
    where = located(article.address, after=".")
    return cited(*opening, stopped(_source(article, words)), where)


def _opening(who: Part, year: str, title: str, words: Words) -> Sequence[Part]:
    """Authors, year and title; the title first where nobody is known to have written it."""
    when = stopped(roman(year or words.no_date))
    named = roman(_quoted(title, words))
    return (stopped(who), when, named) if who else (named, when)


def _quoted(title: str, words: Words) -> str:
    """A title in quotation marks with its full stop, in English inside of them."""
    marks = words.double
    inner = within(title, marks)
    if words.inside:
        return f"{marks.left}{sentence(inner, inside=True)}{marks.right}"
    return sentence(f"{marks.left}{inner}{marks.right}")


def _site(site: str, words: Words) -> Part:
    """The blog's title, and that it is one, unless that is said by the title."""
    says_so = re.search(rf"\b{re.escape(words.blog)}\b", site, re.IGNORECASE)
    return joined(italic(site), roman("" if says_so or not site else f"({words.blog})"))


def _source(article: Article, words: Words) -> Part:
    """``Policy & Politics 49 (2): 267–86``."""
    if not article.journal:
        return []
    number, pages = article.number, shortened(article.pages)
    if article.volume:
        issue = roman(f"({number})" if number else "")
        numbers = joined(italic(article.journal), roman(article.volume), issue)
    else:
        issue = roman(words.number.format(number=number) if number else "")
        numbers = joined(italic(article.journal), issue, by=", ")
    return joined(numbers, roman(pages), by=": ")


def _authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    """The first name is inverted; of more than ten seven are named."""
    shown = names[:_FIRST] if len(names) > _MOST else names
    found = [_inverted(name) for name in shown[:1]] + [_forward(name) for name in shown[1:]]
    others = words.others if more or len(names) > _MOST else ""
    return roman(listed(found, words.last_in_full, others=others))


def _inverted(name: Name) -> str:
    """``King, Martin Luther, Jr.``; a group or a single name stays as it is."""
    parts = (name.family, name.given, generation(name))
    return undivided(name) or ", ".join(filter(None, parts))


def _forward(name: Name) -> str:
    """``Martin Luther King Jr.``."""
    parts = (name.given, name.family, generation(name))
    return undivided(name) or " ".join(filter(None, parts))

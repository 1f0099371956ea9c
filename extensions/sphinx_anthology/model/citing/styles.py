"""The four citation styles, each for posts and articles; APA for other entries too.

Unknown facts are left out of a citation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import (
    Citation,
    Part,
    Words,
    cited,
    day_and_month,
    day_in_full,
    generation,
    initials,
    italic,
    joined,
    listed,
    located,
    quoted,
    roman,
    sentence,
    several,
    shortened,
    shortest,
    stopped,
    undivided,
    within,
    years,
)
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work

# APA: Publication Manual of the American Psychological Association, 7th edition (2020)

_APA_MOST = 20
"""The most authors that are named before an ellipsis (section 9.8)."""


def apa_post(work: Work, words: Words) -> Citation:
    """The APA citation of a blog post (sections 9 and 10.1, example 17)."""
    who = _apa_authors([person.name for person in work.authors], words)
    when = roman(f"({_apa_date(work.date, words)}).")
    title = _apa_title(work.title, words, stands_alone=not work.site)
    opening = [who, when, title] if who else [title, when]
    return cited(*opening, stopped(italic(work.site)), located(work.address))


def apa_article(article: Article, words: Words) -> Citation:
    """The APA citation of a journal article (section 10.1, example 1)."""
    when = roman(f"({article.year or words.no_date}).")
    title = _apa_title(article.title, words, stands_alone=not article.journal)
    who = _apa_authors(article.authors, words, more=article.more_authors)
    return cited(who, when, title, stopped(_apa_source(article)), located(article.address))


def apa_entry(article: Article, words: Words) -> Citation:
    """The APA citation of an entry that is not an article (section 10.2)."""
    more = article.more_authors if article.authors else article.more_editors
    who = _apa_authors(article.authors or article.editors, words, more=more)
    if who and not article.authors:
        role = words.editors if article.editors[1:] or more else words.editor
        who = joined(who, roman(f"({role})."))
    when = roman(f"({article.year or words.no_date}).")
    title = stopped(italic(article.title))
    opening = [who, when, title] if who else [title, when]
    publisher = ", ".join(filter(None, (article.journal, article.publisher)))
    return cited(*opening, stopped(roman(publisher)), located(article.address))


def _apa_title(title: str, words: Words, *, stands_alone: bool) -> Part:
    """A title with its full stop; in italics if it stands alone (section 9.19)."""
    return stopped(italic(title)) if stands_alone else roman(sentence(title, inside=words.inside))


def _apa_source(article: Article) -> Part:
    """The journal and volume in italics, issue and pages upright (section 9.25)."""
    if not article.journal:
        return []
    issue = roman(f"({article.number})" if article.number else "")
    numbers = [*italic(article.volume), *issue]
    return joined(italic(article.journal), numbers, roman(article.pages), by=", ")


def _apa_authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    """Inverted names, with an ampersand before the last in English (section 9.8)."""
    inverted = [_apa_name(name) for name in names]
    if len(inverted) > _APA_MOST:
        return stopped(roman(f"{', '.join(inverted[: _APA_MOST - 1])}, … {inverted[-1]}"))
    return stopped(roman(listed(inverted, words.last, others=words.others if more else "")))


def _apa_name(name: Name) -> str:
    """An inverted name, ``van der Meer, N.-J.``; groups and single names unchanged."""
    parts = (name.family, initials(name.given), generation(name))
    return undivided(name) or ", ".join(filter(None, parts))


def _apa_date(date: PartialDate | None, words: Words) -> str:
    """The date as far as known: ``2021, April 21``, ``2014, September``, ``2014``, ``n.d.``."""
    known = (years(date), day_and_month(date, words.locale))
    return ", ".join(filter(None, known)) or words.no_date


# Chicago, author-date: The Chicago Manual of Style, 17th edition (2017), chapter 15

_CHICAGO_MOST, _CHICAGO_FIRST = 10, 7
"""The most authors that are all named, and how many of more (section 14.76)."""


def chicago_post(work: Work, words: Words) -> Citation:
    """The Chicago citation of a blog post (section 14.208)."""
    who = _chicago_authors([person.name for person in work.authors], words)
    day = roman(day_in_full(work.date, words.locale))
    opening = _chicago_opening(who, years(work.date), work.title, words)
    where = located(work.address, after=".")
    return cited(*opening, stopped(_chicago_site(work.site, words)), stopped(day), where)


def chicago_article(article: Article, words: Words) -> Citation:
    """The Chicago citation of a journal article (sections 14.168 to 14.174)."""
    who = _chicago_authors(article.authors, words, more=article.more_authors)
    opening = _chicago_opening(who, article.year, article.title, words)
    where = located(article.address, after=".")
    return cited(*opening, stopped(_chicago_source(article, words)), where)


def _chicago_opening(who: Part, year: str, title: str, words: Words) -> Sequence[Part]:
    """Authors, year and title; without authors the title comes first."""
    when = stopped(roman(year or words.no_date))
    named = roman(_chicago_title(title, words))
    return (stopped(who), when, named) if who else (named, when)


def _chicago_title(title: str, words: Words) -> str:
    """A title in quotation marks, with its full stop inside them in English."""
    marks = words.double
    inner = within(title, marks)
    if words.inside:
        return f"{marks.left}{sentence(inner, inside=True)}{marks.right}"
    return sentence(f"{marks.left}{inner}{marks.right}")


def _chicago_site(site: str, words: Words) -> Part:
    """The blog's title, with the word ‘blog’ unless the title has it."""
    says_so = re.search(rf"\b{re.escape(words.blog)}\b", site, re.IGNORECASE)
    return joined(italic(site), roman("" if says_so or not site else f"({words.blog})"))


def _chicago_source(article: Article, words: Words) -> Part:
    """Journal, volume, issue and pages: ``Policy & Politics 49 (2): 267–86``."""
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


def _chicago_authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    """Names, the first one inverted; of more than ten, seven are named."""
    shown = names[:_CHICAGO_FIRST] if len(names) > _CHICAGO_MOST else names
    found = [_chicago_first_name(name) for name in shown[:1]] + [
        _chicago_name(name) for name in shown[1:]
    ]
    others = words.others if more or len(names) > _CHICAGO_MOST else ""
    return roman(listed(found, words.last_in_full, others=others))


def _chicago_first_name(name: Name) -> str:
    """An inverted name, ``King, Martin Luther, Jr.``; groups and single names unchanged."""
    parts = (name.family, name.given, generation(name))
    return undivided(name) or ", ".join(filter(None, parts))


def _chicago_name(name: Name) -> str:
    """A name in natural order: ``Martin Luther King Jr.``."""
    parts = (name.given, name.family, generation(name))
    return undivided(name) or " ".join(filter(None, parts))


# Harvard: Cite Them Right (Pears and Shields, 12th edition, 2022)

_HARVARD_MOST = 3
"""The most authors that are all named; of more only the first is."""


def harvard_post(work: Work, words: Words) -> Citation:
    """The Harvard citation of a blog post."""
    who = _harvard_authors([person.name for person in work.authors], words)
    locale = "en_GB" if words.locale == "en" else words.locale
    source = joined(italic(work.site), roman(day_and_month(work.date, locale)), by=", ")
    return _harvard(who, years(work.date), work.title, source, work.address, words)


def harvard_article(article: Article, words: Words) -> Citation:
    """The Harvard citation of a journal article."""
    who = _harvard_authors(article.authors, words, more=article.more_authors)
    return _harvard(
        who, article.year, article.title, _harvard_source(article, words), article.address, words
    )


def _harvard(
    who: Part, year: str, title: str, source: Part, address: str, words: Words
) -> Citation:
    """A Harvard citation; a comma separates the title from its source."""
    when = roman(f"({year or words.no_date_in_full})")
    named = roman(quoted(title, words.single))
    where = located(address, f"{words.available_at} ", ".")
    if who:
        return cited(who, when, stopped(joined(named, source, by=", ")), where)
    return (
        cited(named, when, stopped(source), where) if source else cited(named, stopped(when), where)
    )


def _harvard_source(article: Article, words: Words) -> Part:
    """Journal, volume, issue and pages: ``Policy & Politics, 49(2), pp. 267–286``."""
    if not article.journal:
        return []
    numbers = article.volume + (f"({article.number})" if article.number else "")
    form = words.pages if several(article.pages) else words.page
    pages = form.format(pages=article.pages) if article.pages else ""
    return joined(italic(article.journal), roman(numbers), roman(pages), by=", ")


def _harvard_authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    inverted = [_harvard_name(name) for name in names]
    if len(inverted) > _HARVARD_MOST:
        return joined(roman(inverted[0]), italic(words.others))
    if more and inverted:
        return joined(roman(", ".join(inverted)), italic(words.others))
    return roman(listed(inverted, words.and_))


def _harvard_name(name: Name) -> str:
    """An inverted name, ``Klijn, E.-H.J.``; groups and single names unchanged."""
    parts = (name.family, initials(name.given, space=""), generation(name))
    return undivided(name) or ", ".join(filter(None, parts))


# Vancouver: Citing Medicine (NLM, 2nd edition, 2007), as the CSL style of that name reads it.
# The number of a reference depends on the list that it stands in, so none is given.

_VANCOUVER_MOST = 6
"""The most authors that are named."""


def vancouver_post(work: Work, words: Words) -> Citation:
    """The Vancouver citation of a blog post."""
    who = _vancouver_authors([person.name for person in work.authors], words)
    title = _vancouver_online(work.title, work.address, words) if work.address else work.title
    return cited(
        stopped(who),
        roman(sentence(title, inside=words.inside)),
        stopped(roman(work.site)),
        stopped(roman(years(work.date))),
        located(work.address, f"{words.available_from} "),
    )


def vancouver_article(article: Article, words: Words) -> Citation:
    """The Vancouver citation of a journal article (chapters 1 and 23)."""
    journal = _vancouver_online(article.journal, article.address, words) if article.journal else ""
    return cited(
        stopped(_vancouver_authors(article.authors, words, more=article.more_authors)),
        roman(sentence(article.title, inside=words.inside)),
        stopped(roman(journal)),
        stopped(roman(_vancouver_numbers(article))),
        located(article.address, f"{words.available_from} "),
    )


def _vancouver_online(title: str, address: str, words: Words) -> str:
    """A title, with ‘[Internet]’ after it if it has an address."""
    return f"{title} [{words.internet}]" if address else title


def _vancouver_numbers(article: Article) -> str:
    """Year, volume, issue and pages: ``2021;49(2):267–86``."""
    issue = f"({article.number})" if article.number else ""
    where = ":".join(filter(None, (f"{article.volume}{issue}", shortest(article.pages))))
    return ";".join(filter(None, (article.year, where if article.journal else "")))


def _vancouver_authors(names: Sequence[Name], words: Words, *, more: bool = False) -> Part:
    found = [_vancouver_name(name) for name in names[:_VANCOUVER_MOST]]
    has_more = len(names) > _VANCOUVER_MOST or (more and found)
    return roman(", ".join([*found, *([words.others] if has_more else [])]))


def _vancouver_name(name: Name) -> str:
    """An inverted name, ``Klijn EHJ``; groups and single names unchanged."""
    parts = (
        name.family,
        initials(name.given, stop="", space="", hyphen=""),
        generation(name).rstrip("."),
    )
    return undivided(name) or " ".join(filter(None, parts))

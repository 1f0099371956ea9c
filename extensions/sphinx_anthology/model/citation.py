"""How to cite: APA style, 7th edition (2020), as pure functions of the records.

A citation is a tuple of runs; a run that is emphasised is set in italics.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Sequence

from babel.dates import format_date, format_skeleton

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name


@dc.dataclass(frozen=True, slots=True)
class Run:
    """A piece of a citation."""

    text: str
    emphasised: bool = False


Citation = tuple[Run, ...]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a citation says that is not of the work itself, in one language; here in English."""

    locale: str = "en"
    no_date: str = "n.d."
    editor: str = "Ed."
    editors: str = "Eds."
    last: str = ", & "
    """What stands before the last of several names."""


ENGLISH = Words()
_GENERATIONS = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
"""Suffixes that APA keeps; degrees such as PhD are left out (section 9.8)."""

_MOST = 20
"""How many authors are named before an ellipsis stands in (section 9.8)."""


def plain(citation: Citation) -> str:
    """The citation without its italics."""
    return "".join(run.text for run in citation)


def cite_post(
    authors: Sequence[Name],
    date: PartialDate | None,
    title: str,
    site: str,
    address: str,
    *,
    words: Words = ENGLISH,
) -> Citation:
    """A blog post (APA 7, sections 9 and 10.1, example 17).

    ``site`` is the blog's title, ``address`` a DOI or web address, or empty.
    """
    when = f"({_date(date, words)})."
    if authors:
        runs = [Run(f"{_authors(authors, words)} {when} {_sentence(title)} ")]
    else:
        runs = [Run(f"{_sentence(title)} {when} ")]
    if site:
        runs += [Run(site, emphasised=True), Run(".")]
    return tuple(_with_address(runs, address))


def cite_article(article: Article, words: Words = ENGLISH) -> Citation:
    """A journal article (APA 7, section 10.1, example 1).

    An article whose title or authors are not known is never cited: the result is empty.
    """
    if not article.is_complete:
        return ()
    year = article.year or words.no_date
    runs = [Run(f"{_authors(article.authors, words)} ({year}). {_sentence(article.title)} ")]
    if article.journal:
        runs.append(Run(article.journal, emphasised=True))
        if article.volume:
            runs += [Run(", "), Run(article.volume, emphasised=True)]
        if article.number:
            runs.append(Run(f"({article.number})" if article.volume else f", ({article.number})"))
        runs.append(Run(f", {article.pages}." if article.pages else "."))
    return tuple(_with_address(runs, article.address))


def cite_entry(article: Article, words: Words = ENGLISH) -> Citation:
    """Any entry of the bibliography: an article as one, everything else as a book (10.2).

    Here an entry without title or authors is cited by what is known of it.
    """
    fields = dict(article.fields)
    if fields.get("type") == "article" and article.is_complete:
        return cite_article(article, words)
    who = article.authors or article.editors
    year = f"({article.year or words.no_date})."
    title = [Run(article.title, emphasised=True), Run(_stop(article.title))]
    if who:
        editors = f" ({words.editor if len(who) == 1 else words.editors})."
        role = "" if article.authors else editors
        runs = [Run(f"{_authors(who, words)}{role} {year} "), *(title if article.title else [])]
    else:
        runs = [*(title if article.title else []), Run(f" {year}")]
    source = ", ".join(filter(None, (article.journal, article.publisher)))
    if source:
        runs.append(Run(f" {_sentence(source)}"))
    return tuple(_with_address(runs, article.address))


def _stop(title: str) -> str:
    """The full stop that a title still needs."""
    return _sentence(title).removeprefix(title)


def _with_address(runs: list[Run], address: str) -> list[Run]:
    last = runs[-1]
    if not address:
        runs[-1] = Run(last.text.rstrip(), last.emphasised)
        return runs
    space = "" if last.text.endswith(" ") else " "
    return [*runs, Run(f"{space}{address}")]


def _sentence(title: str) -> str:
    """A title with its full stop, unless it ends a sentence already."""
    return title if re.search(r"[.?!…][\"'”’)]*$", title) else f"{title}."


def _authors(names: Sequence[Name], words: Words) -> str:
    """Inverted names; in English an ampersand before the last (section 9.8)."""
    inverted = [_inverted(name) for name in names]
    if len(inverted) > _MOST:
        return _sentence(f"{', '.join(inverted[: _MOST - 1])}, … {inverted[-1]}")
    if len(inverted) == 1:
        return _sentence(inverted[0])
    return _sentence(f"{', '.join(inverted[:-1])}{words.last}{inverted[-1]}")


def _inverted(name: Name) -> str:
    """``van der Meer, N.-J.``; a group or a single name stays as it is."""
    if name.literal or not name.given:
        return name.display if name.literal and name.display else name.family
    parts = [name.family, _initials(name.given)]
    if name.suffix.casefold() in _GENERATIONS:
        parts.append(name.suffix)
    return ", ".join(parts)


def _initials(given: str) -> str:
    """``Erik-Hans Jan`` gives ``E.-H. J.``, and ``J.R.`` gives ``J. R.``."""
    words = re.sub(r"\.(?=\w)", ". ", given.replace("\N{HYPHEN}", "-")).split()
    return " ".join("-".join(f"{p[0]}." for p in word.split("-") if p) for word in words)


def _date(date: PartialDate | None, words: Words) -> str:
    """As exact as it is known: ``2021, April 21``, ``2014, September``, ``2014``, ``n.d.``."""
    if date is None:
        return words.no_date
    if date.is_interval:
        years = dict.fromkeys(str(end.earliest.year) for end in date.ends)
        return "–".join(years)
    if date.is_day:
        day = format_skeleton("MMMMd", date.earliest, locale=words.locale)
        return f"{date.earliest.year}, {day}"
    if date.earliest.month == date.latest.month:
        return format_date(date.earliest, "y, LLLL", locale=words.locale)
    return str(date.earliest.year)

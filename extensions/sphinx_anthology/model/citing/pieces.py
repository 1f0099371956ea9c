"""Parts of citations: runs of text, names, titles, page numbers, and words by language."""

from __future__ import annotations

import dataclasses as dc
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from babel.dates import format_date, format_skeleton

from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name


@dc.dataclass(frozen=True, slots=True)
class Run:
    """A run of text in a citation: plain, in italics, or an address."""

    text: str
    emphasised: bool = False
    is_address: bool = False

    @property
    def leads_to_the_web(self) -> bool:
        """Whether the run is an address that a page can link to."""
        return self.is_address and self.text.startswith(("https://", "http://"))


Citation = tuple[Run, ...]
Part = Sequence[Run]


def plain(citation: Iterable[Run]) -> str:
    """A citation as plain text."""
    return "".join(run.text for run in citation)


def roman(text: str) -> Part:
    """A part in upright type; empty for an empty text."""
    return [Run(text)] if text else []


def italic(text: str) -> Part:
    """A part in italics; empty for an empty text."""
    return [Run(text, emphasised=True)] if text else []


def located(address: str, before: str = "", after: str = "") -> Part:
    """An address with the text before and after it; empty without an address."""
    if not address:
        return []
    return [*roman(before), Run(address, is_address=True), *roman(after)]


def stopped(part: Part) -> Part:
    """A part with a full stop, unless it ends a sentence already."""
    return part if not part or ends_sentence(plain(part)) else [*part, Run(".")]


def joined(*parts: Part, by: str = " ") -> Part:
    """All parts that are not empty, joined by a separator."""
    present = [part for part in parts if part]
    return [run for n, part in enumerate(present) for run in (*roman(by if n else ""), *part)]


def cited(*parts: Part) -> Citation:
    """A citation of parts separated by spaces; equal runs are merged."""
    groups = itertools.groupby(joined(*parts), key=lambda run: (run.emphasised, run.is_address))
    return tuple(Run(plain(runs), *looks) for looks, runs in groups)


_GENERATIONS = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
"""Suffixes that all styles keep; degrees such as PhD are left out (APA 7, section 9.8)."""


def generation(name: Name) -> str:
    """A generation suffix such as ``Jr.``; empty for other suffixes."""
    return name.suffix if name.suffix.casefold() in _GENERATIONS else ""


def undivided(name: Name) -> str:
    """The whole name of a group or of a person with one name, else empty."""
    if name.literal and name.display:
        return name.display
    if name.literal or not name.given:
        return name.family
    return "" if name.family else name.given


def initials(given: str, stop: str = ".", space: str = " ", hyphen: str = "-") -> str:
    """Initials of given names: ``Erik-Hans Jan`` gives ``E.-H. J.``."""
    words = re.sub(r"\.(?=\w)", ". ", given.replace("\N{HYPHEN}", "-")).split()
    parts = ([f"{p[0]}{stop}" for p in word.split("-") if p] for word in words)
    return space.join(hyphen.join(found) for found in parts if found)


def listed(names: Sequence[str], last: str, comma: str = ", ", others: str = "") -> str:
    """A list of names; ``last`` stands before the last, ``others`` for omitted ones."""
    if others and names:
        return comma.join([*names, others])
    return comma.join(names[:-1]) + (last if names[1:] else "") + "".join(names[-1:])


_RANGE = re.compile(r"(?P<first>\d+)[-–](?P<last>\d+)")


def years(date: PartialDate | None) -> str:
    """The year of a date, or both years of an interval; empty if unknown."""
    if date is None:
        return ""
    return "–".join(dict.fromkeys(str(end.earliest.year) for end in date.ends))


def day_and_month(date: PartialDate | None, locale: str) -> str:
    """The day and month as far as known: ``21 April``, ``April``, or empty."""
    if date is None or date.is_interval:
        return ""
    if date.is_day:
        return str(format_skeleton("MMMMd", date.earliest, locale=locale))
    if date.earliest.month == date.latest.month:
        return format_date(date.earliest, "LLLL", locale=locale)
    return ""


def day_in_full(date: PartialDate | None, locale: str) -> str:
    """A day or month with its year: ``April 21, 2021``; empty if only the year is known."""
    if not day_and_month(date, locale) or date is None:
        return ""
    if date.is_day:
        return format_date(date.earliest, "long", locale=locale)
    return str(format_skeleton("yMMMM", date.earliest, locale=locale))


def several(pages: str) -> bool:
    """Whether a page range has more than one page."""
    return re.search(r"\d\s*[-–,&]\s*\w*\d", pages) is not None


def shortest(pages: str) -> str:
    """A page range with only the changed digits: ``267–86`` (Citing Medicine, chapter 1)."""
    return _RANGE.sub(lambda m: f"{m['first']}–{_changed(m['first'], m['last'])}", pages)


def shortened(pages: str) -> str:
    """A page range as in the Chicago Manual of Style (17th edition, 9.61)."""
    return _RANGE.sub(lambda m: f"{m['first']}–{_second(m['first'], m['last'])}", pages)


def _changed(first: str, last: str) -> str:
    if len(first) != len(last):
        return last
    changes = (n for n, digits in enumerate(zip(first, last, strict=True)) if len(set(digits)) > 1)
    return last[next(changes, 0) :]


def _second(first: str, last: str) -> str:
    """The last page in Chicago's form: all digits below 100, else the changed ones."""
    beyond = int(first) % 100
    if int(first) < 100 or not beyond or len(first) != len(last):
        return last
    changed = _changed(first, last)
    return changed if beyond < 10 else last[-max(2, len(changed)) :]


_END = re.compile(r"[.?!…。？！]\s*[\"'”’“‘»)]*$")
_QUOTED_END = re.compile(r"(?:“[^“”]*|‘(?:[^‘’]|’(?=\w))*)(?P<marks>[”’]+)$")
"""A quotation at the end of a title; an apostrophe is not its end."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a full stop or the like, quotation marks ignored."""
    return _END.search(text) is not None


def sentence(title: str, *, inside: bool = False) -> str:
    """A title with a full stop, unless it ends a sentence already.

    With ``inside`` the full stop stands before closing quotation marks, as in American English.

    >>> sentence("What is ‘public value’", inside=True)
    'What is ‘public value.’'
    """
    if ends_sentence(title):
        return title
    quotation = _QUOTED_END.search(title) if inside else None
    if quotation is None:
        return f"{title}."
    return f"{title[: quotation.start('marks')]}.{quotation['marks']}"


def quoted(title: str, marks: Marks) -> str:
    """A title in quotation marks; inner quotations get the other kind.

    >>> quoted("Who asks “who leads?”", Marks("“", "”", "‘", "’"))
    '“Who asks ‘who leads?’”'
    """
    return f"{marks.left}{within(title, marks)}{marks.right}"


def within(title: str, marks: Marks) -> str:
    """A title as it is written inside quotation marks."""
    inner = rf"{marks.inner_left}\g<words>{marks.inner_right}"
    left, right = re.escape(marks.left.strip()), re.escape(marks.right.strip())
    # a mark before a letter is an apostrophe
    same = rf"{left}\s*(?P<words>(?:(?!{left}|{right}).|{right}(?=\w))*?)\s*{right}(?!\w)"
    return re.sub(r'"(?P<words>[^"]*)"', inner, re.sub(same, inner, title))


class Marks(NamedTuple):
    """Quotation marks, and those of quotations inside."""

    left: str
    right: str
    inner_left: str
    inner_right: str


_DOUBLE = Marks("“", "”", "‘", "’")
_SINGLE = Marks("‘", "’", "“", "”")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of citations in one language; the defaults are English."""

    locale: str = "en"
    """The language of days and months."""
    no_date: str = "n.d."
    no_date_in_full: str = "no date"
    editor: str = "Ed."
    editors: str = "Eds."
    last: str = ", & "
    """The text before the last of several names, with an ampersand."""
    last_in_full: str = ", and "
    and_: str = " and "
    """The same without a comma."""
    others: str = "et al."
    available_at: str = "Available at:"
    available_from: str = "Available from:"
    internet: str = "Internet"
    blog: str = "blog"
    page: str = "p. {pages}"
    pages: str = "pp. {pages}"
    number: str = "no. {number}"
    double: Marks = _DOUBLE
    single: Marks = _SINGLE

    @property
    def inside(self) -> bool:
        """Whether full stops stand inside quotation marks, as in American English."""
        return self.locale == "en"


ENGLISH = Words()

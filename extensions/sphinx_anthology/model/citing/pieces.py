"""What citations are put together of: runs, names, titles, numbers, and words of their own."""

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
    """A piece of a citation: in italics where it is emphasised; an address is a link."""

    text: str
    emphasised: bool = False
    is_address: bool = False

    @property
    def leads_to_the_web(self) -> bool:
        """Whether it is an address that a page can link to."""
        return self.is_address and self.text.startswith(("https://", "http://"))


Citation = tuple[Run, ...]
Part = Sequence[Run]


def plain(citation: Iterable[Run]) -> str:
    """The citation without its italics."""
    return "".join(run.text for run in citation)


def roman(text: str) -> Part:
    """A part that is one upright piece, or nothing."""
    return [Run(text)] if text else []


def italic(text: str) -> Part:
    """A part that is one piece in italics, or nothing."""
    return [Run(text, emphasised=True)] if text else []


def located(address: str, before: str = "", after: str = "") -> Part:
    """An address with what stands before and after it, or nothing."""
    if not address:
        return []
    return [*roman(before), Run(address, is_address=True), *roman(after)]


def stopped(part: Part) -> Part:
    """A part with its full stop, unless it ends a sentence already."""
    return part if not part or ends_sentence(plain(part)) else [*part, Run(".")]


def joined(*parts: Part, by: str = " ") -> Part:
    """The parts that there are, with something between them."""
    present = [part for part in parts if part]
    return [run for n, part in enumerate(present) for run in (*roman(by if n else ""), *part)]


def cited(*parts: Part) -> Citation:
    """A whole citation: its parts with spaces between them, and no more runs than it needs."""
    groups = itertools.groupby(joined(*parts), key=lambda run: (run.emphasised, run.is_address))
    return tuple(Run(plain(runs), *looks) for looks, runs in groups)


_GENERATIONS = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
"""Suffixes that all styles keep; degrees such as PhD are left out (APA 7, section 9.8)."""


def generation(name: Name) -> str:
    """``Jr.``, or nothing."""
    return name.suffix if name.suffix.casefold() in _GENERATIONS else ""


def undivided(name: Name) -> str:
    """The whole name of a group, or of somebody who has only one; nothing for all others."""
    if name.literal and name.display:
        return name.display
    if name.literal or not name.given:
        return name.family
    return "" if name.family else name.given


def initials(given: str, stop: str = ".", space: str = " ", hyphen: str = "-") -> str:
    """``Erik-Hans Jan`` gives ``E.-H. J.``, and ``J.R.`` gives ``J. R.``."""
    words = re.sub(r"\.(?=\w)", ". ", given.replace("\N{HYPHEN}", "-")).split()
    parts = ([f"{p[0]}{stop}" for p in word.split("-") if p] for word in words)
    return space.join(hyphen.join(found) for found in parts if found)


def listed(names: Sequence[str], last: str, comma: str = ", ", others: str = "") -> str:
    """Names with something before the last of them; ``others`` stands for more of them."""
    if others and names:
        return comma.join([*names, others])
    return comma.join(names[:-1]) + (last if names[1:] else "") + "".join(names[-1:])


_RANGE = re.compile(r"(?P<first>\d+)[-–](?P<last>\d+)")


def years(date: PartialDate | None) -> str:
    """The year, or both where a date is given by two ends; empty where none is known."""
    if date is None:
        return ""
    return "–".join(dict.fromkeys(str(end.earliest.year) for end in date.ends))


def day_and_month(date: PartialDate | None, locale: str) -> str:
    """As much of it as is known besides the year: ``21 April``, ``April``, or nothing."""
    if date is None or date.is_interval:
        return ""
    if date.is_day:
        return str(format_skeleton("MMMMd", date.earliest, locale=locale))
    if date.earliest.month == date.latest.month:
        return format_date(date.earliest, "LLLL", locale=locale)
    return ""


def day_in_full(date: PartialDate | None, locale: str) -> str:
    """A day or month with its year: ``April 21, 2021``; nothing where only the year is known."""
    if not day_and_month(date, locale) or date is None:
        return ""
    if date.is_day:
        return format_date(date.earliest, "long", locale=locale)
    return str(format_skeleton("yMMMM", date.earliest, locale=locale))


def several(pages: str) -> bool:
    """Whether pages are more than one."""
    return re.search(r"\d\s*[-–,&]\s*\w*\d", pages) is not None


def shortest(pages: str) -> str:
    """Of a range only the digits that change: ``267–86`` (Citing Medicine, chapter 1)."""
    return _RANGE.sub(lambda m: f"{m['first']}–{_changed(m['first'], m['last'])}", pages)


def shortened(pages: str) -> str:
    """A range as the Chicago Manual of Style has it (17th edition, 9.61)."""
    return _RANGE.sub(lambda m: f"{m['first']}–{_second(m['first'], m['last'])}", pages)


def _changed(first: str, last: str) -> str:
    if len(first) != len(last):
        return last
    changes = (n for n, digits in enumerate(zip(first, last, strict=True)) if len(set(digits)) > 1)
    return last[next(changes, 0) :]


def _second(first: str, last: str) -> str:
    """All digits after a hundred, else those that change, two of them unless after 101 to 109."""
    beyond = int(first) % 100
    if int(first) < 100 or not beyond or len(first) != len(last):
        return last
    changed = _changed(first, last)
    return changed if beyond < 10 else last[-max(2, len(changed)) :]


_END = re.compile(r"[.?!…。？！]\s*[\"'”’“‘»)]*$")
_QUOTED_END = re.compile(r"(?:“[^“”]*|‘(?:[^‘’]|’(?=\w))*)(?P<marks>[”’]+)$")
"""A quotation that a title ends with; an apostrophe ends none."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a mark that is stop enough, quotation marks aside."""
    return _END.search(text) is not None


def sentence(title: str, *, inside: bool = False) -> str:
    """A title with its full stop, unless it ends a sentence already.

    With ``inside``, the stop goes before the marks of a quotation, as Americans have it.

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
    """A title in quotation marks; a quotation within it gets the others.

    >>> quoted("Who asks “who leads?”", Marks("“", "”", "‘", "’"))
    '“Who asks ‘who leads?’”'
    """
    return f"{marks.left}{within(title, marks)}{marks.right}"


def within(title: str, marks: Marks) -> str:
    """A title as it stands inside quotation marks."""
    inner = rf"{marks.inner_left}\g<words>{marks.inner_right}"
    left, right = re.escape(marks.left.strip()), re.escape(marks.right.strip())
    # one that a letter follows is an apostrophe
    same = rf"{left}\s*(?P<words>(?:(?!{left}|{right}).|{right}(?=\w))*?)\s*{right}(?!\w)"
    return re.sub(r'"(?P<words>[^"]*)"', inner, re.sub(same, inner, title))


class Marks(NamedTuple):
    """Quotation marks around something, and those of a quotation within it."""

    left: str
    right: str
    inner_left: str
    inner_right: str


_DOUBLE = Marks("“", "”", "‘", "’")
_SINGLE = Marks("‘", "’", "“", "”")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of citations in one language; here in English, each style's own."""

    locale: str = "en"
    """In which language days and months are named."""
    no_date: str = "n.d."
    no_date_in_full: str = "no date"
    editor: str = "Ed."
    editors: str = "Eds."
    last: str = ", & "
    """What stands before the last of several names, with an ampersand."""
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
        """Whether a full stop stands inside of quotation marks: among Americans alone."""
        return self.locale == "en"


ENGLISH = Words()

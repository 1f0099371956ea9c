"""Days, years and page numbers as citations have them."""

from __future__ import annotations

import re

from babel.dates import format_date, format_skeleton

from sphinx_anthology.model.dates import PartialDate

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

"""Days as prose has them: ‘31st July 2021’, ‘the end of May 2022’."""

from __future__ import annotations

import datetime as dt
import re

from sphinx_anthology.model.dates import PartialDate, parse_date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)\b"
DAY = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:the\s+)?(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH.format('m1')}(?:,?\s+{_YEAR.format('y1')})?"
    rf"|{_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR.format('y2')})?"
    rf"|(?P<end>end\s+of\s+)?{_MONTH.format('m3')},?\s+{_YEAR.format('y3')}"
    rf"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
)
"""A pattern of a day, or of a month of a year, to be matched without regard to case."""

_DAY = re.compile(DAY, re.IGNORECASE)


def day(text: str, near: dt.date | None = None) -> PartialDate | None:
    """The first day in a text, or the month where it says no more; none where it says neither.

    A day without its year is the next one after ``near``.

    >>> str(day("free until the end of May 2022"))
    '2022-05-31'
    """
    for found in _DAY.finditer(text):
        if (date := _date(found, near)) is not None:
            return date
    return None


def has_year(text: str) -> bool:
    """Whether a text says of which year its day is."""
    return re.search(r"\b(?:19|20)\d\d\b", text) is not None


def _date(found: re.Match[str], near: dt.date | None) -> PartialDate | None:
    if found["iso"]:
        return _parsed(found["iso"])
    month = 1 + next(
        i
        for i, name in enumerate(_MONTHS)
        if name.startswith((found["m1"] or found["m2"] or found["m3"]).lower())
    )
    number = found["d1"] or found["d2"]
    year = found["y1"] or found["y2"] or found["y3"]
    if number is None:
        whole = _parsed(f"{year}-{month:02}")
        return _parsed(str(whole.latest)) if whole and found["end"] else whole
    if year is None:
        return _next(month, int(number), near)
    return _parsed(f"{year}-{month:02}-{int(number):02}")


def _next(month: int, number: int, near: dt.date | None) -> PartialDate | None:
    """The next such day after another."""
    for year in (near.year, near.year + 1) if near else ():
        date = _parsed(f"{year:04}-{month:02}-{number:02}")
        if date and near and date.earliest >= near:
            return date
    return None


def _parsed(text: str) -> PartialDate | None:
    try:
        return parse_date(text)
    except ValueError:  # the 31st of June
        return None

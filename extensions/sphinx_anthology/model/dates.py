"""Dates as exact as they are known: EDTF level 0 (ISO 8601-2:2019, annex A)."""

from __future__ import annotations

import calendar
import dataclasses as dc
import datetime as dt
import re

from sphinx_anthology.model.problem import quoted

_FORM = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
EXPECTED = "a day (2021-04-21), a month (2014-09), a year or an interval (2014-11/2015-03)"


@dc.dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or the first and last day that it may have been.

    ``text`` is the EDTF form. Sorting is by :attr:`earliest`.
    """

    text: str
    earliest: dt.date
    latest: dt.date

    @property
    def is_day(self) -> bool:
        """Whether the day is known."""
        return self.earliest == self.latest

    @property
    def is_interval(self) -> bool:
        """Whether it is given by two ends."""
        return "/" in self.text

    @property
    def ends(self) -> tuple[PartialDate, ...]:
        """The two ends of an interval, or the date itself."""
        return tuple(_parse_one(part) for part in self.text.split("/"))

    def __str__(self) -> str:
        """Give the EDTF form."""
        return self.text


def parse_date(value: object) -> PartialDate:
    """Read a date from text such as ``2014-09`` (a plain number is a year).

    :raises ValueError: where it is none, or an impossible one, saying what was expected.
    """
    if isinstance(value, PartialDate):
        return value
    text = str(value).strip() if not isinstance(value, bool) else ""
    first, slash, last = text.partition("/")
    try:
        start = _parse_one(first)
        end = _parse_one(last) if slash else start
    except ValueError as error:
        message = f"{quoted(value)} is not a date ({error}); expected {EXPECTED}"
        raise ValueError(message) from None
    if end.latest < start.earliest:
        message = f"{quoted(value)} ends before it begins; expected {EXPECTED}"
        raise ValueError(message)
    return PartialDate(text, start.earliest, end.latest)


def parse_day(value: object) -> dt.date:
    """Read a full day, ``2021-04-21``.

    :raises ValueError: where it is not one.
    """
    if isinstance(value, dt.date):
        return value
    date = parse_date(value)
    if not date.is_day:
        message = f"{quoted(value)} is not a full day; expected one such as 2021-04-21"
        raise ValueError(message)
    return date.earliest


def _parse_one(text: str) -> PartialDate:
    """Read a day, month or year; a :exc:`ValueError` says only what is wrong with it."""
    match = _FORM.fullmatch(text)
    if match is None:
        message = "not in that form"
        raise ValueError(message)
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    if year < 1:
        message = "there is no year 0"
        raise ValueError(message)
    if not match["month"]:
        return PartialDate(text, dt.date(year, 1, 1), dt.date(year, 12, 31))
    if not 1 <= month <= 12:
        message = f"there is no month {month}"
        raise ValueError(message)
    last = calendar.monthrange(year, month)[1]
    if not match["day"]:
        return PartialDate(text, dt.date(year, month, 1), dt.date(year, month, last))
    if not 1 <= day <= last:
        message = f"{year}-{month:02} has no day {day}"
        raise ValueError(message)
    exact = dt.date(year, month, day)
    return PartialDate(text, exact, exact)

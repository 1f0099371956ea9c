"""Dates that may be less exact than a day: EDTF level 0 (ISO 8601-2:2019, annex A)."""

from __future__ import annotations

import calendar
import dataclasses as dc
import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterator

from sphinx_anthology.model.problem import WrongValue, quoted

_FORM = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
EXPECTED = "a day (2021-04-21), a month (2014-09), a year or an interval (2014-11/2015-03)"


@dc.dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or the range of days that a month, year or interval covers.

    ``text`` is the EDTF form. Sorting is by :attr:`earliest`.
    """

    text: str
    earliest: dt.date
    latest: dt.date

    @property
    def is_day(self) -> bool:
        """Whether the exact day is known."""
        return self.earliest == self.latest

    @property
    def is_interval(self) -> bool:
        """Whether the date is an interval with two ends."""
        return "/" in self.text

    @property
    def ends(self) -> tuple[PartialDate, ...]:
        """The two ends of an interval, or the date itself."""
        return tuple(_parse_one(part) for part in self.text.split("/"))

    def __str__(self) -> str:
        """The date in EDTF form."""
        return self.text


def parse_date(value: object) -> PartialDate:
    """Read a date such as ``2014-09``; a plain number is a year.

    :raises ValueError: with what was expected, if it is no date or an impossible one.
    """
    if isinstance(value, PartialDate):
        return value
    text = str(value).strip() if not isinstance(value, bool) else ""
    text = day_of_time(text) or text
    first, slash, last = text.partition("/")
    try:
        start = _parse_one(first)
        end = _parse_one(last) if slash else start
    except ValueError as error:
        shown = _shown(value)
        message = f"{shown} is not a date{_what_instead(text, str(error))}"
        raise WrongValue(message, _only_reading(text)) from None
    if end.latest < start.earliest:
        message = f"{quoted(value)} ends before it begins; expected {EXPECTED}"
        raise ValueError(message)
    return PartialDate(text, start.earliest, end.latest)


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple, dict)):
        return "a list" if isinstance(value, (list, tuple)) else "a mapping"
    return quoted(str(value).lower() if isinstance(value, bool) else value)


def _what_instead(text: str, error: str) -> str:
    """The end of a message about a wrong date: the fix, or the reason."""
    if readings := readings_of(text):
        return f" in our form; write {' or '.join(readings)}"
    why = f" ({error})" if error else ""
    return f"{why}; expected {EXPECTED}"


def _only_reading(text: str) -> str:
    """The date in another form, if it can be read in one way only, and says no more; else empty."""
    readings = readings_of(text)
    says_more = any(len(word) > _LONGEST_FILLER for word in _others(text))
    return readings[0] if len(readings) == 1 and not says_more else ""


def parse_day(value: object) -> dt.date:
    """Read a full day, ``2021-04-21``.

    :raises ValueError: if it is not a full day.
    """
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    try:
        date = parse_date(value)
    except ValueError as error:
        message = str(error).replace(EXPECTED, "a day such as 2021-04-21")
        raise WrongValue(message, getattr(error, "write", "")) from None
    if not date.is_day:
        ends = dict.fromkeys((date.earliest.isoformat(), date.latest.isoformat()))
        message = f"{quoted(value)} is not a full day; write one, such as {' or '.join(ends)}"
        raise ValueError(message)
    return date.earliest


def day_of(text: str) -> dt.date:
    """Read a full day in any order that has one meaning only.

    >>> day_of("31/12/2026"), day_of("April 3rd, 2026")
    (datetime.date(2026, 12, 31), datetime.date(2026, 4, 3))

    :raises ValueError: if it is not a full day, or has two meanings.
    """
    readings = readings_of(text)
    return parse_day(readings[0] if len(readings) == 1 else text)


def written_day(text: str) -> str:
    """The first words of a text that are a day in another form, and in that one only.

    Empty if there are none, or if they may be another day or no full one.

    >>> written_day("2 May 2021: it is Jane."), written_day("May 2021, 3 names")
    ('2 May 2021', '')
    """
    whole = text.strip().rstrip(".:,;")
    begun = (whole[: found.start()] for found in itertools.islice(_SPACE.finditer(whole), _SPACES))
    for part in (whole, *begun):
        if readings := readings_of(part) if _is_of_dates(part) else ():
            is_one = len(readings) == 1 and parse_date(readings[0]).is_day
            return part.rstrip(".:,;") if is_one else ""
    return ""


def _is_of_dates(text: str) -> bool:
    """Whether all words of a text belong to dates."""
    return not any(_others(text))


def _others(text: str) -> Iterator[str]:
    """The words of a text that are no names of months and days, and no ends of numbers."""
    return (word for word in _words(text) if word not in _BY_NAME and word not in _OF_DATES)


def _parse_one(text: str) -> PartialDate:
    """Read a day, month or year.

    :raises ValueError: with a reason if it is impossible, without one if it is no date.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError
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


_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt_]|\s+)(?:[01]?[0-9]|2[0-4])"
    r"(?::[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]+)?)?|(?=[Zz+-]|$))"
    r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*[+-][0-9]{2}:?(?:[0-9]{2})?)?(?:\s*(?:[Zz]|[A-Z]{3,4}))?"
)


def day_of_time(text: str) -> str:
    """The day of a time stamp, as written; empty if the text is none.

    >>> day_of_time("2021-04-21T23:30:00-05:00")
    '2021-04-21'
    """
    match = _TIME.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    return match["day"] if match else ""


_MONTHS: tuple[str, ...] = (
    "jan january januar janvier janv enero gennaio janeiro januari",
    "feb february februar fevrier fevr febrero febbraio fevereiro februari",
    "mar march marz maerz mrz mars marzo marco maart",
    "apr april avril avr abril aprile abr",
    "may mai mayo maggio maio mei",
    "jun june juni juin junio giugno junho",
    "jul july juli juillet juil julio luglio julho",
    "aug august aout agosto ago augustus",
    "sep sept september septembre septiembre settembre setembro",
    "oct october okt oktober octobre octubre ottobre outubro",
    "nov november novembre noviembre novembro",
    "dec december dez dezember decembre diciembre dicembre dezembro",
)
_BY_NAME = {name: month for month, names in enumerate(_MONTHS, 1) for name in names.split()}
_LONGEST = 60
"""The most characters of a written date."""
_SPACE, _SPACES = re.compile(r"\s+"), 4
"""The space between words, and the most spaces of a written date."""
_LONGEST_FILLER = 3
"""The most letters of a word that says nothing in a date, such as “the” or “Uhr”."""
_OF_DATES = frozenset(
    """
    st nd rd th er monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch
    donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Words beside the names of months: ends of ordinal numbers, and days of the week."""
_BETWEEN = re.compile(r"\s*(?:/|--|\bto\b|\bbis\b)\s*|(?<=\d{4})-(?=\d{4})")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


def readings_of(text: str) -> tuple[str, ...]:
    """The possible readings of a date in another form: none, one or two.

    >>> readings_of("21/04/2021"), readings_of("3/4/2021"), readings_of("April 21st, 2021")
    (('2021-04-21',), ('2021-04-03', '2021-03-04'), ('2021-04-21',))
    """
    if len(text) > _LONGEST:
        return ()
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip("\"'“”‘’«»„ .,")
    plain = day_of_time(plain) or re.sub(r"[T ]+[0-9]{1,2}:[0-9]{2}.*", "", plain)
    if (found := _whole(plain)) != text and _is_date(found):
        return (found,)
    ends = [_whole(end) for end in _BETWEEN.split(plain)]
    if len(ends) == 2 and all(map(_is_date, ends)):
        return ("/".join(ends),)
    numbers = [int(number) for number in re.findall(r"[0-9]+", plain)]
    month = _named_month(plain)
    match numbers:
        case [day, year] | [year, day] if month and max(day, year) > 99:
            readings = [(max(day, year), month, min(day, year))]
        case [year] if month and year > 99:
            return (f"{year:04}-{month:02}",)
        case [first, second, year] if year > 99 and not month:
            readings = [(year, second, first), (year, first, second)]
        case _:
            return ()
    days = dict.fromkeys(f"{y:04}-{m:02}-{d:02}" for y, m, d in readings)
    return tuple(day for day in days if _is_date(day))


def _whole(text: str) -> str:
    """A date in the order year, month, day, with other separators."""
    match = re.fullmatch(
        r"([0-9]{4})\s*[-./年_ ]\s*([0-9]{1,2})(?:\s*[-./月_ ]\s*([0-9]{1,2}))?\s*[日月]?", text
    ) or re.fullmatch(r"([12][0-9]{3})([0-9]{2})([0-9]{2})", text)
    if match is None:
        return text
    return "-".join(f"{int(part):02}" for part in match.groups() if part)


def _is_date(text: str) -> bool:
    try:
        _parse_one(text)
    except ValueError:
        return False
    return True


def _named_month(text: str) -> int:
    """The month that a text names, from 1; 0 for none or several."""
    months = {_BY_NAME[word] for word in _words(text) if word in _BY_NAME}
    return months.pop() if len(months) == 1 else 0


def _words(text: str) -> list[str]:
    """The words of a text in small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[a-z]+", "".join(c for c in decomposed if not unicodedata.combining(c)))

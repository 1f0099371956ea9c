"""Time zones: their names (IANA), and the day and the moment that they make of each other."""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo

from sphinx_anthology.model.problem import did_you_mean, quoted

UTC = "UTC"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_OF_THE_COMPUTER = frozenset({"Factory", "localtime"})
"""Names that mean another zone on each computer."""
_OFFSET = re.compile(r"(?:(?:UTC|GMT|Z)\s*)?[+\N{MINUS SIGN}-]\s*\d{1,2}(?::?\d\d)?", re.IGNORECASE)
_SHORT = {
    "bst": "Europe/London",
    "cest": "Europe/Berlin",
    "eest": "Europe/Athens",
    "edt": "America/New_York",
    "cdt": "America/Chicago",
    "mdt": "America/Denver",
    "pdt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "sast": "Africa/Johannesburg",
}
"""Abbreviations that are no names of zones."""


@functools.cache
def _known() -> frozenset[str]:
    """The names of all zones; empty if the computer has no list of them."""
    return frozenset(zoneinfo.available_timezones()) - _OF_THE_COMPUTER


def timezone(text: str) -> str:
    """The name of a time zone: ``Europe/London`` (IANA).

    >>> timezone("london")
    Traceback (most recent call last):
    ValueError: ‘london’ is not a time zone; write ‘Europe/London’

    >>> timezone("GMT+2")
    Traceback (most recent call last):
    ValueError: ‘GMT+2’ is an offset, which has no summer time; write a zone, such as ‘Europe/Paris’
    """
    name = text.strip()
    if name == UTC or name in _known():
        return name
    raise ValueError(_no_timezone(name))


def _no_timezone(name: str) -> str:
    if not _known():
        return f"{quoted(name)}: this computer has no list of time zones; pip install tzdata"
    if _OFFSET.fullmatch(name):
        message = f"{quoted(name)} is an offset, which has no summer time"
        return f"{message}; write a zone, such as ‘Europe/Paris’"
    if meant := _SHORT.get(name.casefold()) or _of_windows(name) or _in_other_words(name):
        return f"{quoted(name)} is not a time zone; write ‘{meant}’"
    hint = did_you_mean(name.replace(" ", "_"), _known())
    return f"{quoted(name)} is not a time zone; one looks like ‘Europe/London’ (IANA).{hint}"


def _of_windows(name: str) -> str:
    """The zone that Windows calls by this name; empty if none."""
    from babel.core import get_global  # noqa: PLC0415  # only where a name is wrong

    found = get_global("windows_zone_mapping").get(name, "")
    return found if found in _known() else ""


def _in_other_words(name: str) -> str:
    """The zone that is written in other letters, or by its city; empty if none."""
    plain = name.replace(" ", "_").casefold()
    zones = sorted(_known(), key=lambda zone: (zone.casefold() != plain, zone))
    return next((z for z in zones if plain in (z.casefold(), z.casefold().split("/")[-1])), "")


def _zone(name: str) -> dt.tzinfo:
    return dt.UTC if name == UTC else zoneinfo.ZoneInfo(name)


def day_of_build(epoch: str, now: dt.datetime, timezone: str = UTC) -> dt.date:
    """The day, in a time zone, of seconds since 1970, or of ``now`` if there are none.

    >>> now = dt.datetime(2026, 11, 30, 13, tzinfo=dt.UTC)
    >>> str(day_of_build("", now)), str(day_of_build("", now, "Pacific/Auckland"))
    ('2026-11-30', '2026-12-01')
    """
    zone = _zone(timezone)
    try:
        seconds = dt.timedelta(seconds=int(epoch)) if re.fullmatch("[0-9]{1,12}", epoch) else None
        return (now if seconds is None else _EPOCH + seconds).astimezone(zone).date()
    except OverflowError:  # after the year 9999
        return now.astimezone(zone).date()


def start_of(day: dt.date, timezone: str = UTC) -> str:
    """The start of a day in a time zone (RFC 3339, which has no seconds in offsets).

    >>> start_of(dt.date(2021, 7, 1)), start_of(dt.date(2021, 7, 1), "Europe/London")
    ('2021-07-01T00:00:00Z', '2021-07-01T00:00:00+01:00')
    """
    if timezone == UTC:
        return f"{day.isoformat()}T00:00:00Z"
    offset = dt.datetime.combine(day, dt.time(), _zone(timezone)).utcoffset() or dt.timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"{day.isoformat()}T00:00:00{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"

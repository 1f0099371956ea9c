"""Time zones: the day that it is there, the moment when a day begins, and wrong names."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model import timezones
from sphinx_anthology.model.timezones import day_of_build, start_of, timezone

NOON = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
zones = st.sampled_from(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("UTC", "2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z"),
        ("Pacific/Auckland", "2026-11-30T10:59:59Z", "2026-11-30T11:00:00Z"),
        ("America/New_York", "2026-12-01T04:59:59Z", "2026-12-01T05:00:00Z"),
        ("Pacific/Kiritimati", "2026-11-30T09:59:59Z", "2026-11-30T10:00:00Z"),
    ],
)
def test_a_day_begins_at_midnight_there(zone: str, before: str, after: str) -> None:
    """A second before, it is still the day before."""
    assert day_of_build("", dt.datetime.fromisoformat(before), zone) == dt.date(2026, 11, 30)
    assert day_of_build("", dt.datetime.fromisoformat(after), zone) == dt.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("epoch", "day"),
    [
        ("0", "1970-01-01"),
        ("1780000000", "2026-05-29"),
        ("-1", "2026-12-01"),
        ("soon", "2026-12-01"),
        ("999999999999", "2026-12-01"),
        ("253402300799", "2026-12-01"),
        ("", "2026-12-01"),
    ],
)
def test_seconds_since_1970_are_a_moment_too(epoch: str, day: str) -> None:
    """Its day is that of the zone; without such a number it is the clock's."""
    assert day_of_build(epoch, NOON, "Pacific/Auckland").isoformat() == day


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("Europe/Lundon", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("London", "Europe/London"),
        ("New York", "America/New_York"),
        ("Pacific/Aukland", "Pacific/Auckland"),
        ("GMT Standard Time", "Europe/London"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("BST", "Europe/London"),
        ("utc", "UTC"),
        ("UTC+2", "Europe/Paris"),
        ("+02:00", "Europe/Paris"),
        ("localtime", "Europe/London"),
        ("The moon", "Europe/London"),
        ("../../etc/passwd", "Europe/London"),
        ("/usr/share/zoneinfo/Europe/London", "Europe/London"),
        ("\0", "Europe/London"),
    ],
)
def test_a_wrong_name_is_told_with_a_right_one(wrong: str, meant: str) -> None:
    """Misspelt, of Windows, an abbreviation, an offset, a path."""
    with pytest.raises(ValueError, match=re.escape(f"‘{meant}’")):
        timezone(wrong)


def test_a_computer_without_zones_knows_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of any other zone it says what to install."""
    monkeypatch.setattr(timezones, "_known", frozenset)
    assert timezone("UTC") == "UTC"
    with pytest.raises(ValueError, match="has no list of time zones; pip install tzdata"):
        timezone("Europe/London")


@given(zone=zones, day=st.dates())
def test_the_start_of_a_day_is_a_moment_of_rfc_3339(zone: str, day: dt.date) -> None:
    """Of every zone and day: the day as it is written, and an offset in minutes."""
    text = start_of(day, timezone(zone))
    assert re.fullmatch(rf"{day}T00:00:00(Z|[+-]\d\d:\d\d)", text)


@given(zone=zones, day=st.dates(dt.date(1980, 1, 1), dt.date(2037, 12, 31)))
def test_the_day_begins_where_the_zone_says(zone: str, day: dt.date) -> None:
    """A build at that moment is one of the day, wherever clocks are not set at midnight."""
    moment = dt.datetime.fromisoformat(start_of(day, zone))
    assert day_of_build("", moment + dt.timedelta(hours=2), zone) in {
        day,
        day + dt.timedelta(days=1),  # a day that was left out at the date line
    }


@given(text=st.text())
def test_any_text_is_a_name_or_told(text: str) -> None:
    """Never anything but a sentence."""
    try:
        told = start_of(dt.date(2020, 1, 1), timezone(text))
    except ValueError as error:
        told = "" if isinstance(error, UnicodeError) else str(error)
    assert told
    assert "\n" not in told

"""Dates as exact as they are known."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.dates import PartialDate, parse_date, parse_day

days = st.dates().map(lambda day: day.isoformat())
months = st.dates().map(lambda day: day.isoformat()[:7])
years = st.integers(1, 9999).map(lambda year: f"{year:04}")
singles = days | months | years


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2021-04-21", dt.date(2021, 4, 21), dt.date(2021, 4, 21)),
        ("2014-09", dt.date(2014, 9, 1), dt.date(2014, 9, 30)),
        ("2024-02", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2014", dt.date(2014, 1, 1), dt.date(2014, 12, 31)),
        ("2014-11/2015-03", dt.date(2014, 11, 1), dt.date(2015, 3, 31)),
        ("2014-09-16/2014-09-17", dt.date(2014, 9, 16), dt.date(2014, 9, 17)),
        ("2014/2014-06", dt.date(2014, 1, 1), dt.date(2014, 6, 30)),
    ],
)
def test_date_spans_all_days_that_it_may_be(text: str, earliest: dt.date, latest: dt.date) -> None:
    """A day is itself; a month, a year or an interval has a first and a last day."""
    date = parse_date(text)
    assert (date.earliest, date.latest) == (earliest, latest)
    assert str(date) == text


def test_plain_number_is_a_year() -> None:
    """YAML gives ``date: 2014`` as a number."""
    assert parse_date(2014) == parse_date("2014")


def test_date_that_is_read_already_stays() -> None:
    """A date may be read twice."""
    date = parse_date("2014-09")
    assert parse_date(date) is date


def test_only_a_day_is_a_day() -> None:
    """A month is not exact, even where it is the same month twice."""
    assert parse_date("2021-04-21").is_day
    assert not parse_date("2021-04").is_day
    assert not parse_date("2021-04/2021-04").is_day


def test_interval_has_two_ends() -> None:
    """The ends of an interval are dates as exact as they were given."""
    date = parse_date("2014-11/2015")
    assert date.is_interval
    assert date.ends == (parse_date("2014-11"), parse_date("2015"))
    assert parse_date("2014-11").ends == (parse_date("2014-11"),)


@given(singles)
def test_every_date_begins_before_it_ends(text: str) -> None:
    """The first possible day is never after the last; the text is kept."""
    date = parse_date(text)
    assert date.earliest <= date.latest
    assert date.text == text


@given(singles, singles)
def test_every_interval_begins_before_it_ends(first: str, last: str) -> None:
    """An interval spans both ends, or is refused because it ends before it begins."""
    start, end = parse_date(first), parse_date(last)
    if end.latest < start.earliest:
        with pytest.raises(ValueError, match="ends before it begins"):
            parse_date(f"{first}/{last}")
    else:
        found = parse_date(f"{first}/{last}")
        assert (found.earliest, found.latest) == (start.earliest, end.latest)
        assert found.earliest <= found.latest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2021-02-29", "2021-02 has no day 29"),
        ("2021-04-00", "2021-04 has no day 0"),
        ("2021-13", "there is no month 13"),
        ("2021-00-01", "there is no month 0"),
        ("0000", "there is no year 0"),
    ],
)
def test_impossible_date_says_why(text: str, reason: str) -> None:
    """The message tells what is wrong and what was expected."""
    with pytest.raises(ValueError, match="is not a date") as refusal:
        parse_date(text)
    assert f"({reason}); expected a day (2021-04-21)" in str(refusal.value)


@pytest.mark.parametrize("text", ["2014/", "/2014", "2014/2015/2016", "", "soon"])
def test_what_has_no_form_of_a_date_is_told_the_forms(text: str) -> None:
    """Nothing can be guessed."""
    with pytest.raises(ValueError, match=r"is not a date; expected a day \(2021-04-21\)"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("21 April 2021", "2021-04-21"),
        ("2021-4-1", "2021-04-01"),
        ("3/4/2021", "2021-04-03 or 2021-03-04"),
    ],
)
def test_a_date_in_another_form_is_told_what_to_write(text: str, instead: str) -> None:
    """What to write comes first, and nothing else."""
    with pytest.raises(ValueError, match="is not a date") as refusal:
        parse_date(text)
    assert str(refusal.value) == f"‘{text}’ is not a date in our form; write {instead}"


@pytest.mark.parametrize("value", [True, False, 3.5, [], {}, None, -1, 99999])
def test_what_is_no_text_is_no_date(value: object) -> None:
    """Values of other types are refused, not guessed at."""
    with pytest.raises(ValueError, match="is not a date"):
        parse_date(value)


def test_date_has_ascii_digits() -> None:
    """Digits of another script are no EDTF."""
    with pytest.raises(ValueError, match="is not a date"):
        parse_date("２０２１-０４-２１")


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    """Nothing but ValueError comes of any text."""
    try:
        date = parse_date(text)
    except ValueError:
        return
    assert isinstance(date, PartialDate)


def test_day_is_read_as_a_day() -> None:
    """A full day gives a date of Python's."""
    assert parse_day("2021-07-31") == dt.date(2021, 7, 31)
    assert parse_day(dt.date(2021, 7, 31)) == dt.date(2021, 7, 31)


@pytest.mark.parametrize("text", ["2021-07", "2021", "2021-07/2021-08"])
def test_day_must_be_full(text: str) -> None:
    """Where a day is asked for, a month will not do."""
    with pytest.raises(ValueError, match="is not a full day; write one, such as"):
        parse_day(text)

"""``anthology calendar``: for people, for programs, and for calendars."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sphinx_anthology.cli import ics
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.calendar_queries import CalendarEntry, Due
from sphinx_anthology.model.dates import parse_date

CONF = """project = "Quay notes"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
"""
HEAD = "---\ntitle: {title}\nauthors: {{name: Ann Low}}\ndate: {date}\npost: {post}\n---\n\nText.\n"
FILES = {
    "conf.py": CONF,
    "index.md": "# Quay notes\n",
    "out.md": HEAD.format(title="Out", date="2025-01-01", post="{}"),
    "later.md": HEAD.format(title="'Later; and, more'", date="2025-07-04", post="{}"),
    "kept.md": HEAD.format(title="'*Kept*'", date="2025-05", post="{draft: true}"),
    "s/index.md": "---\ntitle: Quays\nseries: {announced: [{part: 3}]}\n---\n\nWords.\n",
}
TEXT = """Calendar of Quay notes. As of 2025-06-01.

Scheduled
  2025-07-04  Later; and, more
              {docs}/later.md:4

Drafts
  2025-05     *Kept* – overdue
              {docs}/kept.md:4

Announced
  –           part 3 (Quays)
              {docs}/s/index.md:3
"""
MARKDOWN = r"""# Calendar of Quay notes

As of 2025-06-01.

## Scheduled

- **2025-07-04** Later; and, more (`{docs}/later.md:4`)

## Drafts

- **2025-05** \*Kept\* – overdue (`{docs}/kept.md:4`)

## Announced

- part 3 (Quays) (`{docs}/s/index.md:3`)
"""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small publication."""
    folder = tmp_path / "docs"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _said(capfd: pytest.CaptureFixture[str], docs: Path, *more: str) -> str:
    assert main(["calendar", "--docs", str(docs), *more]) == 0
    return capfd.readouterr().out


def test_the_calendar_is_a_table_of_what_is_due(
    docs: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """With file and line; nothing is built, and no document is read by Sphinx."""
    assert _said(capfd, docs) == TEXT.format(docs=docs)
    assert not (docs / "_build").exists()


def test_it_is_a_markdown_document(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What means something in Markdown is escaped."""
    assert _said(capfd, docs, "--format", "md") == MARKDOWN.format(docs=docs)


def test_programs_read_it(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """All facts, one by one."""
    found = json.loads(_said(capfd, docs, "--format", "json"))
    assert (found["as_of"], found["timezone"]) == ("2025-06-01", None)
    assert [(e["due"], e["date"], e["overdue"]) for e in found["entries"]] == [
        ("scheduled", "2025-07-04", False),
        ("draft", "2025-05", True),
        ("announced", None, False),
    ]


def test_another_day_has_another_calendar(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """``--as-of``; without a stated day the zone stands beside today."""
    assert "Scheduled" not in _said(capfd, docs, "--as-of", "2025-07-04")
    (docs / "conf.py").write_text(CONF.replace("as_of", "tagline"), encoding="utf-8")
    assert " (UTC).\n" in _said(capfd, docs)


def test_calendars_read_it(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Days as whole days, months from their first to their last, and what has none to do."""
    text = _said(capfd, docs, "--format", "ics")
    calendar = Calendar.from_ical(text)
    later, kept = calendar.walk("VEVENT")
    assert str(later["SUMMARY"]) == "Scheduled: Later; and, more"
    assert (later.decoded("DTSTART"), later.decoded("DTEND")) == (
        dt.date(2025, 7, 4),
        dt.date(2025, 7, 5),
    )
    assert kept.decoded("DTEND") == dt.date(2025, 6, 1)
    assert kept.decoded("DTSTAMP") == dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    (promise,) = calendar.walk("VTODO")
    assert str(promise["SUMMARY"]) == "Announced: part 3 (Quays)"
    assert not any(component.errors for component in calendar.walk())


def test_ids_stay_when_a_draft_is_scheduled(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And when title and day change: a calendar then moves the entry it has."""
    before = Calendar.from_ical(_said(capfd, docs, "--format", "ics")).walk("VEVENT")
    path = docs / "kept.md"
    text = path.read_text(encoding="utf-8").replace("draft: true", "draft: false")
    path.write_text(text.replace("Kept", "Kept no more").replace("2025-05", "2025-08-01"))
    after = Calendar.from_ical(_said(capfd, docs, "--format", "ics")).walk("VEVENT")
    assert {str(event["UID"]) for event in before} == {str(event["UID"]) for event in after}


def test_it_is_written_into_a_file(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """With the line ends of its form, twice the same."""
    out = docs.parent / "due.ics"
    for _ in range(2):
        assert _said(capfd, docs, "--format", "ics", "--out", str(out)) == f"Wrote {out}\n"
        made = out.read_bytes()
        assert made.count(b"\n") == made.count(b"\r\n") > 10
    _said(capfd, docs, "--out", str(out))
    assert out.read_text(encoding="utf-8") == TEXT.format(docs=docs)


def test_it_is_no_page_of_the_publication(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A document in its folder would be public, and names drafts."""
    for name in ("due.md", "s/due.MD", "due.txt"):
        out = docs / name
        assert main(["calendar", "--docs", str(docs), "--out", str(out)]) == 2
        assert f"nothing was written. Write --out {docs / '_build' / out.name}" in (
            capfd.readouterr().err
        )
        assert not out.exists()
    for path in (docs / "_build/due.md", docs.parent / "due.md", docs / "due.ics"):
        assert _said(capfd, docs, "--out", str(path)) == f"Wrote {path}\n"


def test_a_publication_without_a_post_has_nothing_due(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In every form."""
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "index.md").write_text("# Quay notes\n", encoding="utf-8")
    assert _said(capfd, tmp_path).endswith("Nothing is due.\n")
    assert _said(capfd, tmp_path, "--format", "md").endswith("\nNothing is due.\n")
    assert json.loads(_said(capfd, tmp_path, "--format", "json"))["entries"] == []
    text = _said(capfd, tmp_path, "--format", "ics")
    assert Calendar.from_ical(text).subcomponents == []


def test_a_wrong_setting_is_told(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What withholds a document is told beside the calendar, and not in it."""
    (docs / "conf.py").write_text(f'{CONF}anthology_timezone = "Europe/Lundon"\n', encoding="utf-8")
    assert main(["calendar", "--docs", str(docs)]) == 0
    assert "conf.py:4: WARNING: anthology_timezone" in capfd.readouterr().err


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
dates = st.sampled_from(["2025-07-04", "2025", "9999", "9999-12-31", "0001", "2024-11/2025-02"])


@given(title=texts, article=texts, date=st.none() | dates, due=st.sampled_from(list(Due)))
def test_any_words_are_one_line_of_a_calendar(
    title: str, article: str, date: str | None, due: Due
) -> None:
    """Lines have 75 octets at most, none is broken in a letter, and all words come back."""
    entry = CalendarEntry(
        due=due,
        date=parse_date(date) if date else None,
        title=title,
        docname="a",
        file="a.md",
        line=1,
        article=article,
    )
    made = ics.icalendar([(entry, f"{title} {article}")], dt.date(2025, 6, 1), title, "")
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    for line in lines:
        line.decode("utf-8")
    (component,) = Calendar.from_ical(made).subcomponents
    assert str(component["SUMMARY"]) == ics.printable(" ".join(f"{title} {article}".split()))

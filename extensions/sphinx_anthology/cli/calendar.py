"""``anthology calendar``: what is scheduled, a draft, announced, ending, or missing."""

from __future__ import annotations

import argparse
import itertools
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.ics import icalendar
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.calendar_queries import CalendarEntry, Due, calendar_entries
from sphinx_anthology.model.problem import printable, shown_path

if TYPE_CHECKING:
    from sphinx_anthology.cli.sphinx_app import ScannedPublication

_HEADINGS: Mapping[Due, str] = {
    Due.SCHEDULED: "Scheduled",
    Due.DRAFT: "Drafts",
    Due.ANNOUNCED: "Announced",
    Due.ENDING: "Free access ends",
    Due.ENDED: "Free access has ended, but the text says otherwise",
    Due.NO_ARTICLE: "Without article, or article details",
}
_LABELS: Mapping[Due, str] = {
    Due.SCHEDULED: "Scheduled",
    Due.DRAFT: "Draft",
    Due.ANNOUNCED: "Announced",
    Due.ENDING: "Free access ends",
    Due.ENDED: "Free access has ended",
    Due.NO_ARTICLE: "Article details missing",
}


def run(given: argparse.Namespace) -> int:
    """Print the calendar, or write it to a file; the result is the exit code."""
    from sphinx_anthology.cli.sphinx_app import scan  # noqa: PLC0415  # Sphinx is slow to load

    _demand_outside(given.docs, given.out)
    found = scan(given.docs, as_of=given.as_of)
    place = Path(shown_path(given.docs, Path.cwd()))
    made = FORMS[given.format](found, calendar_entries(found.catalogue), place)
    if given.out:
        write_whole(given.out, made)
        print(f"Wrote {given.out}")
        return 0
    _print(made)
    return 0


def _demand_outside(docs: Path, out: Path | None) -> None:
    """Refuse a file that would be a page of the publication, for it names drafts.

    :raises CommandError: if it would be one.
    """
    if out is None or out.suffix.lower() not in _DOCUMENTS:
        return
    place, folder = out.resolve(), docs.resolve()
    if place.is_relative_to(folder) and not place.is_relative_to(folder / "_build"):
        message = f"{out} would be a page of the publication, and the calendar names drafts;"
        inside = docs / "_build" / out.name
        raise CommandError(f"{message} nothing was written. Write --out {inside}")


_DOCUMENTS = frozenset({".md", ".markdown", ".rst", ".txt", ".ipynb"})
"""The endings of files that may be documents."""


def _print(made: bytes) -> None:
    """Print lines; those of a calendar for programs keep their ends and their encoding."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None or b"\r\n" not in made:
        print(made.decode(), end="")
        return
    sys.stdout.flush()
    binary.write(made)
    binary.flush()


Entries = tuple[CalendarEntry, ...]


def _lines(found: ScannedPublication) -> tuple[str, str]:
    """The heading of the calendar, and its day."""
    zone = f" ({found.timezone})" if found.timezone else ""
    return f"Calendar of {found.title}", f"As of {found.catalogue.as_of.isoformat()}{zone}"


def what(entry: CalendarEntry) -> str:
    """What an entry is about, in a line."""
    part = f"part {entry.part}" if entry.part else ""
    named = ": ".join(filter(None, (part, entry.title))) or "a part without title"
    where = f" ({entry.series})" if entry.series else ""
    article = f" – {entry.article}" if entry.article else ""
    late = " – overdue" if entry.is_late else ""
    return f"{named}{where}{article}{late}"


def sentence(entry: CalendarEntry) -> str:
    """An entry with what is due: for a calendar of many things."""
    return f"{_LABELS[entry.due]}: {what(entry)}"


def as_text(found: ScannedPublication, entries: Entries, docs: Path) -> Iterator[str]:
    """The calendar for a terminal."""
    heading, day = _lines(found)
    yield printable(f"{heading}. {day}.")
    for due, group in itertools.groupby(entries, key=lambda entry: entry.due):
        yield from ("", _HEADINGS[due])
        for entry in group:
            date = str(entry.date or "–")
            yield printable(f"  {date:<10}  {what(entry)}")
            yield printable(f"  {'':<10}  {docs / entry.file}:{entry.line}")
    if not entries:
        yield "Nothing is due."


def as_markdown(found: ScannedPublication, entries: Entries, docs: Path) -> Iterator[str]:
    """The calendar as a Markdown document."""
    heading, day = _lines(found)
    yield from (f"# {_escaped(heading)}", "", f"{day}.")
    for due, group in itertools.groupby(entries, key=lambda entry: entry.due):
        yield from ("", f"## {_HEADINGS[due]}", "")
        for entry in group:
            date = f"**{entry.date}** " if entry.date else ""
            place = f"{docs / entry.file}:{entry.line}".replace("`", "'")
            yield f"- {date}{_escaped(what(entry))} (`{printable(place)}`)"
    if not entries:
        yield from ("", "Nothing is due.")


def _escaped(text: str) -> str:
    """A text in Markdown, as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", printable(" ".join(text.split())))


def as_json(found: ScannedPublication, entries: Entries, docs: Path) -> Iterator[str]:
    """One JSON document: ``as_of``, ``timezone`` and ``entries``."""
    listed = [
        {
            "due": entry.due.value,
            "date": str(entry.date) if entry.date else None,
            "overdue": entry.is_late,
            "title": entry.title,
            "series": entry.series,
            "part": entry.part or None,
            "article": entry.article,
            "file": (docs / entry.file).as_posix(),
            "line": entry.line,
        }
        for entry in entries
    ]
    day = found.catalogue.as_of.isoformat()
    document = {"as_of": day, "timezone": found.timezone or None, "entries": listed}
    yield printable(json.dumps(document, ensure_ascii=False, indent=2))


def as_ics(found: ScannedPublication, entries: Entries, docs: Path) -> bytes:
    """The calendar for programs."""
    catalogue = found.catalogue
    told = ((entry, sentence(entry)) for entry in entries)
    return icalendar(told, catalogue.as_of, found.title, catalogue.site.base)


def _encoded(
    form: Callable[[ScannedPublication, Entries, Path], Iterator[str]],
) -> Callable[[ScannedPublication, Entries, Path], bytes]:
    """A form of lines, as bytes."""

    def made(found: ScannedPublication, entries: Entries, docs: Path) -> bytes:
        return "".join(f"{line}\n" for line in form(found, entries, docs)).encode()

    return made


FORMS: Mapping[str, Callable[[ScannedPublication, Entries, Path], bytes]] = {
    "text": _encoded(as_text),
    "md": _encoded(as_markdown),
    "ics": as_ics,
    "json": _encoded(as_json),
}
"""The forms of the calendar."""

"""The editors' calendar as iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator

from sphinx_anthology.model.calendar_queries import CalendarEntry, Due
from sphinx_anthology.model.problem import printable

_MOST_OCTETS = 75
_POST = frozenset({Due.DRAFT, Due.SCHEDULED})
_EVENTS = frozenset({*_POST, Due.ANNOUNCED, Due.ENDING})
"""What happens on a day; all else is something to do."""


def icalendar(
    entries: Iterable[tuple[CalendarEntry, str]], as_of: dt.date, title: str, base: str
) -> bytes:
    """A calendar of entries and their sentences.

    ``base`` is the address of the site, or empty. Nothing depends on a clock: the time stamp of all
    entries is the as-of date, and their ids are those of the documents.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sphinx-anthology//calendar//EN"]
    lines += ["CALSCALE:GREGORIAN", f"NAME:{_text(title)}", f"X-WR-CALNAME:{_text(title)}"]
    seen: Counter[str] = Counter()
    for entry, sentence in entries:
        name = _name(entry, base or title)
        seen[name] += 1
        uid = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}\n{seen[name]}")
        lines += _component(entry, sentence, as_of, uid)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _component(
    entry: CalendarEntry, sentence: str, as_of: dt.date, uid: uuid.UUID
) -> Iterator[str]:
    """An event of whole days, or something to do."""
    name = "VEVENT" if entry.date and entry.due in _EVENTS else "VTODO"
    yield f"BEGIN:{name}"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{_day(as_of)}T000000Z"
    yield from _days(entry) if name == "VEVENT" else ()
    yield f"SUMMARY:{_text(sentence)}"
    yield f"DESCRIPTION:{_text(f'{entry.file}:{entry.line}')}"
    yield f"CATEGORIES:{_text(entry.due.value)}"
    yield "TRANSP:TRANSPARENT" if name == "VEVENT" else "STATUS:NEEDS-ACTION"
    yield f"END:{name}"


def _days(entry: CalendarEntry) -> Iterator[str]:
    """The first day, and the day after the last one."""
    if entry.date is None:
        return
    yield f"DTSTART;VALUE=DATE:{_day(entry.date.earliest)}"
    if entry.date.latest < dt.date.max:
        yield f"DTEND;VALUE=DATE:{_day(entry.date.latest + dt.timedelta(days=1))}"


def _name(entry: CalendarEntry, base: str) -> str:
    """A name that stays when titles and dates change, and when a draft is scheduled."""
    what = "post" if entry.due in _POST else entry.due.value
    return f"{base}\n{what}\n{entry.docname}\n{entry.key}"


def _day(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    r"""A text value (section 3.3.11).

    >>> _text("Tides; ebbs, and\nflows")
    'Tides\\; ebbs\\, and flows'
    """
    plain = printable(" ".join(text.split()))
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, none of which ends in a letter (section 3.1)."""
    pieces = [b""]
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(pieces[-1]) + len(octets) > _MOST_OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"

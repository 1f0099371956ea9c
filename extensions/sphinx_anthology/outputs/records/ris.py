"""RIS, as the format of RefMan and of all after it (RIS Format Specifications, 2011).

Every line is a tag of two signs, two spaces, a hyphen, a space and a value; lines end in CR and
LF, and a record begins with ``TY`` and ends with ``ER``. There is no escaping: a value is one line.
"""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.keys import Record, one_line


def ris(record: Record) -> str:
    """A record."""
    lines = [f"{tag}  - {line}" for tag, value in _fields(record) if (line := one_line(value))]
    return "\r\n".join(["TY  - BLOG", *lines, "ER  - ", ""])


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    work = record.work
    yield "ID", record.key
    yield from (("AU", _author(person.name)) for person in work.authors)
    yield "TI", work.title
    yield "T2", work.site
    yield "T3", work.place.series_title if work.place else ""
    yield "PB", work.publisher
    yield from _date(work)
    yield "DO", work.doi
    yield "UR", work.url or work.address
    yield "LA", work.language
    yield "AB", work.description
    yield from (("KW", tag) for tag in work.tags)


def _author(name: Name) -> str:
    """``Last, First, Suffix``; a name that is whole has no comma of its own to part it."""
    whole = undivided(name)
    return whole or ", ".join(filter(None, (name.family, name.given, generation(name))))


def _date(work: Work) -> Iterator[tuple[str, str]]:
    """Year, and the date with as many parts as are known; of an interval the year it lies in."""
    date = work.date
    if date is None or date.earliest.year != date.latest.year:
        return
    yield "PY", f"{date.earliest.year:04}"
    if not date.is_interval:
        yield "DA", _slashed(date)


def _slashed(date: PartialDate) -> str:
    """``2021/04/21``, ``2021/04//``: slashes stand for what is not known, too."""
    parts = date.text.split("-")
    return "/".join([*parts, *[""] * (3 - len(parts))]) if parts[1:] else ""

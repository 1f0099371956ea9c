"""Part numbers of a series, and series labels in titles."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator, Mapping, Sequence

from sphinx_anthology.model.documents import UNNUMBERED, Post, Series
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.source import Entry, Source

_ANY_CASE = re.IGNORECASE | re.DOTALL
# a hyphen needs a space on one side, a full stop one after it: «Blog 10-year», «Blog 3.5»
_SEPARATOR = r"(?:\s*[–—:]\s*|\.\s+|\s+[-‐‒]\s*|\s*[-‐‒]\s+)"
_FORMS = (
    # «NEW SPECIAL ISSUE BLOG SERIES ON X: BLOG 3 – Title», in all its variants
    re.compile(
        rf"(?:(?:new|forthcoming)\s+)?special\s+issue\s+blog\s+series\b.*?"
        rf"\b(?:blog|part)\s+\d+{_SEPARATOR}(?P<title>\S.*)",
        _ANY_CASE,
    ),
    # «SPECIAL ISSUE BLOG SERIES: Title», without a number
    re.compile(
        r"(?:(?:new|forthcoming)\s+)?special\s+issue\s+blog\s+series(?:\s+on\b[^:]*)?"
        r"\s*[:–—-]\s*(?P<title>\S.*)",
        _ANY_CASE,
    ),
)


def without_label(title: str, part_label: str | None = None) -> str | None:
    """The title without its series label; :data:`None` if it has none.

    ``part_label`` is the series' word for a part: with ``Blog``, the title ``Blog 3: Leaders`` has
    a label, and the result is ``Leaders``.

    >>> without_label("NEW SPECIAL ISSUE BLOG SERIES: Blog 4 -Big dreams")
    'Big dreams'
    >>> without_label("Co-creation: the new kid on the block")
    """
    forms = list(_FORMS)
    if part_label:
        label = re.escape(part_label)
        of = r"(?:\s+of\s+\d+)?"
        forms.append(re.compile(rf"{label}\s+\d+{of}{_SEPARATOR}(?P<title>\S.*)", _ANY_CASE))
    for form in forms:
        if match := form.fullmatch(title):
            return match["title"].strip()
    return None


@dc.dataclass(frozen=True, slots=True)
class Member:
    """A member of a series: a post, present or missing, and its number."""

    docname: str
    number: int | None


def number_members(
    series: Series, entries: Sequence[Entry], sources: Mapping[str, Source]
) -> tuple[Member, ...]:
    """The members with their part numbers.

    If any post states a part, only stated parts count; else the place among the entries counts,
    whatever their states. A post with ``part: none`` has no number and takes no place.
    """
    declared = {e.docname: _declared(sources.get(e.docname)) for e in entries}
    if any(part for part in declared.values()):
        return tuple(Member(e.docname, declared[e.docname] or None) for e in entries)
    members, place = [], 0
    for entry in entries:
        if declared[entry.docname] == UNNUMBERED:
            members.append(Member(entry.docname, None))
            continue
        place += 1
        members.append(Member(entry.docname, place))
    return tuple(members)


def _declared(source: Source | None) -> int | None:
    return source.record.part if source and isinstance(source.record, Post) else None


def numbering_problems(
    series: Source, members: Sequence[Member], sources: Mapping[str, Source]
) -> Iterator[Problem]:
    """Problems of a series' part numbers and order."""
    record = series.record
    if not isinstance(record, Series):
        return
    posts = [(m, sources[m.docname]) for m in members if m.docname in sources]
    yield from _mixed(series, posts)
    yield from _repeated(posts)
    yield from _beyond(record, posts)
    yield from _order(posts)
    yield from _gaps(series, record, members)


def _mixed(series: Source, posts: Sequence[tuple[Member, Source]]) -> Iterator[Problem]:
    parts = [(s, s.record.part) for _, s in posts if isinstance(s.record, Post)]
    if not any(part for _, part in parts):
        return
    for source, part in parts:
        if part is None:
            message = (
                f"The post declares no part, but others of the series ‘{series.id}’ do; "
                "write ‘part: N’, or ‘part: none’ for a member without a number."
            )
            yield source.problem(Code.MIXED_PARTS, message, "post")


def _repeated(posts: Sequence[tuple[Member, Source]]) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for member, source in posts:
        if member.number is None:
            continue
        if member.number in seen:
            message = f"Part {member.number} is also ‘{seen[member.number]}’."
            yield source.problem(Code.DUPLICATE_PART, message, "post", "part")
        seen.setdefault(member.number, member.docname)


def _beyond(series: Series, posts: Sequence[tuple[Member, Source]]) -> Iterator[Problem]:
    for member, source in posts:
        if series.parts and member.number and member.number > series.parts:
            message = f"This is part {member.number}, but the series declares {series.parts} parts."
            yield source.problem(Code.PART_BEYOND, message, "post", "part")


def _order(posts: Sequence[tuple[Member, Source]]) -> Iterator[Problem]:
    before: tuple[Member, Source] | None = None
    for member, source in posts:
        if before and (message := _contradiction(before, (member, source))):
            yield source.problem(Code.ORDER, message, "date")
        before = (member, source)


def _contradiction(before: tuple[Member, Source], after: tuple[Member, Source]) -> str:
    """The contradiction between two neighbours, as a message; empty if none."""
    first, second = before[1].record, after[1].record
    if not isinstance(first, Post) or not isinstance(second, Post):
        return ""
    if first.draft or second.draft:  # the date of a draft is provisional
        return ""
    if first.date and second.date and second.date.latest < first.date.earliest:
        return (
            f"The post stands after ‘{before[0].docname}’ ({first.date}) in its series, "
            f"but is dated earlier ({second.date})."
        )
    if before[0].number and after[0].number and after[0].number < before[0].number:
        return (
            f"Part {after[0].number} stands after part {before[0].number} "
            f"(‘{before[0].docname}’) in the series' toctree."
        )
    return ""


def _gaps(series: Source, record: Series, members: Sequence[Member]) -> Iterator[Problem]:
    numbers = {m.number for m in members if m.number}
    numbers |= {a.part for a in record.announced if a.part}
    last = max(numbers, default=0)
    missing = sorted(set(range(1, last)) - numbers)
    if missing:
        parts = ", ".join(map(str, missing))
        message = f"The series has no part {parts}; the list of parts shows a gap."
        yield series.problem(Code.GAP, message, "series")

"""Finds series: their posts, names, numbers and gaps."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from anthology_import.findings.text import Passage, Sort, quote
from anthology_import.findings.titles import Title, spelled
from anthology_import.records import Confidence, Finding, Proposal
from sphinx_anthology.model.names import slug

_HEAD: Final = 5
_LONGEST: Final = 260
_START = r"(?:(?:new|forthcoming|part\s+of\s+(?:our|the|a))\s+)?"
_NOTE = re.compile(
    rf"\W*{_START}(?:special\s+issue\s+(?:blog\s+)?|blog\s+)series"
    r"(?:\s+(?:on|about)|\s*[:–—-])\s+(?P<name>\S.*?)\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:is|are)\s+(?:the\s+\w+\s+)?(?:\w+\s+)?(?:part\s+of|in|of)\s+(?:our|the|a|an|this)\s+(?:\w+\s+)?"
    r"(?:special\s+issue\s+(?:blog\s+)?|blog\s+)series\s+(?:on|about)\s+"
    r"(?P<name>[^.!?;:]+?)(?=[.!?;:]|,\s|$)",
    re.IGNORECASE,
)


@dc.dataclass(frozen=True, slots=True)
class Note:
    """A line of a post that names its series."""

    name: str
    passage: Passage
    at: int
    confidence: Confidence


def is_note_line(line: str) -> bool:
    """Whether a line only names its series."""
    return len(line) <= _LONGEST and _NOTE.fullmatch(line) is not None


def series_note(body: tuple[Passage, ...]) -> Note | None:
    """The first passage at the top that names the series; None without one."""
    for passage in body[:_HEAD]:
        if passage.sort in {Sort.CAPTION, Sort.CELL} or passage.line.count(" ") > 150:
            continue
        if "series" not in passage.line.casefold():
            continue
        if len(passage.line) <= _LONGEST and (found := _NOTE.fullmatch(passage.line)):
            return Note(_name(found), passage, 0, Confidence.SURE)
        if found := _SENTENCE.search(passage.line):
            return Note(_name(found), passage, found.start(), Confidence.LIKELY)
    return None


def _name(found: re.Match[str]) -> str:
    return found["name"].strip(" ‘’“”\"'*.")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What a post says about its series; ``lead`` is the text's start, lower-case."""

    key: str
    whole_title: str
    date: dt.date | None = None
    title: Title | None = None
    note: Note | None = None
    tags: tuple[str, ...] = ()
    lead: str = ""

    @property
    def name(self) -> str:
        """The name of the series, if the post gives one."""
        return self.note.name if self.note else (self.title.series if self.title else "")

    @property
    def part(self) -> int | None:
        """The number of the part."""
        return self.title.part if self.title else None


@dc.dataclass(frozen=True, slots=True)
class Member:
    """A post of a series, with the evidence for it."""

    clue: Clue
    confidence: Confidence
    quote: str
    where: str


@dc.dataclass(slots=True)
class Group:
    """A series that was found; an unknown name is empty."""

    name: str
    members: list[Member]
    other_names: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[int, Member]:
        """The members by number."""
        return {m.clue.part: m for m in reversed(self.members) if m.clue.part}

    @property
    def planned(self) -> int | None:
        """The number of parts that the series announces."""
        return (
            max((m.clue.title.planned or 0 for m in self.members if m.clue.title), default=0)
            or None
        )

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers without a post."""
        parts = self.parts
        last = max((*parts, self.planned or 0), default=0)
        return tuple(number for number in range(1, last + 1) if number not in parts)

    def proposals(self) -> Iterator[tuple[str, Proposal]]:
        """The proposal for each member, by the post's key."""
        for member in self.members:
            yield (
                member.clue.key,
                Proposal(
                    kind=Finding.SERIES,
                    value=self.name,
                    quote=member.quote,
                    where=member.where,
                    confidence=member.confidence,
                ),
            )


_NEAR: Final = 60
"""The most days between neighbours in a series."""

APART: Final = 120
"""The number of days that separates two series."""


def attached(clue: Clue, groups: list[Group]) -> bool:
    """Add a post without a series name to a series that fits."""
    free = [g for g in groups if clue.part not in g.parts]
    mentioned = [g for g in free if len(g.name) > 8 and g.name.casefold() in clue.lead]
    near = [g for g in free if _goes_on(clue, g)]
    if len(mentioned) == 1:
        group, confidence = mentioned[0], Confidence.SURE
    elif len(near) == 1 and clue.part is not None:
        group, confidence = near[0], Confidence.SURE
    elif near:
        group, confidence = near[0], Confidence.DOUBTFUL
    else:
        return False
    group.members.append(Member(clue, confidence, spelled(clue.whole_title), "title"))
    return True


def _goes_on(clue: Clue, group: Group) -> bool:
    """Whether a post's number and date fit into a series."""
    dated = [m.clue for m in group.members if m.clue.date and m.clue.part]
    if clue.date is None or not dated:
        return False
    if clue.part is None:
        return any(abs((c.date - clue.date).days) <= _NEAR for c in dated if c.date)
    fits = all((c.part or 0) < clue.part if c.date < clue.date else True for c in dated if c.date)
    fits &= all((c.part or 0) > clue.part if c.date > clue.date else True for c in dated if c.date)
    is_next = any(
        abs((c.part or 0) - clue.part) <= 2 and abs((c.date - clue.date).days) <= _NEAR
        for c in dated
        if c.date
    )
    return fits and is_next


def clusters(clues: list[Clue], uses: Counter[str]) -> list[Group]:
    """Groups of posts without a series name, by date; the editor names them."""
    clusters: list[list[Clue]] = []
    for clue in clues:
        last = clusters[-1] if clusters else []
        if last and _is_of(clue, last):
            last.append(clue)
        else:
            clusters.append([clue])
    return [_nameless(cluster, uses) for cluster in clusters]


def _is_of(clue: Clue, cluster: list[Clue]) -> bool:
    before = cluster[-1].date
    is_near = clue.date is None or before is None or (clue.date - before).days <= APART
    return is_near and (clue.part is None or clue.part not in {c.part for c in cluster})


def _nameless(cluster: list[Clue], uses: Counter[str]) -> Group:
    """A group, named by the rarest tag that its posts share."""
    shared = set(cluster[0].tags).intersection(*(c.tags for c in cluster))
    rare = [tag for tag in shared if uses[tag] <= 3 * len(cluster) and len(cluster) > 1]
    name = min(rare, key=lambda tag: (uses[tag], tag), default="")
    doubt = Confidence.DOUBTFUL
    return Group(name, [Member(c, doubt, spelled(c.whole_title), "title") for c in cluster])


def grouped(clues: Sequence[Clue]) -> tuple[Group, ...]:
    """The series of a blog, in the order of their first posts."""
    in_order = sorted(clues, key=_order)
    groups = _alike(_named(in_order))
    nameless = [c for c in in_order if c.title and c.title.is_labelled and not c.name]
    left = [clue for clue in nameless if not attached(clue, groups)]
    groups += clusters(left, Counter(tag for clue in clues for tag in set(clue.tags)))
    for group in groups:
        group.members = list(_doubting(sorted(group.members, key=lambda m: _order(m.clue))))
    return tuple(sorted(groups, key=lambda g: _order(g.members[0].clue)))


def _order(clue: Clue) -> tuple[dt.date, int, str]:
    return (clue.date or dt.date.max, clue.part or 0, clue.key)


def _named(clues: Iterable[Clue]) -> list[Group]:
    """Groups of posts that give the same name, in any case."""
    groups: dict[str, list[Member]] = {}
    for clue in clues:
        if clue.name:
            groups.setdefault(name_key(clue.name), []).append(_member(clue))
    return [_with_name(members) for members in groups.values()]


def name_key(name: str) -> str:
    """A series name, simplified so that spellings can be compared."""
    return slug(name).removeprefix("the-").removeprefix("a-")


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split("-"))


def _member(clue: Clue) -> Member:
    """A post that names its series; likely unless its title is labelled."""
    is_labelled = clue.title is not None and clue.title.is_labelled
    if clue.note is None:
        confidence = clue.title.confidence if clue.title else Confidence.DOUBTFUL
        return Member(clue, confidence, spelled(clue.whole_title), "title")
    passage = clue.note.passage
    confidence = clue.note.confidence if is_labelled else Confidence.LIKELY
    return Member(clue, confidence, quote(passage.line, clue.note.at), passage.where)


def _with_name(members: list[Member]) -> Group:
    """A group under its commonest spelling; those in texts count before titles."""
    names = Counter(m.clue.name for m in members if m.clue.note) or Counter(
        m.clue.name for m in members
    )
    name = names.most_common(1)[0][0]  # the first among equals, since members are sorted
    is_known = any(m.clue.title and m.clue.title.is_labelled for m in members)
    return Group(
        name[:1].upper() + name[1:],
        [_raised(m) if is_known and m.clue.note else m for m in members],
    )


def _raised(member: Member) -> Member:
    """A member, sure if its line equals those of the labelled posts."""
    note = member.clue.note
    is_sure = note is not None and note.confidence is Confidence.SURE
    return dc.replace(member, confidence=Confidence.SURE) if is_sure else member


def _alike(groups: list[Group]) -> list[Group]:
    """Groups; those with similar names at the same time are merged, with doubt."""
    kept: list[Group] = []
    for group in sorted(groups, key=lambda g: -len(g.members)):
        same = next((g for g in kept if _are_one(g, group)), None)
        if same is None:
            kept.append(group)
            continue
        same.members += [dc.replace(m, confidence=Confidence.LIKELY) for m in group.members]
        same.other_names = (*same.other_names, group.name)
    return kept


def _are_one(one: Group, other: Group) -> bool:
    words, others = _words(one.name), _words(other.name)
    is_alike = len(words & others) * 2 >= min(len(words), len(others)) * 1.2
    return is_alike and not set(one.parts) & set(other.parts) and _days(one, other) <= APART


def _days(one: Group, other: Group) -> int:
    """The days between the nearest posts of two groups."""
    between = (
        abs((m.clue.date - n.clue.date).days)
        for m in one.members
        for n in other.members
        if m.clue.date and n.clue.date
    )
    return min(between, default=APART + 1)


def _doubting(members: list[Member]) -> Iterator[Member]:
    """The members; of two with one number, the second becomes doubtful."""
    seen: set[int] = set()
    for member in members:
        part = member.clue.part
        is_double = part is not None and part in seen
        yield dc.replace(member, confidence=Confidence.DOUBTFUL) if is_double else member
        seen.add(part or 0)

"""Series: which posts belong together, under which name, in which place, and what is missing."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from anthology_import.findings.proposal import Confidence
from anthology_import.findings.sentences import quote
from anthology_import.findings.series_groups import Clue, Group, Member
from anthology_import.findings.series_rest import APART, attached, clusters
from anthology_import.findings.titles import spelled
from sphinx_anthology.model.names import slug


def series(clues: Sequence[Clue]) -> tuple[Group, ...]:
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
    """Groups of the posts that say the name, whatever its capitals."""
    groups: dict[str, list[Member]] = {}
    for clue in clues:
        if clue.name:
            groups.setdefault(name_key(clue.name), []).append(_member(clue))
    return [_with_name(members) for members in groups.values()]


def name_key(name: str) -> str:
    """What two spellings of a series' name have in common."""
    return slug(name).removeprefix("the-").removeprefix("a-")


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(name_key(name).split("-"))


def _member(clue: Clue) -> Member:
    """A post that says the name; alone with it, a line in the text may mean something else."""
    is_labelled = clue.title is not None and clue.title.is_labelled
    if clue.note is None:
        confidence = clue.title.confidence if clue.title else Confidence.DOUBTFUL
        return Member(clue, confidence, spelled(clue.whole_title), "title")
    passage = clue.note.passage
    confidence = clue.note.confidence if is_labelled else Confidence.LIKELY
    return Member(clue, confidence, quote(passage.line, clue.note.at), passage.where)


def _with_name(members: list[Member]) -> Group:
    """A group under the spelling that most use, those in texts before those in titles.

    The line goes on with the name in small letters, but a title begins with a capital.
    """
    names = Counter(m.clue.name for m in members if m.clue.note) or Counter(
        m.clue.name for m in members
    )
    name = names.most_common(1)[0][0]  # the first of equals, for members are in order
    is_known = any(m.clue.title and m.clue.title.is_labelled for m in members)
    return Group(
        name[:1].upper() + name[1:],
        [_raised(m) if is_known and m.clue.note else m for m in members],
    )


def _raised(member: Member) -> Member:
    """A post without label or number is one of the series if its line is that of the others."""
    note = member.clue.note
    is_sure = note is not None and note.confidence is Confidence.SURE
    return dc.replace(member, confidence=Confidence.SURE) if is_sure else member


def _alike(groups: list[Group]) -> list[Group]:
    """Groups of which those with nearly the same name, at the same time, are one, with doubt."""
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
    """The members; of two with one number, the second is doubtful."""
    seen: set[int] = set()
    for member in members:
        part = member.clue.part
        is_double = part is not None and part in seen
        yield dc.replace(member, confidence=Confidence.DOUBTFUL) if is_double else member
        seen.add(part or 0)

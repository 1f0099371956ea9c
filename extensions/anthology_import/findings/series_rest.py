"""Posts with a label that names no series: the one that they go on with, or one without a name."""

from __future__ import annotations

from collections import Counter
from typing import Final

from anthology_import.findings.proposal import Confidence
from anthology_import.findings.series_groups import Clue, Group, Member
from anthology_import.findings.titles import spelled

_NEAR: Final = 60
"""How many days may lie between neighbours of one series."""

APART: Final = 120
"""How many days set two series apart."""


def attached(clue: Clue, groups: list[Group]) -> bool:
    """Give a post that says no name to the series that it mentions, or that it goes on with."""
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
    """Whether a post's number and date fit between those of a series, next to one of them."""
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
    """Groups of posts that nobody gives a name, by time; the editor has to name them."""
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
    """A group with the rarest tag that all its posts have, if few others have it."""
    shared = set(cluster[0].tags).intersection(*(c.tags for c in cluster))
    rare = [tag for tag in shared if uses[tag] <= 3 * len(cluster) and len(cluster) > 1]
    name = min(rare, key=lambda tag: (uses[tag], tag), default="")
    doubt = Confidence.DOUBTFUL
    return Group(name, [Member(c, doubt, spelled(c.whole_title), "title") for c in cluster])

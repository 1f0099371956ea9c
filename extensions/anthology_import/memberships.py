"""The series of a publication, once it is settled which posts belong to which."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from anthology_import.findings.gathering import Findings
from anthology_import.findings.proposal import Finding, best
from anthology_import.findings.series import name_key
from anthology_import.findings.titles import parsed_title
from anthology_import.placing import Membership, safe_slug, shortened, with_suffix
from anthology_import.review import ReviewResult

KEY = "series:"
"""What the keys of series begin with in the lock."""
_LONGEST_ID = 48


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """A series that is to be: ``parts`` is how many it says there are, 0 where it does not.

    ``event`` is the name of the conference, of which it has the posts.
    """

    key: str
    id: str
    title: str
    kind: str
    part_label: str = ""
    parts: int = 0
    event: str = ""

    @property
    def docname(self) -> str:
        """The document's name."""
        return f"series/{self.id}/index"


@dc.dataclass(frozen=True, slots=True)
class Series:
    """All series, and the place of every member by the key of the review."""

    all: tuple[SeriesPlan, ...]
    memberships: Mapping[str, Membership]
    parts: Mapping[str, int | str]
    """What ``post.part`` says: a number, or ``none``."""


def series_of(findings: Findings, settled: ReviewResult, known: Mapping[str, str]) -> Series:
    """The series, by the settled names of their members.

    ``known`` are the documents of an earlier import by their keys in the lock.
    """
    members: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, list[str]] = defaultdict(list)
    events: dict[str, str] = {}
    for post in findings.proposals:
        name, event = _said(post, settled)
        if name and (key := name_key(name)):
            members[key].append(post)
            spellings[key].append(name)
            if event:
                events[key] = name
    ids = _ids(members, spellings, known)
    plans: list[SeriesPlan] = []
    memberships: dict[str, Membership] = {}
    parts: dict[str, int | str] = {}
    for key, posts in members.items():
        numbers = _numbers(posts, settled)
        named = Counter(spellings[key]).most_common(1)[0][0]
        titles = [findings.titles.get(post, "") for post in posts]
        plan = _plan(key, ids[key], named, titles, events.get(key, ""))
        last = max((part for part in numbers.values() if isinstance(part, int)), default=0)
        # a series that grew has more parts than an early title promised
        plans.append(plan if last <= plan.parts else dc.replace(plan, parts=0))
        for post in posts:
            title = best(settled.proposals(post), Finding.TITLE)
            part = numbers.get(post)
            memberships[post] = Membership(
                series=ids[key],
                part=part if isinstance(part, int) else None,
                title=str(title.value) if title else "",
            )
        parts |= numbers
    return Series(tuple(plans), memberships, parts)


def _said(post: str, settled: ReviewResult) -> tuple[str, bool]:
    """The name of a post's series, else of its conference; and whether it is that."""
    found = settled.proposals(post)
    named = best(found, Finding.SERIES)
    if named and named.value:
        return str(named.value), False
    event = best(found, Finding.EVENT)
    return (str(event.value), True) if event else ("", False)


def _numbers(posts: Iterable[str], settled: ReviewResult) -> dict[str, int | str]:
    """The parts of members, where any has a number; of two with one number, the first has it."""
    said = {post: best(settled.proposals(post), Finding.PART) for post in posts}
    if not any(part and isinstance(part.value, int) for part in said.values()):
        return {}
    numbers: dict[str, int | str] = {}
    for post, part in said.items():
        number = part.value if part and isinstance(part.value, int) else "none"
        numbers[post] = "none" if number in numbers.values() else number
    return numbers


def _plan(key: str, identifier: str, name: str, titles: Sequence[str], event: str) -> SeriesPlan:
    read = [title for title in map(parsed_title, titles) if title]
    labels = Counter(title.label for title in read if title.label and title.part)
    is_issue = any("special issue" in title.casefold() for title in titles)
    kind = "special-issue" if is_issue else "column"
    return SeriesPlan(
        key=f"{KEY}{key}",
        id=identifier,
        title=name,
        kind="conference" if event else kind,
        part_label=labels.most_common(1)[0][0] if labels else "",
        parts=max((title.planned or 0 for title in read), default=0),
        event=event,
    )


def _ids(
    members: Iterable[str], spellings: Mapping[str, list[str]], known: Mapping[str, str]
) -> dict[str, str]:
    """An id for each series: that of an earlier import, or one that nobody has."""
    ids: dict[str, str] = {}
    for key in members:
        if place := known.get(f"{KEY}{key}"):
            ids[key] = place.split("/")[1]
    taken = {identifier.casefold() for identifier in ids.values()}
    for key in members:
        if key in ids:
            continue
        free = wished = shortened(safe_slug(spellings[key][0]))[:_LONGEST_ID].strip("-")
        number = 1
        while free.casefold() in taken:
            number += 1
            free = with_suffix(wished, str(number))
        ids[key] = free
        taken.add(free.casefold())
    return ids

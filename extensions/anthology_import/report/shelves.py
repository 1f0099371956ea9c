"""The series of an import, with the numbers that none of their posts has, or several have."""

from __future__ import annotations

import dataclasses as dc
from collections import defaultdict
from collections.abc import Iterator, Sequence

from anthology_import.findings.proposal import Finding, best
from anthology_import.findings.series import name_key
from anthology_import.findings.series_groups import Group
from anthology_import.review import Settled
from sphinx_anthology.model.post import MOST_PARTS


@dc.dataclass(slots=True, kw_only=True)
class Shelf:
    """A series: its posts by number, by the keys that the review file has for them.

    ``is_settled`` says that it is made; else it is only asked.
    """

    name: str
    is_settled: bool
    parts: dict[int, list[str]] = dc.field(default_factory=lambda: defaultdict(list))
    without_number: list[str] = dc.field(default_factory=list)
    planned: int | None = None

    def add(self, post: str, part: object) -> None:
        """Put a post into it."""
        if isinstance(part, int):
            self.parts[part].append(post)
        else:
            self.without_number.append(post)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers that no post has."""
        last = min(MOST_PARTS, max((*self.parts, self.planned or 0), default=0))
        return tuple(number for number in range(1, last + 1) if number not in self.parts)

    @property
    def doubles(self) -> dict[int, list[str]]:
        """The numbers that several posts have, with the posts."""
        return {number: posts for number, posts in sorted(self.parts.items()) if len(posts) > 1}

    @property
    def count(self) -> int:
        """How many posts it has."""
        return len(self.without_number) + sum(map(len, self.parts.values()))


def shelves(settled: Settled, groups: Sequence[Group]) -> list[Shelf]:
    """The series that are made, then those that are only asked."""
    made = _made(settled)
    for group in groups:
        shelf = made.get(name_key(group.name))
        if shelf is not None and group.planned:
            shelf.planned = max(group.planned, shelf.planned or 0)
    asked = {post for q in settled.asked if q.proposal.kind is Finding.SERIES for post in q.posts}
    return [*made.values(), *_asked(groups, made, asked)]


def _made(settled: Settled) -> dict[str, Shelf]:
    """The series that are made, by what spellings of their names have in common."""
    made: dict[str, Shelf] = {}
    for post in settled.applied:
        proposals = settled.proposals(post)
        found, part = best(proposals, Finding.SERIES), best(proposals, Finding.PART)
        if found is not None:
            name = str(found.value)
            shelf = made.setdefault(name_key(name), Shelf(name=name, is_settled=True))
            shelf.add(post, part.value if part else None)
    return made


def _asked(groups: Sequence[Group], made: dict[str, Shelf], asked: set[str]) -> Iterator[Shelf]:
    """The series of which nothing is made, but which are asked."""
    for group in groups:
        members = [member.clue for member in group.members if member.clue.key in asked]
        if members and name_key(group.name) not in made:
            shelf = Shelf(name=group.name, is_settled=False, planned=group.planned)
            for clue in members:
                shelf.add(clue.key, clue.part)
            yield shelf


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in rising order, those that follow each other together.

    >>> ranges((2, 4, 5, 6, 9, 10))
    '2, 4–6, 9–10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)

"""Series as they are found: what each post says, and which belong together."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections.abc import Iterator

from anthology_import.findings.proposal import Confidence, Finding, Proposal
from anthology_import.findings.series_notes import Note
from anthology_import.findings.titles import Title


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """What one post says of its series. ``lead`` is the beginning of its text, in small letters."""

    key: str
    whole_title: str
    date: dt.date | None = None
    title: Title | None = None
    note: Note | None = None
    tags: tuple[str, ...] = ()
    lead: str = ""

    @property
    def name(self) -> str:
        """The name of the series, where it says one."""
        return self.note.name if self.note else (self.title.series if self.title else "")

    @property
    def part(self) -> int | None:
        """Its number."""
        return self.title.part if self.title else None


@dc.dataclass(frozen=True, slots=True)
class Member:
    """A post of a series, and what is proposed for it."""

    clue: Clue
    confidence: Confidence
    quote: str
    where: str


@dc.dataclass(slots=True)
class Group:
    """A series as it was found. A name that is not known is empty."""

    name: str
    members: list[Member]
    other_names: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[int, Member]:
        """The members by number."""
        return {m.clue.part: m for m in reversed(self.members) if m.clue.part}

    @property
    def planned(self) -> int | None:
        """How many parts it says there are."""
        return (
            max((m.clue.title.planned or 0 for m in self.members if m.clue.title), default=0)
            or None
        )

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers that no post has."""
        parts = self.parts
        last = max((*parts, self.planned or 0), default=0)
        return tuple(number for number in range(1, last + 1) if number not in parts)

    def proposals(self) -> Iterator[tuple[str, Proposal]]:
        """What is proposed for each member, by the post's key."""
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

"""Pieces of a citation, and how they become one."""

from __future__ import annotations

import dataclasses as dc
import itertools
from collections.abc import Iterable, Sequence

from sphinx_anthology.model.citing.titles import ends_sentence


@dc.dataclass(frozen=True, slots=True)
class Run:
    """A piece of a citation: in italics where it is emphasised; an address is a link."""

    text: str
    emphasised: bool = False
    is_address: bool = False

    @property
    def leads_to_the_web(self) -> bool:
        """Whether it is an address that a page can link to."""
        return self.is_address and self.text.startswith(("https://", "http://"))


Citation = tuple[Run, ...]
Part = Sequence[Run]


def plain(citation: Iterable[Run]) -> str:
    """The citation without its italics."""
    return "".join(run.text for run in citation)


def roman(text: str) -> Part:
    """A part that is one upright piece, or nothing."""
    return [Run(text)] if text else []


def italic(text: str) -> Part:
    """A part that is one piece in italics, or nothing."""
    return [Run(text, emphasised=True)] if text else []


def located(address: str, before: str = "", after: str = "") -> Part:
    """An address with what stands before and after it, or nothing."""
    if not address:
        return []
    return [*roman(before), Run(address, is_address=True), *roman(after)]


def stopped(part: Part) -> Part:
    """A part with its full stop, unless it ends a sentence already."""
    return part if not part or ends_sentence(plain(part)) else [*part, Run(".")]


def joined(*parts: Part, by: str = " ") -> Part:
    """The parts that there are, with something between them."""
    present = [part for part in parts if part]
    return [run for n, part in enumerate(present) for run in (*roman(by if n else ""), *part)]


def cited(*parts: Part) -> Citation:
    """A whole citation: its parts with spaces between them, and no more runs than it needs."""
    groups = itertools.groupby(joined(*parts), key=lambda run: (run.emphasised, run.is_address))
    return tuple(Run(plain(runs), *looks) for looks, runs in groups)

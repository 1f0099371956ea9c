"""Names as citations have them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sphinx_anthology.model.names import Name

_GENERATIONS = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
"""Suffixes that all styles keep; degrees such as PhD are left out (APA 7, section 9.8)."""


def generation(name: Name) -> str:
    """``Jr.``, or nothing."""
    return name.suffix if name.suffix.casefold() in _GENERATIONS else ""


def undivided(name: Name) -> str:
    """The whole name of a group, or of somebody who has only one; nothing for all others."""
    if name.literal and name.display:
        return name.display
    if name.literal or not name.given:
        return name.family
    return "" if name.family else name.given


def initials(given: str, stop: str = ".", space: str = " ", hyphen: str = "-") -> str:
    """``Erik-Hans Jan`` gives ``E.-H. J.``, and ``J.R.`` gives ``J. R.``."""
    words = re.sub(r"\.(?=\w)", ". ", given.replace("\N{HYPHEN}", "-")).split()
    parts = ([f"{p[0]}{stop}" for p in word.split("-") if p] for word in words)
    return space.join(hyphen.join(found) for found in parts if found)


def listed(names: Sequence[str], last: str, comma: str = ", ", others: str = "") -> str:
    """Names with something before the last of them; ``others`` stands for more of them."""
    if others and names:
        return comma.join([*names, others])
    return comma.join(names[:-1]) + (last if names[1:] else "") + "".join(names[-1:])

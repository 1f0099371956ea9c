"""What a check has found, as a failure that names every place."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

SHOWN = 6
"""So many places of one finding are named; it will be mended in all of them at once."""


def report(found: Iterable[tuple[object, str]]) -> None:
    """Fail if anything was found, and say where (first) and what (second), each thing once."""
    places: dict[str, list[str]] = {}
    for where, what in found:
        at = places.setdefault(what, [])
        if str(where) not in at:
            at.append(str(where))
    lines = [f"{what}\n    on {_among(at)}" for what, at in places.items()]
    if lines:
        pytest.fail("\n".join([f"{len(lines)} kinds of findings:", *lines]), pytrace=False)


def _among(places: list[str]) -> str:
    shown = ", ".join(places[:SHOWN])
    return shown if len(places) <= SHOWN else f"{shown} and {len(places) - SHOWN} more"

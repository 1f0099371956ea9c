"""How large numbers in options of directives may be: none lets a build hang or fills memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

MOST = {
    "columns": 100,
    "dedent": 1_000,
    "depth": 100,
    "figwidth": 100_000,
    "header-rows": 100_000,
    "height": 100_000,
    "level": 100,
    "lineno-start": 10_000_000,
    "max-height": 100_000,
    "maxdepth": 100,
    "number-lines": 10_000_000,
    "numbered": 100,
    "scale": 10_000,
    "stub-columns": 1_000,
    "tab-width": 100,
    "width": 100_000,
    "widths": 100_000,
}
"""The largest number that an option may have."""
_RANGES = frozenset({"emphasize-lines", "lines"})
_MOST_LINES = 200_000
_MOST_WIDTHS = 1_000
_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d*)\s*-\s*(\d*)")
Convert = Callable[[Any], Any]


def too_large(name: str, value: str) -> str:
    """What is wrong with the numbers of an option; empty where nothing is.

    >>> too_large("columns", "3"), too_large("columns", "100000")
    ('', 'no number may be more than 100')
    >>> too_large("lines", "1-999999999")
    'more than 200000 lines'
    """
    if name in _RANGES:
        return f"more than {_MOST_LINES} lines" if _lines(value) > _MOST_LINES else ""
    most = MOST.get(name)
    if most is None:
        return ""
    numbers = _NUMBER.findall(value)
    if len(numbers) > _MOST_WIDTHS:
        return f"more than {_MOST_WIDTHS} numbers"
    if any(len(n.lstrip("0")) > len(str(most)) or int(n) > most for n in numbers):
        return f"no number may be more than {most}"
    return ""


def _lines(value: str) -> int:
    """How many lines are named, and at least the highest of them."""
    if max(map(len, _NUMBER.findall(value)), default=0) > len(str(_MOST_LINES)) + 3:
        return _MOST_LINES + 1
    named = 0
    for part in value.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            named += max(int(match[2] or _MOST_LINES // 10) - int(match[1] or 1), 0)
        named += 1
    return named


def limited(name: str, convert: Convert) -> Convert:
    """What converts the value of an option, once its numbers are not too large."""
    if (name not in MOST and name not in _RANGES) or hasattr(convert, "has_limit"):
        return convert

    def converted(value: Any) -> Any:
        if isinstance(value, str) and (wrong := too_large(name, value)):
            raise ValueError(wrong)
        return convert(value)

    vars(converted)["has_limit"] = True
    return converted

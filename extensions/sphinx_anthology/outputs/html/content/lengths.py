"""Lengths as documents give them, in what a page can have without styles."""

from __future__ import annotations

import re

MEASURE = 600
"""The width of a text in pixels, for which lengths are turned into parts of it."""
STEP = 5
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-zA-Z]*|%)\s*")
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "q": 96 / 101.6,
    "em": 16.0,
    "rem": 16.0,
    "ex": 8.0,
    "ch": 8.0,
}
"""Pixels in a unit; those of letters as they are in text of the usual size."""


def pixels(length: str) -> float | None:
    """A length in pixels: ``2in`` is 192. None for a part of something, and for no length."""
    match = _LENGTH.fullmatch(length)
    factor = _UNITS.get(match[2].lower()) if match else None
    return float(match[1]) * factor if match and factor else None


def percent(length: str) -> float | None:
    """The number in a length in percent: ``40%`` is 40. None for any other length."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) if match and match[2] == "%" else None


def width_class(part: float) -> str:
    """The class for a width in percent, ``an-w-5`` to ``an-w-100`` in steps of five."""
    step = max(STEP, min(100, round(part / STEP) * STEP))
    return f"an-w-{step}"


def style_class(style: str) -> str:
    """The class for the width in a style, absolute ones by the usual measure; else nothing."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "width":
            absolute = pixels(value)
            part = percent(value) or (absolute and absolute * 100 / MEASURE)
            return width_class(part) if part else ""
    return ""

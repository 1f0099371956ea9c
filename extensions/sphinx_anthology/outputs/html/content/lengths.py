"""Lengths as documents give them, in what a page can have without styles."""

from __future__ import annotations

from sphinx_anthology.press.sizes import LENGTH, pixels

MEASURE = 600
"""The width of a text in pixels, for which lengths are turned into parts of it."""
STEP = 5


def percent(length: str) -> float | None:
    """The number in a length in percent: ``40%`` is 40. None for any other length."""
    match = LENGTH.fullmatch(length)
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

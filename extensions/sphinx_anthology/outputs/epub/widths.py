"""Widths as classes: a book has no styles in its pages."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_anthology.press.sizes import LENGTH, pixels

STEP = 5
_MEASURE = 600
"""The width of a text in pixels, for which lengths are turned into parts of it."""


def width_class(style: str) -> str:
    """The class for the width in a style, ``w-5`` to ``w-100``; else nothing.

    >>> width_class("color: red; width: 33.3%"), width_class("width: 300px"), width_class("")
    ('w-35', 'w-50', '')
    """
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "width":
            return class_of(value)
    return ""


def class_of(length: str) -> str:
    """The class for a width; nothing for what is none."""
    match = LENGTH.fullmatch(length)
    if match is None:
        return ""
    absolute = pixels(length)
    part = float(match[1]) if match[2] == "%" else absolute and absolute * 100 / _MEASURE
    if not part:
        return ""
    return f"w-{max(STEP, min(100, round(part / STEP) * STEP))}"


def shares(weights: Sequence[float]) -> list[int]:
    """The parts of a whole by weight, in percent, none less than a step.

    >>> shares([1, 1, 1]), shares([1, 90])
    ([35, 35, 30], [5, 95])

    :raises ValueError: if there are too many for that.
    """
    number = 100 // STEP
    if len(weights) > number:
        raise ValueError(len(weights))
    wished = [weight * number / sum(weights) for weight in weights]
    found = [max(1, int(wish)) for wish in wished]
    while left := number - sum(found):
        step = 1 if left > 0 else -1
        places = [place for place, share in enumerate(found) if share + step > 0]
        nearest = max(places, key=lambda place: step * (wished[place] - found[place]))
        found[nearest] += step
    return [share * STEP for share in found]

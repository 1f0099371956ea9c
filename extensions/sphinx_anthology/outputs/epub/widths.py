"""Widths as classes: a book has no styles in its pages."""

from __future__ import annotations

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

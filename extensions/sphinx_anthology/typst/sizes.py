"""The natural sizes of images, and lengths in pixels."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import re
from pathlib import Path
from xml.parsers import expat

import imagesize  # type: ignore[import-untyped]  # has no types

_HEAD = 1 << 16
"""How many bytes of an SVG file are read for its first element."""
LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-zA-Z]*|%)\s*")
"""A number and its unit."""
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
"""Pixels in a unit; font-relative units assume 16 pixels."""


@dc.dataclass(frozen=True, slots=True)
class Size:
    """Width and height in CSS pixels, both greater than zero."""

    width: float
    height: float


UNSTATED = Size(300, 150)
"""The size that browsers give a drawing without one."""


_MEASURE = 600
"""The width of the text in pixels, for lengths as percentages."""
STEP = 5
"""The step of widths in percent, each of which has a class."""


def percent(length: str) -> float | None:
    """The number of a percentage: ``40%`` is 40. None for other lengths."""
    match = LENGTH.fullmatch(length)
    return float(match[1]) if match and match[2] == "%" else None


def relative_width(length: str) -> float:
    """A width in percent of the text; 0 for an invalid one."""
    return percent(length) or (pixels(length) or 0) * 100 / _MEASURE


def stated_width(style: str) -> str:
    """The width in an inline style; empty if there is none."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "width":
            return value
    return ""


def width_step(width: float) -> int:
    """A width in percent, rounded to a step from 5 to 100."""
    return max(STEP, min(100, round(width / STEP) * STEP))


def natural_size(path: Path) -> Size | None:
    """The size of an image file in pixels, after rotation; None if unknown."""
    if path.suffix.lower() == ".svg":
        return _drawing_size(path)
    try:
        width, height = imagesize.get(path)
    except OSError:
        return None
    return Size(width, height) if width > 0 and height > 0 else None


def _drawing_size(path: Path) -> Size | None:
    """The size of an SVG file, by width and height, or by its ``viewBox``."""
    try:
        with path.open("rb") as file:
            stated = _first_attributes(file.read(_HEAD))
    except OSError:
        return None
    if stated is None:
        return None
    width, height = pixels(stated.get("width", "")), pixels(stated.get("height", ""))
    box = _box(stated.get("viewBox", ""))
    if box is None:
        return Size(width or UNSTATED.width, height or UNSTATED.height)
    if not width:
        width = height * box.width / box.height if height else box.width
    return Size(width, height or width * box.height / box.width)


def _first_attributes(xml: bytes) -> dict[str, str] | None:
    """The attributes of the first element of an XML file."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _, attributes: found.append(attributes)
    with contextlib.suppress(expat.ExpatError):  # later errors do not matter
        parser.Parse(xml)
    return found[0] if found else None


def _box(view_box: str) -> Size | None:
    """The size of a ``viewBox``."""
    try:
        _, _, width, height = (float(part) for part in view_box.replace(",", " ").split())
    except ValueError:
        return None
    return Size(width, height) if width > 0 and height > 0 else None


def pixels(length: str) -> float | None:
    """A length in pixels: ``2in`` is 192. None for percentages and invalid lengths."""
    match = LENGTH.fullmatch(length)
    factor = _UNITS.get(match[2].lower()) if match else None
    return float(match[1]) * factor if match and factor else None

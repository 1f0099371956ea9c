"""What stands below, above and at the corners of a part of a formula, in Typst's notation."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

from sphinx_anthology.outputs.typst.signs import (
    ACCENTS,
    LARGE,
    OVER,
    STRETCHING,
    UNDER,
    call,
    sign,
    text,
)
from sphinx_anthology.outputs.typst.tree import name_of, sign_of

Convert = Callable[[ET.Element], str]
"""What writes an element as Typst's notation."""
PLACES = {
    "msub": "b",
    "msup": "t",
    "msubsup": "bt",
    "munder": "b",
    "mover": "t",
    "munderover": "bt",
}
"""What the elements with scripts hold after their base: what is below, what is above."""
_AROUND = frozenset({"munder", "mover", "munderover"})


def scripts(node: ET.Element, convert: Convert, *, is_function: bool = False) -> str:
    """A base with what is below and above it; ``is_function`` where it is of what follows."""
    base, *found = node
    if len(found) == 1 and node.tag in _AROUND:
        mark = sign_of(found[0])
        line = (OVER if node.tag == "mover" else UNDER).get(mark)
        if line:
            return call(line, convert(base))
        if node.tag == "mover" and node.get("accent") == "true" and mark in ACCENTS:
            return call("accent", convert(base), sign(ACCENTS[mark]))
    carrier = _base(node, base, convert, is_function=is_function)
    sides = zip(PLACES[node.tag], found, strict=True)
    return call("attach", carrier, **{side: convert(_inner(part)) for side, part in sides})


def corners(node: ET.Element, convert: Convert) -> str:
    """A base with scripts at its four corners, of which those on the left come last."""
    base, *found = node
    marks = [i for i, part in enumerate(found) if part.tag == "mprescripts"]
    end = marks[0] if marks else len(found)
    named = {
        side: convert(part)
        for sides, parts in ((("br", "tr"), found[:end]), (("bl", "tl"), found[end + 1 :]))
        for side, part in zip(sides, parts, strict=False)
        if len(part) or part.text
    }
    return call("attach", convert(base), **named)


def _base(node: ET.Element, base: ET.Element, convert: Convert, *, is_function: bool) -> str:
    """The base, told whether its scripts stand around it or at its corners."""
    mark, name = sign_of(base), name_of(base)
    is_around = node.tag in _AROUND
    if mark in LARGE:  # around it where there is room, unless the formula insists
        if is_around and base.get("movablelimits") != "false":
            return sign(mark)
        return call("limits" if is_around else "scripts", sign(mark))
    if name and (is_around or is_function):
        return call("limits" if is_around else "scripts", call("op", text(name)))
    if mark in STRETCHING and is_around:  # as wide as what it carries
        return call("limits", call("stretch", sign(mark)))
    return call("limits", convert(base)) if is_around else convert(base)


def _inner(script: ET.Element) -> ET.Element:
    """A script without the space by which math-core makes an arrow long."""
    is_padded = script.tag in {"munder", "mover"} and script[-1].tag == "mspace"
    return script[0] if is_padded else script

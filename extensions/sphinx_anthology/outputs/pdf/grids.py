"""Matrices, cases, and what stands below, above and at the corners, in Typst's notation."""

from __future__ import annotations

import dataclasses as dc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence

from sphinx_anthology.outputs.pdf.signs import (
    ACCENTS,
    LARGE,
    OVER,
    STRETCHING,
    UNDER,
    call,
    name_of,
    sign,
    sign_of,
    space,
    text,
)

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


_GAP = 2.0
"""The space between two equations of a line, in em."""


@dc.dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its content in Typst's notation, and the classes that stand for its styles."""

    content: str
    classes: frozenset[str]


@dc.dataclass(frozen=True, slots=True)
class Grid:
    """A table; its own classes draw the lines at its left and top."""

    rows: Sequence[Sequence[Cell]]
    classes: frozenset[str] = frozenset()
    is_display: bool = False


def lines(grid: Grid) -> str:
    """A table as the lines of a formula, which may be parted between two pages."""
    return " \\ ".join(f" {space(_GAP)} & ".join(_groups(row)) for row in grid.rows)


def matrix(grid: Grid) -> str:
    """A table within a formula."""
    rows, has_last_line = _body(grid)
    shown = [list(_aligned(row, is_display=grid.is_display)) for row in rows]
    is_equations = grid.is_display and any(
        len(s) < len(r) for s, r in zip(shown, rows, strict=True)
    )
    cells = "; ".join(", ".join(row) for row in shown)
    return call(
        "mat",
        cells,
        delim="#none",
        **{
            "column-gap": f"#{_GAP}em" if is_equations else "",
            "row-gap": "#0.5em" if grid.is_display else "",
            "augment": _drawn(rows, grid.classes, has_last_line=has_last_line),
        },
    )


def _body(grid: Grid) -> tuple[Sequence[Sequence[Cell]], bool]:
    """The rows, without the empty one that carries the line below; whether there is one."""
    *rows, last = grid.rows
    is_line = bool(rows) and not any(cell.content.strip('"') for cell in last)
    has_line = is_line and any("an-m-bt" in cell.classes for cell in last)
    return (rows, True) if has_line else (grid.rows, False)


def _groups(row: Sequence[Cell]) -> Iterator[str]:
    """The equations of a row: two cells that meet are one, aligned where they meet."""
    waiting: Cell | None = None
    for cell in row:
        if waiting is not None:
            yield f"{waiting.content} & {cell.content}"
            waiting = None
        elif {"an-m-right", "an-m-r0"} <= cell.classes:
            waiting = cell
        else:
            yield cell.content
    if waiting is not None:
        yield f"{waiting.content} &"


def _aligned(row: Sequence[Cell], *, is_display: bool) -> Iterator[str]:
    """The cells of a row, each with the mark at which its column is aligned."""
    if is_display:
        shown = (dc.replace(c, content=call("display", c.content)) for c in row)
        yield from _groups(list(shown))
        return
    for cell in row:
        if "an-m-left" in cell.classes:
            yield f"& {cell.content}"
        elif "an-m-right" in cell.classes:
            yield f"{cell.content} &"
        else:
            yield cell.content


def _drawn(rows: Sequence[Sequence[Cell]], classes: frozenset[str], *, has_last_line: bool) -> str:
    """The lines between rows and columns; empty where there are none."""
    across = [i for i, row in enumerate(rows) if any("an-m-bt" in c.classes for c in row)]
    across += [0] if "an-m-bt" in classes and 0 not in across else []
    across += [len(rows)] if has_last_line else []
    columns = {j + 1 for row in rows for j, c in enumerate(row) if "an-m-br" in c.classes}
    columns |= {0} if "an-m-bl" in classes else set()
    parts = [("hline", sorted(across)), ("vline", sorted(columns))]
    said = (f"{name}: ({', '.join(map(str, at))},)" for name, at in parts if at)
    made = ", ".join(said)
    return f"#({made}, stroke: 0.5pt)" if made else ""

"""Tables in formulas, in Typst's notation: matrices, cases, equations below each other."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Sequence

from sphinx_anthology.outputs.typst.signs import call, space

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

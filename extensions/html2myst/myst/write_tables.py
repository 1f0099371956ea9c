"""Tables as MyST: with lines between cells where every cell is one line, else as lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from html2myst.myst.blocks import Block, Kind, Paragraph, Table
from html2myst.myst.escape import fence_around
from html2myst.myst.lines import LONGEST, indented

if TYPE_CHECKING:
    from html2myst.myst.write import Writer

_LINES: Final = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


def written(table: Table, writer: Writer) -> str:
    """A table in the form that suits it."""
    if _is_simple(table):
        text = _with_lines(table, writer)
        if max(map(len, text.split("\n"))) < LONGEST:
            return text
    return _as_list(table, writer)


def _is_simple(table: Table) -> bool:
    """Whether a table has one row of headings, several columns, and a line in every cell."""
    return (
        table.headers == 1
        and not table.stubs
        and not table.caption
        and len(table.rows[0]) > 1
        and all(_is_line(cell) for row in table.rows for cell in row)
    )


def _is_line(cell: list[Block]) -> bool:
    if not cell:
        return True
    block = cell[0]
    return (
        len(cell) == 1
        and isinstance(block, Paragraph)
        and not block.anchors
        and all(run.kind is not Kind.BREAK and "|" not in run.text for run in block.runs)
    )


def _with_lines(table: Table, writer: Writer) -> str:
    lines = [_row([_line(cell, writer) for cell in row]) for row in table.rows]
    lines.insert(1, _row([_LINES[align] for align in table.aligns]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(cell: list[Block], writer: Writer) -> str:
    block = cell[0] if cell else None
    return writer.line(block.runs) if isinstance(block, Paragraph) else ""


def _as_list(table: Table, writer: Writer) -> str:
    """Rows as items, cells as items inside."""
    lines = []
    for row in table.rows:
        for place, cell in enumerate(row):
            mark = "  - " if place else "* - "
            lines.append(indented(writer.blocks(cell), 4, mark))
    body = "\n".join(lines)
    fence = fence_around(body, ":")
    caption = f" {writer.line(table.caption)}" if table.caption else ""
    options = [f":header-rows: {table.headers}"] if table.headers else []
    options += [f":stub-columns: {table.stubs}"] if table.stubs else []
    return "\n".join([f"{fence}{{list-table}}{caption}", *options, "", body, fence])

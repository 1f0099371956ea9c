"""Rows of Markdown's tables that have more cells than the head: Markdown drops what is too much."""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.token import Token

_LONG = "rows_too_long"
_MOST_EMPTY = 5_000
"""How many cells Markdown fills in where rows are shorter than the head."""


def keep_cells(md: MarkdownIt) -> None:
    """Let a parser put the cells that are too many into the last one."""
    vars(sys.modules[table.__module__])["MAX_AUTOCOMPLETED_CELLS"] = _MOST_EMPTY
    md.block.ruler.at("table", _rule, {"alt": ["paragraph", "reference"]})


def long_rows(options: MutableMapping[str, Any], text: str) -> list[int]:
    """The lines of the rows of a text that have too many cells."""
    found = set(options.get(_LONG, ()))
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines if line.strip(" \t>") in found] if found else []


def _rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    before = len(state.tokens)
    if not table(state, first, last, silent):
        return False
    for row, cells in _rows(state.tokens[before:]):
        line = state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]].strip()
        written = escapedSplit(line)
        written = written[not written[0] :]
        written = written[: len(written) - (not written[-1:] or not written[-1])]
        if more := written[len(cells) :]:
            cells[-1].content = " | ".join([cells[-1].content, *map(str.strip, more)])
            state.md.options.setdefault(_LONG, []).append(line)
    return True


def _rows(tokens: list[Token]) -> Iterator[tuple[int, list[Token]]]:
    """The line of each row, and what stands in its cells."""
    row, cells = 0, list[Token]()
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row, cells = token.map[0], []
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            yield row, cells

"""Tables that keep to the page: readers of a book cannot scroll one sideways."""

from __future__ import annotations

import dataclasses as dc
import itertools
import re
from collections.abc import Iterator, Sequence

from docutils import nodes

from sphinx_anthology.outputs.epub.widths import STEP, shares

WIDE = "an-wide"
"""The class of tables whose columns have fixed shares of the width, and break their words."""
_ROOM = 16
"""How many letters a row has on the screen of a telephone, where text is twice as large."""
_LONG = 16
"""Words of more letters may as well be broken."""
_MOST = 60
"""Texts of more letters take more lines, and not more room."""
_BREAK = re.compile(r"[\s\N{HYPHEN}\N{EN DASH}\N{EM DASH}-]+")


@dc.dataclass(slots=True)
class _Column:
    """How many letters the longest word and the longest text of a column have."""

    word: int = 0
    text: int = 0

    @property
    def weight(self) -> float:
        """What share of the width it needs: for its words, for space, and a little for its text."""
        return min(self.word, _LONG) + 2 + min(self.text, _MOST) / 20


def fit(table: nodes.table) -> None:
    """Fix the widths of a table whose words would not let it become as narrow as a screen.

    All others keep widths that follow from their texts, and look the better for it.
    """
    for group in (child for child in table.children if isinstance(child, nodes.tgroup)):
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        columns = _measured(group, len(specs))
        if sum(column.word + 1 for column in columns) > _ROOM:
            is_stated = "colwidths-given" in table["classes"]
            stated = [_proportion(spec) for spec in specs]
            _fix(table, specs, stated if is_stated else [column.weight for column in columns])


def _proportion(spec: nodes.colspec) -> float:
    """The stated width of a column; of a hundred columns each has 0 of a hundred."""
    try:
        return max(spec.propwidth(), 1)
    except ValueError:
        return 1


def _fix(table: nodes.table, specs: Sequence[nodes.colspec], weights: Sequence[float]) -> None:
    """Give columns their shares of the width; too many have the same."""
    table["classes"] = [c for c in table["classes"] if not c.startswith("colwidths-")]
    table["classes"].append(WIDE)
    if len(specs) <= 100 // STEP:
        table["classes"].append("colwidths-given")
        for spec, share in zip(specs, shares(weights), strict=True):
            spec["colwidth"] = share


def _measured(group: nodes.tgroup, number: int) -> list[_Column]:
    """The columns of a table; a cell that spans several says nothing of one."""
    columns = [_Column() for _ in range(number)]
    for place, entry in _cells(group):
        if "morecols" in entry or place >= number:
            continue
        text, column = entry.astext(), columns[place]
        column.word = max(column.word, *map(len, _BREAK.split(text)))
        column.text = max(column.text, len(text))
    return columns


def _cells(group: nodes.tgroup) -> Iterator[tuple[int, nodes.entry]]:
    """The cells, each with the number of its column."""
    for part in (c for c in group.children if isinstance(c, nodes.thead | nodes.tbody)):
        below: dict[int, int] = {}  # for how many rows more a cell from above fills a column
        for row in part.children:
            filled = {column for column, rows in below.items() if rows}
            below = {column: rows - 1 for column, rows in below.items() if rows}
            free = (column for column in itertools.count() if column not in filled)
            for entry in row.children:
                if not isinstance(entry, nodes.entry):
                    continue
                places = list(itertools.islice(free, entry.get("morecols", 0) + 1))
                below |= dict.fromkeys(places, entry.get("morerows", 0))
                yield places[0], entry

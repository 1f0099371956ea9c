"""What may be wider than a narrow page, and then is scrolled.

Whoever uses the keyboard can only scroll what takes the focus, and whoever tabs through a page
stops at everything that does. So it is given to what may not fit on the narrowest page, and only
to that. No width is known when a page is written: characters are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from docutils import nodes

ROOM = 24
"""How many characters, of code or of wide letters, surely fit in a line 320 pixels wide."""
PADDING = 2
"""What the space around a table's cell takes, in characters."""
_ROW = re.compile("</?mtr>")
_TAG = re.compile("<[^>]*>")


def scrolls(label: str) -> dict[str, str]:
    """The attributes of what scrolls: the focus, and a name for those who hear the page."""
    return {"tabindex": "0", "role": "group", "aria-label": label}


def code_may_scroll(text: str) -> bool:
    """Whether a line of code is too long for a narrow page."""
    return _longest(text.splitlines()) > ROOM


def formula_may_scroll(mathml: str) -> bool:
    """Whether a row of a formula is too long; all of a fraction counts, above and below."""
    return _longest(unescape(_TAG.sub("", row)) for row in _ROW.split(mathml)) > ROOM


def table_may_scroll(table: nodes.table) -> bool:
    """Whether a table cannot be made narrow enough, and has no link by which it can be reached."""
    if any(True for _ in table.findall(nodes.reference)):
        return False
    if any(True for _ in table.findall(_is_stiff)):
        return True
    columns: dict[int, int] = {}
    for row in table.findall(nodes.row):
        at = 0
        for entry in row.findall(nodes.entry):
            span = int(entry.get("morecols", 0)) + 1
            if span == 1:
                columns[at] = max(columns.get(at, 0), _longest(entry.astext().split()))
            at += span
    return sum(width + PADDING for width in columns.values()) > ROOM


def _is_stiff(node: nodes.Node) -> bool:
    """Whether the width of a node is not that of its longest word."""
    return isinstance(node, nodes.image | nodes.literal_block | nodes.math | nodes.math_block)


def _longest(texts: Iterable[str]) -> int:
    return max((len(text) for text in texts), default=0)

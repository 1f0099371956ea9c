"""Pieces of Typst math: symbols, matrices, cases, attachments.

Formulas come from content, and code in Typst math may read files: ``std.read("/…")``. So no text of
a formula is passed on as it is: it becomes single letters and digits, escapes and strings.
"""

from __future__ import annotations

import dataclasses as dc
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence

from sphinx_anthology.typst.strings import literal

OPERATES = "\u2061"
"""MathML's sign of function application."""
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064")
"""Invisible operators of MathML, and missing brackets."""
LARGE = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
"""Operators whose limits Typst sets above and below in displayed formulas."""
FENCES = frozenset("()[]{}|‖∣∥⟨⟩⟪⟫⌈⌉⌊⌋⌜⌝⌞⌟⎰⎱⟦⟧⟮⟯↑↓↕⇑⇓⇕/\\")
"""Brackets that grow with their content."""
BARS = frozenset("|‖∣∥")
"""Brackets that open and close."""
_MARKS = dict(
    zip(
        "ˆ˜¯˙¨ˇ´`˘˚→←↔⇀↼",
        "\u0302\u0303\u0304\u0307\u0308\u030c\u0301\u0300\u0306\u030a→←↔⇀↼",
        strict=True,
    )
)
ACCENTS = _MARKS | {mark: mark for mark in [*_MARKS.values(), *"\u20d7\u20db\u20dc"]}
"""Accents of Typst, by MathML's characters."""
OVER = {"\u0332": "overline", "⏞": "overbrace", "⎴": "overbracket", "⏜": "overparen"} | {
    "⏠": "overshell"
}
"""Typst functions for stretching marks above."""
UNDER = {"\u0332": "underline", "⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen"} | {
    "⏡": "undershell"
}
"""Typst functions for stretching marks below."""
STRETCHING = frozenset("→←↔↦⇒⇐⇔↪↩⇀↽⇌⟶⟵⟷⟹⟸⟺=")
"""Arrows that stretch with the text above or below."""
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def call(name: str, *arguments: str, **named: str) -> str:
    """A call of a Typst math function by its full name.

    The full name is needed, since a template may define the same name. Empty named arguments are
    left out.
    """
    given = [*arguments, *(f"{key}: {value}" for key, value in named.items() if value)]
    return f"std.math.{name}({', '.join(given)})"


def space(em: float) -> str:
    """A horizontal space in em, which may be negative."""
    return f"std.h(#({em:.4g}em))"


def sign(character: str) -> str:
    """A character without a meaning in Typst math; several characters are a text."""
    if len(character) != 1:
        return text(character)
    if character.isascii() and character.isalnum():
        return character
    return f"\\u{{{ord(character):x}}}"


def text(words: str) -> str:
    """An upright text."""
    return literal(words) if words else ""


def number(digits: str) -> str:
    """A number."""
    return digits if _NUMBER.fullmatch(digits) else text(digits)


def together(pieces: Iterable[str]) -> str:
    """Pieces in a row, separated by a space only if they would merge.

    Typst shows spaces beside a text, so there are no others. Without pieces, it is an empty text.
    """
    found = ""
    for piece in pieces:
        is_apart = found[-1:].isalnum() and piece[:1].isalnum()
        found += f" {piece}" if is_apart else piece
    return found or '""'


def depth_of(top: ET.Element) -> int:
    """The nesting depth of elements."""
    deepest, waiting = 0, [(top, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node]
    return deepest


def sign_of(node: ET.Element) -> str:
    """The character of an operator; empty for other elements."""
    return (node.text or "").strip() if node.tag == "mo" else ""


def classes_of(node: ET.Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset(node.get("class", "").split())


def only(node: ET.Element) -> ET.Element | None:
    """The only child of an element or of its only group."""
    inner = [child for child in node if child.tag != "mspace" or child.attrib]
    if len(inner) != 1:
        return None
    is_group = inner[0].tag == "mrow" and not inner[0].attrib
    return only(inner[0]) if is_group else inner[0]


def name_of(node: ET.Element) -> str:
    """A name of several letters, such as ``sin``; empty for other elements."""
    inner = only(node) if node.tag == "mrow" else node
    name = inner.text or "" if inner is not None and inner.tag == "mi" else ""
    return name if len(name) > 1 else ""


def is_fence(node: ET.Element) -> bool:
    """Whether an operator is a stretching or invisible bracket."""
    found = sign_of(node)
    is_known = found in FENCES or (found in INVISIBLE and found != OPERATES)
    return bool(found) and is_known and node.get("stretchy") != "false"


def is_middle(node: ET.Element) -> bool:
    """Whether an operator is a stretching bar between two brackets."""
    return is_fence(node) and node.get("stretchy") == "true" and not node.get("minsize")


def is_choice(inner: list[ET.Element]) -> bool:
    """Whether elements are a binomial coefficient."""
    if [sign_of(node) for node in inner] != ["(", "", ")"]:
        return False
    middle = only(inner[1]) if inner[1].tag == "mstyle" else inner[1]
    return middle is not None and middle.tag == "mfrac" and middle.get("linethickness") == "0"


Convert = Callable[[ET.Element], str]
"""Converts an element to Typst's notation."""
PLACES = {
    "msub": "b",
    "msup": "t",
    "msubsup": "bt",
    "munder": "b",
    "mover": "t",
    "munderover": "bt",
}
"""The positions of scripts after the base: b below, t above."""
_AROUND = frozenset({"munder", "mover", "munderover"})


def scripts(node: ET.Element, convert: Convert, *, is_function: bool = False) -> str:
    """A base with scripts; ``is_function`` if it is applied to what follows."""
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
    """A base with scripts at its four corners; those on the left come last."""
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
    """The base, marked for scripts around it or at its corners."""
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
    """A script without the space by which math-core lengthens an arrow."""
    is_padded = script.tag in {"munder", "mover"} and script[-1].tag == "mspace"
    return script[0] if is_padded else script


_GAP = 2.0
"""The space between two equations in a row, in em."""


@dc.dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its content in Typst's notation, and its classes."""

    content: str
    classes: frozenset[str]


@dc.dataclass(frozen=True, slots=True)
class Grid:
    """A table; its own classes are the borders at the left and the top."""

    rows: Sequence[Sequence[Cell]]
    classes: frozenset[str] = frozenset()
    is_display: bool = False


def lines(grid: Grid) -> str:
    """A table as the lines of a formula, which may break across pages."""
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
    """The rows, and whether an empty last row had a border."""
    *rows, last = grid.rows
    is_line = bool(rows) and not any(cell.content.strip('"') for cell in last)
    has_line = is_line and any("an-m-bt" in cell.classes for cell in last)
    return (rows, True) if has_line else (grid.rows, False)


def _groups(row: Sequence[Cell]) -> Iterator[str]:
    """The equations of a row: a right-aligned and a left-aligned cell are one."""
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
    """The cells of a row, with alignment points."""
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
    """The argument for lines between rows and columns; empty if there are none."""
    across = [i for i, row in enumerate(rows) if any("an-m-bt" in c.classes for c in row)]
    across += [0] if "an-m-bt" in classes and 0 not in across else []
    across += [len(rows)] if has_last_line else []
    columns = {j + 1 for row in rows for j, c in enumerate(row) if "an-m-br" in c.classes}
    columns |= {0} if "an-m-bl" in classes else set()
    parts = [("hline", sorted(across)), ("vline", sorted(columns))]
    said = (f"{name}: ({', '.join(map(str, at))},)" for name, at in parts if at)
    made = ", ".join(said)
    return f"#({made}, stroke: 0.5pt)" if made else ""

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
"""What MathML puts between a function's name and what it is of."""
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064")
"""Signs that are only heard, or that stand for a bracket which is not there."""
LARGE = frozenset("∏∐∑⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆")
"""Signs whose limits Typst sets above and below them, where the formula stands by itself."""
FENCES = frozenset("()[]{}|‖∣∥⟨⟩⟪⟫⌈⌉⌊⌋⌜⌝⌞⌟⎰⎱⟦⟧⟮⟯↑↓↕⇑⇓⇕/\\")
"""Signs that are as high as what they stand around."""
BARS = frozenset("|‖∣∥")
"""Signs that open as well as close."""
_MARKS = dict(
    zip(
        "ˆ˜¯˙¨ˇ´`˘˚→←↔⇀↼",
        "\u0302\u0303\u0304\u0307\u0308\u030c\u0301\u0300\u0306\u030a→←↔⇀↼",
        strict=True,
    )
)
ACCENTS = _MARKS | {mark: mark for mark in [*_MARKS.values(), *"\u20d7\u20db\u20dc"]}
"""The accents that Typst knows, by what MathML puts above a letter."""
OVER = {"\u0332": "overline", "⏞": "overbrace", "⎴": "overbracket", "⏜": "overparen"} | {
    "⏠": "overshell"
}
"""What is as wide as what it stands above."""
UNDER = {"\u0332": "underline", "⏟": "underbrace", "⎵": "underbracket", "⏝": "underparen"} | {
    "⏡": "undershell"
}
"""What is as wide as what it stands below."""
STRETCHING = frozenset("→←↔↦⇒⇐⇔↪↩⇀↽⇌⟶⟵⟷⟹⟸⟺=")
"""Signs that are as wide as what they carry."""
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def call(name: str, *arguments: str, **named: str) -> str:
    """A call of one of Typst's functions for formulas.

    By its full name, since the look may have a function that is called the same. What is named
    and empty is left out.
    """
    given = [*arguments, *(f"{key}: {value}" for key, value in named.items() if value)]
    return f"std.math.{name}({', '.join(given)})"


def space(em: float) -> str:
    """A space of a width; a negative one brings its neighbours together."""
    return f"std.h(#({em:.4g}em))"


def sign(character: str) -> str:
    """A sign that means nothing to Typst; one of several characters is a text."""
    if len(character) != 1:
        return text(character)
    if character.isascii() and character.isalnum():
        return character
    return f"\\u{{{ord(character):x}}}"


def text(words: str) -> str:
    """A text, which stands upright."""
    return literal(words) if words else ""


def number(digits: str) -> str:
    """A number."""
    return digits if _NUMBER.fullmatch(digits) else text(digits)


def together(pieces: Iterable[str]) -> str:
    """Pieces one after the other, with a space only where two would be taken for one.

    Elsewhere it would be seen: Typst keeps the spaces beside a text. Nothing at all is an empty
    text, for a function wants something.
    """
    found = ""
    for piece in pieces:
        is_apart = found[-1:].isalnum() and piece[:1].isalnum()
        found += f" {piece}" if is_apart else piece
    return found or '""'


def depth_of(top: ET.Element) -> int:
    """How deep elements stand in each other."""
    deepest, waiting = 0, [(top, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in node]
    return deepest


def sign_of(node: ET.Element) -> str:
    """The sign of an operator; empty for all else."""
    return (node.text or "").strip() if node.tag == "mo" else ""


def classes_of(node: ET.Element) -> frozenset[str]:
    """The classes in the place of styles."""
    return frozenset(node.get("class", "").split())


def only(node: ET.Element) -> ET.Element | None:
    """The only element that is in another, or in the group there."""
    inner = [child for child in node if child.tag != "mspace" or child.attrib]
    if len(inner) != 1:
        return None
    is_group = inner[0].tag == "mrow" and not inner[0].attrib
    return only(inner[0]) if is_group else inner[0]


def name_of(node: ET.Element) -> str:
    """The name of a function or of something else in several letters; empty for all else."""
    inner = only(node) if node.tag == "mrow" else node
    name = inner.text or "" if inner is not None and inner.tag == "mi" else ""
    return name if len(name) > 1 else ""


def is_fence(node: ET.Element) -> bool:
    """Whether an operator grows with what is beside it, or stands for one that would."""
    found = sign_of(node)
    is_known = found in FENCES or (found in INVISIBLE and found != OPERATES)
    return bool(found) and is_known and node.get("stretchy") != "false"


def is_middle(node: ET.Element) -> bool:
    """Whether an operator between two brackets is as high as these."""
    return is_fence(node) and node.get("stretchy") == "true" and not node.get("minsize")


def is_choice(inner: list[ET.Element]) -> bool:
    """Whether elements are a binomial coefficient."""
    if [sign_of(node) for node in inner] != ["(", "", ")"]:
        return False
    middle = only(inner[1]) if inner[1].tag == "mstyle" else inner[1]
    return middle is not None and middle.tag == "mfrac" and middle.get("linethickness") == "0"


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

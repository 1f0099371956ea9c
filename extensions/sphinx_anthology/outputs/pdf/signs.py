"""The pieces of Typst's notation of formulas, and what is asked of MathML before it is written.

Formulas come from content, and what stands in Typst's math mode may run code: ``std.read("/…")``
reads a file. So no text of a formula is passed on as it is: it comes out as letters and digits of
one sign each, as escapes and as strings.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

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

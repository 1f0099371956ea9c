"""The pieces of which Typst's notation of formulas is made: signs, texts, spaces, calls.

Formulas come from content, and what stands in Typst's math mode may run code: ``std.read("/…")``
reads a file. So no text of a formula is passed on as it is: it comes out as letters and digits of
one sign each, as escapes and as strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sphinx_anthology.press.strings import literal

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

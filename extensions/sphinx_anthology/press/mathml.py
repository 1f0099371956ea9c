"""TeX to MathML Core, by math-core.

Formulas come from content. So what math-core writes is not passed on: it is read, and written
anew from the elements, attributes and forms that are known here. It writes styles where MathML
has no attribute, and a page has none of these: they become classes, which the stylesheet knows.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape, unescape

from math_core import LatexError, LatexToMathML

from sphinx_anthology.press.tex import plain_tex, reasons_against

NAMESPACE = 'xmlns="http://www.w3.org/1998/Math/MathML"'
ELEMENTS = frozenset(
    """
    math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
    b code em i s u
    """.split()  # noqa: SIM905  # as words they fit on three lines
)
"""What a formula may hold; of all else, such as links, only the content is taken over."""
ATTRIBUTES = frozenset(
    """
    accent accentunder columnspan depth display displaystyle fence form height largeop
    linethickness lspace mathvariant maxsize minsize movablelimits rowspan rspace scriptlevel
    separator stretchy symmetric voffset width
    """.split()  # noqa: SIM905  # the same
)
_VALUE = re.compile(r"[a-z0-9.+%-]{1,24}", re.IGNORECASE)
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-z]+)(?P<attributes>(?: [a-zA-Z-]+=\"[^\"<>]*\")*)(?P<empty>/?)>"
    r"|(?P<text>[^<>]+)"
)
_UNWRITABLE = re.compile(
    "[^\t\n\r -\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)
"""Control characters, halves of characters, and what is none."""
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)=\"([^\"]*)\"")
_CLASSES = {
    "text-align": {"left": "an-m-left", "right": "an-m-right"},
    "padding-left": {"0": "an-m-l0", "1em": "an-m-gap"},
    "padding-right": {"0": "an-m-r0"},
}
"""Styles that are kept; colours are not, for no one colour can be read on light and dark."""
_BORDER = re.compile(r"border-(top|right|left)")


class FormulaError(Exception):
    """A formula cannot be shown as MathML; the message says why, without a full stop."""


@functools.cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


@functools.lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> str:
    """A formula as a ``math`` element.

    :raises FormulaError: if it cannot be one.
    """
    tex = plain_tex(tex)
    for reason in reasons_against(tex):
        raise FormulaError(reason)
    try:
        found = _converter().convert_with_local_state(tex, displaystyle=block)
    except LatexError as error:
        raise FormulaError(re.sub(r"^\d+: ", "", str(error)).rstrip(".")) from error
    return "".join(rewritten(found))


def rewritten(found: str) -> Iterator[str]:
    """What math-core wrote, as far as it is known here.

    :raises FormulaError: if it is not made of elements that fit into each other.
    """
    opened: list[tuple[str, str]] = []
    at = 0
    for match in _TOKEN.finditer(found):
        if match.start() != at:
            break
        at = match.end()
        if match["text"]:
            text = unescape(match["text"])
            if _UNWRITABLE.search(text):
                raise FormulaError("It has a character that no page can have")
            yield escape(text, quote=False)
        elif match["close"]:
            name, end = opened.pop() if opened else ("", "")
            if name != match["name"]:
                break
            yield end
        else:
            start, end = _tags(match["name"], _attributes(match), match["empty"])
            yield start
            opened += [] if match["empty"] else [(match["name"], end)]
    if opened or at != len(found):
        raise FormulaError("It does not come out as MathML")


def _tags(name: str, attributes: dict[str, str], empty: str) -> tuple[str, str]:
    """The tags before and after an element; nothing for one that is not taken over."""
    name = "mrow" if name == "menclose" else name  # MathML Core has none; its form is a class
    if name not in ELEMENTS:
        return "", ""
    # only these take them in all versions of MathML
    levels = {} if name in {"math", "mtable"} else _taken(attributes, "displaystyle", "scriptlevel")
    if name == "mtable":
        attributes.pop("scriptlevel", None)
    around = _start("mstyle", levels) if levels else ""
    end = "" if empty else f"</{name}>"
    return around + _start(name, attributes, empty), end + ("</mstyle>" if around else "")


def _taken(attributes: dict[str, str], *names: str) -> dict[str, str]:
    return {name: attributes.pop(name) for name in names if name in attributes}


def _start(name: str, attributes: dict[str, str], empty: str = "") -> str:
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}{empty}>"


def _attributes(tag: re.Match[str]) -> dict[str, str]:
    """The attributes of an element that are known here, each once."""
    kept: dict[str, str] = {}
    classes: list[str] = []
    for name, value in _ATTRIBUTE.findall(tag["attributes"]):
        if name == "style":
            classes += _style_classes(value)
        elif name == "notation":
            classes += ["an-m-box" if value == "box" else "an-m-strike"]
        elif name in ATTRIBUTES and _VALUE.fullmatch(value):
            kept[name] = re.sub("rem$", "em", value)  # MathML has no other
    if classes:
        kept["class"] = " ".join(dict.fromkeys(classes))
    return kept


def _style_classes(style: str) -> Iterator[str]:
    """The classes that stand for styles."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if border := _BORDER.fullmatch(name):
            yield f"an-m-b{border[1][0]}"
        elif name == "margin-left" and value.startswith("-"):
            yield "an-m-back"
        elif known := _CLASSES.get(name, {}).get(value):
            yield known

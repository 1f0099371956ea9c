"""Convert TeX to MathML Core, with math-core.

Formulas come from content, so the output of math-core is parsed, and written anew from known
elements, attributes and values. Inline styles, which pages may not have, become classes of the
stylesheet. math-core has no limits of its own: it recurses for each level of nesting, and doubles
its time for each unclosed bracket, so long or deep formulas are refused before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape, unescape

from math_core import LatexError, LatexToMathML

LONGEST = 2000
"""The longest formula, in characters."""
MOST_BRACKETS = 14
"""The most brackets opened in a line, not counting plain pairs such as ``(x + 1)``."""
_OPENING = (
    r"[(\[⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼]"
    r"|\\\{|\\(?:l(?:Angle|Vert|angle|brace|brack|ceil|floor|group|lbracket|lcorner|lparenthesis"
    r"|moustache|paren|vert)|ulcorner)(?![a-zA-Z])"
)
"""All characters and commands that open a bracket for math-core 0.9."""
_MARK = re.compile(rf"\\begin\b|\\end\b|\\\\|(?P<opening>{_OPENING})|\\.|[&{{}}]", re.DOTALL)
_PLAIN_PAIR = re.compile(r"\([^()\[\]{}\\&^_']*\)|\[[^()\[\]{}\\&^_']*\]")
_ENVIRONMENTS = {
    "align": "aligned",
    "alignat": "aligned",
    "alignedat": "aligned",
    "eqnarray": "aligned",
    "equation": "gathered",
    "flalign": "aligned",
    "gather": "gathered",
    "multline": "gathered",
    "smallmatrix": "matrix",
    "split": "aligned",
}
"""Environments that number their lines, or that math-core does not know."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+)\*?\}(\{\d+\})?")
_DROPPED = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![a-zA-Z])")
_DEFINITION = re.compile(r"\\(?:[egx]?def|let|(?:new|renew|provide)command)(?![a-zA-Z])")
"""Commands that define others, which can expand to millions of characters."""
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}")


def display_tex(tex: str, *, no_wrap: bool = False) -> str:
    """A displayed formula as Sphinx means it: blank lines separate equations."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    if no_wrap or (len(parts) < 2 and not has_rows(tex)):
        return "\n".join(parts)
    rows = "\\\\\n".join(parts)
    return f"\\begin{{aligned}}{rows}\\end{{aligned}}"


def has_rows(tex: str) -> bool:
    """Whether a formula has rows or columns outside all environments and groups."""
    depth = 0
    for match in _MARK.finditer(tex):
        mark = match[0]
        if mark in {r"\begin", "{"}:
            depth += 1
        elif mark in {r"\end", "}"}:
            depth -= 1
        elif mark in {r"\\", "&"} and depth == 0:
            return True
    return False


def plain_tex(tex: str) -> str:
    r"""The formula in environments that math-core knows, without numbers.

    >>> plain_tex(r"\begin{align*}a &= b \label{x}\end{align*}")
    '\\begin{aligned}a &= b \\end{aligned}'
    """

    def environment(match: re.Match[str]) -> str:
        word, name, columns = match.groups()
        if name not in _ENVIRONMENTS:
            return match[0]
        kept = "" if name.startswith("align") else columns or ""
        return f"\\{word}{{{_ENVIRONMENTS[name]}}}{kept}"

    def tag(match: re.Match[str]) -> str:
        return f"\\qquad\\text{{{match[2] if match[1] else f'({match[2]})'}}}"

    return _TAG.sub(tag, _ENVIRONMENT.sub(environment, _DROPPED.sub("", tex)))


def reasons_against(tex: str) -> Iterator[str]:
    """Why math-core is not given a formula, each without a full stop."""
    if len(tex) > LONGEST:
        yield f"It has more than {LONGEST} characters"
    elif _DEFINITION.search(tex):
        yield "It defines a command"
    elif most_brackets(tex) > MOST_BRACKETS:
        yield f"It opens more than {MOST_BRACKETS} brackets in a line"


def most_brackets(tex: str) -> int:
    """The most brackets that are opened before a table cell or the formula ends.

    All count except plain pairs: what closes a bracket for TeX may not for math-core. A table
    inside a cell adds to the brackets around it.
    """
    before = ""
    while before != tex:
        before, tex = tex, _PLAIN_PAIR.sub(" ", tex)
    most = 0
    cells = [0]
    groups = [0]
    for match in _MARK.finditer(tex):
        mark = match[0]
        if match["opening"]:
            cells[-1] += 1
            most = max(most, sum(cells))
        elif mark == r"\begin":
            cells.append(0)
            groups.append(0)
        elif mark == r"\end" and len(cells) > 1:
            cells.pop()
            groups.pop()
        elif mark in {"{", "}"}:
            groups[-1] += 1 if mark == "{" else -1
        elif mark in {"&", r"\\"} and groups[-1] == 0 and len(cells) > 1:
            cells[-1] = 0
    return most


NAMESPACE = 'xmlns="http://www.w3.org/1998/Math/MathML"'
ELEMENTS = frozenset(
    """
    math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
    mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
    b code em i s u
    """.split()  # noqa: SIM905  # as words they fit on three lines
)
"""The elements of a formula; of others, such as links, only the content is kept."""
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
"""Control characters, surrogates, and noncharacters."""
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)=\"([^\"]*)\"")
_CLASSES = {
    "text-align": {"left": "an-m-left", "right": "an-m-right"},
    "padding-left": {"0": "an-m-l0", "1em": "an-m-gap"},
    "padding-right": {"0": "an-m-r0"},
}
"""Styles that are kept; colours are not, since one cannot suit light and dark."""
_BORDER = re.compile(r"border-(top|right|left)")


class FormulaError(Exception):
    """A formula has no MathML; the message says why, without a full stop."""


@functools.cache
def _converter() -> LatexToMathML:
    return LatexToMathML(fancy_error=False)


@functools.lru_cache(maxsize=4096)
def mathml(tex: str, *, block: bool = False) -> str:
    """A formula as a ``math`` element.

    :raises FormulaError: if it cannot be converted.
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
    """The output of math-core, with known elements and attributes only.

    :raises FormulaError: if its elements are not nested properly.
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
    """The tags before and after an element; empty for unknown elements."""
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
    """The known attributes of an element, each once."""
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
    """The classes that replace styles."""
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if border := _BORDER.fullmatch(name):
            yield f"an-m-b{border[1][0]}"
        elif name == "margin-left" and value.startswith("-"):
            yield "an-m-back"
        elif known := _CLASSES.get(name, {}).get(value):
            yield known

"""Formulas before they are converted: what Sphinx means by them, in what math-core knows.

Formulas come from content, and math-core has no limits of its own: it calls itself for each level
of nesting, and takes twice the time for each bracket that is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 2000
"""How many characters a formula may have."""
MOST_BRACKETS = 14
"""How many brackets it may open in one line, plain pairs such as ``(x + 1)`` aside."""
_OPENING = (
    r"[(\[⌈⌊⌜⌞⎰❲⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼]"
    r"|\\\{|\\(?:l(?:Angle|Vert|angle|brace|brack|ceil|floor|group|lbracket|lcorner|lparenthesis"
    r"|moustache|paren|vert)|ulcorner)(?![a-zA-Z])"
)
"""Every sign and every command that opens a bracket for math-core 0.9."""
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
"""Environments that number their lines, as Sphinx's formulas do not, or that are unknown."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+)\*?\}(\{\d+\})?")
_DROPPED = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:notag|nonumber)(?![a-zA-Z])")
_DEFINITION = re.compile(r"\\(?:[egx]?def|let|(?:new|renew|provide)command)(?![a-zA-Z])")
"""What defines a command; a few of them can stand for millions of signs."""
_TAG = re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}")


def display_tex(tex: str, *, no_wrap: bool = False) -> str:
    """A displayed formula as Sphinx means it: blank lines part equations, below each other."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", tex) if part.strip()]
    if no_wrap or (len(parts) < 2 and not has_rows(tex)):
        return "\n".join(parts)
    rows = "\\\\\n".join(parts)
    return f"\\begin{{aligned}}{rows}\\end{{aligned}}"


def has_rows(tex: str) -> bool:
    """Whether a formula has rows or columns outside every environment and group."""
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
    r"""The formula in environments that math-core has, and without numbers of its own.

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
    """Why a formula is not given to math-core, each without a full stop."""
    if len(tex) > LONGEST:
        yield f"It has more than {LONGEST} characters"
    elif _DEFINITION.search(tex):
        yield "It defines a command"
    elif most_brackets(tex) > MOST_BRACKETS:
        yield f"It opens more than {MOST_BRACKETS} brackets in a line"


def most_brackets(tex: str) -> int:
    """How many brackets are opened at most before a cell of a table ends, or the formula.

    All that are opened count, but for plain pairs: what closes one for TeX may not for math-core.
    A table inside a cell adds to what is open around it.
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

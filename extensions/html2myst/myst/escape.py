"""Text that is read as text: backslashes before what would mean something else."""

from __future__ import annotations

import re

from html2myst.myst.forms import Form

_ALL = re.compile(r"[!-/:-@\[-`{-~]")
_FINE = (
    r"[\\`*{]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # not inside a word
    r"|\[(?=\^)|\](?=[(\[{:])"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|!(?=\[)"
)
_PATTERNS = {
    (has_pairs, in_brackets): re.compile(
        _FINE + (r"|[$~^]" if has_pairs else "") + (r"|[\[\]]" if in_brackets else "")
    )
    for has_pairs in (False, True)
    for in_brackets in (False, True)
}
_START = re.compile(
    r"""\#{1,6}(?=\s|$) | >  | [-+](?=\s|$) | \+\+\+ | -(?=[-|:=]) | =(?=[=\s]|$) | [|:~%]
        | \[(?=[ xX]\](?![({])) | \((?=[^()]*\)=\s*$)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def has_pairs(text: str) -> bool:
    """Whether a text has signs that would enclose a formula or a deleted word, with more syntax."""
    return any(text.count(mark) > 1 for mark in "$~^")


def escaped(text: str, form: Form, *, pairs: bool = True, in_brackets: bool = False) -> str:
    """Text that says what it said, within a line."""
    pattern = _PATTERNS[pairs, in_brackets] if form is Form.FINE else _ALL
    return pattern.sub(r"\\\g<0>", text)


def escaped_end(text: str) -> str:
    """Text whose last bracket or exclamation mark does not join what follows."""
    if text[-1:] not in {"]", "!"}:
        return text
    slashes = len(text) - 1 - len(text[:-1].rstrip("\\"))
    return text if slashes % 2 else f"{text[:-1]}\\{text[-1]}"


def escaped_start(line: str) -> str:
    """A line whose first characters begin no block."""
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _START.match(line) else line


def quoted(text: str) -> str:
    """A text as the value of a directive's option."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def fence_around(text: str, mark: str) -> str:
    """A fence that is longer than any in a text."""
    longest = max((len(run) for run in re.findall(f"{mark}{{3,}}", text)), default=2)
    return mark * (longest + 1)


def ticked(text: str) -> str:
    """A text between backticks, as many as it takes."""
    longest = {len(run) for run in re.findall("`+", text)}
    ticks = "`" * next(n for n in range(1, len(longest) + 2) if n not in longest)
    edge = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " ") else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"

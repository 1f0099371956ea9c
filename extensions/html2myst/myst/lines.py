"""Paragraphs as lines, none so long that a parser would refuse it."""

from __future__ import annotations

import re
from typing import Final

from html2myst.myst.escape import escaped_start

LONGEST: Final = 9_000
"""How long a line may be; Docutils refuses ten thousand."""

_PLACES = (re.compile(r" (?=[^\W\d_])"), re.compile(r" (?=\S)"))
"""Where a line may be broken: before a word, else before anything."""


def paragraph_lines(text: str) -> str:
    """The lines of a paragraph, each one safe at its start."""
    return "\n".join(
        escaped_start(part.strip(" ")) for line in text.split("\n") for part in _parts(line)
    )


def _parts(line: str) -> list[str]:
    """A line in parts; a word without end is broken anywhere."""
    parts = []
    while len(line) > LONGEST:
        found = ([m.start() for m in p.finditer(line, LONGEST // 2, LONGEST)] for p in _PLACES)
        places = next(filter(None, found), [])
        end = places[-1] if places else _anywhere(line)
        parts.append(line[:end])
        line = line[end:]
    return [*parts, line]


def _anywhere(line: str) -> int:
    """A place in the middle of a word, but not behind a backslash."""
    end = LONGEST
    while end > 1 and line[end - 1] == "\\":
        end -= 1
    return end


def code_lines(text: str) -> str:
    """The lines of code; only what no parser would take is broken."""
    if max(map(len, text.split("\n"))) <= LONGEST:
        return text
    return "\n".join(part for line in text.split("\n") for part in _parts(line))


def indented(text: str, by: int, first: str = "") -> str:
    """Lines moved to the right; the first one begins with something in that place."""
    margin = " " * by
    lines = text.split("\n")
    rest = (f"{margin}{line}" if line else "" for line in lines[1:])
    return "\n".join(
        (f"{first}{lines[0]}".rstrip(" ") if not lines[0] else first + lines[0], *rest)
    )

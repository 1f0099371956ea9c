"""Texts with line feeds, and the bytes of their files with their own line ends."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_LINE = re.compile(r"(?P<text>[^\r\n]*)(?P<end>\r\n|\r|\n|\Z)")
Line = tuple[str, str]
"""A line, and its end."""


def decoded(raw: bytes) -> str | None:
    """The text of a file with line feeds as line ends; :data:`None` if it is not UTF-8."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoded(text: str, former: bytes) -> bytes:
    r"""A text with line feeds as the bytes of its file, with the line ends that it had.

    Lines that are as before keep their ends; new ones get the end of the line in their place.

    >>> encoded("a\nB\nc", b"\xef\xbb\xbfa\r\nb\r\nc")
    b'\xef\xbb\xbfa\r\nB\r\nc'
    """
    mark = codecs.BOM_UTF8 if former.startswith(codecs.BOM_UTF8) else b""
    before = _lines(former.decode("utf-8-sig"))
    after = text.split("\n")
    usual = Counter(end for _, end in before if end).most_common(1)
    made = list(_with_ends(before, after))
    whole = ""
    for line, end in made[:-1]:
        stated = end or (usual[0][0] if usual else "\n")
        # an empty line must not make one line end of two
        is_split = whole.endswith("\r") and not line and stated == "\n"
        whole += line + ("\r" if is_split else stated)
    return mark + (whole + made[-1][0]).encode()


def _lines(text: str) -> list[Line]:
    """The lines of a text; as many as it has with line feeds alone."""
    found = [(match["text"], match["end"]) for match in _LINE.finditer(text)]
    ends_in_line = len(found) > 1 and found[-1] == ("", "") and not found[-2][1]
    return found[:-1] if ends_in_line else found


def _with_ends(before: Sequence[Line], after: Sequence[str]) -> Iterator[Line]:
    """The lines after an edit, each with the end of the line in its place, or none."""
    former = [line for line, _ in before]
    same = _alike(former, after)
    tail = _alike(former[same:][::-1], after[same:][::-1])
    middle = former[same : len(former) - tail], after[same : len(after) - tail]
    yield from before[:same]
    for _, start, end, first, last in SequenceMatcher(None, *middle).get_opcodes():
        for place, line in enumerate(middle[1][first:last], same + start):
            yield line, before[place][1] if place < same + end else ""
    yield from before[len(before) - tail :]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """The number of lines that are the same at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))

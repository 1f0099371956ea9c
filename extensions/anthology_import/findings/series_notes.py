"""The line above a text that names its series: ‘Special issue blog series on co-creation’."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from anthology_import.findings.passages import Passage, Sort
from anthology_import.findings.proposal import Confidence

_HEAD: Final = 5
_LONGEST: Final = 260
_START = r"(?:(?:new|forthcoming|part\s+of\s+(?:our|the|a))\s+)?"
_NOTE = re.compile(
    rf"\W*{_START}(?:special\s+issue\s+(?:blog\s+)?|blog\s+)series"
    r"(?:\s+(?:on|about)|\s*[:–—-])\s+(?P<name>\S.*?)\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:is|are)\s+(?:the\s+\w+\s+)?(?:\w+\s+)?(?:part\s+of|in|of)\s+(?:our|the|a|an|this)\s+(?:\w+\s+)?"
    r"(?:special\s+issue\s+(?:blog\s+)?|blog\s+)series\s+(?:on|about)\s+"
    r"(?P<name>[^.!?;:]+?)(?=[.!?;:]|,\s|$)",
    re.IGNORECASE,
)


@dc.dataclass(frozen=True, slots=True)
class Note:
    """What a line says of the series."""

    name: str
    passage: Passage
    at: int
    confidence: Confidence


def is_note(passage: Passage) -> bool:
    """Whether a passage is such a line, and nothing more."""
    return is_note_line(passage.line)


def is_note_line(line: str) -> bool:
    """Whether a line is one, and nothing more."""
    return len(line) <= _LONGEST and _NOTE.fullmatch(line) is not None


def series_note(body: tuple[Passage, ...]) -> Note | None:
    """The first passage at the top that names the series; none where none does."""
    for passage in body[:_HEAD]:
        if passage.sort in {Sort.CAPTION, Sort.CELL} or passage.line.count(" ") > 150:
            continue
        if "series" not in passage.line.casefold():
            continue
        if len(passage.line) <= _LONGEST and (found := _NOTE.fullmatch(passage.line)):
            return Note(_name(found), passage, 0, Confidence.SURE)
        if found := _SENTENCE.search(passage.line):
            return Note(_name(found), passage, found.start(), Confidence.LIKELY)
    return None


def _name(found: re.Match[str]) -> str:
    return found["name"].strip(" ‘’“”\"'*.")

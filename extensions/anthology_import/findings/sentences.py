"""The sentence that a finding rests on, as it is quoted to the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 400
"""How many characters of a sentence are quoted."""

# looked for where words begin, and nowhere in them: that is a third of the time
_END = re.compile(r"(?<![^\s.!?])(?P<word>[^\s.!?]*)[.!?…]+[”’\")\]]*\s+(?=[^\Wa-z_]|[“‘\"'(])")
_ABBREVIATIONS_WORDS = """
prof dr mr mrs ms st no vol pp ed eds e.g i.e cf vs univ dept
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_WORDS.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text on one line; a text that ends nowhere is one.

    >>> sentences("Prof. Dr. Lind spoke. Nobody left.")
    ('Prof. Dr. Lind spoke.', 'Nobody left.')
    """
    return tuple(each_sentence(text))


def each_sentence(text: str) -> Iterator[str]:
    """The same, one by one, for those who need but the first."""
    start = 0
    for end in _END.finditer(text):
        word = end["word"].lower()
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            continue  # an initial, or a word cut short, ends no sentence
        if sentence := text[start : end.end()].strip():
            yield sentence
        start = end.end()
    if sentence := text[start:].strip():
        yield sentence


def quote(text: str, at: int = 0) -> str:
    """The sentence of a text in which a place lies, on one line and not too long."""
    line = text.replace("\n", " ")
    end = 0
    for sentence in sentences(line):
        end = line.index(sentence, end) + len(sentence)
        if at < end:
            return shortened(sentence)
    return shortened(line)


def shortened(text: str) -> str:
    """A text that is cut, with a sign of it, where it is too long."""
    return f"{text[:LONGEST].rstrip()}…" if len(text) > LONGEST else text

"""What is known of a document's text once it has been read."""

from __future__ import annotations

import dataclasses as dc
import re


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A reference to a post in the text of another: the sentence, split at the link."""

    target: str
    before: str
    anchor: str
    after: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A document's text in short.

    ``words`` counts the words of the text; ``excerpt`` holds the paragraphs before ``% more``,
    or else the first one; ``marked`` says that there is such a mark; ``more`` that text
    follows the excerpt. ``links`` are the references that others' domains resolve: domain, type
    and target of each.
    """

    words: int = 0
    excerpt: tuple[str, ...] = ()
    marked: bool = False
    more: bool = False
    mentions: tuple[Mention, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()


_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_a-zß-öø-ÿ]|\d)")
_WORDS_A_MINUTE = 230


def minutes(words: int) -> int:
    """The reading time in whole minutes, at least one."""
    return max(1, round(words / _WORDS_A_MINUTE))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds ``text[start:end]`` begins and ends.

    A sentence ends at a stop that is followed by a space and a capital or a figure.
    """
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return first, first + len(text[first:last].rstrip())

"""A proposal: what a text seems to say, how sure that is, and the sentence that says it."""

from __future__ import annotations

import dataclasses as dc
import enum
import re
from collections.abc import Iterator, Mapping
from typing import Final


class Finding(enum.StrEnum):
    """What can be found."""

    TITLE = "title"
    """The title without the label of a series: a text."""
    PART = "part"
    """The number in the series, or ``none`` for a member without one."""
    SERIES = "series"
    """The name of the series: a text, empty where the editor has to give it."""
    AUTHORS = "authors"
    """Who wrote it, in order: names."""
    ROLE = "role"
    """What an author was then: ``name``, with ``role``, ``affiliation`` or both."""
    BIOGRAPHY = "biography"
    """What stands of an author at the foot: ``name`` and ``text``."""
    PORTRAIT = "portrait"
    """An author's picture: ``name``, ``picture`` (its address) and ``alt`` as it stands."""
    ARTICLE = "article"
    """The journal article: ``doi``, ``title``, ``authors`` or ``url``, as far as they are said."""
    FREE_UNTIL = "free-until"
    """The last day on which the article is free: a day."""
    REPOST = "repost"
    """Where it was first: ``site``, with ``url`` and ``date`` as far as they are said."""
    EVENT = "event"
    """The conference that it belongs to: a name."""
    KIND = "kind"
    """What sort of piece it is: preview, report, news or reading-list."""
    SAME_PERSON = "same-person"
    """Two names that may be one person's: ``name`` and ``other``."""


REPEATED: Final = frozenset(
    {Finding.ROLE, Finding.BIOGRAPHY, Finding.PORTRAIT, Finding.ARTICLE, Finding.SAME_PERSON}
)
"""Findings of which a post may have several."""


class Confidence(enum.StrEnum):
    """How far a proposal can be trusted."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


Value = int | str | tuple[str, ...] | Mapping[str, str]
"""What is proposed, in the shape that its finding has."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Something that a post seems to say of itself.

    ``quote`` is the sentence that says so, as it stands, and ``where`` its place in words.
    """

    kind: Finding
    value: Value
    quote: str
    where: str
    confidence: Confidence


def best(proposals: tuple[Proposal, ...], kind: Finding) -> Proposal | None:
    """The most trusted proposal of a kind, the first among equals; none where there is none."""
    order = tuple(Confidence)
    of_kind = [p for p in proposals if p.kind is kind]
    return min(of_kind, key=lambda p: order.index(p.confidence), default=None)


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

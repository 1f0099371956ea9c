"""Divides a body into passages and sentences, on which proposals rest."""

from __future__ import annotations

import dataclasses as dc
import enum
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from anthology_import.records import Confidence, Finding, Proposal, Value
from html2myst.tree import Element, events, parsed


class Sort(enum.StrEnum):
    """The kind of a passage."""

    TEXT = "paragraph"
    HEADING = "heading"
    ITEM = "list item"
    QUOTE = "quotation"
    CAPTION = "caption"
    CELL = "table cell"


@dc.dataclass(frozen=True, slots=True)
class Picture:
    """An image: its address, and its alternative text."""

    address: str
    alt: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, heading or similar, with its line breaks and single spaces.

    ``pictures`` are the images in it, or before it without text between; ``links`` are pairs of
    words and address.
    """

    sort: Sort
    text: str
    number: int
    links: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def where(self) -> str:
        """The place of the passage in words, such as ‘paragraph 2’."""
        return f"{self.sort} {self.number}"

    @property
    def line(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")

    def proposal(
        self, kind: Finding, value: Value, confidence: Confidence, *, at: int = 0, text: str = ""
    ) -> Proposal:
        """A proposal that quotes a sentence of the passage, or of ``text``."""
        sentence = quote(text or self.text, at)
        return Proposal(
            kind=kind, value=value, quote=sentence, where=self.where, confidence=confidence
        )


_SORTS: Final = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Sort.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Sort.ITEM),
    "blockquote": Sort.QUOTE,
    **dict.fromkeys(("figcaption", "caption"), Sort.CAPTION),
    **dict.fromkeys(("td", "th"), Sort.CELL),
}
_SHORTCODE = re.compile(r"(\[/?(?:wp_)?caption\b[^\]]{0,500}\])")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_UNSEEN = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff]+")


def clean(text: str) -> str:
    """A text on one line, with single spaces and no invisible characters."""
    seen = text if text.isascii() else _UNSEEN.sub(" ", text)
    return " ".join(seen.split())


def passages(html: str) -> tuple[Passage, ...]:
    """The passages of a body without its code, stored or rendered."""
    body, _ = parsed(html)
    # without paragraph elements, line ends are visible line breaks
    reader = _Reader(keeps_lines="<p" not in html and "<!-- wp:" not in html)
    for is_open, thing in events(body):
        if isinstance(thing, str):
            reader.text(thing)
        elif is_open:
            reader.open(thing)
        else:
            reader.close(thing)
    reader.finish()
    return tuple(reader.found)


class _Reader:
    """Collects passages during a walk through a body."""

    def __init__(self, *, keeps_lines: bool) -> None:
        self.found: list[Passage] = []
        self.keeps_lines = keeps_lines
        self.sorts = [Sort.TEXT]
        self.counts: Counter[Sort] = Counter()
        self.in_caption = False
        self.code = 0
        self.parts: list[str] = []
        self.links: list[tuple[int, str]] = []
        self.whole_links: list[tuple[str, str]] = []
        self.pictures: list[Picture] = []

    def text(self, text: str) -> None:
        """Add a text; caption shortcodes and empty lines divide it."""
        if self.code:
            return
        for piece in _SHORTCODE.split(text) if "[" in text else (text,):
            if _SHORTCODE.fullmatch(piece):
                self.finish()
                self.in_caption = not piece.startswith("[/")
                continue
            first, *others = _EMPTY_LINE.split(piece) if "\n" in piece else (piece,)
            self._add(first)
            for other in others:
                self.finish()
                self._add(other)

    def _add(self, text: str) -> None:
        self.parts.append(text if self.keeps_lines else text.replace("\n", " "))

    def open(self, element: Element) -> None:
        """Begin an element."""
        if element.tag == "br":
            self.parts.append("\n")
        elif element.tag == "img":
            address = element.get("data-orig-file") or element.get("src")
            self.pictures.append(Picture(address, element.get("alt")))
        elif element.tag == "a":
            self.links.append((len(self.parts), element.get("href")))
        elif element.is_block:
            self.finish()
            self.code += element.tag == "pre"
            is_caption = element.has_class("wp-caption-text", "gallery-caption")
            sort = Sort.CAPTION if is_caption else _SORTS.get(element.tag, self.sorts[-1])
            self.sorts.append(sort)

    def close(self, element: Element) -> None:
        """End an element."""
        if element.tag == "a" and self.links:
            start, address = self.links.pop()
            self.whole_links.append((clean("".join(self.parts[start:])), address))
        elif element.is_block:
            self.finish()
            self.code -= element.tag == "pre"
            if len(self.sorts) > 1:
                self.sorts.pop()

    def finish(self) -> None:
        """End a passage; images without text wait for the next one."""
        lines = (clean(line) for line in "".join(self.parts).split("\n"))
        text = "\n".join(filter(None, lines))
        self.parts.clear()
        self.links = [(0, address) for _, address in self.links]
        if not text:
            return
        sort = Sort.CAPTION if self.in_caption else self.sorts[-1]
        self.counts[sort] += 1
        self.in_caption = False  # a caption is one passage, even if its shortcode is never closed
        passage = Passage(
            sort=sort,
            text=text,
            number=self.counts[sort],
            links=tuple(self.whole_links),
            pictures=tuple(self.pictures),
        )
        self.found.append(passage)
        self.whole_links.clear()
        self.pictures.clear()


LONGEST: Final = 400
"""The longest quotation, in characters."""

# matching only at the start of words takes a third of the time
_END = re.compile(r"(?<![^\s.!?])(?P<word>[^\s.!?]*)[.!?…]+[”’\")\]]*\s+(?=[^\Wa-z_]|[“‘\"'(])")
_ABBREVIATIONS_WORDS = """
prof dr mr mrs ms st no vol pp ed eds e.g i.e cf vs univ dept
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_WORDS.split())


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text on one line.

    >>> sentences("Prof. Dr. Lind spoke. Nobody left.")
    ('Prof. Dr. Lind spoke.', 'Nobody left.')
    """
    return tuple(each_sentence(text))


def each_sentence(text: str) -> Iterator[str]:
    """The same sentences, one at a time."""
    start = 0
    for end in _END.finditer(text):
        word = end["word"].lower()
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            continue  # initials and abbreviations end no sentence
        if sentence := text[start : end.end()].strip():
            yield sentence
        start = end.end()
    if sentence := text[start:].strip():
        yield sentence


def quote(text: str, at: int = 0) -> str:
    """The sentence at a place in a text, on one line, shortened."""
    line = text.replace("\n", " ")
    end = 0
    for sentence in sentences(line):
        end = line.index(sentence, end) + len(sentence)
        if at < end:
            return shortened(sentence)
    return shortened(line)


def shortened(text: str) -> str:
    """A text, cut with ‘…’ if it is too long."""
    return f"{text[:LONGEST].rstrip()}…" if len(text) > LONGEST else text

"""The files of the search index, which ``static/anthology-search.js`` reads.

Every file is a script with one JSON value in ASCII, so that search also works from ``file://``.
``index`` is the table of contents; ``t-0``, ``t-1``, … have the stems in order, each with its
documents; ``d-0``, ``d-1``, … have the contents of results; ``f-0``, ``f-1``, … have what posts
can be filtered by. ``x-…`` is the text of one page, in which passages are sought: it is loaded for
results that are shown, and changes with its page alone.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import itertools
import json
import operator
import string
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sphinx_anthology.model import names

CHUNK = 8
"""The documents in a ``d-…`` file; a power of two."""
SHARD = 8_192
"""The average characters in a ``t-…`` file; at most twice as many, unless it is one stem.
"""
_FIRST_OTHER = 1024
"""The least number of a document that is no post; a power of two."""
_Item = TypeVar("_Item")
_LETTERS = string.ascii_lowercase
_BASE = len(_LETTERS)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: the content of its result, and the weights of its stems.

    ``address`` is relative to the site's root; ``language`` is empty for the publication's own;
    ``text`` is the name of the file with its text, if it has one.
    """

    address: str
    title: str
    line: str = ""
    people: str = ""
    description: str = ""
    language: str = ""
    text: str = ""
    weights: Mapping[str, int] = dc.field(default_factory=dict)

    @property
    def shown(self) -> list[str]:
        """The content of a result in order, without empty values at the end."""
        values = [
            self.address,
            self.title,
            self.line,
            self.people,
            self.description,
            self.language,
            self.text,
        ]
        while not values[-1]:
            values.pop()
        return values


class Choices:
    """The values that posts can be filtered by, each with its posts."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, str, list[int]]] = {}

    def add(self, what: str, key: str, label: str, order: str, number: int) -> None:
        """Add a post by its number; numbers ascend, and the newest label counts.

        ``what`` is ``series``, ``author`` or ``year``; values are sorted by ``order``.
        """
        name = f"{what[0]}{names.slug(key)}"
        _, _, numbers = self._found.get(name, ("", "", []))
        if number not in numbers[-1:]:
            numbers.append(number)
        self._found[name] = (order, label, numbers)

    def entries(self) -> Iterator[str]:
        """Every value as ``name postings label``, in order."""
        for name, (_, label, numbers) in sorted(self._found.items(), key=self._order):
            yield f"{name} {encoded({1: numbers})} {' '.join(label.split())}"

    @staticmethod
    def _order(found: tuple[str, tuple[str, str, list[int]]]) -> tuple[str, str, str]:
        name, (order, _, _) = found
        return name[0], order, name


def text_name(docname: str) -> str:
    """The name of the file with a page's text, which no other page's addition changes."""
    return f"x-{hashlib.blake2b(docname.encode(), digest_size=6).hexdigest()}"


def index_files(
    posts: Iterable[Document],
    others: Iterable[Document],
    choices: Choices | None = None,
    between_steps: Callable[[], object] = lambda: None,
) -> dict[str, str]:
    """The files of the index by name; posts are given from the oldest on.

    Posts are numbered from 0, so that a new one does not change other numbers; other documents from
    the next power of two on. ``between_steps`` is called after each document and each file.
    """
    first = list(_paused(posts, between_steps))
    first_other = max(_FIRST_OTHER, 1 << len(first).bit_length())
    numbered = [*enumerate(first), *enumerate(_paused(others, between_steps), first_other)]
    shards = list(_paused(_shards(_entries(numbered)), between_steps))
    starts = [shard[0].partition(" ")[0] for shard in shards]
    filters = list(_shards((choices or Choices()).entries()))
    contents = {"size": CHUNK, "others": first_other, "filters": len(filters), "starts": starts}
    values: dict[str, object] = {
        "index": contents,
        **{f"t-{number}": " ".join(shard) for number, shard in enumerate(shards)},
        **{f"f-{number}": "\n".join(shard) for number, shard in enumerate(filters)},
    }
    for chunk, documents in itertools.groupby(numbered, lambda pair: pair[0] // CHUNK):
        values[f"d-{chunk}"] = [document.shown for _, document in documents]
    return {f"{name}.js": script(name, value) for name, value in values.items()}


def _paused(items: Iterable[_Item], between_steps: Callable[[], object]) -> Iterator[_Item]:
    for item in items:
        between_steps()
        yield item


def script(name: str, value: object) -> str:
    """The text of a file."""
    return f'anthologySearch.take("{name}",{json.dumps(value, separators=(",", ":"))})\n'


def _entries(numbered: Iterable[tuple[int, Document]]) -> Iterator[str]:
    """Every stem with its documents as ``stem postings``, in JavaScript's order (UTF-16)."""
    found: dict[str, dict[int, list[int]]] = {}
    for number, document in numbered:
        for stem, weight in document.weights.items():
            found.setdefault(stem, {}).setdefault(weight, []).append(number)
    for stem in sorted(found, key=lambda stem: stem.encode("utf-16-be")):
        yield f"{stem} {encoded(found[stem])}"


def encoded(postings: Mapping[int, Sequence[int]]) -> str:
    """The ascending numbers of documents by weight, as text.

    Each weight is followed by its numbers: the first, then the difference of each to the one
    before, in base 26 with letters: capitals, and a small letter for the last digit.

    >>> encoded({10: [2, 3], 1: [25, 52]})
    '10cb1zBb'
    """
    return "".join(
        f"{weight}{_steps(postings[weight])}" for weight in sorted(postings, reverse=True)
    )


def _steps(numbers: Sequence[int]) -> str:
    steps = map(operator.sub, numbers, (0, *numbers[:-1]))
    return "".join(_LETTERS[step] if step < _BASE else _digits(step) for step in steps)


def _digits(number: int) -> str:
    text = _LETTERS[number % _BASE]
    while number := number // _BASE:
        text = _LETTERS[number % _BASE].upper() + text
    return text


def _shards(entries: Iterable[str]) -> Iterator[list[str]]:
    """Split the entries into shards.

    Whether a stem starts a shard depends on the stem and its postings, and only on previous ones if
    a shard would be too large. So a new word does not move all boundaries.
    """
    shard: list[str] = []
    size = 0
    for entry in entries:
        stem = entry.partition(" ")[0].encode()
        is_cut = zlib.crc32(stem) * SHARD < len(entry) << 32
        if shard and (is_cut or size + len(entry) > 2 * SHARD):
            yield shard
            shard, size = [], 0
        shard.append(entry)
        size += len(entry) + 1
    if shard:
        yield shard

"""From documents to the files of the index. ``static/anthology-search.js`` reads them.

Every file is a script that hands over one value in JSON, ASCII only: a script, so that search
works from ``file://`` too. ``index`` says where things are; ``t-0``, ``t-1``, … hold the stems
in order, each with the documents that it stands in; ``d-0``, ``d-1``, … hold what results show.
"""

from __future__ import annotations

import dataclasses as dc
import itertools
import json
import operator
import string
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

CHUNK = 8
"""How many documents a ``d-…`` file holds; a power of two."""
SHARD = 8_192
"""How many characters a ``t-…`` file holds: so many on average, and twice as many at most, or else
a single stem."""
_FIRST_OTHER = 1024
"""The least number of a document that is no post; a power of two."""
_LETTERS = string.ascii_lowercase
_BASE = len(_LETTERS)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document: what a result shows of it, and the weights of its stems.

    ``address`` is relative to the site's root; ``language`` is empty for the publication's own.
    """

    address: str
    title: str
    line: str = ""
    people: str = ""
    description: str = ""
    language: str = ""
    weights: Mapping[str, int] = dc.field(default_factory=dict)

    @property
    def shown(self) -> list[str]:
        """What a result shows, in the order of the file; empty values at its end are left out."""
        values = [
            self.address,
            self.title,
            self.line,
            self.people,
            self.description,
            self.language,
        ]
        while not values[-1]:
            values.pop()
        return values


def index_files(posts: Sequence[Document], others: Sequence[Document]) -> dict[str, str]:
    """The files of the index by name, of posts from the oldest on, and of all other documents.

    Documents are numbered: posts from 0, so that a new one leaves the others' numbers as they are,
    and the others from a power of two on that is greater than any of these.
    """
    first_other = max(_FIRST_OTHER, 1 << len(posts).bit_length())
    numbered = [*enumerate(posts), *enumerate(others, first_other)]
    shards = list(_shards(_entries(numbered)))
    starts = [shard[0].partition(" ")[0] for shard in shards]
    values: dict[str, object] = {
        "index": {"size": CHUNK, "others": first_other, "starts": starts},
        **{f"t-{number}": " ".join(shard) for number, shard in enumerate(shards)},
    }
    for chunk, documents in itertools.groupby(numbered, lambda pair: pair[0] // CHUNK):
        values[f"d-{chunk}"] = [document.shown for _, document in documents]
    return {f"{name}.js": _script(name, value) for name, value in values.items()}


def _script(name: str, value: object) -> str:
    return f'anthologySearch.take("{name}",{json.dumps(value, separators=(",", ":"))})\n'


def _entries(numbered: Iterable[tuple[int, Document]]) -> Iterator[str]:
    """Every stem with its documents as ``stem postings``, in the order of UTF-16 (JavaScript's)."""
    found: dict[str, dict[int, list[int]]] = {}
    for number, document in numbered:
        for stem, weight in document.weights.items():
            found.setdefault(stem, {}).setdefault(weight, []).append(number)
    for stem in sorted(found, key=lambda stem: stem.encode("utf-16-be")):
        yield f"{stem} {encoded(found[stem])}"


def encoded(postings: Mapping[int, Sequence[int]]) -> str:
    """Rising numbers of documents by weight, as text: each weight, and behind it its numbers.

    The first number, and the distance of each further one from the last, is written in base 26
    with letters for digits: capitals, and a small one for its last digit.

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
    """Cut the entries into shards.

    Whether a stem begins a shard depends on the stem and its own postings, and only where a shard
    would be too large on those before it. So a word more does not move all the cuts.
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

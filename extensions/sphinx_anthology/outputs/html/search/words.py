"""From text to what is compared: stems without case, accents or special letters.

``static/anthology-search.js`` does the same with what a reader types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Protocol

LONGEST = 40
"""Of a word, in characters; nobody types more."""
LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
}
"""Letters that are no letter with a mark, and how they are typed elsewhere."""
_SIGNS = {ord("\N{SOFT HYPHEN}"): None, ord("_"): " "}
"""Signs inside of words that are not typed, or part them."""
_TYPED = str.maketrans(LETTERS)


class Language(Protocol):
    """What is needed of one of Sphinx's search languages."""

    @property
    def stopwords(self) -> Collection[str]:
        """Words that are in every text, in lower case."""

    def split(self, input: str, /) -> list[str]:  # noqa: A002  # Sphinx's name
        """Split a text into words."""

    def stem(self, word: str, /) -> str:
        """Take the endings off a word in lower case."""


def fold(word: str) -> str:
    """A word in lower case as it is typed without accents and special letters.

    >>> fold("sørensen"), fold("straße"), fold("łódź")
    ('sorensen', 'strasse', 'lodz')
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_TYPED))
    return "".join(c for c in apart if unicodedata.category(c)[0] != "M")


class Stems:
    """The stems of texts in one language. What was stemmed once is remembered."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, text: str) -> list[str]:
        """The stems of a text in order, repeats included.

        A word with an accent may have two: that of the word, and that of the word as it is typed
        without the accent.
        """
        plain = unicodedata.normalize("NFKC", text.translate(_SIGNS))
        found: list[str] = []
        for word in self._language.split(plain):
            stems = self._known.get(word)
            if stems is None:
                stems = self._known[word] = self._stems(word)
            found += stems
        return found

    def _stems(self, word: str) -> tuple[str, ...]:
        lower = word.lower()
        if not is_sought(lower, self._language.stopwords):
            return ()
        forms = dict.fromkeys((lower, fold(lower)))
        stems = dict.fromkeys(fold(self._language.stem(form)) for form in forms)
        return tuple(stem for stem in stems if re.fullmatch(r"\w+", stem))


def is_sought(word: str, stopwords: Collection[str]) -> bool:
    """Whether readers may look for a word in lower case; of numbers only for years."""
    if word in stopwords or len(word) > LONGEST:
        return False
    return len(word) == 4 if word.isdecimal() else len(word) > 1 or not word.isascii()


def weighed(fields: Mapping[int, Collection[str]]) -> dict[str, int]:
    """Every stem of a document with the weight of its heaviest field, by stems by weight."""
    weights: dict[str, int] = {}
    for weight in sorted(fields):
        weights.update(dict.fromkeys(fields[weight], weight))
    return weights

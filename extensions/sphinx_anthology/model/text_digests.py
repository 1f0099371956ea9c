"""Numbers of words and texts: they are compared, and nothing of a withheld text is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

MOST_RAW = 64 * 1024
"""How much of a text that cannot be read is looked through, in characters."""
LONGEST_NAME = 6
"""How many words a name may have that is looked for in such a text."""
LEAST_TEXT = 200
"""How many characters a text has that no two documents have by chance."""
_WORD = re.compile(r"\w[\w.'’-]*")


def digests(text: str) -> frozenset[int]:
    """What can be compared of a text's words, and of as many in a row as a name may have.

    The words themselves are not kept: nothing of a withheld text is in what a build leaves.
    """
    words = _words(text)
    return frozenset(
        digest(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    )


def digest(words: Sequence[str]) -> int:
    """A number for words in a row."""
    made = hashlib.blake2b(" ".join(words).encode("utf-8", "ignore"), digest_size=8)
    return int.from_bytes(made.digest(), "big")


def body_digest(text: str, length: int) -> int:
    """The number of a text below its fields, whatever its spaces and ends of lines."""
    words = " ".join(text.split("\n")[length:]).split()
    return digest(words) if sum(map(len, words)) >= LEAST_TEXT else 0


def name_digest(name: str) -> int:
    """The number of a name, as it is among those of a text that has it."""
    return digest(_words(name)[:LONGEST_NAME])


def _words(text: str) -> list[str]:
    return [word.strip(".'’-") for word in _WORD.findall(text.casefold())]

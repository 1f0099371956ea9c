"""One file of the publication: what its front matter states, and what its text holds."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import re
from collections.abc import Sequence

from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.record import Standard

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


KINDS: dict[str, type[Standard]] = {
    "post": Post,
    "author": Author,
    "series": Series,
    "topic": Topic,
}
"""The own key of each kind of document, and its record."""
FILE_WIDE = ("orphan", "tocdepth", "no-search", "nocomments", "myst")
"""Sphinx's and MyST's own keys, which every document may have."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a series' toctree: the docname it names (absolute), and its line."""

    docname: str
    line: int
    title: str | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file: what it is, what its front matter says, and what is wrong with that.

    ``file`` is relative to the publication's folder. ``kind`` is a key of :data:`KINDS`, or
    empty for a plain page; ``is_page`` says that it is meant to be one (``page: {}``).
    ``blocked`` says that the public build must not show it, ``says_draft`` that it says itself
    whether it is a draft. ``said`` are digests of the words
    of what could not be read, or not wholly: whom it names is looked for there. ``text`` is
    that of the whole text below the fields, 0 where it is short.
    """

    docname: str
    file: str
    kind: str = ""
    record: Record | None = None
    title: str = ""
    length: int = 0
    lines: dict[Path, int] = dc.field(default_factory=dict, compare=False)
    file_wide: dict[str, object] = dc.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    blocked: bool = False
    is_page: bool = False
    says_draft: bool = False
    said: frozenset[int] = dc.field(default=frozenset(), compare=False, repr=False)
    text: int = dc.field(default=0, compare=False, repr=False)
    entries: tuple[Entry, ...] = ()
    as_written: Source | None = dc.field(default=None, compare=False)
    """The file before it was worked out who is meant; none where that changed nothing."""

    @property
    def id(self) -> str:
        """What others call an author, a series or a topic: stem, or folder of an index."""
        *folders, stem = self.docname.split("/")
        return folders[-1] if stem == "index" and folders else stem

    def problem(self, code: Code, message: str, *path: str | int) -> Problem:
        """A problem of the value at a path of this file's front matter."""
        where: Path = path
        while where and where not in self.lines:
            where = where[:-1]
        return Problem(self.file, self.lines.get(where, 1), message, code)


def left_out_at(source: Source, line: int, message: str) -> Source:
    """A document that is withheld, with why."""
    problem = Problem(source.file, line, message, Code.WITHHELD)
    return dc.replace(source, problems=(*source.problems, problem), blocked=True)


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

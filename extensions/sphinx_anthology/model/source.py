"""Sources: the files of the publication, with front matter and facts about their text."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import hashlib
import re
from collections.abc import Sequence

from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.problem import Change, Code, Problem
from sphinx_anthology.model.record import Standard

MOST_RAW = 64 * 1024
"""The number of characters searched in an unreadable text."""
LONGEST_NAME = 6
"""The most words of a name that is searched there."""
LEAST_TEXT = 200
"""The fewest characters of a text that identify a document."""
_WORD = re.compile(r"\w[\w.'’-]*")


def digests(text: str) -> frozenset[int]:
    """Digests of a text's words, and of sequences as long as names.

    Only digests are kept, so that builds leave no words of withheld texts behind.
    """
    words = _words(text)
    return frozenset(
        digest(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    )


def digest(words: Sequence[str]) -> int:
    """A 64-bit digest of a sequence of words."""
    made = hashlib.blake2b(" ".join(words).encode("utf-8", "ignore"), digest_size=8)
    return int.from_bytes(made.digest(), "big")


def body_digest(text: str, length: int) -> int:
    """The digest of a text below its front matter, whitespace ignored; 0 if short."""
    words = " ".join(text.split("\n")[length:]).split()
    return digest(words) if sum(map(len, words)) >= LEAST_TEXT else 0


def name_digest(name: str) -> int:
    """The digest of a name, as :func:`digests` has it."""
    return digest(_words(name)[:LONGEST_NAME])


def _words(text: str) -> list[str]:
    return [word.strip(".'’-") for word in _WORD.findall(text.casefold())]


KINDS: dict[str, type[Standard]] = {
    "post": Post,
    "author": Author,
    "series": Series,
    "topic": Topic,
}
"""The record of each kind of document, by own key."""
IN_VOLUMES = "in_volumes"
"""The key that puts a document into PDFs and EPUBs, or leaves it out."""
FILE_WIDE = ("orphan", "tocdepth", "no-search", "nocomments", "myst", IN_VOLUMES)
"""Keys that every document may have; all but the last are those of Sphinx and MyST."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a series' toctree: the absolute docname, and the line number."""

    docname: str
    line: int
    title: str | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction in a post's text: its day, its anchor on the page, and the line number."""

    day: dt.date
    anchor: str
    line: int = dc.field(default=0, compare=False)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """An article in a post's text: its key, the last day of free access, the line number."""

    key: str
    free_until: dt.date | None = None
    line: int = dc.field(default=0, compare=False)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file: its kind, its record and its problems.

    ``file`` is relative to the publication's folder. ``kind`` is a key of :data:`KINDS`, or empty
    for a plain page; ``is_page`` says that the file states ``page: {}``. ``blocked`` withholds the
    document; ``says_draft`` says that it states ``draft``, true or false. ``said`` has digests of
    the words of an unreadable file, to search for names. ``text`` is the digest of the text below
    the front matter, 0 if short. ``says_free`` is the line of a post in which its words say that
    something is free to read, 0 if none does.
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
    corrections: tuple[Correction, ...] = ()
    articles: tuple[ListedArticle, ...] = ()
    says_free: int = 0
    as_written: Source | None = dc.field(default=None, compare=False)
    """The source before people were resolved; :data:`None` if that changed nothing."""

    @property
    def id(self) -> str:
        """The id of an author, series or topic: the stem, or an index's folder."""
        *folders, stem = self.docname.split("/")
        return folders[-1] if stem == "index" and folders else stem

    @property
    def in_volumes(self) -> bool | None:
        """Whether the document states that volumes hold it; None if it says neither."""
        stated = self.file_wide.get(IN_VOLUMES)
        return stated if isinstance(stated, bool) else None

    def line_of(self, *path: str | int) -> int:
        """The line of the value at a path of the front matter, or of what it would stand in."""
        where: Path = path
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(
        self, code: Code, message: str, *path: str | int, write: str | None = None
    ) -> Problem:
        """A problem of the value at a path of the front matter; ``write`` mends the value."""
        change = None if write is None else Change(path, write)
        return Problem(self.file, self.line_of(*path), message, code, path, change)


def withheld_source(source: Source, line: int, message: str) -> Source:
    """A source that is withheld, with the message."""
    problem = Problem(source.file, line, message, Code.WITHHELD)
    return dc.replace(source, problems=(*source.problems, problem), blocked=True)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A link to a post in another's text: the sentence, split at the link."""

    target: str
    before: str
    anchor: str
    after: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Facts about a document's text.

    ``words`` is the number of words; ``excerpt`` has the paragraphs before ``% more``, else the
    first one; ``marked`` says that there is such a mark, ``more`` that text follows the excerpt.
    ``links`` are references for other domains: domain, type and target. ``corrections`` are the
    anchors of the corrections that are shown.
    """

    words: int = 0
    excerpt: tuple[str, ...] = ()
    marked: bool = False
    more: bool = False
    mentions: tuple[Mention, ...] = ()
    links: tuple[tuple[str, str, str], ...] = ()
    corrections: tuple[str, ...] = ()


_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\W\d_a-zß-öø-ÿ]|\d)")
_WORDS_A_MINUTE = 230


def minutes(words: int) -> int:
    """The reading time in whole minutes, at least one."""
    return max(1, round(words / _WORDS_A_MINUTE))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of the sentence around ``text[start:end]``.

    A sentence ends at a full stop or the like before a space and a capital or digit.
    """
    first, last = 0, len(text)
    for match in _END.finditer(text):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.end()
            break
    return first, first + len(text[first:last].rstrip())

"""No word is lost: every paragraph of a document is found again in the text of a finished file."""

from __future__ import annotations

import collections
import dataclasses as dc
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from tests.validators.paragraphs import Paragraph

BETWEEN = 12
"""So many letters or digits may stand where a paragraph is interrupted: ``on page 1234``."""

SOFT = {"\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}"}
"""What may stand inside a word, and may come of a hyphen at the end of a line."""


def lost(paragraphs: Iterable[Paragraph], text: str) -> list[str]:
    """The paragraphs that a text does not hold, each with the first word that is missing.

    Letters, accents and digits must be the same and in the same order; so must the ends of words,
    and a paragraph that stands twice must be found twice. Case, marks and line breaks may differ.
    """
    inside = _Letters.of(text)
    met: collections.Counter[tuple[str, ...]] = collections.Counter()
    found = []
    for paragraph in paragraphs:
        runs = [run for run in map(_Letters.of, paragraph.runs) if run.letters]
        if not runs:
            continue
        key = tuple(run.letters for run in runs)
        met[key] += 1
        if problem := _problem(runs, inside, met[key]):
            found.append(f"{paragraph}: {problem}")
    return found


@dc.dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of a text, and where the words end that they make.

    ``ends`` are the places before which something else stands; ``maybe`` those of them where
    that may be a hyphen at the end of a line.
    """

    letters: str
    ends: frozenset[int]
    maybe: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        kept: list[str] = []
        ends: set[int] = set()
        maybe: set[int] = set()
        for char in _normal(text):
            if unicodedata.category(char)[0] in "LNM":
                kept.append(char)
            elif char in SOFT:
                maybe.add(len(kept))
            else:
                ends.add(len(kept))
        return cls("".join(kept), frozenset(ends), frozenset(maybe))

    def words(self) -> list[str]:
        """The words."""
        places = sorted({0, *self.ends, len(self.letters)})
        return [self.letters[a:b] for a, b in itertools.pairwise(places) if b > a]


def _normal(text: str) -> str:
    """A text without ligatures and other shapes of letters, and without capitals."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _problem(runs: list[_Letters], text: _Letters, times: int) -> str:
    """What is wrong with a paragraph that must be found so many times; empty if nothing is."""
    pattern = re.compile(f".{{0,{BETWEEN}}}?".join(f"({re.escape(r.letters)})" for r in runs))
    matches = list(pattern.finditer(text.letters))
    joined = [list(_run_together(match, runs, text)) for match in matches]
    if sum(not words for words in joined) >= times:
        return ""
    if len(matches) >= times:
        return f"words run together: {next(filter(None, joined))[0]}"
    if matches:
        return f"stands {times} times or more, and is found {len(matches)} times"
    return _first_missing(runs, text)


def _run_together(match: re.Match[str], runs: list[_Letters], text: _Letters) -> Iterator[str]:
    """The places where words end in a paragraph, and not in the text."""
    start, end = match.span()
    if start and start not in text.ends:
        yield f"{text.letters[max(start - 9, 0) : start]}|{text.letters[start : start + 9]}"
    if text.letters[end : end + 1].isalpha() and end not in text.ends:
        yield f"{text.letters[max(end - 9, 0) : end]}|{text.letters[end : end + 9]}"
    for number, run in enumerate(runs, start=1):
        start = match.start(number)
        for end in sorted(run.ends - {0, len(run.letters)}):
            if start + end not in text.ends and start + end not in text.maybe:
                yield f"{run.letters[max(end - 9, 0) : end]}|{run.letters[end : end + 9]}"


def _first_missing(runs: list[_Letters], text: _Letters) -> str:
    """The first word that does not follow those before it."""
    found = ""
    for run in runs:
        sought = ""
        for word in run.words():
            if not re.search(found + re.escape(sought + word), text.letters):
                after = " after what stands before it" if found or sought else ""
                return f"‘{word}’ is missing{after}"
            sought += word
        found += f"{re.escape(sought)}.{{0,{BETWEEN}}}?"
    return "it is not found in one piece"

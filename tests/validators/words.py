"""No word is lost: every paragraph of a document is found again in the text of a finished file."""

from __future__ import annotations

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
    and every paragraph must have a place of its own. Case, marks and line breaks may differ.
    """
    page = _Page(_Letters.of(text))
    sought = [
        (number, paragraph, runs)
        for number, paragraph in enumerate(paragraphs)
        if (runs := [run for run in map(_Letters.of, paragraph.runs) if run.letters])
    ]
    # the longest first: what is short may be found inside of what is long
    sought.sort(key=lambda one: -sum(len(run.letters) for run in one[2]))
    problems = [(number, paragraph, page.take(number, runs)) for number, paragraph, runs in sought]
    found = sorted((number, f"{p}: {problem}") for number, p, problem in problems if problem)
    return [report for _, report in found]


NOBODY = -1
"""The owner of a place that is free."""


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


_Runs = list[_Letters]
_Place = tuple[tuple[int, int], ...]


def _normal(text: str) -> str:
    """A text without ligatures and other shapes of letters, and without capitals."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class _Page:
    """A text in which paragraphs are sought, and what of it is theirs already."""

    def __init__(self, text: _Letters) -> None:
        self._text = text
        self._owners = [NOBODY] * len(text.letters)
        self._settled: dict[int, tuple[_Runs, _Place]] = {}

    def take(self, number: int, runs: _Runs) -> str:
        """Find a paragraph a place of its own; say what is wrong where there is none."""
        problem = ""
        for place, joined in self._places(runs):
            if joined:
                problem = problem or f"words run together: {joined}"
            elif self._is_free(place) or self._make_room(place):
                self._settle(number, runs, place)
                return ""
            else:
                problem = "stands only where another paragraph is"
        return problem or _first_missing(runs, self._text)

    def _places(self, runs: _Runs) -> Iterator[tuple[_Place, str]]:
        """Where a paragraph may be, and where words of it do not end there as they should."""
        pattern = re.compile(f".{{0,{BETWEEN}}}?".join(f"({re.escape(r.letters)})" for r in runs))
        match = pattern.search(self._text.letters)
        while match:
            yield match.regs[1:], next(_run_together(match, runs, self._text), "")
            match = pattern.search(self._text.letters, match.start() + 1)

    def _is_free(self, place: _Place) -> bool:
        return self._owners_of(place) == {NOBODY}

    def _owners_of(self, place: _Place) -> set[int]:
        return {owner for start, end in place for owner in self._owners[start:end]}

    def _make_room(self, place: _Place) -> bool:
        """Let those who are there go elsewhere, if one of them only is, and can."""
        owners = self._owners_of(place) - {NOBODY}
        if len(owners) > 1:
            return False
        (owner,) = owners
        runs, left = self._settled[owner]
        self._mark(left, NOBODY)
        self._mark(place, -2)
        places = (new for new, joined in self._places(runs) if not joined and self._is_free(new))
        found = next(places, None)
        self._mark(place, NOBODY)
        self._settle(owner, runs, found or left)
        return found is not None

    def _settle(self, number: int, runs: _Runs, place: _Place) -> None:
        self._mark(place, number)
        self._settled[number] = runs, place

    def _mark(self, place: _Place, owner: int) -> None:
        for start, end in place:
            self._owners[start:end] = [owner] * (end - start)


def _run_together(match: re.Match[str], runs: list[_Letters], text: _Letters) -> Iterator[str]:
    """The places where words end in a paragraph, and not in the text."""
    start, end = match.span()
    number_before = text.letters[start - 1 : start].isdigit() and not text.letters[start].isdigit()
    if start and start not in text.ends and not number_before:
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

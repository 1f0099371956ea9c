"""What the page shows of an import, put together so that the template only has to set it."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from anthology_import.findings.proposal import Finding, best
from anthology_import.findings.series import Group, name_key
from anthology_import.lock import INCOMING, Outcome
from anthology_import.migration import Grade, ImportedPost, Migration
from anthology_import.plan import Reason, Skipped
from anthology_import.report.words import (
    FINDINGS,
    GRADES,
    OUTCOMES,
    PEOPLE,
    counted,
)
from anthology_import.review import Applied, ReviewResult
from anthology_import.reviewing.entries import Question
from html2myst.conversion import Loss
from sphinx_anthology.model.documents import MOST_PARTS


@dc.dataclass(slots=True, kw_only=True)
class Shelf:
    """A series: its posts by number, by the keys that the review file has for them.

    ``is_settled`` says that it is made; else it is only asked.
    """

    name: str
    is_settled: bool
    parts: dict[int, list[str]] = dc.field(default_factory=lambda: defaultdict(list))
    without_number: list[str] = dc.field(default_factory=list)
    planned: int | None = None

    def add(self, post: str, part: object) -> None:
        """Put a post into it."""
        if isinstance(part, int):
            self.parts[part].append(post)
        else:
            self.without_number.append(post)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers that no post has."""
        last = min(MOST_PARTS, max((*self.parts, self.planned or 0), default=0))
        return tuple(number for number in range(1, last + 1) if number not in self.parts)

    @property
    def doubles(self) -> dict[int, list[str]]:
        """The numbers that several posts have, with the posts."""
        return {number: posts for number, posts in sorted(self.parts.items()) if len(posts) > 1}

    @property
    def count(self) -> int:
        """How many posts it has."""
        return len(self.without_number) + sum(map(len, self.parts.values()))


def shelves(settled: ReviewResult, groups: Sequence[Group]) -> list[Shelf]:
    """The series that are made, then those that are only asked."""
    made = _made(settled)
    for group in groups:
        shelf = made.get(name_key(group.name))
        if shelf is not None and group.planned:
            shelf.planned = max(group.planned, shelf.planned or 0)
    asked = {post for q in settled.asked if q.proposal.kind is Finding.SERIES for post in q.posts}
    return [*made.values(), *_asked(groups, made, asked)]


def _made(settled: ReviewResult) -> dict[str, Shelf]:
    """The series that are made, by what spellings of their names have in common."""
    made: dict[str, Shelf] = {}
    for post in settled.applied:
        proposals = settled.proposals(post)
        found, part = best(proposals, Finding.SERIES), best(proposals, Finding.PART)
        if found is not None:
            name = str(found.value)
            shelf = made.setdefault(name_key(name), Shelf(name=name, is_settled=True))
            shelf.add(post, part.value if part else None)
    return made


def _asked(groups: Sequence[Group], made: dict[str, Shelf], asked: set[str]) -> Iterator[Shelf]:
    """The series of which nothing is made, but which are asked."""
    for group in groups:
        members = [member.clue for member in group.members if member.clue.key in asked]
        if members and name_key(group.name) not in made:
            shelf = Shelf(name=group.name, is_settled=False, planned=group.planned)
            for clue in members:
                shelf.add(clue.key, clue.part)
            yield shelf


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in rising order, those that follow each other together.

    >>> ranges((2, 4, 5, 6, 9, 10))
    '2, 4–6, 9–10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


@dc.dataclass(frozen=True, slots=True)
class Task:
    """Something that is left to an editor, and the section that tells of it."""

    section: str
    count: int
    one: str
    many: str

    @property
    def words(self) -> str:
        """It in words."""
        return counted(self.count, self.one, self.many)


class View:
    """An import, as the page shows it."""

    def __init__(self, migration: Migration) -> None:
        self.migration = migration
        self.number = {post.key: n for n, post in enumerate(migration.brought, start=1)}
        self._by_review_key = {p.review_key: p for p in migration.brought if p.review_key}

    def named(self, review_key: str) -> ImportedPost | None:
        """The post that the review file calls so; none where it became no document."""
        return self._by_review_key.get(review_key)

    @cached_property
    def drafts(self) -> int:
        """How many posts are drafts."""
        return sum(post.is_draft for post in self.migration.brought)

    @cached_property
    def excerpts(self) -> int:
        """How many posts are excerpts."""
        return sum(post.is_excerpt for post in self.migration.brought)

    @cached_property
    def grades(self) -> list[tuple[Grade, list[ImportedPost]]]:
        """The posts by grade, the gravest first."""
        posts = self.migration.brought
        return [(grade, [p for p in posts if p.grade is grade]) for grade in GRADES]

    def alike(self, post: ImportedPost) -> list[tuple[str, bool, Counter[Loss]]]:
        """The losses of a post by kind, and whether words were lost; equal ones are counted."""
        found: dict[tuple[str, bool], Counter[Loss]] = {}
        for loss in post.losses:
            found.setdefault((loss.kind, loss.loses_text), Counter())[loss] += 1
        return [(kind, loses_text, losses) for (kind, loses_text), losses in found.items()]

    @cached_property
    def losses(self) -> list[tuple[str, int, int]]:
        """The kinds of losses, the commonest first: how many, and in how many posts."""
        counts: Counter[str] = Counter()
        posts: Counter[str] = Counter()
        for post in self.migration.brought:
            kinds = Counter(loss.kind for loss in post.losses)
            counts.update(kinds)
            posts.update(kinds.keys())
        order = sorted(counts, key=lambda kind: (-counts[kind], kind))
        return [(kind, counts[kind], posts[kind]) for kind in order]

    @cached_property
    def outcomes(self) -> list[tuple[str, int]]:
        """What became of the posts' files, and of how many."""
        counts = Counter(post.outcome for post in self.migration.brought)
        return [(words, counts[outcome]) for outcome, words in OUTCOMES.items() if counts[outcome]]

    @cached_property
    def rules(self) -> list[tuple[Reason, str, int]]:
        """The rules by which items were skipped, the system's word, and how many."""
        counts = Counter((s.reason, s.word) for s in self.migration.skipped)
        order = tuple(Reason)
        found = sorted(counts.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))
        return [(reason, word, count) for (reason, word), count in found]

    @cached_property
    def skipped(self) -> list[Skipped]:
        """The items that were skipped, but for files: those are told of with the media."""
        return [s for s in self.migration.skipped if s.reason is not Reason.FILE]

    @cached_property
    def unresolved(self) -> dict[str, list[ImportedPost]]:
        """Addresses of the old site that lead nowhere now, and the posts that name them."""
        return self._together(lambda post: post.unresolved)

    @cached_property
    def missing(self) -> dict[str, list[ImportedPost]]:
        """Images that are not there, and the posts that show them."""
        return self._together(lambda post: post.missing_pictures)

    @cached_property
    def shortcodes(self) -> dict[str, list[ImportedPost]]:
        """Shortcodes that nobody knows, and the posts that have them."""
        return self._together(lambda post: post.shortcodes)

    def _together(
        self, of: Callable[[ImportedPost], Iterable[str]]
    ) -> dict[str, list[ImportedPost]]:
        found: dict[str, list[ImportedPost]] = {}
        for post in self.migration.brought:
            for name in dict.fromkeys(of(post)):
                found.setdefault(name, []).append(post)
        return dict(sorted(found.items()))

    @cached_property
    def bad_alts(self) -> list[ImportedPost]:
        """Posts with images whose alternative texts say nothing."""
        return [post for post in self.migration.brought if post.bad_alts]

    @cached_property
    def redirects(self) -> list[tuple[str, ImportedPost]]:
        """Old paths, and where each leads."""
        return sorted(
            ((old, post) for post in self.migration.brought for old in post.redirects),
            key=lambda pair: pair[0],
        )

    @cached_property
    def series(self) -> list[Shelf]:
        """The series."""
        return shelves(self.migration.settled, self.migration.groups)

    @cached_property
    def of_people(self) -> list[Question]:
        """The questions about people."""
        return [q for q in self.migration.settled.asked if q.proposal.kind in PEOPLE]

    @cached_property
    def nameless(self) -> list[ImportedPost]:
        """The posts that name no author, so that their account stands in the place."""
        named = {
            post
            for post, applied in self.migration.settled.applied.items()
            if any(one.proposal.kind is Finding.AUTHORS for one in applied)
        }
        posts = self.migration.brought
        return [post for post in posts if post.review_key and post.review_key not in named]

    @cached_property
    def others(self) -> list[Question]:
        """The other questions."""
        return [q for q in self.migration.settled.asked if q.proposal.kind not in PEOPLE]

    @cached_property
    def applied(self) -> list[tuple[Finding, list[Applied]]]:
        """What was applied, by sort."""
        found: dict[Finding, list[Applied]] = {finding: [] for finding in FINDINGS}
        for applied in self.migration.settled.applied.values():
            for one in applied:
                found[one.proposal.kind].append(one)
        return [(finding, all_) for finding, all_ in found.items() if all_]

    @cached_property
    def beside(self) -> list[tuple[str, str]]:
        """Documents of which a new text lies beside what an editor changed, and that text."""
        others = (n for n, o in self.migration.documents.items() if o is Outcome.CONFLICT)
        names = (*(post.docname for post in self.migration.conflicts), *sorted(others))
        return [(name, name.removesuffix(".md") + INCOMING) for name in names]

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """What is left to an editor, the most pressing first."""
        red = next(posts for grade, posts in self.grades if grade is Grade.RED)
        broken = sum(bool(shelf.gaps or shelf.doubles) for shelf in self.series)
        alts = sum(len(post.bad_alts) for post in self.bad_alts)
        tasks = (
            Task("failed", len(self.migration.failed), "item failed", "items failed"),
            Task("red", len(red), "post has lost words", "posts have lost words"),
            Task("conflicts", len(self.beside), "text to compare", "texts to compare"),
            Task("people", len(self.of_people), "question about people", "questions about people"),
            Task("questions", len(self.others), "other question", "other questions"),
            Task("links", len(self.unresolved), "link leads nowhere", "links lead nowhere"),
            Task("media", len(self.missing), "image is missing", "images are missing"),
            Task("alts", alts, "image needs words", "images need words"),
            Task("shortcodes", len(self.shortcodes), "unknown shortcode", "unknown shortcodes"),
            Task("series", broken, "series is not whole", "series are not whole"),
        )
        return [task for task in tasks if task.count]

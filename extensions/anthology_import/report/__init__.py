"""Writes the migration report, as an HTML page and as JSON."""

from __future__ import annotations

import dataclasses as dc
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from anthology_import.folder import Folder
from anthology_import.lock import INCOMING, Outcome
from anthology_import.migration import HTML_NAME, JSON_NAME, Grade, ImportedPost, Migration
from anthology_import.plan import Reason, Skipped
from anthology_import.records import Finding
from anthology_import.report.record import SeriesSummary, json_chunks, series_summaries
from anthology_import.report.words import (
    FINDINGS,
    GRADES,
    OUTCOMES,
    PEOPLE,
    counted,
    loss_words,
    value_words,
)
from anthology_import.review import FILE_NAME, Applied
from anthology_import.review.entries import Question
from html2myst.conversion import Loss


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers as text, with ranges.

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
    """A task for the editor, and its section of the report."""

    section: str
    count: int
    one: str
    many: str

    @property
    def words(self) -> str:
        """The task in words, with its count."""
        return counted(self.count, self.one, self.many)


class View:
    """The data of the report page."""

    def __init__(self, migration: Migration) -> None:
        self.migration = migration
        self.number = {post.key: n for n, post in enumerate(migration.brought, start=1)}
        self._by_review_key = {p.review_key: p for p in migration.brought if p.review_key}

    def named(self, review_key: str) -> ImportedPost | None:
        """The post with a review key; None if it became no document."""
        return self._by_review_key.get(review_key)

    @cached_property
    def grades(self) -> list[tuple[Grade, list[ImportedPost]]]:
        """The posts by grade, the worst first."""
        posts = self.migration.brought
        return [(grade, [p for p in posts if p.grade is grade]) for grade in GRADES]

    def alike(self, post: ImportedPost) -> list[tuple[str, bool, Counter[Loss]]]:
        """The losses of a post by kind, counted, and whether they lose text."""
        found: dict[tuple[str, bool], Counter[Loss]] = {}
        for loss in post.losses:
            found.setdefault((loss.kind, loss.loses_text), Counter())[loss] += 1
        return [(kind, loses_text, losses) for (kind, loses_text), losses in found.items()]

    @cached_property
    def losses(self) -> list[tuple[str, int, int]]:
        """The kinds of losses, with counts of losses and of posts."""
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
        """The outcomes of the posts' files, with counts."""
        counts = Counter(post.outcome for post in self.migration.brought)
        return [(words, counts[outcome]) for outcome, words in OUTCOMES.items() if counts[outcome]]

    @cached_property
    def rules(self) -> list[tuple[Reason, str, int]]:
        """The reasons for skipped items, with type or status, and counts."""
        counts = self.migration.skipped_by_rule
        order = tuple(Reason)
        found = sorted(counts.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))
        return [(reason, word, count) for (reason, word), count in found]

    @cached_property
    def skipped(self) -> list[Skipped]:
        """The skipped items without files, which the media section lists."""
        return [s for s in self.migration.skipped if s.reason is not Reason.FILE]

    @cached_property
    def unresolved(self) -> dict[str, list[ImportedPost]]:
        """Unresolved addresses of the old site, with the posts that link there."""
        return self._together(lambda post: post.unresolved)

    @cached_property
    def missing(self) -> dict[str, list[ImportedPost]]:
        """Missing images, with the posts that show them."""
        return self._together(lambda post: post.missing_pictures)

    @cached_property
    def shortcodes(self) -> dict[str, list[ImportedPost]]:
        """Unknown shortcodes, with the posts that use them."""
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
        """The posts with images whose alternative text is missing or useless."""
        return [post for post in self.migration.brought if post.bad_alts]

    @cached_property
    def redirects(self) -> list[tuple[str, ImportedPost]]:
        """The old paths, each with the post that it leads to."""
        return sorted(
            ((old, post) for post in self.migration.brought for old in post.redirects),
            key=lambda pair: pair[0],
        )

    @cached_property
    def series(self) -> list[SeriesSummary]:
        """The series of the blog."""
        return series_summaries(self.migration.settled, self.migration.groups)

    @cached_property
    def of_people(self) -> list[Question]:
        """The questions about people."""
        return [q for q in self.migration.settled.asked if q.proposal.kind in PEOPLE]

    @cached_property
    def nameless(self) -> list[ImportedPost]:
        """The posts without a byline, which show their account as author."""
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
        """The findings that were applied, by kind."""
        found: dict[Finding, list[Applied]] = {finding: [] for finding in FINDINGS}
        for applied in self.migration.settled.applied.values():
            for one in applied:
                found[one.proposal.kind].append(one)
        return [(finding, all_) for finding, all_ in found.items() if all_]

    @cached_property
    def beside(self) -> list[tuple[str, str]]:
        """The documents with conflicts, and the new text beside each."""
        others = (n for n, o in self.migration.documents.items() if o is Outcome.CONFLICT)
        names = (*(post.docname for post in self.migration.conflicts), *sorted(others))
        return [(name, name.removesuffix(".md") + INCOMING) for name in names]

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """The tasks for the editor, the most urgent first."""
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


LONGEST: Final = 600
"""The longest text on the page, in characters; JSON has it whole."""

_BUFFERED: Final = 200

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + end)}" for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Characters that HTML forbids, or that disguise a text."""


def shown(text: object) -> object:
    """A value for the page: invisible characters are named, long texts cut.

    >>> shown(f"safe{chr(0x202E)}txt")
    'safe⟨U+202E⟩txt'
    """
    if not isinstance(text, str) or isinstance(text, Markup):
        return text
    more = len(text) - LONGEST
    cut = text if more <= 0 else f"{text[:LONGEST]}… (and {more:,} characters more)"
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", cut)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def html_chunks(migration: Migration) -> Iterator[str]:
    """The page, piece by piece, since it can be long."""
    stream = (
        _environment()
        .get_template("page.html")
        .stream(
            view=View(migration),
            migration=migration,
            review_file=FILE_NAME,
            grades=GRADES,
            outcomes=OUTCOMES,
            findings=FINDINGS,
            counted=counted,
            loss_words=loss_words,
            value_words=value_words,
            ranges=ranges,
        )
    )
    stream.enable_buffering(_BUFFERED)
    return iter(stream)


def write_report(migration: Migration, folder: Folder) -> None:
    """Write both reports into a folder, if they changed."""
    _write(folder, JSON_NAME, json_chunks(migration))
    _write(folder, HTML_NAME, html_chunks(migration))


def _write(folder: Folder, name: str, texts: Iterable[str]) -> None:
    with folder.prepared(name, (text.encode() for text in texts)) as new:
        if folder.digest(name) != new.digest:
            new.put()

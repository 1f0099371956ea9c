"""Runs an import, from items to documents and the result for the report.

The items are read three times, so that only one text is in memory at a time: to plan the documents,
to find what texts say, and to write.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import posixpath
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from anthology_import import posts
from anthology_import.adapters import Items
from anthology_import.authors import Authors, authors
from anthology_import.findings import Collector, Findings, articles
from anthology_import.folder import is_draft
from anthology_import.lock import Lock, Outcome, digest
from anthology_import.media import Library
from anthology_import.migration import ImportedPost, ImportOptions, Media, Migration
from anthology_import.old_addresses import AttachmentIndex
from anthology_import.plan import Keys, Plan, PlanBuilder, Series, light, series_of
from anthology_import.publication import AUTHOR, SupportingDocuments
from anthology_import.records import Failed, Item, Kind, Proposal, UnusableError
from anthology_import.resolver import Resolver, ResolverBuilder
from anthology_import.review import ReviewResult, settle
from anthology_import.review.answers import read_answers
from anthology_import.writing import VERSION, Writing

Progress = Callable[[str, int, int], None]
"""Called with the step, the number of items done, and their total."""

_EVERY: Final = 100


def run(items: Items, options: ImportOptions, progress: Progress = lambda *_: None) -> Migration:
    """Import all items.

    :raises UnusableError: where there is nothing to import, or the answers are invalid; then
    nothing is written.
    """
    return _Import(items, options, progress).run()


class _Import:
    """One import."""

    def __init__(self, items: Items, options: ImportOptions, progress: Progress) -> None:
        self.items, self.options, self.progress = items, options, progress
        self.folder = options.folder()
        self.lock = Lock(self.folder, is_dry=options.is_dry)
        self.library = Library(options.media)
        self.answers = read_answers(options.answers())
        self.numbers = AttachmentIndex()
        self.light: dict[str, Item] = {}
        self.with_authors: list[str] = []
        self.review_keys: dict[str, str] = {}
        self.broken: dict[str, Failed] = {}
        self.outcomes: dict[str, Outcome | None] = {}

    def run(self) -> Migration:
        """Read, find, review, plan and write; give the result."""
        planning, noting = self._first_reading()
        findings = self._findings(planning)
        settled = settle(findings, self.answers)
        self.options.refuse(settled)
        series = series_of(findings, settled, self.lock.known)
        memberships = {
            key: series.memberships[review]
            for key, review in self.review_keys.items()
            if review in series.memberships
        }
        plan = planning.finish(memberships, self.lock.known)
        resolver = noting.finish(plan, self.items.summary.blog)
        people = self._authors(settled)
        with self._saving_lock():
            posts = self._written(plan, resolver, settled, series, people)
            self.outcomes |= self._supporting(plan, series, people).put(resolver, self.library)
            media = {} if self.options.is_dry else self.library.copy(self.lock)
        if not self.options.is_dry:
            self.options.ask(settled, self.answers)
        return Migration(
            **self._told(media),
            brought=posts,
            skipped=tuple(plan.skipped.values()),
            settled=settled,
            groups=findings.series,
            lost_anchors=tuple(resolver.lost_anchors),
        )

    def _supporting(self, plan: Plan, series: Series, people: Authors) -> SupportingDocuments:
        """The documents beside the posts."""
        return SupportingDocuments(
            blog=self.items.summary.blog,
            lock=self.lock,
            plan=self._without_broken(plan),
            series=series,
            people=people,
            items=self.light,
            review_keys={k: v for k, v in self.review_keys.items() if k not in self.broken},
        )

    def _told(self, media: dict[str, Outcome]) -> dict[str, Any]:
        """The fields of the result for files, counts and media."""
        summary = self.items.summary
        failures = (dc.replace(f, title=f.title or f.address) for f in summary.failures)
        return {
            "blog": summary.blog,
            "files": self.items.files,
            "found": self.numbers.items + len(summary.failures),
            "failed": (*failures, *self.broken.values()),
            "repairs": summary.repairs,
            "media": Media(
                outcomes=media,
                used=tuple(sorted(self.library.used)),
                refused=self.library.refused,
                unused=self.library.unused,
            ),
            "documents": dict(sorted(self.outcomes.items())),
            "left_behind": tuple(self.lock.left_behind),
            "comments": self.numbers.comments,
            "comments_written": self.numbers.approved if self.options.with_comments else 0,
            "personal": summary.personal,
            "is_dry": self.options.is_dry,
        }

    def _read(self, what: str) -> Iterator[Item]:
        """All items, with progress."""
        total = self.items.count
        for number, item in enumerate(self.items.items(), 1):
            if number % _EVERY == 0:
                self.progress(what, number, total)
            yield item
        self.progress(what, total, total)

    def _first_reading(self) -> tuple[PlanBuilder, ResolverBuilder]:
        """The first reading: the plan, and the addresses of all items."""
        planning, noting = PlanBuilder(self.options.rules), ResolverBuilder()
        for item in self._read("reading"):
            key = planning.add(item)
            noting.add(key, item)
            self.numbers.add(item)
            if item.kind in {Kind.POST, Kind.PAGE}:
                self.light[key] = light(item)
        if not self.numbers.items and not self.items.summary.failures:
            raise UnusableError("The export has no items, so there is nothing to import.")
        return planning, noting

    def _findings(self, planning: PlanBuilder) -> Findings:
        """The second reading: the findings in posts."""
        gathering, keys = Collector(self.items.summary.blog), Keys()
        for item in self._read("looking through"):
            key = keys.of(item)
            if not planning.takes(key):
                continue
            if item.kind is Kind.POST:
                with self._isolated(key, item):
                    self.review_keys[key] = gathering.add(item)
            if key in self.broken:
                planning.leave_out(key)
            elif item.kind is Kind.POST or is_draft(item):
                self.with_authors.append(key)
        return gathering.finish()

    @contextlib.contextmanager
    def _isolated(self, key: str, item: Item) -> Iterator[None]:
        """Record an error in an item as a failure, and go on."""
        try:
            yield
        except (OSError, UnusableError):  # these are not caused by an item
            raise
        except Exception as error:  # noqa: BLE001  # items are hostile, and others may be fine
            reason = f"It cannot be converted ({type(error).__name__})."
            self.broken[key] = Failed(title=item.title, reason=reason, line=item.line)

    @contextlib.contextmanager
    def _saving_lock(self) -> Iterator[None]:
        """Save the lock at the end, even if the import is interrupted."""
        try:
            yield
        finally:
            if not self.options.is_dry:
                self.lock.save()

    def _proposals(self, key: str, settled: ReviewResult) -> tuple[Proposal, ...]:
        return settled.proposals(self.review_keys[key]) if key in self.review_keys else ()

    def _authors(self, settled: ReviewResult) -> Authors:
        """The authors of all posts."""
        told = [(self.light[key], self._proposals(key, settled)) for key in self.with_authors]
        known = {
            key.removeprefix(AUTHOR): posixpath.basename(name)
            for key, name in self.lock.known.items()
            if key.startswith(AUTHOR)
        }
        return authors(told, self.items.summary.blog, known)

    def _written(
        self, plan: Plan, resolver: Resolver, settled: ReviewResult, series: Series, people: Authors
    ) -> tuple[ImportedPost, ...]:
        """The third reading: write all posts and pages."""
        writing = Writing(
            items=self.items,
            lock=self.lock,
            resolver=resolver,
            library=self.library,
            numbers=self.numbers,
            authors=people,
            articles=self._articles(),
            making=self._making(plan),
            with_comments=self.options.with_comments,
        )
        known = {
            key: posts.PostContext(
                document=document,
                proposals=self._proposals(key, settled),
                part=series.parts.get(self.review_keys.get(key, "")),
            )
            for key, document in plan.documents.items()
        }
        brought = self._posts(writing, known)
        if missing := self._missing(plan):
            linking = {name for gone in missing for name in writing.linking[gone]} - missing
            again = {key: k for key, k in known.items() if k.document.docname in linking}
            for key, made in self._posts(writing.without(missing), again).items():
                brought[key] = dc.replace(made, outcome=brought[key].outcome)
        self._put_file(articles.FILE, writing.articles.text())
        return tuple(made for key, made in brought.items() if key not in self.broken)

    def _posts(
        self, writing: Writing, known: Mapping[str, posts.PostContext]
    ) -> dict[str, ImportedPost]:
        """Write some posts and pages; give them by key."""
        brought: dict[str, ImportedPost] = {}
        keys = Keys()
        for item in self._read("writing"):
            key = keys.of(item)
            if key in known:
                with self._isolated(key, item):
                    made = writing.post(item, known[key])
                    brought[key] = dc.replace(made, review_key=self.review_keys.get(key, ""))
        return brought

    def _missing(self, plan: Plan) -> frozenset[str]:
        """The documents that failed and do not exist from an earlier import."""
        names = (d.docname for key, d in plan.documents.items() if key in self.broken)
        return frozenset(name for name in names if not self.folder.exists(f"{name}.md"))

    def _without_broken(self, plan: Plan) -> Plan:
        documents = {key: d for key, d in plan.documents.items() if key not in self.broken}
        return dc.replace(plan, documents=documents)

    def _making(self, plan: Plan) -> str:
        """A digest of everything that all texts depend on: places, files, options."""
        places = sorted((key, document.docname) for key, document in plan.documents.items())
        return digest(
            VERSION, places, self.library.digest, self.options.with_comments, self.numbers.library
        )

    def _articles(self) -> articles.Articles:
        """The bibliography of the publication."""
        data = self.folder.read(articles.FILE)
        is_own = data is None or self.lock.is_own(articles.FILE, data)
        text = (data or b"").decode("utf-8-sig", errors="replace")
        return articles.Articles(text, is_own=is_own)

    def _put_file(self, name: str, text: str) -> None:
        if not self.options.is_dry:
            self.outcomes[name] = self.lock.put_file(name, [text.encode(errors="replace")])

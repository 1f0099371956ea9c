"""An import, from items to documents and the facts of the report.

The items are read three times, since no more than one text is held at a time: to know what there
is and where it will lie; to find what texts say of themselves; to write.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sphinx_anthology.importing import articles, posts
from sphinx_anthology.importing.around import AUTHOR, Around
from sphinx_anthology.importing.authors import Authors, authors
from sphinx_anthology.importing.findings.gathering import Findings, Gathering
from sphinx_anthology.importing.findings.proposal import Proposal
from sphinx_anthology.importing.folder import Folder
from sphinx_anthology.importing.lock import Lock, Outcome, digest
from sphinx_anthology.importing.media import Library
from sphinx_anthology.importing.memberships import Series, series_of
from sphinx_anthology.importing.migration import Brought, Failed, Media, Migration
from sphinx_anthology.importing.numbers import Numbers
from sphinx_anthology.importing.placing import is_draft
from sphinx_anthology.importing.plan import Keys, Plan, Planning, Rules, light
from sphinx_anthology.importing.records import Item, Kind, UnusableError
from sphinx_anthology.importing.resolver import Noting, Resolver
from sphinx_anthology.importing.review import FILE_NAME, Settled, review_text, settle
from sphinx_anthology.importing.reviewing.answers import Answers, read_answers
from sphinx_anthology.importing.sources import Items
from sphinx_anthology.importing.writing import VERSION, Writing

Progress = Callable[[str, int, int], None]
"""Told what is being done, and how many of how many items it was done with."""

_EVERY: Final = 100


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is wanted: where to, with which files, by which rules.

    ``review`` is the file with the editor's answers; it lies in ``out`` where nothing is said.
    """

    out: Path
    media: Path | None = None
    rules: Rules = dc.field(default_factory=Rules)
    with_comments: bool = False
    review: Path | None = None
    is_dry: bool = False


def run(items: Items, order: Order, progress: Progress = lambda *_: None) -> Migration:
    """Bring items in.

    :raises UnusableError: where nothing can be brought in, or the answers cannot be understood;
        then nothing is written.
    """
    return _Import(items, order, progress).run()


class _Import:
    """One import; its steps need what those before them found."""

    def __init__(self, items: Items, order: Order, progress: Progress) -> None:
        self.items, self.order, self.progress = items, order, progress
        self.folder = Folder(order.out)
        self.lock = Lock(self.folder, is_dry=order.is_dry)
        self.library = Library(order.media)
        self.answers = _answers(order)
        self.numbers = Numbers()
        self.light: dict[str, Item] = {}
        self.with_authors: list[str] = []
        self.review_keys: dict[str, str] = {}
        self.broken: dict[str, Failed] = {}
        self.outcomes: dict[str, Outcome | None] = {}

    def run(self) -> Migration:
        """All steps."""
        planning, noting = self._looked_through()
        findings = self._findings(planning)
        settled = settle(findings, self.answers)
        if settled.mistakes:
            raise UnusableError(_said(settled))
        series = series_of(findings, settled, self.lock.known)
        memberships = {
            key: series.memberships[review]
            for key, review in self.review_keys.items()
            if review in series.memberships
        }
        plan = planning.finish(memberships, self.lock.known)
        resolver = noting.finish(plan, self.items.blog)
        people = self._authors(settled)
        brought = self._written(plan, resolver, settled, series, people)
        around = Around(
            blog=self.items.blog,
            lock=self.lock,
            plan=self._without_broken(plan),
            series=series,
            people=people,
            items=self.light,
            review_keys={k: v for k, v in self.review_keys.items() if k not in self.broken},
        )
        self.outcomes |= around.put(resolver, self.library)
        media = self.library.copy(self.lock) if not self.order.is_dry else {}
        self._finish(settled)
        return Migration(
            blog=self.items.blog,
            files=self.items.files,
            found=self.numbers.items + len(self.items.failed),
            brought=brought,
            skipped=tuple(plan.skipped.values()),
            failed=(*self.items.failed, *self.broken.values()),
            settled=settled,
            groups=findings.series,
            repairs=self.items.repairs,
            media=Media(
                outcomes=media,
                used=tuple(sorted(self.library.used)),
                refused=self.library.refused,
                unused=self.library.unused,
            ),
            documents=dict(sorted(self.outcomes.items())),
            left_behind=tuple(self.lock.left_behind),
            lost_anchors=tuple(resolver.lost_anchors),
            comments=self.numbers.comments,
            comments_written=self.numbers.approved if self.order.with_comments else 0,
            personal=self.items.personal,
            is_dry=self.order.is_dry,
        )

    def _read(self, what: str) -> Iterator[Item]:
        """All items, with progress."""
        total = self.items.count
        for number, item in enumerate(self.items.items(), 1):
            if number % _EVERY == 0:
                self.progress(what, number, total)
            yield item
        self.progress(what, total, total)

    def _looked_through(self) -> tuple[Planning, Noting]:
        """What there is, and what leads where."""
        planning, noting = Planning(self.order.rules), Noting()
        for item in self._read("reading"):
            key = planning.add(item)
            noting.add(key, item)
            self.numbers.add(item)
            if item.kind in {Kind.POST, Kind.PAGE}:
                self.light[key] = light(item)
        if not self.numbers.items and not self.items.failed:
            raise UnusableError("There is no item in it, so there is nothing to bring in.")
        return planning, noting

    def _findings(self, planning: Planning) -> Findings:
        """What the posts say of themselves."""
        gathering, keys = Gathering(self.items.blog), Keys()
        for item in self._read("looking through"):
            key = keys.of(item)
            if not planning.takes(key):
                continue
            if item.kind is Kind.POST:
                with self._whole(key, item):
                    self.review_keys[key] = gathering.add(item)
            if key in self.broken:
                planning.leave_out(key)
            elif item.kind is Kind.POST or is_draft(item):
                self.with_authors.append(key)
        return gathering.finish()

    @contextlib.contextmanager
    def _whole(self, key: str, item: Item) -> Iterator[None]:
        """Let what goes wrong with an item be told of; it never ends the import."""
        try:
            yield
        except OSError:  # no item's fault
            raise
        except Exception as error:  # noqa: BLE001  # items are hostile, and others may be fine
            reason = f"It cannot be converted ({type(error).__name__})."
            self.broken[key] = Failed(title=item.title, reason=reason, line=item.line)

    def _proposals(self, key: str, settled: Settled) -> tuple[Proposal, ...]:
        return settled.proposals(self.review_keys[key]) if key in self.review_keys else ()

    def _authors(self, settled: Settled) -> Authors:
        """The authors of all posts."""
        told = [(self.light[key], self._proposals(key, settled)) for key in self.with_authors]
        known = {
            key.removeprefix(AUTHOR): posixpath.basename(name)
            for key, name in self.lock.known.items()
            if key.startswith(AUTHOR)
        }
        return authors(told, self.items.blog, known)

    def _written(
        self, plan: Plan, resolver: Resolver, settled: Settled, series: Series, people: Authors
    ) -> tuple[Brought, ...]:
        """Write every post and page."""
        writing = Writing(
            items=self.items,
            lock=self.lock,
            resolver=resolver,
            library=self.library,
            numbers=self.numbers,
            authors=people,
            articles=articles.Articles(self._bibliography()),
            making=self._making(plan),
            with_comments=self.order.with_comments,
        )
        brought: list[Brought] = []
        keys = Keys()
        for item in self._read("writing"):
            key = keys.of(item)
            document = plan.documents.get(key)
            if document is None:
                continue
            review = self.review_keys.get(key, "")
            known = posts.Known(
                document=document,
                proposals=self._proposals(key, settled),
                part=series.parts.get(review),
            )
            with self._whole(key, item):
                made = writing.post(item, known)
                brought.append(dc.replace(made, review_key=review))
        self._put_file(articles.FILE, writing.articles.text())
        return tuple(brought)

    def _without_broken(self, plan: Plan) -> Plan:
        documents = {key: d for key, d in plan.documents.items() if key not in self.broken}
        return dc.replace(plan, documents=documents)

    def _making(self, plan: Plan) -> str:
        """A digest of what all texts depend on: where everything lies, and how it is written."""
        places = sorted((key, document.docname) for key, document in plan.documents.items())
        return digest(
            VERSION, places, self.library.digest, self.order.with_comments, self.numbers.library
        )

    def _bibliography(self) -> str | None:
        """The bibliography as an editor left it; none where there is none but what was written."""
        data = self.folder.read(articles.FILE)
        if data is None or self.lock.is_own(articles.FILE, data):
            return None
        return data.decode("utf-8-sig", errors="replace")

    def _put_file(self, name: str, text: str) -> None:
        if not self.order.is_dry:
            self.outcomes[name] = self.lock.put_file(name, [text.encode(errors="replace")])

    def _finish(self, settled: Settled) -> None:
        """Write what is asked, and the lock."""
        if self.order.is_dry:
            return
        existing = _review_text(self.order)
        text = review_text(existing, settled, self.answers)
        if text != existing:
            if self.order.review is None:
                self.folder.write(FILE_NAME, text.encode())
            else:
                self.order.review.write_text(text, encoding="utf-8")
        self.lock.save()


def _review_text(order: Order) -> str:
    path = order.review or order.out / FILE_NAME
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableError(f"‘{path.name}’ cannot be read ({type(error).__name__}).") from None


def _answers(order: Order) -> Answers:
    return read_answers(_review_text(order))


def _said(settled: Settled) -> str:
    """What is wrong in the answers, all at once."""
    lines = (f"line {mistake.line}: {mistake.message}" for mistake in settled.mistakes)
    return f"‘{FILE_NAME}’ cannot be understood; " + " ".join(lines)

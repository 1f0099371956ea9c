"""The report as JSON; its shape is ``schema.json``."""

from __future__ import annotations

import dataclasses as dc
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from anthology_import.findings.series import Group, name_key
from anthology_import.lock import INCOMING, Outcome
from anthology_import.migration import ImportedPost, Migration
from anthology_import.records import Finding, Proposal, best
from anthology_import.review import ReviewResult
from anthology_import.review.entries import Question, as_read
from sphinx_anthology.model.documents import MOST_PARTS


@dc.dataclass(slots=True, kw_only=True)
class SeriesSummary:
    """A series in the report: its posts by number, written if ``is_settled``."""

    name: str
    is_settled: bool
    parts: dict[int, list[str]] = dc.field(default_factory=lambda: defaultdict(list))
    without_number: list[str] = dc.field(default_factory=list)
    planned: int | None = None

    def add(self, post: str, part: object) -> None:
        """Add a post."""
        if isinstance(part, int):
            self.parts[part].append(post)
        else:
            self.without_number.append(post)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The numbers without a post."""
        last = min(MOST_PARTS, max((*self.parts, self.planned or 0), default=0))
        return tuple(number for number in range(1, last + 1) if number not in self.parts)

    @property
    def doubles(self) -> dict[int, list[str]]:
        """The numbers that several posts have, with these posts."""
        return {number: posts for number, posts in sorted(self.parts.items()) if len(posts) > 1}

    @property
    def count(self) -> int:
        """The number of posts."""
        return len(self.without_number) + sum(map(len, self.parts.values()))


def series_summaries(settled: ReviewResult, groups: Sequence[Group]) -> list[SeriesSummary]:
    """The written series, then the proposed ones."""
    made = _made(settled)
    for group in groups:
        shelf = made.get(name_key(group.name))
        if shelf is not None and group.planned:
            shelf.planned = max(group.planned, shelf.planned or 0)
    asked = {post for q in settled.asked if q.proposal.kind is Finding.SERIES for post in q.posts}
    return [*made.values(), *_asked(groups, made, asked)]


def _made(settled: ReviewResult) -> dict[str, SeriesSummary]:
    """The written series, by name key."""
    made: dict[str, SeriesSummary] = {}
    for post in settled.applied:
        proposals = settled.proposals(post)
        found, part = best(proposals, Finding.SERIES), best(proposals, Finding.PART)
        if found is not None:
            name = str(found.value)
            shelf = made.setdefault(name_key(name), SeriesSummary(name=name, is_settled=True))
            shelf.add(post, part.value if part else None)
    return made


def _asked(
    groups: Sequence[Group], made: dict[str, SeriesSummary], asked: set[str]
) -> Iterator[SeriesSummary]:
    """The proposed series of which nothing is written."""
    for group in groups:
        members = [member.clue for member in group.members if member.clue.key in asked]
        if members and name_key(group.name) not in made:
            shelf = SeriesSummary(name=group.name, is_settled=False, planned=group.planned)
            for clue in members:
                shelf.add(clue.key, clue.part)
            yield shelf


FORM: Final = 1
"""The version of the JSON shape; it changes with every incompatible change."""

_LONE = re.compile(r"[\ud800-\udfff]")

Field = tuple[str, Any]
"""A field of the record; items of iterators get a line each."""


def json_chunks(migration: Migration) -> Iterator[str]:
    """The record as JSON, piece by piece, since its lists can be long."""
    yield "{"
    mark = "\n"
    for name, value in _fields(migration):
        yield f"{mark}{_json(name)}: "
        if isinstance(value, Iterator):
            yield from _lines(value)
        else:
            yield _json(value)
        mark = ",\n"
    yield "\n}\n"


def _lines(items: Iterator[object]) -> Iterator[str]:
    """A list with one item on each line."""
    mark = "[\n "
    for item in items:
        yield mark + _json(item)
        mark = ",\n "
    yield "[]" if mark.startswith("[") else "\n]"


def _json(value: object) -> str:
    """A value as JSON that is valid UTF-8 even for lone surrogates."""
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _fields(migration: Migration) -> Iterator[Field]:
    """The fields of the record, in order."""
    blog = migration.blog
    yield "form", FORM
    yield "dry_run", migration.is_dry
    yield "exit_code", migration.exit_code
    yield "blog", {"title": blog.title, "address": blog.base, "language": blog.language}
    yield "files", list(migration.files)
    yield "sums", _sums(migration)
    yield "posts", map(_post, migration.brought)
    yield (
        "skipped",
        ({"title": s.title, "rule": s.reason, "word": s.word} for s in migration.skipped),
    )
    yield (
        "failed",
        (
            {"title": f.title, "reason": f.reason, "file": f.file, "line": f.line}
            for f in migration.failed
        ),
    )
    yield from _of_review(migration)
    yield from _of_the_rest(migration)


def _sums(migration: Migration) -> dict[str, object]:
    brought = migration.brought
    return {
        "found": migration.found,
        "brought": len(brought),
        "skipped": len(migration.skipped),
        "failed": len(migration.failed),
        "adds_up": migration.adds_up,
        "grades": _counted(post.grade for post in brought),
        "losses": _counted(loss.kind for _, loss in migration.losses()),
        "outcomes": _counted(_outcome(post.outcome) for post in brought),
        "drafts": migration.drafts,
        "excerpts": migration.excerpts,
        "skipped_by_rule": [
            {"rule": rule, "word": word, "count": count}
            for (rule, word), count in sorted(migration.skipped_by_rule.items())
        ],
    }


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _outcome(outcome: Outcome | None) -> str:
    return outcome or "none"


def _post(post: ImportedPost) -> dict[str, object]:
    is_beside = post.outcome is Outcome.CONFLICT
    return {
        "document": post.docname,
        "title": post.title,
        "grade": post.grade,
        "outcome": _outcome(post.outcome),
        "incoming": f"{post.docname}{INCOMING}" if is_beside else None,
        "address": post.address,
        "key": post.key,
        "review_key": post.review_key,
        "line": post.line,
        "status": post.status,
        "date": post.date,
        "draft": post.is_draft,
        "excerpt": post.is_excerpt,
        "losses": [
            {"kind": k.kind, "before": k.before, "after": k.after, "text_lost": k.loses_text}
            for k in post.losses
        ],
        "unresolved_links": list(post.unresolved),
        "missing_pictures": list(post.missing_pictures),
        "unknown_shortcodes": list(post.shortcodes),
        "bad_alternative_texts": list(post.bad_alts),
        "redirects": list(post.redirects),
    }


def _of_review(migration: Migration) -> Iterator[Field]:
    """The fields from the review: series, questions, applied, rejected, notes."""
    settled = migration.settled
    yield "series", map(_series, series_summaries(settled, migration.groups))
    yield "questions", map(_question, settled.asked)
    yield "rejected", map(_question, settled.rejected)
    yield (
        "applied",
        (
            {"post": a.post, "decision": a.decision or "sure", **_proposal(a.proposal)}
            for applied in settled.applied.values()
            for a in applied
        ),
    )
    yield "notes", ({"line": n.line, "message": n.message} for n in settled.notes)


def _series(shelf: SeriesSummary) -> dict[str, object]:
    return {
        "name": shelf.name,
        "settled": shelf.is_settled,
        "posts": shelf.count,
        "planned": shelf.planned,
        "gaps": list(shelf.gaps),
        "doubles": [{"part": part, "posts": posts} for part, posts in shelf.doubles.items()],
        "without_number": len(shelf.without_number),
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "posts": list(question.posts),
        "title": question.title,
        **_proposal(question.proposal),
        "would": question.would,
    }


def _proposal(proposal: Proposal) -> dict[str, object]:
    return {
        "finding": proposal.kind,
        "value": as_read(proposal.value),
        "sentence": proposal.quote,
        "where": proposal.where,
        "confidence": proposal.confidence,
    }


def _of_the_rest(migration: Migration) -> Iterator[Field]:
    """The fields for repairs, media, other documents, comments and personal data."""
    media = migration.media
    yield "repairs", ({"what": r.what, "count": r.count, "line": r.line} for r in migration.repairs)
    yield "media", {"used": len(media.used), "unused": media.unused}
    yield "media_files", ({"file": f, "outcome": o} for f, o in sorted(media.outcomes.items()))
    yield "media_refused", ({"file": f, "reason": r} for f, r in sorted(media.refused.items()))
    yield (
        "other_documents",
        (
            {"document": name, "outcome": _outcome(outcome)}
            for name, outcome in sorted(migration.documents.items())
        ),
    )
    yield "left_behind", list(migration.left_behind)
    yield "lost_anchors", list(migration.lost_anchors)
    yield "comments", {"found": migration.comments, "written": migration.comments_written}
    yield "personal_data_left_unread", migration.personal

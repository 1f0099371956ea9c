"""Decides which items become documents, and which series they form.

The place of a document depends on its own item and on those that want the same place, never on the
order of items.
"""

from __future__ import annotations

import dataclasses as dc
import enum
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from anthology_import.findings import Findings
from anthology_import.findings.series import name_key
from anthology_import.findings.titles import parsed_title
from anthology_import.folder import (
    Membership,
    PlaceRequest,
    names_of,
    safe_slug,
    shortened,
    unique_ids,
)
from anthology_import.old_addresses import RedirectPaths
from anthology_import.records import Finding, Item, Kind, Status, best
from anthology_import.review import ReviewResult

ALL_BUT_WASTE: Final = frozenset(Status) - {Status.TRASH, Status.OTHER}
"""The statuses that become documents by default."""


class Reason(enum.StrEnum):
    """Why an item becomes no document."""

    FILE = "file of the library"
    TYPE = "neither a post nor a page"
    STATUS = "status that is not brought in"
    PASSWORD = "protected by a password"  # noqa: S105 it is none
    REPEATED = "the same item a second time"
    FRONT = "front page, which is made anew"


@dc.dataclass(frozen=True, slots=True)
class Rules:
    """Which items become documents: statuses, and items with a password."""

    statuses: frozenset[Status] = ALL_BUT_WASTE
    with_protected: bool = True


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document to be written; ``former_addresses`` are paths that can redirect to it."""

    key: str
    docname: str
    is_draft: bool
    former_addresses: tuple[str, ...] = ()


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An item that becomes no document: the reason, and its type or status."""

    key: str
    reason: Reason
    word: str
    title: str


@dc.dataclass(frozen=True, slots=True)
class Plan:
    """All items by key, in export order: as documents, or skipped."""

    documents: Mapping[str, Document]
    skipped: Mapping[str, Skipped]


class Keys:
    """Gives each item of a reading its key, equal in every reading."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, item: Item) -> str:
        """The key of the next item."""
        key = item.guid or item.address or f"{item.type}:{item.id or item.slug or item.title}"
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}#{self._seen[key]}"


class PlanBuilder:
    """Collects items, one at a time, and makes the plan."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._keys = Keys()
        self._digests: set[bytes] = set()
        self._items: dict[str, Item] = {}
        self._skipped: dict[str, Skipped] = {}

    def add(self, item: Item) -> str:
        """Add an item; give its key."""
        key = self._keys.of(item)
        reason = self._reason(item)
        if reason is None:
            self._items[key] = light(item)
        else:
            word = item.type if reason in {Reason.TYPE, Reason.FILE} else item.status.value
            self._skipped[key] = Skipped(key=key, reason=reason, word=word, title=item.title)
        return key

    def takes(self, key: str) -> bool:
        """Whether an item becomes a document."""
        return key in self._items

    def leave_out(self, key: str) -> None:
        """Drop an item that failed."""
        del self._items[key]

    def _reason(self, item: Item) -> Reason | None:
        """Why an item becomes no document; None if it becomes one."""
        if item.kind is Kind.ATTACHMENT:
            return Reason.FILE
        if item.kind is Kind.OTHER:
            return Reason.TYPE
        if item.status not in self._rules.statuses:
            return Reason.STATUS
        if item.has_password and not self._rules.with_protected:
            return Reason.PASSWORD
        digest = hashlib.blake2b(repr(dc.replace(item, line=0)).encode(errors="replace")).digest()
        if digest in self._digests:
            return Reason.REPEATED
        self._digests.add(digest)
        return None

    def finish(
        self,
        memberships: Mapping[str, Membership] | None = None,
        known: Mapping[str, str] | None = None,
    ) -> Plan:
        """The plan, with memberships of the review and names of an earlier import."""
        wishes = [
            PlaceRequest(key, item, (memberships or {}).get(key, Membership()))
            for key, item in self._items.items()
        ]
        names = names_of(wishes, known or {})
        former = RedirectPaths(names.values())
        documents = {
            wish.key: Document(
                key=wish.key,
                docname=names[wish.key],
                is_draft=wish.is_draft,
                former_addresses=former.of(wish.item, names[wish.key]),
            )
            for wish in sorted(wishes, key=lambda wish: wish.rank)
        }
        return Plan({wish.key: documents[wish.key] for wish in wishes}, self._skipped)


def light(item: Item) -> Item:
    """An item without its texts, to save memory."""
    return dc.replace(item, html="", excerpt="", comments=())


KEY = "series:"
"""The prefix of series keys in the lock."""
_LONGEST_ID = 48


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """A series to be written; ``parts`` is the announced number, or 0.

    ``event`` is the name of the conference that the series reports.
    """

    key: str
    id: str
    title: str
    kind: str
    part_label: str = ""
    parts: int = 0
    event: str = ""

    @property
    def docname(self) -> str:
        """The name of the document."""
        return f"series/{self.id}/index"


@dc.dataclass(frozen=True, slots=True)
class Series:
    """All series, and the place of every member by its review key."""

    all: tuple[SeriesPlan, ...]
    memberships: Mapping[str, Membership]
    parts: Mapping[str, int | str]
    """The ``post.part`` of each member: a number, or ``none``."""


def series_of(findings: Findings, settled: ReviewResult, known: Mapping[str, str]) -> Series:
    """The series, by the names that the review gave their members.

    ``known`` are the documents of an earlier import by their keys in the lock.
    """
    members: dict[str, list[str]] = defaultdict(list)
    spellings: dict[str, list[str]] = defaultdict(list)
    events: dict[str, str] = {}
    for post in findings.proposals:
        name, event = _said(post, settled)
        if name and (key := name_key(name)):
            members[key].append(post)
            spellings[key].append(name)
            if event:
                events[key] = name
    earlier = {key: place.split("/")[1] for key in members if (place := known.get(f"{KEY}{key}"))}
    wished = {key: shortened(safe_slug(names[0])) for key, names in spellings.items()}
    ids = unique_ids({k: name[:_LONGEST_ID].strip("-") for k, name in wished.items()}, earlier)
    plans: list[SeriesPlan] = []
    memberships: dict[str, Membership] = {}
    parts: dict[str, int | str] = {}
    for key, posts in members.items():
        numbers = _numbers(posts, settled)
        named = Counter(spellings[key]).most_common(1)[0][0]
        titles = [findings.titles.get(post, "") for post in posts]
        plan = _plan(key, ids[key], named, titles, events.get(key, ""))
        last = max((part for part in numbers.values() if isinstance(part, int)), default=0)
        # the series has outgrown the number in an early title
        plans.append(plan if last <= plan.parts else dc.replace(plan, parts=0))
        for post in posts:
            title = best(settled.proposals(post), Finding.TITLE)
            part = numbers.get(post)
            memberships[post] = Membership(
                series=ids[key],
                part=part if isinstance(part, int) else None,
                title=str(title.value) if title else "",
            )
        parts |= numbers
    return Series(tuple(plans), memberships, parts)


def _said(post: str, settled: ReviewResult) -> tuple[str, bool]:
    """The name of a post's series or conference; true for a conference."""
    found = settled.proposals(post)
    named = best(found, Finding.SERIES)
    if named and named.value:
        return str(named.value), False
    event = best(found, Finding.EVENT)
    return (str(event.value), True) if event else ("", False)


def _numbers(posts: Iterable[str], settled: ReviewResult) -> dict[str, int | str]:
    """The part numbers of members; of two equal ones the first counts."""
    said = {post: best(settled.proposals(post), Finding.PART) for post in posts}
    if not any(part and isinstance(part.value, int) for part in said.values()):
        return {}
    numbers: dict[str, int | str] = {}
    for post, part in said.items():
        number = part.value if part and isinstance(part.value, int) else "none"
        numbers[post] = "none" if number in numbers.values() else number
    return numbers


def _plan(key: str, identifier: str, name: str, titles: Sequence[str], event: str) -> SeriesPlan:
    read = [title for title in map(parsed_title, titles) if title]
    labels = Counter(title.label for title in read if title.label and title.part)
    is_issue = any("special issue" in title.casefold() for title in titles)
    kind = "special-issue" if is_issue else "column"
    return SeriesPlan(
        key=f"{KEY}{key}",
        id=identifier,
        title=name,
        kind="conference" if event else kind,
        part_label=labels.most_common(1)[0][0] if labels else "",
        parts=max((title.planned or 0 for title in read), default=0),
        event=event,
    )

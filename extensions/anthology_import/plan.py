"""Which item becomes which document, and which becomes none, by a rule that is told.

Where a document lies depends on its own item and on those that want the same place, and never on
the order of items.
"""

from __future__ import annotations

import dataclasses as dc
import enum
import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Final

from anthology_import.old_addresses import RedirectPaths
from anthology_import.placing import Membership, Wish, names_of
from anthology_import.records import Item, Kind, Status

ALL_BUT_WASTE: Final = frozenset(Status) - {Status.TRASH, Status.OTHER}
"""The statuses that become documents unless something else is asked for."""


class Reason(enum.StrEnum):
    """Why an item becomes no document."""

    FILE = "file of the library"
    TYPE = "neither a post nor a page"
    STATUS = "status that is not brought in"
    PASSWORD = "protected by a password"  # noqa: S105 it is none
    REPEATED = "the same item a second time"


@dc.dataclass(frozen=True, slots=True)
class Rules:
    """What becomes a document: which statuses, and whether what a password protects."""

    statuses: frozenset[Status] = ALL_BUT_WASTE
    with_protected: bool = True


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that is to be: its name; whether it is one that readers must not see.

    ``former_addresses`` are paths at which it stood, and from which a redirect can lead here.
    """

    key: str
    docname: str
    is_draft: bool
    former_addresses: tuple[str, ...] = ()


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """An item that becomes no document: why, and the word that the system has for that."""

    key: str
    reason: Reason
    word: str
    title: str


@dc.dataclass(frozen=True, slots=True)
class Plan:
    """All items: as documents, or skipped by a rule; by their keys, in the order of the export."""

    documents: Mapping[str, Document]
    skipped: Mapping[str, Skipped]

    @property
    def counts(self) -> Counter[tuple[Reason, str]]:
        """How many items were skipped, by reason and word."""
        return Counter((s.reason, s.word) for s in self.skipped.values())


class Keys:
    """Gives each item of a reading the key that it has in every reading, of today or later."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, item: Item) -> str:
        """The key of the next item."""
        key = item.guid or item.address or f"{item.type}:{item.id or item.slug or item.title}"
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}#{self._seen[key]}"


class Planning:
    """Takes the items one by one, keeps of each what is needed, and makes a plan."""

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()
        self._keys = Keys()
        self._digests: set[bytes] = set()
        self._items: dict[str, Item] = {}
        self._skipped: dict[str, Skipped] = {}

    def add(self, item: Item) -> str:
        """Take an item; give its key."""
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
        """Make no document of an item that was taken: it failed."""
        del self._items[key]

    def _reason(self, item: Item) -> Reason | None:
        """Why an item becomes no document; none where it becomes one."""
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
        """The plan, with what was settled, and the documents of an earlier import, by key."""
        wishes = [
            Wish(key, item, (memberships or {}).get(key, Membership()))
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
    """An item without its texts: what is kept of it while the others are read."""
    return dc.replace(item, html="", excerpt="", comments=())

"""Where the document of an item lies: its folder, and a name in it that no other has."""

from __future__ import annotations

import dataclasses as dc
import itertools
import posixpath
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from anthology_import.records import Item, Kind, Status
from anthology_import.slugs import (
    folded,
    is_docname,
    safe_slug,
    shortened,
    with_suffix,
)


def is_draft(item: Item) -> bool:
    """Whether readers must not see an item: all that was not public, and public to all."""
    return item.status is not Status.PUBLISHED or item.has_password


@dc.dataclass(frozen=True, slots=True)
class Membership:
    """What was settled about a post: its series' id, its part, its title without the label."""

    series: str = ""
    part: int | None = None
    title: str = ""


@dc.dataclass(frozen=True, slots=True)
class Wish:
    """An item, and the place where its document would lie if no other wanted to."""

    key: str
    item: Item
    membership: Membership

    @property
    def is_draft(self) -> bool:
        """Whether readers must not see it."""
        return is_draft(self.item)

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """Who gets a place that several want: what is public first, then what is older."""
        return (self.is_draft, not self.item.id, self.item.id, self.key)

    @property
    def folder(self) -> str:
        """The folder."""
        if self.membership.series:
            return f"series/{self.membership.series}"
        if self.item.kind is Kind.PAGE:
            return "pages"
        return f"posts/{self.item.date.year:04}" if self.item.date else "posts/undated"

    @property
    def prefix(self) -> str:
        """The number of the part before the name."""
        part = self.membership.part if self.membership.series else None
        return f"{part:02}-" if part else ""

    @property
    def docname(self) -> str:
        """The document's name, if it is free."""
        item = self.item
        written = (self.membership.title, item.slug, _last(item.address), item.title)
        slugs = (safe_slug(text, item.id) for text in written if any(c.isalnum() for c in text))
        slug = next(slugs, "") or safe_slug("", item.id)
        return f"{self.folder}/{shortened(self.prefix + slug)}"

    def suffixes(self) -> Iterator[str]:
        """What tells it from others with the same name."""
        if self.item.id:
            yield str(self.item.id)
        digest = f"{zlib.crc32(self.key.encode(errors='replace')):08x}"
        yield digest
        yield from (f"{digest}-{number}" for number in itertools.count(2))

    def may_stay(self, docname: str) -> bool:
        """Whether it may lie where an earlier import has put it."""
        folder, name = posixpath.split(docname)
        has_prefix = name.startswith(self.prefix) if self.prefix else True
        return is_docname(docname) and folder == self.folder and has_prefix


def _last(address: str) -> str:
    """The last part of an address's path."""
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def names_of(wishes: Iterable[Wish], known: Mapping[str, str]) -> dict[str, str]:
    """The name of each document; each is there once, whatever the capitals."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    waiting: dict[str, list[Wish]] = defaultdict(list)
    for wish in sorted(wishes, key=lambda wish: wish.rank):
        place = known.get(wish.key, "")
        if place and wish.may_stay(place) and folded(place) not in taken:
            names[wish.key] = place
            taken.add(folded(place))
        else:
            waiting[folded(wish.docname)].append(wish)
    for group in waiting.values():
        for wish in group:
            names[wish.key] = name = _free(wish, taken)
            taken.add(folded(name))
    return names


def _free(wish: Wish, taken: set[str]) -> str:
    """The first name that nobody has."""
    wished = wish.docname
    folder, name = posixpath.split(wished)
    others = (f"{folder}/{with_suffix(name, suffix)}" for suffix in wish.suffixes())
    return next(n for n in itertools.chain([wished], others) if folded(n) not in taken)

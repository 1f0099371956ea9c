"""Finds the documents, anchors and files for old addresses."""

from __future__ import annotations

import html
import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from anthology_import.media import Library
from anthology_import.old_addresses import OLD_SLUGS, Address, Bases, address_of
from anthology_import.plan import Plan, light
from anthology_import.records import Blog, Item, Kind
from html2myst.conversion import Target

HOME: Final = "index"
"""The document that replaces the blog's front page."""

_NUMBERS: Final = ("p", "page_id", "attachment_id")
_ADDED = re.compile(r"/(?:comment-page-\d+|amp|embed|trackback|\d{1,3})$")
"""What WordPress appends to a post's address for its parts and other forms."""
_DATED = re.compile(r"(?:/(?:19|20)\d\d(?:/\d\d){0,2}|/archives)?/([^/]+)")
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')", re.IGNORECASE)
_OF_EVERY_POST = re.compile(r"comments|respond|(?:comment|more)-\d+")
"""Anchors that WordPress puts into every post; they are not missed."""
_LONGEST_ANCHOR: Final = 100


Noted = tuple[str, Item]
"""The key of an item in the plan, and its light copy."""


class ResolverBuilder:
    """Collects the addresses and anchors of items, one at a time."""

    def __init__(self) -> None:
        self._items: list[Noted] = []
        self._anchors: dict[str, frozenset[str]] = {}
        self._asked: dict[str, None] = {}

    def add(self, key: str, item: Item) -> None:
        """Add an item, with its key in the plan."""
        self._items.append((key, light(item)))
        if anchors := _anchors(item.html):
            self._anchors[key] = anchors
        for written in _with_anchor(item.html):
            try:
                self._asked[urljoin(item.address, written)] = None
            except ValueError:
                continue

    def finish(self, plan: Plan, blog: Blog) -> Resolver:
        """The resolver of all items."""
        return Resolver(_Index(self._items, plan, blog), self._anchors, self._asked)


def _old(item: Item) -> Iterator[str]:
    """The former addresses of an item, by its former slugs."""
    for slug in item.meta.get(OLD_SLUGS, "").split("\n"):
        if slug and item.slug and item.address.rstrip("/").endswith(f"/{item.slug}"):
            yield f"{item.address.rstrip('/').removesuffix(item.slug)}{slug}"


def _anchors(text: str) -> frozenset[str]:
    """The anchors in a body."""
    if "id=" not in text and "name=" not in text:
        return frozenset()
    nodes = LexborHTMLParser(text, is_fragment=True).css("[id], a[name]")
    found = (node.attributes.get("id") or node.attributes.get("name") or "" for node in nodes)
    return frozenset(anchor for anchor in found if 0 < len(anchor) <= _LONGEST_ANCHOR)


def _with_anchor(text: str) -> Iterator[str]:
    """The addresses with a fragment in a body."""
    if "#" in text:
        for one, other in _HREF.findall(text):
            if "#" in (written := html.unescape(one or other).strip()):
                yield written


class _Index:
    """The documents by path, slug and number."""

    def __init__(self, items: list[Noted], plan: Plan, blog: Blog) -> None:
        self.docnames = {key: document.docname for key, document in plan.documents.items()}
        self._by_id: dict[int, Noted] = {}
        for key, item in items:
            known = self._by_id.get(item.id)
            if item.id and (known is None or known[0] not in self.docnames):
                self._by_id[item.id] = (key, item)
        self.bases = Bases(_bases((item for _, item in items), blog))
        files = (item.file for _, item in items if item.file)
        self.file_hosts = frozenset(a.host for file in files if (a := address_of(file)))
        self._by_path: dict[str, str] = {}
        self._by_slug: dict[str, set[str]] = defaultdict(set)
        for noted in items:
            if docname := self._docname(*noted):
                self._note(noted[1], docname)

    def _note(self, item: Item, docname: str) -> None:
        is_file = item.kind is Kind.ATTACHMENT  # its guid is the address of the file
        for text in (item.address, *_old(item), *(() if is_file else (item.guid,))):
            address = address_of(text)
            inside = self.bases.inside(address) if address and not address.query else None
            if inside:
                self._by_path.setdefault(inside, docname)
        if item.slug and not is_file:
            slug = address_of(f"/{item.slug}")
            self._by_slug[slug.path[1:].casefold() if slug else item.slug].add(docname)

    def _docname(self, key: str, item: Item) -> str:
        """The document of an item; of a file, that of its post."""
        if item.kind is Kind.ATTACHMENT:
            key, _ = self._by_id.get(item.parent, ("", item))
        return self.docnames.get(key, "")

    def find(self, address: Address) -> str:
        """The document for an address; empty if there is none."""
        inside = self.bases.inside(address)
        if inside is None:
            return ""
        numbers = [v for name, v in address.query if name in _NUMBERS and v.isdecimal()]
        if numbers:
            noted = self._by_id.get(int(numbers[0][:15]))
            return self._docname(*noted) if noted else ""
        if not inside:
            return HOME if all(name.startswith("utm_") for name, _ in address.query) else ""
        shorter = _ADDED.sub("", inside)
        return self._by_path.get(inside) or self._by_path.get(shorter) or self._guess(shorter)

    def _guess(self, inside: str) -> str:
        """The only document with the slug of a path, as WordPress guesses it."""
        dated = _DATED.fullmatch(inside)
        docnames = self._by_slug.get(dated[1], ()) if dated else ()
        return next(iter(docnames)) if len(docnames) == 1 else ""


def _bases(items: Iterable[Item], blog: Blog) -> Iterator[Address]:
    """The addresses of the blog: its base, and those in items and GUIDs."""
    if base := address_of(blog.base):
        yield base
    own = base.host if base else ""
    for item in items:
        address, guid = address_of(item.address), address_of(item.guid)
        own_number = {("p", str(item.id)), ("page_id", str(item.id))}
        if guid and item.id and not own_number.isdisjoint(guid.query):
            yield Address(guid.host, guid.path)
        if address and address.host != own and item.kind is not Kind.ATTACHMENT:
            yield Address(address.host, "")


class Resolver:
    """Finds the document for an old address.

    ``lost_anchors`` are the addresses whose anchor no longer exists.
    """

    def __init__(
        self, index: _Index, anchors: dict[str, frozenset[str]], asked: Iterable[str]
    ) -> None:
        self._index = index
        self._ids = {index.docnames[k]: ids for k, ids in anchors.items() if k in index.docnames}
        self._wanted: dict[str, set[str]] = defaultdict(set)
        self.lost_anchors: dict[str, None] = {}
        for text in asked:
            address = address_of(text)
            docname = index.find(address) if address and address.fragment else ""
            if address and address.fragment in self._ids.get(docname, ()):
                self._wanted[docname].add(address.fragment)

    def anchors(self, docname: str) -> frozenset[str]:
        """The anchors in a document that links lead to."""
        return frozenset(self._wanted.get(docname, ()))

    def document(self, address: str) -> Target | None:
        """The document for an address, with its anchor; None if there is none."""
        found = address_of(address)
        if found is None:
            return None
        docname = self._index.find(found)
        if not docname:
            return None
        if found.fragment in self._wanted.get(docname, ()):
            return Target(docname, found.fragment)
        if found.fragment and not _OF_EVERY_POST.fullmatch(found.fragment):
            self.lost_anchors[address] = None
        return Target(docname)

    def is_ours(self, address: Address) -> bool:
        """Whether a file at an address belongs to the blog."""
        hosts = self._index.bases.hosts | self._index.file_hosts
        is_cloud = address.host.endswith(".files.wordpress.com")
        return (
            not address.host
            or address.host in hosts
            or (is_cloud and f"{address.host.partition('.')[0]}.wordpress.com" in hosts)
        )

    def places(self, docname: str, library: Library) -> PlacesOf:
        """The places of the publication, relative to a document."""
        return PlacesOf(self, docname, library)


class PlacesOf:
    """The places of the publication, relative to a document.

    ``targets`` are the documents that were looked up; those in ``missing`` count as absent.
    """

    def __init__(
        self, resolver: Resolver, docname: str, library: Library, missing: Collection[str] = ()
    ) -> None:
        self._resolver, self._library, self._missing = resolver, library, missing
        self._folder = posixpath.dirname(docname)
        self.targets: set[str] = set()

    def document(self, address: str) -> Target | None:
        """The document for an address; None if it does not exist."""
        target = self._resolver.document(address)
        if target is None:
            return None
        self.targets.add(target.docname)
        return None if target.docname in self._missing else target

    def picture(self, address: str) -> str | None:
        """The path of a file, relative to the document."""
        found = address_of(address)
        if found is None or not self._resolver.is_ours(found):
            return None
        medium = self._library.find(found)
        return posixpath.relpath(medium.name, self._folder or ".") if medium else None

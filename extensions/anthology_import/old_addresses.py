"""Addresses of the old site: normalized for comparison, with redirects and files."""

from __future__ import annotations

import dataclasses as dc
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from anthology_import.records import Item, Kind, Status
from html2myst.conversion import Attached
from sphinx_anthology.model.addresses import Redirect, former_path
from sphinx_anthology.model.site import Site

_PORTS = frozenset({None, 80, 443})
_SLASHES = re.compile("//+")
_MIRROR = re.compile(r"i\d\.wp\.com")
"""WordPress.com's image proxies; the path begins with the real host."""


@dc.dataclass(frozen=True, slots=True)
class Address:
    """A normalized address: no ``www.``, decoded path without a trailing slash."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    fragment: str = ""


def address_of(text: str) -> Address | None:
    """An address in normalized form; None if it is invalid.

    >>> address_of("HTTP://www.Blog.example:80//2020/%C3%A9t%C3%A9/?p=1#a")
    Address(host='blog.example', path='/2020/été', query=(('p', '1'),), fragment='a')
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", ""} or not (host or parts.path.startswith("/")):
        return None
    path = _path(parts.path)
    if _MIRROR.fullmatch(host):
        host, _, rest = path.lstrip("/").partition("/")
        path = _path(f"/{rest}")
    query = tuple(parse_qsl(parts.query, keep_blank_values=True, errors="replace"))
    if port not in _PORTS:
        host = f"{host}:{port}"
    return Address(_host(host), path, query, unquote(parts.fragment))


def _host(host: str) -> str:
    """A host in lower case, without ``www.``, decoded from IDNA if possible."""
    plain = host.casefold().removeprefix("www.")
    if "xn--" in plain:
        try:
            plain = plain.encode("ascii").decode("idna")
        except UnicodeError:
            return plain
    return unicodedata.normalize("NFC", plain)


def _path(path: str) -> str:
    decoded = _SLASHES.sub("/", unquote(path, errors="replace"))
    return unicodedata.normalize("NFC", decoded).rstrip("/")


class Bases:
    """The hosts and base paths that the blog has had."""

    def __init__(self, bases: Iterable[Address]) -> None:
        pairs = {(base.host, base.path.casefold()) for base in bases if base.host}
        self._bases = sorted(pairs, key=lambda pair: (-len(pair[1]), pair))
        self.hosts = frozenset(host for host, _ in pairs)

    def inside(self, address: Address) -> str | None:
        """The lower-case path of an address below the blog's base, or None."""
        path = address.path.casefold()
        for host, base in self._bases:
            if address.host in {host, ""} and f"{path}/".startswith(f"{base}/"):
                return path[len(base) :].removeprefix("/index.php")
        return None


_ALT = "_wp_attachment_image_alt"
_THUMBNAIL = "_thumbnail_id"


class AttachmentIndex:
    """Collects the attachments of items, by number."""

    def __init__(self) -> None:
        self.items = 0
        self.comments = 0
        self.approved = 0
        self.library: dict[int, Attached] = {}
        self._of: dict[int, list[int]] = defaultdict(list)

    def add(self, item: Item) -> None:
        """Add an item."""
        self.items += 1
        self.comments += len(item.comments)
        self.approved += sum(c.is_approved and not c.is_pingback for c in item.comments)
        if item.kind is Kind.ATTACHMENT and item.file:
            alt, caption = item.meta.get(_ALT, ""), item.excerpt
            self.library[item.id] = Attached(address=item.file, alt=alt, caption=caption)
            if item.parent:
                self._of[item.parent].append(item.id)

    def attached(self, item: Item) -> tuple[int, ...]:
        """The numbers of a post's own attachments."""
        return tuple(self._of.get(item.id, ())) if item.id else ()

    def thumbnail(self, item: Item) -> str:
        """The address of a post's featured image; empty if it has none."""
        number = item.meta.get(_THUMBNAIL, "")
        known = self.library.get(int(number[:15])) if number.isdecimal() else None
        return known.address if known else ""


def footnotes(item: Item) -> Mapping[str, str]:
    """The footnotes of the block editor, HTML by id."""
    try:
        notes = json.loads(item.meta.get("footnotes", ""))
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}


OLD_SLUGS: Final = "_wp_old_slug"
"""The field with an item's former slugs, one on each line."""

_OWN_FOLDERS: Final = ("_", ".")
_OWN: Final = frozenset({"downloads", "404", "genindex", "search", "index", "index.html"})


class RedirectPaths:
    """Assigns each former address to one document, unless another page needs it."""

    def __init__(self, docnames: Iterable[str]) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for docname in docnames:
            for folders in (False, True):  # both forms of addresses that a site can have
                self._note(Site(folders=folders).file(docname, ".html"), "")

    def of(self, item: Item, docname: str) -> tuple[str, ...]:
        """The former addresses of a public item, without those of other documents."""
        if item.status is not Status.PUBLISHED or item.has_password:
            return ()
        fit = (path for path in _paths(item) if self._take(path, docname))
        return tuple(dict.fromkeys(fit))

    def _take(self, address: str, docname: str) -> bool:
        """Whether an address can redirect to a document."""
        try:
            redirect = Redirect(former_path(address, Site()), docname)
        except ValueError:
            return False
        first = redirect.path[1:].partition("/")[0]
        if not first or first.startswith(_OWN_FOLDERS) or first.casefold() in _OWN:
            return False
        file = (redirect.file or redirect.path.strip("/")).casefold()
        above = (str(folder) for folder in PurePosixPath(file).parents)
        there = [self._files.get(file), self._folders.get(file), *map(self._files.get, above)]
        if any(one not in {None, docname} for one in there):
            return False
        self._note(file, docname)
        return True

    def _note(self, file: str, docname: str) -> None:
        self._files.setdefault(file.casefold(), docname)
        for folder in PurePosixPath(file.casefold()).parents[:-1]:
            self._folders.setdefault(str(folder), docname)


def _paths(item: Item) -> Iterator[str]:
    """The former paths of an item."""
    try:
        parts = urlsplit(item.address)
    except ValueError:
        return
    path = re.sub("//+", "/", parts.path)
    if not path.startswith("/") or path == "/" or parts.query or parts.fragment:
        return
    yield path
    before, _, last = path.rstrip("/").rpartition("/")
    if unquote(last) != unquote(item.slug):
        return
    for old in item.meta.get(OLD_SLUGS, "").split("\n"):
        if old and old != item.slug and "/" not in old:
            end = "/" if path.endswith("/") else ""
            yield f"{before}/{quote(unquote(old))}{end}"

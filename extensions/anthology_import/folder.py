"""The publication's folder: safe document names, and files written only inside it."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import hashlib
import itertools
import os
import posixpath
import re
import secrets
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from anthology_import.records import Item, Kind, Status, UnusableError
from sphinx_anthology.model.names import slug as plain_slug

LONGEST: Final = 80
"""The longest name, in characters."""

_MOST_BYTES: Final = 150
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
"""Device names of Windows, which no file may have with any extension."""
_TAKEN: Final = frozenset({"index", "conf", "search", "genindex", "404"})
_ENDING = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)


def safe_slug(written: str, number: int = 0) -> str:
    """A safe file name from a slug or title, else from the number.

    >>> safe_slug("..%2f..%2fpwn"), safe_slug("CON", 5), safe_slug("Fish & Chips.html")
    ('pwn', 'con-5', 'fish-chips')
    """
    decoded = _ENDING.sub("", unquote(written, errors="replace").replace("\ufffd", ""))
    letters = decoded if any(c.isalnum() for c in decoded) else ""
    name = shortened(plain_slug(letters.replace("\u00ad", ""))).strip("_") if letters else ""
    if not name:
        return f"item-{number}" if number else "item"
    return f"{name}-{number}" if name in _DEVICES | _TAKEN else name


def shortened(name: str) -> str:
    """A name of limited length, cut between words if possible."""
    pairs = zip(f"-{name}", name, strict=False)
    name = "".join(c for before, c in pairs if before != "-" or not _is_mark(c))
    short = name[:LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore")
    if len(short) < len(name) and name[len(short)] != "-":
        start, _, _ = short.rpartition("-")
        short = start if len(start) > LONGEST // 2 else short
    return short.strip("-")


def with_suffix(name: str, suffix: str) -> str:
    """A name of limited length with a suffix that makes it unique."""
    room = LONGEST - len(suffix) - 1
    start = name[:room].encode()[: _MOST_BYTES - len(suffix.encode()) - 1]
    return f"{start.decode(errors='ignore').strip('-')}-{suffix}"


def unique_ids(wished: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """An id for each key: an earlier import's, or an unused one."""
    ids = {key: known[key] for key in wished if key in known}
    taken = {identifier.casefold() for identifier in known.values()}
    for key, wish in wished.items():
        if key not in ids:
            free, number = wish, 1
            while free.casefold() in taken:
                number += 1
                free = with_suffix(wish, str(number))
            ids[key] = free
            taken.add(free.casefold())
    return ids


def folded(name: str) -> str:
    """A name, simplified so that equal names on any file system are equal."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def is_docname(text: str) -> bool:
    """Whether a text is a document name as the import makes them.

    >>> is_docname("posts/2020/a-post"), is_docname("../a"), is_docname("posts/_a")
    (True, False, False)
    >>> is_docname("news/v0.5-is-out"), is_docname("news/a..b"), is_docname("news/a.")
    (True, False, False)
    """
    parts = text.split("/")
    return len(text) < 4 * LONGEST and all(map(_is_name, parts))


def _is_name(part: str) -> bool:
    is_dotted = ".." in part or part.endswith(".")
    return part[:1].isalnum() and not is_dotted and all(map(_is_safe, part))


def _is_safe(character: str) -> bool:
    return character.isalnum() or character in "-_." or _is_mark(character)


def _is_mark(character: str) -> bool:
    """Whether a character is an accent or another combining mark."""
    return unicodedata.category(character)[0] == "M"


def is_draft(item: Item) -> bool:
    """Whether an item was not public, or had a password."""
    return item.status is not Status.PUBLISHED or item.has_password


@dc.dataclass(frozen=True, slots=True)
class Membership:
    """The review's result for a post: series id, part number, clean title."""

    series: str = ""
    part: int | None = None
    title: str = ""


@dc.dataclass(frozen=True, slots=True)
class PlaceRequest:
    """An item, and the place that its document should have."""

    key: str
    item: Item
    membership: Membership

    @property
    def is_draft(self) -> bool:
        """Whether the document is a draft."""
        return is_draft(self.item)

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """A sort key for places: public items first, then older ones."""
        return (self.is_draft, not self.item.id, self.item.id, self.key)

    @property
    def folder(self) -> str:
        """The folder of the document."""
        if self.membership.series:
            return f"series/{self.membership.series}"
        if self.item.kind is Kind.PAGE:
            return "pages"
        return f"posts/{self.item.date.year:04}" if self.item.date else "posts/undated"

    @property
    def prefix(self) -> str:
        """The part number before the name."""
        part = self.membership.part if self.membership.series else None
        return f"{part:02}-" if part else ""

    @property
    def docname(self) -> str:
        """The wished document name."""
        item = self.item
        written = (self.membership.title, item.slug, _last(item.address), item.title)
        slugs = (safe_slug(text, item.id) for text in written if any(c.isalnum() for c in text))
        slug = next(slugs, "") or safe_slug("", item.id)
        return f"{self.folder}/{shortened(self.prefix + slug)}"

    def suffixes(self) -> Iterator[str]:
        """Suffixes that make the name unique."""
        if self.item.id:
            yield str(self.item.id)
        digest = f"{zlib.crc32(self.key.encode(errors='replace')):08x}"
        yield digest
        yield from (f"{digest}-{number}" for number in itertools.count(2))

    def may_stay(self, docname: str) -> bool:
        """Whether it may keep the place of an earlier import."""
        folder, name = posixpath.split(docname)
        has_prefix = name.startswith(self.prefix) if self.prefix else True
        return is_docname(docname) and folder == self.folder and has_prefix


def _last(address: str) -> str:
    """The last segment of an address's path."""
    try:
        return urlsplit(address).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def names_of(wishes: Iterable[PlaceRequest], known: Mapping[str, str]) -> dict[str, str]:
    """A unique document name for each wish, in any case.

    ``known`` are the names of an earlier import, by key.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    waiting: dict[str, list[PlaceRequest]] = defaultdict(list)
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


def _free(wish: PlaceRequest, taken: set[str]) -> str:
    """The first unused name."""
    wished = wish.docname
    folder, name = posixpath.split(wished)
    others = (f"{folder}/{with_suffix(name, suffix)}" for suffix in wish.suffixes())
    return next(n for n in itertools.chain([wished], others) if folded(n) not in taken)


_HALF: Final = ".half-written"


class OutsideError(UnusableError):
    """A name that lies outside the folder, or behind a symbolic link."""


class Folder:
    """A folder whose files are named by relative paths with slashes.

    The folder itself may be a symbolic link; links inside it are not followed. Files are written
    beside their place and then moved, so no file is ever half written.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def path(self, name: str) -> Path:
        """The path of a file.

        :raises OutsideError: where it would lie outside the folder.
        """
        parts = name.split("/")
        if any(p in {"", ".", ".."} or "\\" in p or ":" in p or "\0" in p for p in parts):
            raise OutsideError(f"{name!a} does not lie in the folder.")
        path = self.root
        for part in parts:
            path /= part
            if path.is_symlink():
                raise OutsideError(f"{name!a} is reached through a link, which is not followed.")
        return path

    def exists(self, name: str) -> bool:
        """Whether a file exists."""
        return self.path(name).is_file()

    def read(self, name: str) -> bytes | None:
        """The content of a file; None if there is no file."""
        try:
            return self.path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def digest(self, name: str) -> str | None:
        """The SHA-256 of a file in hexadecimal; None if there is no file."""
        try:
            with self.path(name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a whole file."""
        with self.prepared(name, [data]) as new:
            new.put()

    @contextlib.contextmanager
    def prepared(self, name: str, chunks: Iterable[bytes]) -> Iterator[HalfWritten]:
        """Write a file beside its place; its ``put`` moves it there."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.parent / f".{path.name[:80]}-{secrets.token_hex(4)}{_HALF}"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            sum_ = hashlib.sha256()
            with os.fdopen(os.open(half, flags, 0o666), "wb") as stream:
                for chunk in chunks:
                    sum_.update(chunk)
                    stream.write(chunk)
            yield HalfWritten(half, path, sum_.hexdigest())
        finally:
            half.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Delete a file, and the folders that become empty."""
        path = self.path(name)
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()


@dc.dataclass(frozen=True, slots=True)
class HalfWritten:
    """A file written beside its place, with the SHA-256 of its content."""

    half: Path
    path: Path
    digest: str

    def put(self) -> None:
        """Move the file to its place."""
        self.half.replace(self.path)

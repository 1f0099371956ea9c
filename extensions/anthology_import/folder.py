"""The publication's folder: a safe name for each document, and files written only inside."""

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
"""How many characters a name may have."""

_MOST_BYTES: Final = 150
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
"""Names that are devices on Windows, whatever follows after a full stop."""
_TAKEN: Final = frozenset({"index", "conf", "search", "genindex", "404"})
_ENDING = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)


def safe_slug(written: str, number: int = 0) -> str:
    """A name made of a slug, a title, or anything else; of nothing, one made of the number.

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
    """A name that is not too long, cut between words where that leaves enough."""
    pairs = zip(f"-{name}", name, strict=False)
    name = "".join(c for before, c in pairs if before != "-" or not _is_mark(c))
    short = name[:LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore")
    if len(short) < len(name) and name[len(short)] != "-":
        start, _, _ = short.rpartition("-")
        short = start if len(start) > LONGEST // 2 else short
    return short.strip("-")


def with_suffix(name: str, suffix: str) -> str:
    """A name with something after it that tells it from others, and still not too long."""
    room = LONGEST - len(suffix) - 1
    start = name[:room].encode()[: _MOST_BYTES - len(suffix.encode()) - 1]
    return f"{start.decode(errors='ignore').strip('-')}-{suffix}"


def folded(name: str) -> str:
    """What two names have in common that are one on some file system."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def is_docname(text: str) -> bool:
    """Whether a text is a document's name as they are made here.

    >>> is_docname("posts/2020/a-post"), is_docname("../a"), is_docname("posts/_a")
    (True, False, False)
    """
    parts = text.split("/")
    return len(text) < 4 * LONGEST and all(p[:1].isalnum() and all(map(_is_safe, p)) for p in parts)


def _is_safe(character: str) -> bool:
    return character.isalnum() or character in "-_" or _is_mark(character)


def _is_mark(character: str) -> bool:
    """Whether it is an accent or another sign that belongs to the letter before it."""
    return unicodedata.category(character)[0] == "M"


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


_HALF: Final = ".half-written"


class OutsideError(UnusableError):
    """A name that does not lie in the folder, or is reached through a link."""


class Folder:
    """A folder, all of whose files are named by their paths in it, with slashes.

    The folder itself may be a link; below it none is followed. A file is there whole or not at
    all: it is written beside its place, and then put there.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def path(self, name: str) -> Path:
        """Where a file is.

        :raises OutsideError: where that would not be in the folder.
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
        """Whether a file is there."""
        return self.path(name).is_file()

    def read(self, name: str) -> bytes | None:
        """What a file holds; none where there is no file."""
        try:
            return self.path(name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def digest(self, name: str) -> str | None:
        """The SHA-256 of what a file holds; none where there is no file."""
        try:
            with self.path(name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole."""
        with self.prepared(name, [data]) as new:
            new.put()

    @contextlib.contextmanager
    def prepared(self, name: str, chunks: Iterable[bytes]) -> Iterator[HalfWritten]:
        """Write a file beside its place; it is put there only if that is asked for."""
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
        """Delete a file, and the folders that are empty without it."""
        path = self.path(name)
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.root or any(folder.iterdir()):
                return
            folder.rmdir()


@dc.dataclass(frozen=True, slots=True)
class HalfWritten:
    """A file that was written beside its place, with the SHA-256 of its content."""

    half: Path
    path: Path
    digest: str

    def put(self) -> None:
        """Put the file into its place."""
        self.half.replace(self.path)

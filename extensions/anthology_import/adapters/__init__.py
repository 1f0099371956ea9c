"""Adapters for other systems; each gives the same records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from anthology_import.adapters.saved_html import LARGEST, Archive, read_archive
from anthology_import.records import Item, Summary, UnusableError


class Items(Protocol):
    """Items that can be read again and again.

    ``files`` are the names of the files, ``count`` is the number of items, known before reading.
    ``is_elsewhere`` says that the blog stays online, so that its posts are only shown here.
    """

    summary: Summary
    files: tuple[str, ...]
    count: int
    is_elsewhere: bool

    def items(self) -> Iterator[Item]:
        """Read all items; ``summary`` is complete afterwards."""


class SavedPages:
    """Saved archive pages: the beginnings of posts, in page order.

    :raises UnusableError: where a page has no readable post.
    """

    is_elsewhere = True

    def __init__(self, paths: Sequence[Path]) -> None:
        read = [_archive(path) for path in paths]
        self.files = tuple(path.name for path in paths)
        repairs = tuple(repair for archive in read for repair in archive.repairs)
        self.summary = Summary(blog=read[0].blog, repairs=repairs)
        self._items = tuple(item for archive in read for item in archive.items)
        self.count = len(self._items)

    def items(self) -> Iterator[Item]:
        """The posts of the pages."""
        return iter(self._items)


def _archive(path: Path) -> Archive:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise UnusableError(f"‘{path.name}’ cannot be read: {error.strerror}.") from None
    try:
        return read_archive(data)
    except UnusableError as error:
        raise UnusableError(f"‘{path.name}’: {error}") from None

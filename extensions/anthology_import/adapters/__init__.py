"""Systems that posts come from: each adapter gives the same records of what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from anthology_import.adapters.saved_html import LARGEST, Archive, read_archive
from anthology_import.adapters.wxr import Export, Told
from anthology_import.records import Blog, Failed, Item, Repair, UnusableError


class Items(Protocol):
    """Items that can be read again and again; the rest is complete once all were read once."""

    @property
    def blog(self) -> Blog:
        """What is said of the whole blog."""

    @property
    def failed(self) -> tuple[Failed, ...]:
        """The items that could not be read."""

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was mended."""

    @property
    def personal(self) -> int:
        """How many e-mail addresses and IPs were left unread."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether the blog lives on, so that posts are only shown here."""

    @property
    def files(self) -> tuple[str, ...]:
        """The names of what is read."""

    @property
    def count(self) -> int:
        """How many items there seem to be, before anything is read."""

    def items(self) -> Iterator[Item]:
        """Read all items."""


class WordPress:
    """WordPress's own exports (WXR), one or several.

    :raises UnusableError: where one is no export, or is not safe to read.
    """

    is_elsewhere = False

    def __init__(self, paths: Sequence[Path]) -> None:
        self._export = Export(paths)
        self.files = tuple(path.name for path in paths)
        self.count = self._export.count

    @property
    def _told(self) -> Told:
        return self._export.told

    @property
    def blog(self) -> Blog:
        """What the exports say of the blog."""
        return self._told.blog

    @property
    def failed(self) -> tuple[Failed, ...]:
        """The items that could not be read."""
        return tuple(
            Failed(title=f.title or f.address, reason=f.reason, file=f.file, line=f.line)
            for f in self._told.failures
        )

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """What was mended."""
        return self._told.repairs

    @property
    def personal(self) -> int:
        """How many e-mail addresses and IPs were left unread."""
        return self._told.personal

    def items(self) -> Iterator[Item]:
        """Read all items."""
        return self._export.items()


class SavedPages:
    """Saved archive pages: the beginnings of posts, in the order of the pages.

    :raises UnusableError: where no post can be read from one.
    """

    is_elsewhere = True
    personal = 0
    failed: tuple[Failed, ...] = ()

    def __init__(self, paths: Sequence[Path]) -> None:
        read = [_archive(path) for path in paths]
        self.files = tuple(path.name for path in paths)
        self.blog = read[0].blog
        self.repairs = tuple(repair for archive in read for repair in archive.repairs)
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

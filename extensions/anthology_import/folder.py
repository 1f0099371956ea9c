"""The folder that is written into, and nothing outside of it."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from anthology_import.records import UnusableError

_CHUNK: Final = 1024 * 1024
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

    def chunks(self, name: str) -> Iterator[bytes]:
        """What a file holds, piece by piece; nothing where there is no file."""
        try:
            with self.path(name).open("rb") as stream:
                while data := stream.read(_CHUNK):
                    yield data
        except (FileNotFoundError, NotADirectoryError):
            return

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole."""
        with self.prepared(name, [data]) as put:
            put()

    @contextlib.contextmanager
    def prepared(self, name: str, chunks: Iterable[bytes]) -> Iterator[_Put]:
        """Write a file beside its place; it is put there only if that is asked for."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.parent / f".{path.name[:80]}-{secrets.token_hex(4)}{_HALF}"
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(half, flags, 0o666), "wb") as stream:
                stream.writelines(chunks)
            yield _Put(half, path)
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


class _Put:
    """Puts a file into its place."""

    def __init__(self, half: Path, path: Path) -> None:
        self._half, self._path = half, path

    def __call__(self) -> None:
        """Do it."""
        self._half.replace(self._path)

"""Exports as they lie on a disk: plain, packed with gzip, or several in a ZIP archive.

Nothing is ever unpacked onto the disk; what is packed is read as it is unpacked, and only as far
as the limits allow.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from anthology_import.records import UnusableError

_MEBIBYTE = 1024 * 1024
_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
_HARMLESS = 8 * _MEBIBYTE
"""What may be packed as tightly as it likes, in bytes when unpacked."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read: bytes of a file when unpacked, times it may grow, files in an archive."""

    file: int = 512 * _MEBIBYTE
    growth: int = 200
    members: int = 1000


@dc.dataclass(frozen=True, slots=True)
class File:
    """A file of an export; ``member`` is its name in an archive, or empty."""

    path: Path
    limits: Limits
    member: str = ""
    is_gzip: bool = False

    @property
    def name(self) -> str:
        """What it is called to the reader."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name

    @contextlib.contextmanager
    def open(self) -> Iterator[Stream]:
        """Open the file, unpacked.

        :raises UnusableError: now or in reading, where it is damaged or too large.
        """
        with contextlib.ExitStack() as stack:
            try:
                stream = self._stream(stack)
            except RuntimeError:  # what zipfile says of a password, or of a packing it cannot undo
                message = f"‘{self.name}’ is packed with a password, or in a way not known here"
                raise UnusableError(f"{message}; unpack it first.") from None
            except _DAMAGE as error:
                raise UnusableError(f"‘{self.name}’ cannot be read: {_said(error)}.") from None
            yield stream

    def _stream(self, stack: contextlib.ExitStack) -> Stream:
        if self.member:
            archive = stack.enter_context(zipfile.ZipFile(self.path))
            inner = stack.enter_context(archive.open(self.member))
            return Stream(inner, self, archive.getinfo(self.member).compress_size)
        if self.is_gzip:
            unpacked = stack.enter_context(gzip.GzipFile(self.path))
            return Stream(unpacked, self, self.path.stat().st_size)
        return Stream(stack.enter_context(self.path.open("rb")), self)


def _said(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "it is damaged"


class Stream:
    """Bytes to read; no more than is allowed, whatever an archive says of their number.

    ``packed`` is how many they are when packed.
    """

    def __init__(
        self, inner: IO[bytes] | gzip.GzipFile, file: File, packed: int | None = None
    ) -> None:
        self._inner, self._file = inner, file
        self._most = file.limits.file
        self._most_grown = self._most + 1
        if packed is not None:
            self._most_grown = max(_HARMLESS, packed * file.limits.growth)
        self._given = 0

    def read(self, size: int = _MEBIBYTE, /) -> bytes:
        """The next bytes, at most so many; none at the end.

        :raises UnusableError: where there are more than is allowed.
        """
        try:
            data = self._inner.read(size)
        except _DAMAGE as error:
            raise UnusableError(f"‘{self._file.name}’ cannot be read: {_said(error)}.") from None
        self._given += len(data)
        if self._given > self._most:
            message = f"has more than {self._most // _MEBIBYTE} MB, which is the most that is read"
            raise UnusableError(f"‘{self._file.name}’ {message}.")
        if self._given > self._most_grown:
            message = f"grows to more than {self._file.limits.growth} times its size when unpacked"
            raise UnusableError(f"‘{self._file.name}’ {message}; no export does.")
        return data


def files(paths: Sequence[Path], limits: Limits) -> tuple[File, ...]:
    """All files of an export, in the order given, those of an archive by name.

    :raises UnusableError: where there is none, or an archive is unfit to be read.
    """
    found = tuple(file for path in paths for file in _files(path, limits))
    if not found:
        raise UnusableError("No file was named.")
    return found


def _files(path: Path, limits: Limits) -> Iterator[File]:
    try:
        with path.open("rb") as stream:
            beginning = stream.read(4)
    except IsADirectoryError:
        raise UnusableError(f"‘{path.name}’ is a folder; name the files in it.") from None
    except OSError as error:
        raise UnusableError(f"‘{path.name}’ cannot be read: {_said(error)}.") from None
    if beginning == b"PK\x03\x04":
        yield from _members(path, limits)
    else:
        yield File(path, limits, is_gzip=beginning.startswith(b"\x1f\x8b"))


def _members(path: Path, limits: Limits) -> Iterator[File]:
    """The exports in a ZIP archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(i.filename for i in archive.infolist() if not i.is_dir())
    except (OSError, zipfile.BadZipFile):
        raise UnusableError(f"‘{path.name}’ is a damaged archive.") from None
    if len(names) > limits.members:
        raise UnusableError(f"‘{path.name}’ holds more than {limits.members} files.")
    for name in names:
        if leads_out(name):
            raise UnusableError(
                f"‘{path.name}’ holds a file called {name!a}, which would lie outside of it; "
                "no export does."
            )
    exports = [n for n in names if n.lower().endswith(".xml") and not _is_hidden(n)]
    if not exports:
        raise UnusableError(f"‘{path.name}’ holds no file that ends in ‘.xml’.")
    for name in exports:
        yield File(path, limits, name)


def leads_out(name: str) -> bool:
    """Whether a name in an archive would lie outside the folder into which it is unpacked."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0] if path.parts else True


def _is_hidden(name: str) -> bool:
    """Whether a file is what a system keeps beside others."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)

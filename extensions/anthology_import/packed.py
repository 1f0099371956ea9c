"""Reads exports and media from folders, plain files, gzip, ZIP and tar.

Nothing is unpacked onto the disk; packed files are read as a stream, within limits. Links are never
with_comments_below, and names that lead out of an archive are refused.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import gzip
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final

from anthology_import.records import UnusableError

_MEBIBYTE = 1024 * 1024
_DAMAGE = (OSError, EOFError, zlib.error, zipfile.BadZipFile)
_HARMLESS = 8 * _MEBIBYTE
"""The unpacked size, in bytes, up to which any compression is accepted."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits for exports.

    ``file`` is the size of a file in bytes when unpacked, ``growth`` how many times larger it may
    get, ``members`` the number of files in an archive.
    """

    file: int = 512 * _MEBIBYTE
    growth: int = 200
    members: int = 1000


@dc.dataclass(frozen=True, slots=True)
class File:
    """A file of an export; ``member`` is its name in an archive."""

    path: Path
    limits: Limits
    member: str = ""
    is_gzip: bool = False

    @property
    def name(self) -> str:
        """The name for messages."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name

    @contextlib.contextmanager
    def open(self) -> Iterator[Stream]:
        """Open the file, unpacked.

        :raises UnusableError: now or while reading, where it is damaged or too large.
        """
        with contextlib.ExitStack() as stack:
            try:
                stream = self._stream(stack)
            except RuntimeError:  # zipfile: password, or unknown compression
                message = f"‘{self.name}’ needs a password, or has an unknown compression"
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
    """Bytes of a file, up to its limits; ``packed`` is the packed size."""

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
        """The next bytes; none at the end.

        :raises UnusableError: where there are more than allowed.
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
            raise UnusableError(f"‘{self._file.name}’ {message}; no real export does.")
        return data


def files(paths: Sequence[Path], limits: Limits) -> tuple[File, ...]:
    """All files of an export, in the given order; archive members by name.

    :raises UnusableError: where there is none, or an archive cannot be used.
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
                f"‘{path.name}’ holds a file called {name!a}, whose path leads out of it; "
                "no real export has one."
            )
    exports = [n for n in names if n.lower().endswith(".xml") and not _is_hidden(n)]
    if not exports:
        raise UnusableError(f"‘{path.name}’ holds no file that ends in ‘.xml’.")
    for name in exports:
        yield File(path, limits, name)


def leads_out(name: str) -> bool:
    """Whether a name would lie outside of the archive's folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0] if path.parts else True


def _is_hidden(name: str) -> bool:
    """Whether a system made the file for itself, such as ``__MACOSX``."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


_CHUNK: Final = _MEBIBYTE


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """Limits for media.

    ``file`` and ``total`` are bytes, of a file and of all; ``count`` is the number of files,
    ``growth`` how many times larger an archive may get.
    """

    file: int = 256 * _MEBIBYTE
    total: int = 64 * 1024 * _MEBIBYTE
    count: int = 250_000
    growth: int = 200


@dc.dataclass(frozen=True, slots=True)
class Found:
    """A file of a media library, whose content is read once.

    ``name`` is its path in the library, ``size`` is in bytes. ``refusal`` is the reason not to read
    it, in a sentence.
    """

    name: str
    size: int
    stream: IO[bytes] | None = None
    refusal: str = ""

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece; never more than its size."""
        left = self.size
        while self.stream and left > 0 and (data := self.stream.read(min(left, _CHUNK))):
            left -= len(data)
            yield data


def source_of(path: Path, limits: MediaLimits) -> Iterator[Found]:
    """All files of a media library, one after the other.

    :raises UnusableError: where it cannot be read, or exceeds the limits.
    """
    total = 0
    try:
        for count, found in enumerate(_all(path, limits), start=1):
            total += found.size if found.stream else 0
            if total > limits.total or count > limits.count:
                raise UnusableError(
                    f"‘{path.name}’ holds more than can be read: too many files or bytes."
                )
            yield found
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, tarfile.TarError):
        raise UnusableError(f"‘{path.name}’ is damaged, or cannot be read.") from None


def _all(path: Path, limits: MediaLimits) -> Iterator[Found]:
    if path.is_dir():
        return _in_folder(path, limits)
    if not path.exists():
        raise UnusableError(f"There is no ‘{path.name}’.")
    if zipfile.is_zipfile(path):
        return _in_zip(path, limits)
    return _in_tar(path, limits)


def _in_folder(folder: Path, limits: MediaLimits) -> Iterator[Found]:
    for where, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(n for n in names if not n.startswith(".")):
            path = Path(where) / name
            inside = path.relative_to(folder).as_posix()
            state = path.lstat()
            refusal = "It is a symbolic link." if stat.S_ISLNK(state.st_mode) else ""
            if not refusal and not stat.S_ISREG(state.st_mode):
                refusal = "It is not a regular file."
            refusal = refusal or _too_large(state.st_size, limits)
            if refusal:
                yield Found(inside, state.st_size, refusal=refusal)
                continue
            with path.open("rb") as stream:
                yield Found(inside, state.st_size, stream)


def _in_zip(path: Path, limits: MediaLimits) -> Iterator[Found]:
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if info.is_dir():
                continue
            refusal = "Its path leads out of the archive." if leads_out(info.filename) else ""
            if stat.S_ISLNK(info.external_attr >> 16):
                refusal = "It is a symbolic link."
            if info.flag_bits & 1:
                refusal = "It is protected by a password."
            if info.file_size > max(_MEBIBYTE, info.compress_size * limits.growth):
                refusal = f"It grows to more than {limits.growth} times its size when unpacked."
            refusal = refusal or _too_large(info.file_size, limits)
            if refusal:
                yield Found(info.filename, info.file_size, refusal=refusal)
                continue
            with archive.open(info) as stream:
                yield Found(info.filename, info.file_size, stream)


def _in_tar(path: Path, limits: MediaLimits) -> Iterator[Found]:
    most = max(64 * _MEBIBYTE, path.stat().st_size * limits.growth)
    total = 0
    try:
        archive = tarfile.open(path, "r:*")  # noqa: SIM115 it is closed below
    except tarfile.TarError:
        message = "is neither a folder nor an archive (ZIP or tar) of the library's files"
        raise UnusableError(f"‘{path.name}’ {message}.") from None
    with contextlib.closing(archive):
        for member in archive:
            archive.members.clear()  # type: ignore[attr-defined]  # else all stay in memory
            total += member.size
            if total > most:
                message = f"grows to more than {limits.growth} times its size when unpacked"
                raise UnusableError(f"‘{path.name}’ {message}; no library does.")
            if member.isdir():
                continue
            refusal = _tar_refusal(member) or _too_large(member.size, limits)
            stream = None if refusal else archive.extractfile(member)
            yield Found(member.name, member.size, stream, refusal)


def _tar_refusal(member: tarfile.TarInfo) -> str:
    """The reason to refuse a tar member; it includes that of Python's filter."""
    if leads_out(member.name):
        return "Its path leads out of the archive."
    if member.issym() or member.islnk():
        return "It is a symbolic link."
    if not member.isreg() or member.issparse():
        return "It is not a regular file."
    try:
        tarfile.data_filter(member, str(Path.cwd()))
    except tarfile.FilterError:
        return "Its path leads out of the archive."
    return ""


def _too_large(size: int, limits: MediaLimits) -> str:
    return f"It has more than {limits.file // _MEBIBYTE} MB." if size > limits.file else ""

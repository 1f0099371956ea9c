"""Where the files of a library come from: a folder, a ZIP archive, a tar archive.

Nothing is unpacked: files are read one after the other, as often as needed. Links are never
followed, and names that lead out of an archive are refused.
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from anthology_import.adapters.archives import leads_out
from anthology_import.records import UnusableError

_MEBIBYTE: Final = 1024 * 1024
_CHUNK: Final = _MEBIBYTE


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class MediaLimits:
    """How much is read: bytes of a file, of all, how many files, times an archive may grow."""

    file: int = 256 * _MEBIBYTE
    total: int = 64 * 1024 * _MEBIBYTE
    count: int = 250_000
    growth: int = 200


@dc.dataclass(frozen=True, slots=True)
class Found:
    """A file as it is met: its path in the source, its size, and its content, once.

    ``refusal`` says why it must not be read, in a sentence.
    """

    name: str
    size: int
    stream: IO[bytes] | None = None
    refusal: str = ""

    def chunks(self) -> Iterator[bytes]:
        """The content; never more than its size."""
        left = self.size
        while self.stream and left > 0 and (data := self.stream.read(min(left, _CHUNK))):
            left -= len(data)
            yield data


def source_of(path: Path, limits: MediaLimits) -> Iterator[Found]:
    """All files of a library, one after the other.

    :raises UnusableError: where it cannot be read, or is larger than is allowed.
    """
    total = 0
    try:
        for count, found in enumerate(_all(path, limits), start=1):
            total += found.size if found.stream else 0
            if total > limits.total or count > limits.count:
                raise UnusableError(f"‘{path.name}’ holds more than can be read.")
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
            refusal = "It is a link." if stat.S_ISLNK(state.st_mode) else ""
            if not refusal and not stat.S_ISREG(state.st_mode):
                refusal = "It is no file."
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
            refusal = "It would lie outside of the archive." if leads_out(info.filename) else ""
            if stat.S_ISLNK(info.external_attr >> 16):
                refusal = "It is a link."
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
    """Why a member must not be read; what Python's own filter for data refuses is refused too."""
    if leads_out(member.name):
        return "It would lie outside of the archive."
    if member.issym() or member.islnk():
        return "It is a link."
    if not member.isreg() or member.issparse():
        return "It is no plain file."
    try:
        tarfile.data_filter(member, str(Path.cwd()))
    except tarfile.FilterError:
        return "It would lie outside of the archive."
    return ""


def _too_large(size: int, limits: MediaLimits) -> str:
    return f"It has more than {limits.file // _MEBIBYTE} MB." if size > limits.file else ""

"""Files written whole or not at all, read and deleted safely."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.anthology-tmp")


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that replaces another only when it is complete.

    It is written under a temporary name in the same folder, so on the same file system. After an
    error nothing is left of it, and the former file is unchanged. A symbolic link is replaced, not
    followed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{secrets.token_hex(8)}.anthology-tmp")
    try:
        with temporary.open("xb") as stream:
            yield stream
        _replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise


def _replace(temporary: Path, path: Path) -> None:
    """Move a file to its place, with the permissions of the file there."""
    with contextlib.suppress(OSError):
        shutil.copymode(path, temporary)
    os.replace(temporary, path)  # noqa: PTH105  # Sphinx's paths are strings, with their ‘replace’


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file: all of it, or nothing."""
    with whole(path) as stream:
        stream.write(_bytes(content))


def write_if_different(path: Path, content: str | bytes) -> bool:
    """Write a file unless it has these bytes; return whether it was written."""
    data = _bytes(content)
    if _has(path, data):
        return False
    write_whole(path, data)
    return True


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file: all of it, or nothing."""
    with source.open("rb") as original, whole(path) as stream:
        shutil.copyfileobj(original, stream)


def read_json(path: Path) -> object:
    """The value of a JSON file; None if it is missing or incomplete."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def is_file(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a regular file: no pipe, device or folder."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116  # of whatever is a path
    except (OSError, ValueError):
        return False


def read_record(path: Path) -> dict[str, object]:
    """The mapping of a JSON file; empty if it is missing or broken."""
    found = read_json(path)
    return found if isinstance(found, dict) else {}


def read_line(path: Path) -> str:
    """The content of a short text file; empty if it is missing or broken."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def ends_with(path: Path, end: bytes) -> bool:
    """Whether a file exists and has its ending."""
    try:
        with path.open("rb") as stream:
            stream.seek(-len(end), os.SEEK_END)
            return stream.read() == end
    except OSError:
        return False


def delete_below(folder: Path, name: str, keep: Path | None = None) -> None:
    """Delete a file below a folder, and folders that become empty.

    Names that lead out of the folder, also by symbolic links, are ignored; so are files below
    ``keep``, unless the folder itself lies there.
    """
    path = folder / name
    if not _is_below(folder, name) or _is_kept(folder, path, keep):
        return
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            break
        parent.rmdir()


def _is_below(folder: Path, name: str) -> bool:
    """Whether a name is that of a file below a folder, without symbolic links."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts or "\0" in name:
        return False
    parent = (folder / name).parent
    return parent.resolve() == folder.resolve().joinpath(*parts[:-1])


def _is_kept(folder: Path, path: Path, keep: Path | None) -> bool:
    if keep is None or folder.resolve().is_relative_to(keep.resolve()):
        return False
    return (path.parent.resolve() / path.name).is_relative_to(keep.resolve())


def delete_temporary_files(folder: Path) -> None:
    """Delete the temporary files of killed builds; symbolic links are not followed."""
    for place, _, names in os.walk(folder):
        for name in filter(_TEMPORARY.fullmatch, names):
            with contextlib.suppress(OSError):
                Path(place, name).unlink()


def _bytes(content: str | bytes) -> bytes:
    return content.encode("utf-8") if isinstance(content, str) else content


def _has(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False

"""Locks: one build at a time in a folder; and recovery after stopped builds.

A build holds locks of the operating system on its doctrees and its output folder. They end with the
process, however it ends. Forked processes hold them too, since they write, and end with the build.

While a build runs, there is an empty file beside the doctrees. If the next build finds it, all
documents are read again. Doctrees with another size than when written are read again too.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import re
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.logging import NAMESPACE, getLogger

from sphinx_anthology.files import delete_temporary_files
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import outdir_key

logger = getLogger(__name__)

WAIT = 300.0
"""The seconds that a build waits for another."""
_PAUSE = 0.1
_NAME = "anthology.lock"
_BYTE = 1 << 30
"""The byte that is locked on Windows; nobody reads it."""


class BusyError(SphinxError):
    """Another build holds the folder."""

    category = "Two builds at once"


def lock_doctrees(app: Sphinx, config: object) -> None:
    """Lock the doctrees before they are read."""
    stack = contextlib.ExitStack()
    _HELD[app] = weakref.finalize(app, stack.close)
    _STACKS[app] = stack
    stack.enter_context(hold_folder(Path(app.doctreedir)))


def lock_output(app: Sphinx) -> None:
    """Lock the output folder."""
    _STACKS[app].enter_context(hold_folder(Path(app.outdir), is_output=True))


def release_locks(app: Sphinx, exception: Exception | None) -> None:
    """Release the locks of a build."""
    if app in _HELD:
        _HELD.pop(app)()


_HELD: weakref.WeakKeyDictionary[Sphinx, weakref.finalize[[], Sphinx]]
_HELD = weakref.WeakKeyDictionary()
_STACKS: weakref.WeakKeyDictionary[Sphinx, contextlib.ExitStack] = weakref.WeakKeyDictionary()


@contextlib.contextmanager
def hold_folder(
    folder: Path, *, is_output: bool = False, tell: Callable[[str], None] = logger.info
) -> Iterator[None]:
    """Hold a folder for this process; may be nested.

    An output folder is locked without a lock file, if the system allows it.

    :raises BusyError: if another build holds the folder for too long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder = Path(os.path.realpath(folder))
    if folder in _COUNTS:
        handle, count = _COUNTS[folder]
    else:
        handle, count = _acquired(folder, is_output, tell), 0
    _COUNTS[folder] = handle, count + 1
    try:
        yield
    finally:
        handle, count = _COUNTS.pop(folder)
        if count > 1:
            _COUNTS[folder] = handle, count - 1
        else:
            _release(handle)


_COUNTS: dict[Path, tuple[int, int]] = {}
"""The folders that this process holds: handle and count."""


def _acquired(folder: Path, is_output: bool, tell: Callable[[str], None]) -> int:
    """A handle that locks a folder."""
    handle = _open(folder, is_output=is_output)
    end = time.monotonic() + WAIT
    is_told = False
    while not _lock(handle):
        if time.monotonic() >= end:
            os.close(handle)
            raise BusyError(
                f"Another build{_holder(folder)} is still writing into {folder}. Nothing was made;"
                " wait until that build is done, or end it, then run this again."
            )
        if not is_told:
            tell(
                f"Another build{_holder(folder)} is writing into {folder}; waiting for it,"
                f" up to {WAIT:.0f} seconds."
            )
            is_told = True
        time.sleep(_PAUSE)
    if not is_output:
        _name_holder(handle)
    return handle


def _open(folder: Path, *, is_output: bool) -> int:
    if is_output and sys.platform != "win32":
        return os.open(folder, os.O_RDONLY)
    name = f".{_NAME}" if is_output else _NAME
    return os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o666)


def _name_holder(handle: int) -> None:
    """Write the process id into the lock file, for waiting builds."""
    with contextlib.suppress(OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{os.getpid():<20}\n".encode())


def _holder(folder: Path) -> str:
    """The process that holds a folder, for messages; empty if unknown."""
    try:
        return f" (process {int((folder / _NAME).read_text(encoding='ascii'))})"
    except (OSError, ValueError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        """Try to lock; say whether it worked."""
        os.lseek(handle, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        """Release the lock."""
        os.close(handle)

else:
    import fcntl

    def _lock(handle: int) -> bool:
        """Try to lock; say whether it worked.

        If the file system has no locks, it counts as locked.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def _release(handle: int) -> None:
        """Release the lock; a forked process releases only its share."""
        os.close(handle)

    def _note_parent() -> None:
        _PARENT[:] = [os.getpid()]

    def _end_with_parent() -> None:
        """End a forked process with its parent, which would wait forever."""
        if _COUNTS:
            threading.Thread(target=_watch, args=tuple(_PARENT), daemon=True).start()

    def _watch(parent: int) -> None:
        while os.getppid() == parent:
            time.sleep(_PAUSE)
        os._exit(1)

    _PARENT: list[int] = []
    os.register_at_fork(before=_note_parent, after_in_child=_end_with_parent)


_WORKING = "anthology-working-"
_UNTIDY = "anthology-untidy-"
_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
_FULL = re.compile(rf"\[Errno (?:{'|'.join(map(str, _NUMBERS))})\] ([^:\n]+)")
"""Error messages of full, read-only and broken disks."""


def recover(app: Sphinx, config: object) -> None:
    """Remove what a stopped build left, before it is read."""
    doctrees = Path(app.doctreedir)
    marks = sorted(doctrees.glob(f"{_WORKING}*"))
    if marks:
        (doctrees / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        delete_temporary_files(doctrees)
    mark_untidy(doctrees)
    untidy = _mark(app, _UNTIDY)
    if untidy.is_file() or not (doctrees / ENV_PICKLE_FILENAME).is_file():
        delete_temporary_files(Path(app.outdir))
        untidy.unlink(missing_ok=True)


def mark_untidy(doctrees: Path) -> None:
    """Have the output folders of stopped builds cleaned, each at its next build."""
    for mark in sorted(doctrees.glob(f"{_WORKING}*")):
        mark.replace(mark.with_name(mark.name.replace(_WORKING, _UNTIDY)))


def mark_running(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Mark the build as running."""
    _mark(app, _WORKING).touch()


def unmark_running(app: Sphinx, exception: Exception | None) -> None:
    """Remove the mark of a running build."""
    if exception is None:
        _mark(app, _WORKING).unlink(missing_ok=True)


def _mark(app: Sphinx, kind: str) -> Path:
    return Path(app.doctreedir, f"{kind}{outdir_key(app.outdir)}")


class _Watch(logging.Handler):
    """Records warnings of a full disk, after which Sphinx goes on."""

    reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Search a warning for the message of a full disk."""
        if found := _FULL.search(record.getMessage()):
            self.reason = self.reason or found[1]


def watch_disk(app: Sphinx, config: object) -> None:
    """Start to watch for warnings of a full disk."""
    sphinx = logging.getLogger(NAMESPACE)
    for old in [h for h in sphinx.handlers if isinstance(h, _Watch)]:
        sphinx.removeHandler(old)
    sphinx.addHandler(_Watch(logging.WARNING))


def stop_at_full_disk(app: Sphinx, exception: Exception | None) -> None:
    """Fail a build that could not write everything."""
    for watch in logging.getLogger(NAMESPACE).handlers:
        if isinstance(watch, _Watch) and watch.reason and exception is None:
            raise SphinxError(
                f"{watch.reason}: not everything could be written. Fix that, then run the same"
                " command again."
            )


def name_broken_doctrees(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents whose doctrees have another size than when written."""
    if domain_of(env).quick is not None:
        return []
    sizes: dict[str, int] = domain_of(env).data.get("doctree_sizes", {})
    known = set(env.all_docs) - added - removed
    return sorted(d for d in known if d in sizes and _size(app, d) != sizes[d])


def note_sizes(app: Sphinx, env: BuildEnvironment) -> None:
    """Save the size of every doctree; what a quick build reads is read again anyway."""
    if domain_of(env).quick is not None:
        return
    domain_of(env).data["doctree_sizes"] = {d: _size(app, d) for d in sorted(env.all_docs)}


def _size(app: Sphinx, docname: str) -> int:
    try:
        return Path(app.doctreedir, f"{docname}.doctree").stat().st_size
    except OSError:
        return -1

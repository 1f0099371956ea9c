"""What a build that was stopped left half done is not trusted.

While a build works, an empty file beside the doctrees says so. Where the next one finds it, all
documents are read again. Doctrees that are not as large as they were written are read again, too.
"""

from __future__ import annotations

import errno
import logging
import re
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.logging import NAMESPACE

from sphinx_anthology.files import delete_temporary_files
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.records import folder_key

_WORKING = "anthology-working-"
_UNTIDY = "anthology-untidy-"
_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
_FULL = re.compile(rf"\[Errno (?:{'|'.join(map(str, _NUMBERS))})\] ([^:\n]+)")
"""What a message says of a disk that takes no more, or takes nothing."""


def clear_away(app: Sphinx, config: object) -> None:
    """Take away what a stopped build left, before it is read."""
    doctrees = Path(app.doctreedir)
    marks = sorted(doctrees.glob(f"{_WORKING}*"))
    if marks:
        (doctrees / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
        delete_temporary_files(doctrees)
    for mark in marks:
        # the other output folders are tidied when they are built again
        mark.replace(mark.with_name(mark.name.replace(_WORKING, _UNTIDY)))
    untidy = _mark(app, _UNTIDY)
    if untidy.is_file() or not (doctrees / ENV_PICKLE_FILENAME).is_file():
        delete_temporary_files(Path(app.outdir))
        untidy.unlink(missing_ok=True)


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Say that a build works."""
    _mark(app, _WORKING).touch()


def end(app: Sphinx, exception: Exception | None) -> None:
    """Say that a build is done."""
    if exception is None:
        _mark(app, _WORKING).unlink(missing_ok=True)


def _mark(app: Sphinx, kind: str) -> Path:
    return Path(app.doctreedir, f"{kind}{folder_key(app.outdir)}")


class _Watch(logging.Handler):
    """Notes warnings that say that the disk is full: Sphinx goes on after them."""

    reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Look at what is said."""
        if found := _FULL.search(record.getMessage()):
            self.reason = self.reason or found[1]


def watch_disk(app: Sphinx, config: object) -> None:
    """Begin to note what is said of the disk."""
    sphinx = logging.getLogger(NAMESPACE)
    for old in [h for h in sphinx.handlers if isinstance(h, _Watch)]:
        sphinx.removeHandler(old)
    sphinx.addHandler(_Watch(logging.WARNING))


def stop_at_full_disk(app: Sphinx, exception: Exception | None) -> None:
    """Let a build fail that could not write everything."""
    for watch in logging.getLogger(NAMESPACE).handlers:
        if isinstance(watch, _Watch) and watch.reason and exception is None:
            raise SphinxError(
                f"{watch.reason}: not everything could be written. Fix that, then run the same"
                " command again."
            )


def name_broken_doctrees(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents whose doctrees are not as they were written."""
    sizes: dict[str, int] = domain_of(env).data.get("doctree_sizes", {})
    known = set(env.all_docs) - added - removed
    return sorted(d for d in known if d in sizes and _size(app, d) != sizes[d])


def note_sizes(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the size of every doctree."""
    domain_of(env).data["doctree_sizes"] = {d: _size(app, d) for d in sorted(env.all_docs)}


def _size(app: Sphinx, docname: str) -> int:
    try:
        return Path(app.doctreedir, f"{docname}.doctree").stat().st_size
    except OSError:
        return -1

"""A last check: files and connections that Python opens for a guest's document.

Our directives and Sphinx's ask :mod:`sphinx_anthology.reading.files` first. Those of other
extensions do not, so an audit hook checks what is opened, started or connected (PEP 578). A refusal
is an error in the directive, which Sphinx reports.
"""

from __future__ import annotations

import dataclasses as dc
import os
import site
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from sphinx_anthology.model.problem import Code, quoted
from sphinx_anthology.reading.domain import domain_of, note
from sphinx_anthology.reading.files import FileRule, judging

_CONNECTS = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
)
_STARTS = frozenset(
    {"os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"}
    | {"subprocess.Popen", "pty.spawn"}
)
_WATCHED = frozenset({"open"}) | _CONNECTS | _STARTS
_IMPORTS = "<frozen importlib._bootstrap_external>"


class RefusedError(PermissionError):
    """A document asked for something that it may not have."""


@dc.dataclass(frozen=True, slots=True)
class _Watch:
    """The document being read, and what may be opened for it."""

    app: Sphinx
    docname: str
    document: str
    rule: FileRule
    inner: tuple[str, ...]
    outer: tuple[str, ...]

    def may_open(self, path: str) -> bool:
        """Whether a file may be read: the document, the program, or by the rule."""
        real = os.path.realpath(path)
        if real == self.document or _is_below(real, self.inner):
            return True
        if _is_below(real, (str(self.rule.root),)):
            return not self.rule.reason(real)
        return _is_below(real, self.outer) or not Path(real).exists()


_watch: _Watch | None = None
_program: list[Any] = []
"""The rule of a build, and the program's folders; cached."""


def _is_below(path: str, folders: Iterable[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)


def begin_document(app: Sphinx, docname: str, content: list[str]) -> None:
    """Watch what is opened until the document is read."""
    global _watch  # noqa: PLW0603  # an audit hook has no other place
    rule = domain_of(app.env).files
    _watch = None
    if rule is None:
        return
    _install()
    root = str(rule.root)
    if not _program or _program[0] is not rule:
        folders = (os.path.realpath(folder) for folder in _program_folders(app))
        _program[:] = [rule, tuple(dict.fromkeys(folders))]
    program = _program[1]
    _watch = _Watch(
        app=app,
        docname=docname,
        document=os.path.realpath(app.env.doc2path(docname)),
        rule=rule,
        inner=tuple(f for f in program if f != root and _is_below(f, (root,))),
        outer=tuple(f for f in program if f != root),
    )


def end_document(app: Sphinx, doctree: object) -> None:
    """End the watch."""
    global _watch  # noqa: PLW0603  # as above
    _watch = None


def end_build(app: Sphinx, exception: Exception | None) -> None:
    """End the watch after an error too."""
    end_document(app, None)


def _program_folders(app: Sphinx) -> Iterator[str]:
    """The folders of Python, packages, extensions and the build."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix)
    yield from sysconfig.get_paths().values()
    yield from site.getsitepackages()
    yield site.getusersitepackages()
    for extension in app.extensions.values():
        file = getattr(extension.module, "__file__", None)
        if file and Path(file).name == "__init__.py":
            yield str(Path(file).parent)
    yield from (str(Path(app.srcdir, folder)) for folder in app.config.locale_dirs)
    yield from (str(app.doctreedir), str(app.outdir), "/dev/null", "/usr/share/zoneinfo")


_installed = False


def _install() -> None:
    """Add the audit hook once; it cannot be removed (PEP 578)."""
    global _installed  # noqa: PLW0603  # as above
    if not _installed:
        _installed = True
        sys.addaudithook(_look)


def _look(event: str, arguments: tuple[Any, ...]) -> None:
    if _watch is None or event not in _WATCHED or getattr(judging, "now", False):
        return
    judging.now = True
    try:
        _judge(_watch, event, arguments)
    finally:
        judging.now = False


def _judge(watch: _Watch, event: str, arguments: tuple[Any, ...]) -> None:
    """Raise an error if a guest's document may not have what is asked for."""
    if event == "open":
        path, mode, flags = arguments
        if not _is_reading(path, mode, flags) or watch.may_open(os.fsdecode(path)) or _is_import():
            return
        what, code = f"The file {quoted(os.fsdecode(path))} is not read", Code.FILE_REFUSED
    elif event in _CONNECTS:
        what, code = "Nothing is loaded while documents are read", Code.NOT_FOR_GUESTS
    else:
        what, code = "No program is started while documents are read", Code.NOT_FOR_GUESTS
    name, line = _directive()
    by = f" (by ‘{name}’)" if name else ""
    note(watch.app.env, line, f"{what}{by}: this is not for guests' texts.", code)
    raise RefusedError(f"{what}: this is not for guests' texts")


def _is_reading(path: object, mode: object, flags: object) -> bool:
    """Whether a named file is opened for reading."""
    if not isinstance(path, (str, bytes)):
        return False
    if isinstance(mode, str):
        return "r" in mode or "+" in mode
    return not (isinstance(flags, int) and flags & os.O_ACCMODE == os.O_WRONLY)


def _is_import() -> bool:
    """Whether the caller is Python's import."""
    frame = sys._getframe(1)  # noqa: SLF001  # the documented way to see the caller
    for _ in range(8):
        if frame.f_code.co_filename == _IMPORTS:
            return True
        if frame.f_back is None:
            return False
        frame = frame.f_back
    return False


def _directive() -> tuple[str, int]:
    """The running directive and its line, for the message."""
    frame = sys._getframe(1)  # noqa: SLF001  # as above
    while frame is not None:
        found = frame.f_locals.get("self")
        if isinstance(found, Directive):
            return found.name, int(found.lineno)
        if frame.f_back is None:
            break
        frame = frame.f_back
    return "", 0

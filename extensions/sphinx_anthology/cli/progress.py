"""Progress of a build: a line for each step, rewritten in place in a terminal.

Sphinx tells how far it is by its log alone; the names of loggers are its modules' with ``sphinx.``
before them.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

_SHARE = re.compile(r"\[ *(?P<percent>\d+)%\] $")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CLEAR = "\r\x1b[2K"


class Progress:
    """Lines on a stream; in a terminal the last one says how far its step is.

    ``passing`` progress is for terminals alone, and leaves nothing behind.
    """

    def __init__(self, stream: TextIO | None = None, *, passing: bool = False) -> None:
        self._stream = stream or sys.stdout or io.StringIO()  # which may be closed
        self._is_live = self._stream.isatty() and os.environ.get("TERM", "") != "dumb"
        self._is_passing = passing
        self._step = ""
        self._is_shown = False
        self._told: set[str] = set()
        self.code = ""
        """The code of the first warning that is a problem of ours."""

    def is_news(self, text: str) -> bool:
        """Whether a text has not been told yet; line ends are no texts."""
        is_new = text not in self._told or not text.strip()
        self._told.add(text)
        return is_new

    def step(self, text: str) -> None:
        """Begin a step."""
        self.end()
        if self._is_live:
            self._step = text
            self._show(text)
        elif not self._is_passing:
            self._print(text)

    def at(self, where: str) -> None:
        """Say how far the step is, in a terminal."""
        if self._step:
            self._show(f"{self._step}: {where}")

    def end(self) -> None:
        """End the step: its line stays."""
        if self._is_passing:
            self.clear()
        elif self._step:
            self._show(self._step)
            self._print()
        self._step, self._is_shown = "", False

    def clear(self) -> None:
        """Make room for other lines; the step's line comes again with the next share."""
        if self._is_shown:
            self._is_shown = False
            self._print(_CLEAR, end="")

    def _print(self, text: str = "", end: str = "\n") -> None:
        print(text, end=end, file=self._stream, flush=True)

    def _show(self, text: str) -> None:
        width = shutil.get_terminal_size().columns - 1
        self._print(f"{_CLEAR}{text[:width]}", end="")
        self._is_shown = True

    @contextlib.contextmanager
    def reported(self, show: Callable[[int, bool], None]) -> Iterator[None]:
        """Hand shares in percent to a function, with whether they are of files.

        Messages of ours are shown as lines.
        """
        ours, theirs = (logging.getLogger(f"sphinx.{n}") for n in ("sphinx_anthology", _DISPLAY))
        handlers = ((ours, _Handler(self._tell)), (theirs, _Handler(_share_for(show))))
        for logger, handler in handlers:
            logger.addHandler(handler)
        try:
            yield
        finally:
            for logger, handler in handlers:
                logger.removeHandler(handler)

    def _tell(self, message: str) -> None:
        if self.is_news(message) and not self._is_passing:
            self.clear()
            self._print(_COLOUR.sub("", message))


_DISPLAY = "sphinx.util.display"
"""The module of Sphinx that shows shares."""


def _share_for(show: Callable[[int, bool], None]) -> Callable[[str], None]:
    def handle(message: str) -> None:
        if found := _SHARE.search(_COLOUR.sub("", message)):
            show(int(found["percent"]), " volumes... [" in found.string)

    return handle


class Steps:
    """The steps of making one format; without one, of a check."""

    def __init__(self, progress: Progress, form: str) -> None:
        self._progress, self._form = progress, form
        self._files = 0

    def reported(self) -> contextlib.AbstractContextManager[None]:
        """Show how far the steps are."""
        return self._progress.reported(self._share)

    def watch(self, app: Any) -> None:
        """Name the steps of a build of Sphinx as they begin."""
        app.connect("env-before-read-docs", self._reading)
        app.connect("write-started", self._writing)

    def _reading(self, app: Any, env: Any, docnames: list[str]) -> None:
        if docnames:
            self._progress.step(f"Reading {_counted(len(docnames), 'document')}")

    def _writing(self, app: Any, builder: Any) -> None:
        if self._form in _WITHOUT_FILES:
            self._progress.step(_WITHOUT_FILES[self._form])
            return
        from sphinx_anthology.reading.volumes import wanted_volumes  # noqa: PLC0415  # Sphinx

        self._files = len(wanted_volumes(app.env))
        self._progress.step(f"Making {_counted(self._files, f'{self._form.upper()} file')}")

    def _share(self, percent: int, of_files: bool) -> None:
        number = round(percent * self._files / 100)
        self._progress.at(f"{number} of {self._files}" if of_files else f"{percent} %")


_WITHOUT_FILES = {"html": "Making the site", "": "Checking"}
"""The last step of what is no row of files."""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


class _Handler(logging.Handler):
    """Hands messages below warnings to a function, in the main process alone."""

    def __init__(self, handle: Callable[[str], None]) -> None:
        super().__init__(logging.INFO)
        self._handle, self._process = handle, os.getpid()

    def emit(self, record: logging.LogRecord) -> None:
        """Hand over a message; those of workers come to the main process by themselves."""
        if record.levelno < logging.WARNING and os.getpid() == self._process:
            self._handle(record.getMessage())


_CODE = re.compile(r"\[anthology\.([a-z-]+)\]")


class Warnings:
    """The stream of warnings: each once, below the progress, coloured only in a terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._stream = sys.stderr or io.StringIO()  # which may be closed
        self._is_plain = not self._stream.isatty()

    def write(self, text: str) -> int:
        """Write a warning, unless another format had the same."""
        if self._progress.is_news(text):
            self._progress.clear()
            found = _CODE.search(text)
            self._progress.code = self._progress.code or (found[1] if found else "")
            self._stream.write(_COLOUR.sub("", text) if self._is_plain else text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        """Any other attribute of the standard error."""
        return getattr(self._stream, name)

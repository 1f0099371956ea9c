"""A command in a terminal of its own, and somebody who types."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

_PATIENCE = 120.0
"""Seconds in which something appears, on a machine that does much else."""


class Session:
    """A running command; ``seen`` is what the terminal has shown."""

    def __init__(
        self, folder: Path, arguments: list[str], more: Mapping[str, str], *, output: Path | None
    ) -> None:
        self.main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._output = output.open("wb") if output else None
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sphinx_anthology.cli", *arguments],
            stdin=side,
            stdout=self._output or side,
            stderr=side,
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "", **more},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(side)
        self.seen = ""
        self._looked = 0

    def until(self, text: str) -> None:
        """Wait until the terminal shows a text after the last one waited for."""
        end = time.monotonic() + _PATIENCE
        while (found := self.seen.find(text, self._looked)) < 0:
            assert time.monotonic() < end, f"no ‘{text}’ in:\n{self.seen}"
            assert self._read(), f"ended without ‘{text}’:\n{self.seen}"
        self._looked = found + len(text)

    def type(self, text: str) -> None:
        """Type keys."""
        os.write(self.main, text.encode())

    def answer(self, question: str, answer: str) -> None:
        """Wait for a question, and type a line."""
        self.until(question)
        self.type(answer + "\n")

    def interrupt(self) -> int:
        """Press Ctrl-C until it is heard, as people do; the result is the exit code."""
        for _ in range(60):
            self.type("\x03")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(2)
                break
        return self.end()

    def end(self) -> int:
        """Wait for the end; the result is the exit code."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE)

    def _read(self) -> bool:
        if not select.select([self.main], [], [], _PATIENCE)[0]:
            return False
        try:
            data = os.read(self.main, 65536)
        except OSError:  # nobody holds the other side any more
            return False
        self.seen += data.decode(errors="replace").replace("\r\n", "\n")
        return bool(data)

    def close(self) -> None:
        """End the command, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.main)
        if self._output:
            self._output.close()


@contextlib.contextmanager
def terminal(
    folder: Path, *arguments: str, output: Path | None = None, **more: str
) -> Iterator[Session]:
    """Run the command in a terminal of 80 columns; its output may go into a file."""
    session = Session(folder, list(arguments), more, output=output)
    try:
        yield session
    finally:
        session.close()

"""What the command prints: no text of a document takes hold of the terminal."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any

from sphinx_anthology.model.problem import printable

_COLOURS = re.compile(r"(\x1b\[[0-9;]*[mK]|\A\r+|\r+(?=[\n\x1b]|\Z))")
"""What Sphinx's progress needs: colours, and a line that begins anew."""


class SafeStream:
    """A stream on which what cannot be seen is named."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        parts = _COLOURS.split(text)
        # every second part is one of the signs
        parts[::2] = [printable(part) for part in parts[::2]]
        self._stream.write("".join(parts))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        """Give what else the stream has."""
        return getattr(self._stream, name)


@contextlib.contextmanager
def safe_streams() -> Iterator[None]:
    """Let both streams of the program be safe ones."""
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (s and SafeStream(s) for s in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams

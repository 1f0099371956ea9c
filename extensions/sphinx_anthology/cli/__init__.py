"""The command ``anthology``."""

from __future__ import annotations

import signal
import sys


def start() -> int:
    """Run the command; the result is the exit code."""
    _end_at_once()
    from sphinx_anthology.cli.__main__ import main  # noqa: PLC0415

    return main()


def _end_at_once() -> None:
    """Let Ctrl-C end the process silently until the command handles it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if sys.argv[:1] == ["-m"]:  # true while ``python -m sphinx_anthology.cli`` loads this module
    _end_at_once()

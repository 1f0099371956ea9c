"""The command ``anthology``."""

from __future__ import annotations

import signal
import sys


def start() -> int:
    """Run the command in a process of its own."""
    _end_at_once()
    from sphinx_anthology.cli.__main__ import main  # noqa: PLC0415

    return main()


def _end_at_once() -> None:
    """Let Ctrl-C end the process without a word, until the command can say one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


if sys.argv[:1] == ["-m"]:  # as ``python -m sphinx_anthology.cli`` has it while it loads this
    _end_at_once()

"""Commands in processes of their own, and what they cost."""

from __future__ import annotations

import dataclasses as dc
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dc.dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost, its children included: CPU seconds, and bytes of memory at the most."""

    seconds: float
    memory: int


def cost_of(*command: str, good: tuple[int, ...] = (0,)) -> Cost:
    """Run a module of Python's with arguments, and wait; it must end with a code that is good.

    What it says is shown only where it does not.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    words = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        sys.exit(words)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)

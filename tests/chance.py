"""Where tests that try their luck begin: elsewhere with every commit, and told by a number."""

from __future__ import annotations

import functools
import os
import subprocess
from pathlib import Path


@functools.cache
def seed() -> int:
    """``ANTHOLOGY_SEED``, else a number of the commit; 0 where there is no Git.

    So two runs of one commit draw the same, and the runs of a week draw more than any of them.
    """
    if (stated := os.environ.get("ANTHOLOGY_SEED")) is not None:
        return int(stated)
    try:
        said = subprocess.run(
            ["git", "rev-parse", "HEAD"],  # noqa: S607  # whichever Git there is
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said[:8], 16)

"""The figures of the series “How this book is made”: what was measured, and what is drawn of it.

``python -m tests.figures measure`` measures everything anew, which takes most of an hour of a
processor, and ``python -m tests.figures measure edits`` one thing. What was measured is a JSON
file beside the drawings. ``python -m tests.figures`` draws from these files, and writes the tables
of the posts; it measures nothing, so that the same files give the same drawings.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent.parent / "docs"
SERIES = DOCS / "series" / "how-this-book-is-made"
FOLDER = SERIES / "figures"


def load(name: str) -> dict[str, Any]:
    """What was measured under a name."""
    measured: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return measured


def save(name: str, measured: dict[str, Any]) -> None:
    """Keep what was measured, with the day and the machine."""
    machine = {
        "day": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    text = json.dumps({**machine, **measured}, indent=1, ensure_ascii=False)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")

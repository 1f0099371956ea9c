"""The words of all bodies, kept from one build to the next.

A build reads only what changed; the index needs the words of all.
"""

from __future__ import annotations

import dataclasses as dc
import json
from pathlib import Path

from sphinx_anthology.files import write_whole


@dc.dataclass(slots=True, kw_only=True)
class SearchRecord:
    """What one builder remembers of its last writing into one folder.

    ``form`` names the analysis by which the stems were made. ``files`` are the names of the files
    that were written from them, and ``version`` is their digest. ``bodies`` holds, by docname,
    what :func:`body.body_stems` gave.
    """

    form: str
    version: str = ""
    files: list[str] = dc.field(default_factory=list)
    bodies: dict[str, tuple[str, str]] = dc.field(default_factory=dict)


def read_record(path: Path, form: str) -> SearchRecord:
    """The record in a file; an empty one where it is missing, broken or of another form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        record = SearchRecord(**found)
        record.bodies = {name: (marked, plain) for name, (marked, plain) in record.bodies.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return SearchRecord(form=form)
    return record if record.form == form else SearchRecord(form=form)


def write_record(path: Path, record: SearchRecord) -> None:
    """Keep a record."""
    write_whole(path, json.dumps(dc.asdict(record), separators=(",", ":"), sort_keys=True))

"""``anthology check --fix``: changes are shown, asked for, written, and checked again."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from sphinx_anthology.cli.checking import CheckResult, check
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.fixing import Fixes, fixes
from sphinx_anthology.model.line_ends import decoded, encoded
from sphinx_anthology.model.problem import printable, shown_path
from sphinx_anthology.model.trial import Documents

_TIMES = 6
"""The most times that a publication is checked again: a fix may show another problem."""


def fix_documents(
    docs: Path, result: CheckResult, as_of: dt.date | None, *, yes: bool, stream: TextIO
) -> CheckResult:
    """Fix all that is safe, and give the result of the last check.

    Without ``yes`` a person on a terminal is asked first; elsewhere nothing is written.
    """
    place = Path(shown_path(docs, Path.cwd()))
    told: set[str] = set()
    for time in range(_TIMES):
        found = fixes(result.documents, result.all_problems)
        notes = [note for note in _notes(found, place) if note not in told]
        told.update(notes)
        for line in (*_diffs(result.documents, found, place), *notes, *([""] if notes else [])):
            print(line, file=stream)
        if not found.texts:
            print(f"Nothing{' more' if time else ''} can be fixed safely.\n", file=stream)
            break
        if not _agreed(len(found.texts), yes=yes, stream=stream):
            break
        for line in _write(docs, result.documents, found.texts):
            print(line, file=stream)
        result = check(docs, as_of=as_of)
    return result


def _diffs(documents: Documents, found: Fixes, place: Path) -> Iterator[str]:
    """The changes of all documents as a unified diff."""
    for docname, text in sorted(found.texts.items()):
        file = (place / documents.catalogue.sources[docname].file).as_posix()
        before = documents.texts[docname].split("\n")
        lines = difflib.unified_diff(before, text.split("\n"), file, file, lineterm="")
        yield from map(_shown, lines)
        yield ""


def _shown(line: str) -> str:
    """A line of a diff; what cannot be seen is written as its code point."""
    plain = "".join(f"⟨U+{ord(c):04X}⟩" if c in _LIKE_SPACES else c for c in line)
    return printable(plain)


_LIKE_SPACES = "\u00a0\u2007\u202f\u3000\u200c\u200d"


def _notes(found: Fixes, place: Path) -> Iterator[str]:
    """What stays withheld, and what was not fixed."""
    for file in dict.fromkeys(found.held_back):
        yield (
            f"{place / file}: was withheld and stays so, by the new ‘draft: true’; "
            "write ‘draft: false’ to publish it."
        )
    for refusal in found.refused:
        problem = refusal.problem
        where = f"{place / problem.file}:{problem.line}"
        yield printable(f"{where}: not fixed [{problem.code.slug}]: {refusal.reason}")


def _agreed(count: int, *, yes: bool, stream: TextIO) -> bool:
    """Whether the changes shall be written."""
    documents = f"{count} documents" if count > 1 else "one document"
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        print(
            f"Nothing was written. To change {documents} so: anthology check --fix --yes\n",
            file=stream,
        )
        return False
    try:
        print(f"Change {documents} so? [y/N] ", end="", file=stream, flush=True)
        is_agreed = input().strip().casefold() in {"y", "yes"}
    except EOFError:
        is_agreed = False
    if not is_agreed:
        print("Nothing was written.\n", file=stream)
    return is_agreed


def _write(docs: Path, documents: Documents, texts: Mapping[str, str]) -> Iterator[str]:
    """Write the files whole, unless they changed meanwhile."""
    for docname, text in sorted(texts.items()):
        file = documents.catalogue.sources[docname].file
        path = docs / file
        former = path.read_bytes()
        if decoded(former) == documents.texts[docname]:
            write_whole(path, encoded(text, former))
        else:
            shown = shown_path(path, Path.cwd())
            yield f"{shown} changed meanwhile, and was not fixed."

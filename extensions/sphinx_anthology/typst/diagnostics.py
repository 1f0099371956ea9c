"""What Typst's compiler says of a document, taken apart."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_HEAD = re.compile(r"^(error|warning|help): (.*)")
_PLACE = re.compile(r"^\s*┌─ (.*):(\d+):\d+$")
_HINT = re.compile(r"^\s*= hint: (.*)")


class Location(NamedTuple):
    """A line of a file; the file is relative to the compiler's root, with slashes."""

    file: str
    line: int


class Diagnostic(NamedTuple):
    """Something that the compiler says: ``file`` is empty and ``line`` 0 where it knows no place.

    ``calls`` are the places that led to this one, the innermost first.
    """

    message: str
    file: str = ""
    line: int = 0
    hints: tuple[str, ...] = ()
    calls: tuple[Location, ...] = ()

    def within(self, path: str) -> Location | None:
        """The innermost place in a file or folder, such as the line that misused a function."""
        places = (Location(self.file, self.line), *self.calls)
        return next((p for p in places if p.file == path or p.file.startswith(f"{path}/")), None)


def remarks(diagnostic: str, root: Path, severity: str = "error") -> tuple[Diagnostic, ...]:
    """The errors, or the warnings, that a diagnostic reports, in order."""
    heads: list[tuple[str, str]] = []
    places: list[list[Location]] = []
    hints: list[list[str]] = []
    for line in diagnostic.splitlines():
        if head := _HEAD.match(line):
            if head[1] != "help":
                heads.append((head[1], head[2]))
                places.append([])
                hints.append([])
        elif heads and (place := _PLACE.match(line)):
            places[-1].append(Location(_inside(place[1], root), int(place[2])))
        elif heads and (hint := _HINT.match(line)):
            hints[-1].append(hint[1])
    found = zip(heads, places, hints, strict=True)
    return tuple(_remark(head[1], at, tips) for head, at, tips in found if head[0] == severity)


def _remark(message: str, places: list[Location], hints: list[str]) -> Diagnostic:
    file, line = places[0] if places else ("", 0)
    return Diagnostic(message, file, line, tuple(hints), tuple(places[1:]))


def _inside(shown: str, root: Path) -> str:
    """A file's path below the root; the compiler gives it from the working folder."""
    path = Path(shown).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else shown

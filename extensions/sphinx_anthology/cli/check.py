"""``anthology check``: all problems with place, reason and fix."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_anthology.model.problem import Level, Problem, printable, shown_path

if TYPE_CHECKING:
    from sphinx_anthology.cli.build import CheckResult


def run(docs: Path, *, form: str, as_of: dt.date | None) -> int:
    """Print all findings; the result is 1 if something must be fixed, else 0."""
    from sphinx_anthology.cli.build import check  # noqa: PLC0415  # Sphinx is slow to load

    finding = check(docs, as_of=as_of)
    place = Path(shown_path(docs, Path.cwd()))
    for line in FORMS[form](finding, place):
        print(line)
    must = any(problem.level is Level.MUST for problem in finding.problems)
    return 1 if must or finding.warnings else 0


def as_text(finding: CheckResult, docs: Path) -> Iterator[str]:
    """Findings as lines, most serious first, then withheld documents and totals.

    Of many suggestions with the same words, only the first are written out, with the places of the
    others.
    """
    found = finding.problems
    for level in Level:
        for several in _by_kind(problem for problem in found if problem.level is level):
            folded = several[1:] if len(several) > _MOST else []
            for problem in several[: len(several) - len(folded)]:
                place = f"{docs / problem.file}:{problem.line}:"
                yield _on_one_line(f"{place} {level}: {problem.message} [{problem.code.slug}]")
            if folded:
                yield _on_one_line(f"  The same of {len(folded)} more: {_places(folded, docs)}")
    yield from map(_on_one_line, finding.warnings)
    for one in finding.left_out:
        place = f"{docs / one.file}:{one.line}:"
        yield _on_one_line(f"{place} withheld ({one.reason}): {one.message}")
    counts = ((level, sum(p.level is level for p in found)) for level in Level)
    total = ", ".join(f"{count} {level}" for level, count in counts)
    others, withheld = len(finding.warnings), len(finding.left_out)
    day = finding.as_of.isoformat()
    yield f"{total}; {others} other warnings; {withheld} withheld as of {day}."


_MOST = 3
"""The most suggestions with the same words that are printed."""
_NAMED = 8
"""The most places that are named of the others."""


def _by_kind(problems: Iterable[Problem]) -> Iterable[list[Problem]]:
    """Problems in order, with suggestions of the same words together."""
    found: dict[str | int, list[Problem]] = {}
    for number, problem in enumerate(problems):
        key = number if problem.level is Level.MUST else problem.message
        found.setdefault(key, []).append(problem)
    return found.values()


def _places(problems: Sequence[Problem], docs: Path) -> str:
    """The first places of problems; ``--format json`` has all."""
    named = [f"{docs / problem.file}:{problem.line}" for problem in problems[:_NAMED]]
    return ", ".join(named) + (", …" if len(problems) > _NAMED else "")


def _on_one_line(text: str) -> str:
    """A message on one line, without workflow commands of GitHub."""
    return printable(" ".join(text.splitlines())).replace("##[", "# #[")


def as_json(finding: CheckResult, docs: Path) -> Iterator[str]:
    """One JSON document: ``as_of``, ``problems``, ``warnings`` and ``withheld``."""
    found = [
        {
            "file": (docs / problem.file).as_posix(),
            "line": problem.line,
            "level": problem.level.value,
            "code": problem.code.slug,
            "message": problem.message,
        }
        for problem in finding.problems
    ]
    withheld = [
        {
            "file": (docs / one.file).as_posix(),
            "line": one.line,
            "reason": one.reason.value,
            "message": one.message,
        }
        for one in finding.left_out
    ]
    document = {
        "as_of": finding.as_of.isoformat(),
        "problems": found,
        "warnings": list(finding.warnings),
        "withheld": withheld,
    }
    yield printable(json.dumps(document, ensure_ascii=False, indent=2))


_GITHUB = {Level.MUST: "error", Level.SHOULD: "warning", Level.COULD: "notice"}


def as_github(finding: CheckResult, docs: Path) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines of a change."""
    for problem in finding.problems:
        file = _property((docs / problem.file).as_posix())
        place = f"file={file},line={max(1, problem.line)}"
        title = problem.code.slug
        yield f"::{_GITHUB[problem.level]} {place},title={title}::{_escaped(problem.message)}"
    for one in finding.left_out:
        file = _property((docs / one.file).as_posix())
        place = f"file={file},line={max(1, one.line)}"
        yield f"::notice {place},title=withheld::{_escaped(f'{one.reason}: {one.message}')}"
    for warning in finding.warnings:
        yield f"::error ::{_escaped(warning)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMS: dict[str, Callable[[CheckResult, Path], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
"""The output formats."""

"""``anthology check``: what is wrong or missing, where, why, and the mend."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sphinx_anthology.model.problem import Level, Problem, printable


def run(docs: Path, *, form: str, as_of: dt.date | None) -> int:
    """Say everything; the result is 1 where something must be mended, else 0."""
    from sphinx_anthology.tool.build import find  # noqa: PLC0415  # Sphinx is slow to load

    finding = find(docs, as_of=as_of)
    if finding is None:
        return 2
    for line in FORMS[form](finding.problems, finding.warnings, docs):
        print(line)
    must = any(problem.level is Level.MUST for problem in finding.problems)
    return 1 if must or finding.warnings else 0


def as_text(problems: Iterable[Problem], warnings: Iterable[str], docs: Path) -> Iterator[str]:
    """One line each, as compilers do, the gravest first; then a sum."""
    counts = dict.fromkeys(Level, 0)
    for level in Level:
        for problem in problems:
            if problem.level is level:
                counts[level] += 1
                place = f"{docs / problem.file}:{problem.line}:"
                yield _on_one_line(f"{place} {level}: {problem.message} [{problem.code.slug}]")
    others = list(warnings)
    yield from map(_on_one_line, others)
    total = ", ".join(f"{count} {level}" for level, count in counts.items())
    yield f"{total}; {len(others)} other warnings."


def _on_one_line(text: str) -> str:
    """A message that is no other line, nor an order to what reads it (GitHub's workflows)."""
    return printable(" ".join(text.splitlines())).replace("##[", "# #[")


def as_json(problems: Iterable[Problem], warnings: Iterable[str], docs: Path) -> Iterator[str]:
    """One JSON document: ``problems`` and ``warnings``."""
    found = [
        {
            "file": (docs / problem.file).as_posix(),
            "line": problem.line,
            "level": problem.level.value,
            "code": problem.code.slug,
            "message": problem.message,
        }
        for problem in problems
    ]
    document = {"problems": found, "warnings": list(warnings)}
    yield printable(json.dumps(document, ensure_ascii=False, indent=2))


_GITHUB = {Level.MUST: "error", Level.SHOULD: "warning", Level.COULD: "notice"}


def as_github(problems: Iterable[Problem], warnings: Iterable[str], docs: Path) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines of a change."""
    for problem in problems:
        file = _property((docs / problem.file).as_posix())
        place = f"file={file},line={max(1, problem.line)}"
        title = problem.code.slug
        yield f"::{_GITHUB[problem.level]} {place},title={title}::{_escaped(problem.message)}"
    for warning in warnings:
        yield f"::error ::{_escaped(warning)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMS: dict[str, Callable[[Iterable[Problem], Iterable[str], Path], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
"""How it can be said."""

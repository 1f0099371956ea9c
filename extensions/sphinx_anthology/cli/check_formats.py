"""The findings of a check for programs: JSON, and workflow commands of GitHub."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sphinx_anthology.cli.findings import (
    Finding,
    Findings,
    help_address,
    in_what,
    place_and_message,
    replacements,
)
from sphinx_anthology.model.problem import Level, printable


def as_json(findings: Findings) -> Iterator[str]:
    """One JSON document: ``problems``, ``warnings`` and ``withheld``."""
    docs, result = findings.docs, findings.result
    withheld = [
        {
            "file": (docs / one.file).as_posix(),
            "line": one.line,
            "reason": one.reason.value,
            "message": one.message,
        }
        for one in result.left_out
    ]
    document = {
        "as_of": result.as_of.isoformat(),
        "problems": [_in_json(finding, findings) for finding in findings.all],
        "warnings": list(result.warnings),
        "warnings_of_drafts": list(result.warnings_of_drafts),
        "withheld": withheld,
    }
    yield printable(json.dumps(document, ensure_ascii=False, indent=2))


def _in_json(finding: Finding, findings: Findings) -> dict[str, object]:
    problem, explanation = finding.problem, finding.explanation
    return {
        "file": (findings.docs / problem.file).as_posix(),
        "line": problem.line,
        "column": finding.column or None,
        "level": problem.level.value,
        "code": problem.code.slug,
        "group": explanation.group,
        "message": problem.message,
        "withheld": finding.withheld.value if finding.withheld else None,
        "counts": finding.counts,
        "why": explanation.why,
        "fix": explanation.fix,
        "help": help_address(problem.code) or None,
        "edits": [
            dict(zip(_EDIT, edit, strict=True))
            for edit in replacements(finding, findings.text(problem.file))
        ],
    }


_EDIT = ("line", "column", "end_line", "end_column", "text")
_GITHUB = {Level.MUST: "error", Level.SHOULD: "warning", Level.COULD: "notice"}


def as_github(findings: Findings) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines of a change."""
    docs = findings.docs
    for finding in findings.all:
        problem = finding.problem
        file = _property((docs / problem.file).as_posix())
        column = f",col={finding.column}" if finding.column else ""
        place = f"file={file},line={max(1, problem.line)}{column}"
        kind = _GITHUB[problem.level] if finding.counts else "notice"
        title = f"{problem.code.slug}{_property(in_what(finding))}"
        yield f"::{kind} {place},title={title}::{_escaped(problem.message)}"
    for one in findings.left_out:
        file = _property((docs / one.file).as_posix())
        place = f"file={file},line={max(1, one.line)}"
        yield f"::notice {place},title=withheld::{_escaped(f'{one.reason}: {one.message}')}"
    yield from (_annotated(warning, "error") for warning in findings.result.warnings)
    yield from (_annotated(warning, "notice") for warning in findings.result.warnings_of_drafts)


def _annotated(warning: str, kind: str) -> str:
    """A warning of others, beside its line if it names one."""
    file, line, message = place_and_message(warning)
    place = f"file={_property(file)},line={max(1, line)}" if file else ""
    return f"::{kind} {place}::{_escaped(message)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

"""The findings of a check as SARIF 2.1.0, which code hosts and editors read (OASIS, 2020)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx_anthology import __version__
from sphinx_anthology.cli.findings import (
    Finding,
    Findings,
    docs_address,
    help_address,
    place_and_message,
    replacements,
)
from sphinx_anthology.model.explanations import EXPLANATIONS
from sphinx_anthology.model.problem import Code, Level, printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
_LEVELS = {Level.MUST: "error", Level.SHOULD: "warning", Level.COULD: "note"}
_OF_DRAFT = "note"
"""The level of what is wrong in a draft."""
_SPHINX, _WITHHELD = "sphinx", "withheld-document"
"""Rules of results that are no problems of ours."""


def as_sarif(findings: Findings) -> Iterator[str]:
    """One log with one run: a rule for each code, a result for each finding."""
    results = [
        *(_of_problem(finding, findings) for finding in findings.all),
        *(_of_warning(warning, "error") for warning in findings.result.warnings),
        *(_of_warning(warning, _OF_DRAFT) for warning in findings.result.warnings_of_drafts),
        *(
            _result(_WITHHELD, f"{one.reason}: {one.message}", findings.docs / one.file, one.line)
            | {"kind": "informational", "level": "none"}
            for one in findings.left_out
        ),
    ]
    rules = [_rule(code) for code in Code] + [_other_rule(n, t) for n, t in _OTHER.items()]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = places[result["ruleId"]]
    driver = {"name": "anthology check", "version": __version__, "rules": rules}
    if base := docs_address():
        driver["informationUri"] = base
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield printable(json.dumps(log, ensure_ascii=False, indent=2))


_OTHER = {
    _SPHINX: "A warning of Sphinx, or of another extension.",
    _WITHHELD: "A document that is in no public build.",
}


def _rule(code: Code) -> dict[str, Any]:
    found = EXPLANATIONS[code]
    text = f"{found.why} {found.fix}"
    rule = {
        "id": code.slug,
        "shortDescription": {"text": code.help},
        "fullDescription": {"text": found.why},
        "help": {"text": text},
        "defaultConfiguration": {"level": _LEVELS[code.level]},
        "properties": {"tags": [found.group]},
    }
    return rule | ({"helpUri": help_address(code)} if help_address(code) else {})


def _other_rule(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "shortDescription": {"text": text}}


def _of_problem(finding: Finding, findings: Findings) -> dict[str, Any]:
    problem = finding.problem
    file = findings.docs / problem.file
    result = _result(problem.code.slug, problem.message, file, problem.line, finding.column)
    result["level"] = _LEVELS[problem.level] if finding.counts else _OF_DRAFT
    if finding.withheld:
        result["properties"] = {"withheld": finding.withheld.value}
    if finding.fix is not None:
        changes = [_replacement(e) for e in replacements(finding, findings.text(problem.file))]
        change = {"artifactLocation": {"uri": _uri(file)}, "replacements": changes}
        result["fixes"] = [
            {"description": {"text": finding.explanation.fix}, "artifactChanges": [change]}
        ]
    return result


def _replacement(edit: tuple[int, int, int, int, str]) -> dict[str, Any]:
    region = dict(zip(("startLine", "startColumn", "endLine", "endColumn"), edit[:4], strict=True))
    return {"deletedRegion": region, "insertedContent": {"text": edit[4]}}


def _result(rule: str, message: str, file: Path, line: int, column: int = 0) -> dict[str, Any]:
    """A result; a problem of the file as a whole has no region."""
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if line > 0:
        start = {"startColumn": column} if column else {}
        place["region"] = {"startLine": line, **start}
    return {
        "ruleId": rule,
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _of_warning(warning: str, level: str) -> dict[str, Any]:
    file, line, message = place_and_message(warning)
    if not file:
        return {"ruleId": _SPHINX, "level": level, "message": {"text": message}}
    return _result(_SPHINX, message, Path(file), line) | {"level": level}


def _uri(file: Path) -> str:
    """The address of a file: relative to the current folder, if it is below it."""
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())

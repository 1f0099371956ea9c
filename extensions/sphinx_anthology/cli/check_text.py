"""The findings of a check as text, for people."""

from __future__ import annotations

import dataclasses as dc
import os
import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sphinx_anthology.cli.ending import print_link
from sphinx_anthology.cli.findings import Finding, Findings, help_address, in_what
from sphinx_anthology.model.explanations import EXPLANATIONS
from sphinx_anthology.model.problem import Code, Level, Problem, more_about, printable

_HEADINGS = {
    Level.MUST: "Must: the publication is wrong.",
    Level.SHOULD: "Should: readers miss something.",
    Level.COULD: "Could: something may be added.",
}
"""The headings of the groups."""
_MOST = 3
"""The most suggestions with the same words that are printed."""
_NAMED = 8
"""The most places that are named of the others."""
_INDENT = "    "


@dc.dataclass(frozen=True, slots=True)
class Line:
    """A line of the report: a problem's ends in its code, a reason is wrapped on a terminal."""

    text: str
    code: Code | None = None
    after: str = ""
    is_reason: bool = False

    def __str__(self) -> str:
        """The line as it is written into a file."""
        return f"{self.text} [{self.code.slug}]{self.after}" if self.code else self.text


_FIXABLE = " (--fix can)"


def as_text(findings: Findings) -> Iterator[str]:
    """Findings as lines, most serious first, then withheld documents and totals."""
    return map(str, _lines(findings))


def print_text(findings: Findings) -> None:
    """Print the findings; on a terminal each code is a link, where documentation is known."""
    is_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if is_terminal else 0
    for line in _lines(findings):
        address = help_address(line.code) if line.code and is_terminal else ""
        if address and line.code:
            print_link(f"{line.text} [", line.code.slug, address, f"]{line.after}")
        elif width and line.is_reason:
            print(textwrap.fill(line.text, max(width, 40), subsequent_indent=_INDENT))
        else:
            print(line)


def _lines(findings: Findings) -> Iterator[Line]:
    explained = set[Code]()
    for level in Level:
        if found := findings.of(level):
            yield Line(_HEADINGS[level])
            yield from _of_level(found, findings.docs, explained)
            yield Line("")
    yield from _others(findings)
    yield from _of_drafts(findings, explained)
    yield from _withheld(findings)
    yield from _totals(findings)


def _of_level(found: Sequence[Finding], docs: Path, explained: set[Code]) -> Iterator[Line]:
    """The problems of a level; below the first of each code the reason why it matters.

    Of many suggestions with the same words, only the first are written out, with the places of the
    others.
    """
    for several in _by_kind(found):
        folded = several[1:] if len(several) > _MOST else []
        for finding in several[: len(several) - len(folded)]:
            problem = finding.problem
            text = f"{finding.place(docs)}: {problem.level}: {problem.message}"
            after = f"{in_what(finding) if finding.counts else ''}{_FIXABLE if finding.fix else ''}"
            yield Line(_on_one_line(text), problem.code, after)
        if folded:
            yield Line(_on_one_line(f"  The same of {len(folded)} more: {_places(folded, docs)}"))
        if (code := several[0].problem.code) not in explained:
            explained.add(code)
            yield from _reason(code)


def _reason(code: Code) -> Iterator[Line]:
    yield Line(f"{_INDENT}Why: {EXPLANATIONS[code].why}", is_reason=True)
    if (address := help_address(code)) and not sys.stdout.isatty():
        yield Line(f"{_INDENT}{address}")


def _by_kind(found: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Findings in order, with suggestions of the same words together."""
    kinds: dict[str | int, list[Finding]] = {}
    for number, finding in enumerate(found):
        problem = finding.problem
        key = number if problem.level is Level.MUST else problem.message
        kinds.setdefault(key, []).append(finding)
    return kinds.values()


def _places(found: Sequence[Finding], docs: Path) -> str:
    """The first places of findings; ``--format json`` has all."""
    named = [finding.place(docs) for finding in found[:_NAMED]]
    return ", ".join(named) + (", …" if len(found) > _NAMED else "")


def _others(findings: Findings) -> Iterator[Line]:
    """Warnings of Sphinx."""
    if warnings := findings.result.warnings:
        yield Line("Warnings of Sphinx and other extensions.")
        yield from (Line(_on_one_line(warning)) for warning in warnings)
        yield Line("")


def _of_drafts(findings: Findings, explained: set[Code]) -> Iterator[Line]:
    """What is wrong or missing in drafts, whatever its level."""
    found, warnings = findings.of_drafts, findings.result.warnings_of_drafts
    if found or warnings:
        yield Line("Drafts: to be fixed before they are published.")
        yield from _of_level(found, findings.docs, explained)
        yield from (Line(_on_one_line(warning)) for warning in warnings)
        yield Line("")


def _withheld(findings: Findings) -> Iterator[Line]:
    """The withheld documents of which the findings do not say so."""
    if left_out := list(findings.left_out):
        yield Line("Withheld: in no public build.")
        for one in left_out:
            place = f"{findings.docs / one.file}:{one.line}:"
            yield Line(_on_one_line(f"{place} withheld ({one.reason}): {one.message}"))
        yield Line("")


def _totals(findings: Findings) -> Iterator[Line]:
    result = findings.result
    if fixable := sum(finding.fix is not None for finding in findings.all):
        yield Line(f"{fixable} can be fixed by: anthology check --fix")
    in_order = (*(f for level in Level for f in findings.of(level)), *findings.of_drafts)
    if in_order and not help_address(in_order[0].problem.code):
        yield Line(more_about(in_order[0].problem.code.slug))
    if result.of_drafts or result.warnings_of_drafts:
        yield Line(f"In drafts, which do not count: {_counted(result.of_drafts)}.")
    others, withheld = len(result.warnings), len(result.left_out)
    day, total = result.as_of.isoformat(), _counted(result.problems)
    warnings = "warning" if others == 1 else "warnings"
    yield Line(f"{total}; {others} other {warnings}; {withheld} withheld as of {day}.")


def _counted(problems: Iterable[Problem]) -> str:
    counts = Counter(problem.level for problem in problems)
    return ", ".join(f"{counts[level]} {level}" for level in Level)


def _on_one_line(text: str) -> str:
    """A message on one line, without workflow commands of GitHub."""
    return printable(" ".join(text.splitlines())).replace("##[", "# #[")

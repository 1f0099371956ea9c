"""The findings of a check as text, for people."""

from __future__ import annotations

import dataclasses as dc
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sphinx_anthology.cli.ending import print_link
from sphinx_anthology.cli.findings import Finding, Findings, help_address
from sphinx_anthology.model.explanations import EXPLANATIONS
from sphinx_anthology.model.problem import Code, Level, printable

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
    is_fixable: bool = False
    is_reason: bool = False

    def __str__(self) -> str:
        """The line as it is written into a file."""
        code = f" [{self.code.slug}]{_FIXABLE if self.is_fixable else ''}" if self.code else ""
        return f"{self.text}{code}"


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
            before, after = line.text, _FIXABLE if line.is_fixable else ""
            print_link(f"{before} [", line.code.slug, address, f"]{after}")
        elif width and line.is_reason:
            print(textwrap.fill(line.text, max(width, 40), subsequent_indent=_INDENT))
        else:
            print(line)


def _lines(findings: Findings) -> Iterator[Line]:
    for level in Level:
        if found := findings.of(level):
            yield Line(_HEADINGS[level])
            yield from _of_level(found, findings.docs)
            yield Line("")
    yield from _others(findings)
    yield from _totals(findings)


def _of_level(found: Sequence[Finding], docs: Path) -> Iterator[Line]:
    """The problems of a level; below the first of each code the reason why it matters.

    Of many suggestions with the same words, only the first are written out, with the places of the
    others.
    """
    explained: set[Code] = set()
    for several in _by_kind(found):
        folded = several[1:] if len(several) > _MOST else []
        for finding in several[: len(several) - len(folded)]:
            problem = finding.problem
            text = f"{finding.place(docs)}: {problem.level}: {problem.message}"
            yield Line(_on_one_line(text), problem.code, is_fixable=finding.fix is not None)
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
    """Warnings of Sphinx, and what is withheld."""
    result = findings.result
    if result.warnings:
        yield Line("Warnings of Sphinx and other extensions.")
        yield from (Line(_on_one_line(warning)) for warning in result.warnings)
        yield Line("")
    if result.left_out:
        yield Line("Withheld: in no public build.")
    for one in result.left_out:
        place = f"{findings.docs / one.file}:{one.line}:"
        yield Line(_on_one_line(f"{place} withheld ({one.reason}): {one.message}"))
    if result.left_out:
        yield Line("")


def _totals(findings: Findings) -> Iterator[Line]:
    result = findings.result
    if fixable := sum(finding.fix is not None for finding in findings.all):
        yield Line(f"{fixable} can be fixed by: anthology check --fix")
    if findings.all and not help_address(findings.all[0].problem.code):
        code = findings.all[0].problem.code.slug
        yield Line(f"More about a code in brackets: anthology check --explain {code}")
    counts = ((level, sum(p.level is level for p in result.problems)) for level in Level)
    total = ", ".join(f"{count} {level}" for level, count in counts)
    others, withheld = len(result.warnings), len(result.left_out)
    day = result.as_of.isoformat()
    yield Line(f"{total}; {others} other warnings; {withheld} withheld as of {day}.")


def _on_one_line(text: str) -> str:
    """A message on one line, without workflow commands of GitHub."""
    return printable(" ".join(text.splitlines())).replace("##[", "# #[")

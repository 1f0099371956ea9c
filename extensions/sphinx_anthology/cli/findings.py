"""What a check found, ready to be printed: each problem with its column, its fix and its reason."""

from __future__ import annotations

import dataclasses as dc
import functools
import importlib.metadata
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_anthology.files import is_file
from sphinx_anthology.model.consistency import LeftOut
from sphinx_anthology.model.explanations import EXPLANATIONS, Explanation
from sphinx_anthology.model.fixing import proposals
from sphinx_anthology.model.positions import Lines, column_of
from sphinx_anthology.model.problem import Code, Level, Problem
from sphinx_anthology.model.states import Reason
from sphinx_anthology.model.trial import Fix

if TYPE_CHECKING:
    from sphinx_anthology.cli.checking import CheckResult

_MOST = 2_000_000
"""The most bytes of a file that is searched for the column of a problem."""


@dc.dataclass(frozen=True, slots=True)
class Finding:
    """A problem, its column from 1, 0 where it is not known, and its fix.

    ``withheld`` says why its document is in no public build; ``counts`` that the publication is
    wrong until it is fixed, which no draft makes it.
    """

    problem: Problem
    column: int
    fix: Fix | None
    withheld: Reason | None = None
    counts: bool = True

    @property
    def explanation(self) -> Explanation:
        """Why the problem matters."""
        return EXPLANATIONS[self.problem.code]

    def place(self, docs: Path) -> str:
        """File, line and column, where it is known, as editors and terminals link them."""
        column = f":{self.column}" if self.column else ""
        return f"{docs / self.problem.file}:{self.problem.line}{column}"


@dc.dataclass(frozen=True)
class Findings:
    """The findings of a check, of some levels; ``docs`` is the folder as it is shown."""

    result: CheckResult
    docs: Path
    levels: tuple[Level, ...] = tuple(Level)

    @functools.cached_property
    def all(self) -> tuple[Finding, ...]:
        """All findings, by file and line; those of drafts are the last."""
        shown = [p for p in self.result.all_problems if p.level in self.levels]
        fixes = proposals(self.result.documents, shown)
        reasons = {one.file: one.reason for one in self.result.left_out}
        drafts = {problem.file for problem in self.result.of_drafts}
        return tuple(
            Finding(p, self._column(p), fixes.get(p), reasons.get(p.file), p.file not in drafts)
            for p in shown
        )

    def of(self, level: Level) -> list[Finding]:
        """The findings of a level that count."""
        return [f for f in self.all if f.problem.level is level and f.counts]

    @property
    def of_drafts(self) -> list[Finding]:
        """The findings of drafts, and of what only these name."""
        return [finding for finding in self.all if not finding.counts]

    @property
    def left_out(self) -> Iterator[LeftOut]:
        """The withheld documents whose reason is not among the findings."""
        told = {(finding.problem.file, finding.problem.message) for finding in self.all}
        return (one for one in self.result.left_out if (one.file, one.message) not in told)

    def _column(self, problem: Problem) -> int:
        return column_of(problem.line, problem.path, problem.message, self.text(problem.file))

    @functools.cached_property
    def _by_file(self) -> Mapping[str, str]:
        """The texts of documents that can be fixed, by file."""
        documents = self.result.documents
        return {documents.catalogue.sources[n].file: t for n, t in documents.texts.items()}

    def text(self, file: str) -> str:
        """The text of a file; empty if it cannot be read, or is large."""
        if file not in self._texts:
            self._texts[file] = self._by_file.get(file) or self._read(file)
        return self._texts[file]

    @functools.cached_property
    def _texts(self) -> dict[str, str]:
        """The texts that were asked for, by file."""
        return {}

    def _read(self, file: str) -> str:
        path = self.docs / file
        try:
            if not is_file(path) or path.stat().st_size > _MOST:
                return ""
            return path.read_text("utf-8-sig")
        except (OSError, ValueError):
            return ""


def in_what(finding: Finding) -> str:
    """The end of a problem's code, in brackets: why its document is withheld.

    Empty if it is public, or if the message says so.
    """
    if finding.withheld is None or "left out" in finding.problem.message:
        return ""
    return f" (withheld: {finding.withheld})"


def replacements(finding: Finding, text: str) -> list[tuple[int, int, int, int, str]]:
    """The edits of a fix: line and column of the first character and after the last, and text."""
    lines = Lines.of(text)
    return [
        (*lines.place(edit.start), *lines.place(edit.end), edit.write)
        for edit in sorted(finding.fix.edits if finding.fix else ())
    ]


def levels_from(least: str) -> tuple[Level, ...]:
    """A level and those that are graver."""
    levels = tuple(Level)
    return levels[: levels.index(Level(least)) + 1]


@functools.cache
def docs_address() -> str:
    """Where the installed package says that its documentation is; empty if nowhere."""
    try:
        stated = importlib.metadata.metadata("sphinx-anthology").get_all("Project-URL") or ()
    except importlib.metadata.PackageNotFoundError:
        return ""
    addresses = dict(re.split(r"\s*,\s*", line, maxsplit=1) for line in stated if "," in line)
    found = {name.casefold(): address for name, address in addresses.items()}.get("documentation")
    return f"{found.rstrip('/')}/" if found and found.startswith("https://") else ""


def help_address(code: Code) -> str:
    """The address of the page about a code; empty if none is known."""
    base = docs_address()
    page = f"reference/problems/{EXPLANATIONS[code].group}.html#{code.slug}"
    return f"{base}{page}" if base else ""


_WARNING = re.compile(
    r"(?P<file>[^:\n]+?)(?::(?P<line>\d*))?: (?:WARNING|ERROR|CRITICAL): (?P<message>.*)"
    r"(?: \[(?P<type>[\w.-]+)\])?",
    re.DOTALL,
)


def place_and_message(warning: str) -> tuple[str, int, str]:
    """File, line and message of a warning of others; no file and line 0 where it names none."""
    found = _WARNING.fullmatch(warning)
    if found is None:
        return "", 0, warning
    return found["file"], int(found["line"] or 0), found["message"]

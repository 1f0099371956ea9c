"""``anthology check``: all problems with place, reason and fix."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinx_anthology.cli.check_formats import as_github, as_json
from sphinx_anthology.cli.check_text import as_text, print_text
from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.findings import Findings, help_address, levels_from
from sphinx_anthology.cli.sarif import as_sarif
from sphinx_anthology.model.explanations import EXPLANATIONS
from sphinx_anthology.model.problem import Code, Level, did_you_mean, shown_path

FORMS: dict[str, Callable[[Findings], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
"""The output formats."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The options of a check: ``level`` is the least that is shown."""

    form: str = "text"
    as_of: dt.date | None = None
    level: str = Level.COULD
    fix: bool = False
    yes: bool = False


def run(docs: Path, options: CheckOptions) -> int:
    """Print all findings; the result is 1 if something must be fixed, else 0; drafts do not count.

    Of what can safely be fixed, the changes are shown and written first, if that is asked for.
    """
    from sphinx_anthology.cli.checking import check  # noqa: PLC0415  # Sphinx is slow to load
    from sphinx_anthology.cli.fixing import fix_documents  # noqa: PLC0415  # likewise

    place = Path(shown_path(docs, Path.cwd()))
    result = check(docs, as_of=options.as_of)
    if options.fix:
        stream = sys.stdout if options.form == "text" else sys.stderr
        result = fix_documents(docs, result, options.as_of, yes=options.yes, stream=stream)
    findings = Findings(result, place, levels_from(options.level))
    if options.form == "text":
        print_text(findings)
    else:
        for line in FORMS[options.form](findings):
            print(line)
    return 1 if result.is_wrong else 0


def explain(slug: str) -> int:
    """Print what a code means, why it matters, and the fix; the result is the exit code."""
    codes = {code.slug: code for code in Code}
    plain = slug.strip("[] ").removeprefix("anthology.")
    if plain not in codes:
        hint = did_you_mean(plain, codes) or f" There are {', '.join(codes)}."
        raise CommandError(f"there is no problem ‘{plain}’.{hint}")
    code = codes[plain]
    found = EXPLANATIONS[code]
    print(f"{code.slug} ({code.level}): {code.help}\n")
    print(f"Why it matters: {found.why}")
    print(f"The fix: {found.fix}")
    if address := help_address(code):
        print(f"More: {address}")
    return 0

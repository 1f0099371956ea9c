"""``anthology build``, and the build that ``anthology check`` looks at."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import io
import multiprocessing
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import color_terminal, nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_anthology.model import consistency
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.domain import domain_of

FORMATS = ("html",)
"""What can be made."""


@dc.dataclass(frozen=True, slots=True)
class Finding:
    """What a build showed: our problems, and the warnings of others, line by line."""

    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]


def run(
    docs: Path, *, formats: Sequence[str], as_of: dt.date | None, strict: bool, jobs: int
) -> int:
    """Make the formats and say where they are; the result is the exit code.

    ``jobs`` is the number of processes; 0 means one for each processor.
    """
    if unknown := [form for form in formats if form not in FORMATS]:
        print(f"anthology: cannot make {', '.join(unknown)}; can make {', '.join(FORMATS)}")
        return 2
    if not _is_publication(docs):
        return 2
    if not color_terminal():
        nocolor()
    out = docs / "_build" / "html"
    try:
        app = _build(
            docs,
            "html",
            out,
            as_of=as_of,
            jobs=jobs or multiprocessing.cpu_count(),
            status=sys.stdout,
        )
    except SphinxError as error:
        print(f"anthology: {error}", file=sys.stderr)
        return 2
    failed = app.statuscode or (strict and app._warncount)  # noqa: SLF001  # no public count
    if failed:
        print(f"The build had warnings, and --strict was given; the site is in {out}.")
        return 1
    print(f"The site is in {out / 'index.html'}")
    return 0


def find(docs: Path, *, as_of: dt.date | None) -> Finding | None:
    """Read the publication without writing it; none where it cannot be read at all."""
    if not _is_publication(docs):
        return None
    warnings = io.StringIO()
    nocolor()
    # everything is read anew: what was read at an earlier check would not be warned of again
    with tempfile.TemporaryDirectory() as folder:
        try:
            app = _build(docs, "dummy", Path(folder), as_of=as_of, jobs=1, warnings=warnings)
        except SphinxError as error:
            print(f"anthology: {error}", file=sys.stderr)
            return None
    domain = domain_of(app.env)
    problems = (*consistency.problems(domain.catalogue), *domain.problems())
    lines = warnings.getvalue().splitlines()
    others = (line for line in lines if line.strip() and not _is_kept(line))
    return Finding(tuple(sorted(problems)), tuple(others))


def _is_kept(warning: str) -> bool:
    """Whether a warning is of a problem that the domain keeps as well."""
    codes = (code.slug for code in Code if code is not Code.TOCTREE)
    return any(warning.endswith(f"[anthology.{slug}]") for slug in codes)


def _is_publication(docs: Path) -> bool:
    if (docs / "conf.py").is_file():
        return True
    print(f"anthology: there is no conf.py in {docs}; name the publication's folder")
    return False


def _build(
    docs: Path,
    builder: str,
    out: Path,
    *,
    as_of: dt.date | None,
    jobs: int,
    status: TextIO | None = None,
    warnings: TextIO | None = None,
) -> Sphinx:
    """One build of Sphinx's, with a folder of doctrees of its own."""
    overrides = {"anthology_as_of": as_of} if as_of else {}
    doctrees = out.parent / ".doctrees" / builder if builder == "html" else out / ".doctrees"
    with patch_docutils(docs), docutils_namespace():
        app = Sphinx(
            docs,
            docs,
            out,
            doctrees,
            builder,
            confoverrides=overrides,
            status=status,
            warning=warnings or sys.stderr,
            parallel=jobs,
        )
        app.build()
    return app

"""The build behind ``anthology check``: all that is wrong, and nothing is left behind."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
import io
import sys
import tempfile
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.console import nocolor

from sphinx_anthology.cli.progress import Progress, Steps
from sphinx_anthology.cli.sphinx_app import Streams, build_once
from sphinx_anthology.model import consistency
from sphinx_anthology.model.consistency import LeftOut, left_out
from sphinx_anthology.model.problem import (
    Code,
    Level,
    Problem,
    shown_path,
)
from sphinx_anthology.model.trial import Documents
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.documents import documents_to_fix
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.file_names import file_name_problems, other_formats
from sphinx_anthology.reading.report import warning_of
from sphinx_anthology.reading.volumes import preflight_of


@dc.dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check: problems, others' warnings, withheld documents, as-of date.

    ``documents`` are those that can be fixed, with their texts as Sphinx read them. What is wrong
    in drafts, and in what only these name, stands by itself: it makes no publication wrong.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    as_of: dt.date = dt.date.max
    documents: Documents = dc.field(default_factory=Documents)
    of_drafts: tuple[Problem, ...] = ()
    warnings_of_drafts: tuple[str, ...] = ()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """The problems of all documents."""
        return (*self.problems, *self.of_drafts)

    @property
    def is_wrong(self) -> bool:
        """Whether something must be fixed before the publication is right."""
        return bool(self.warnings) or any(p.level is Level.MUST for p in self.problems)


def check(docs: Path, *, as_of: dt.date | None) -> CheckResult:
    """Read the publication without writing it: as readers get it, and then what is withheld."""
    nocolor()
    progress = Progress(sys.stderr or io.StringIO(), passing=True)
    # in a new folder, since Sphinx warns only of documents that it reads; no draft stays there
    with tempfile.TemporaryDirectory() as folder:
        read = functools.partial(_read, docs, Path(folder), as_of, progress)
        app, lines = read(frozenset())
        catalogue = domain_of(app.env).catalogue
        problems, others = _problems_of(app), list[str]()
        if kept := frozenset(catalogue.whole.kept_back):
            again, more = read(kept)
            problems += _problems_of_withheld(again, kept)
            others = [line for line in more if _is_of_withheld(line, again, kept, lines)]
    progress.end()
    drafts = {catalogue.sources[docname].file for docname in catalogue.unfinished}
    may_be_public = kept - catalogue.unfinished
    of_drafts = [line for line in others if _docname_in(line, app) not in may_be_public]
    return CheckResult(
        problems=tuple(sorted(p for p in problems if p.file not in drafts)),
        warnings=_shown([*lines, *(line for line in others if line not in of_drafts)], app),
        left_out=left_out(catalogue),
        as_of=catalogue.as_of,
        documents=documents_to_fix(app, {p.file for p in problems}),
        of_drafts=tuple(sorted(p for p in problems if p.file in drafts and _is_to_fix(p))),
        warnings_of_drafts=_shown(of_drafts, app),
    )


def _is_to_fix(problem: Problem) -> bool:
    """Whether a problem is more than a reason why a document is withheld."""
    return problem.code is not Code.NOTHING_PUBLIC


def _read(
    docs: Path,
    folder: Path,
    as_of: dt.date | None,
    progress: Progress,
    withheld: AbstractSet[str],
) -> tuple[Sphinx, list[str]]:
    """Read public documents, or those that are ``withheld``; with the warnings of others."""
    warnings = io.StringIO()
    app = build_once(
        docs,
        "dummy",
        folder,
        folder / ".doctrees",
        overrides={"anthology_as_of": as_of} if as_of else {},
        jobs=1,
        streams=Streams(None, warnings, Steps(progress, "")),
        prepare=functools.partial(_prepare_check, withheld=withheld),
    )
    lines = warnings.getvalue().splitlines()
    return app, [line for line in lines if line.strip() and not _is_kept(line)]


def _problems_of(app: Sphinx) -> list[Problem]:
    """The problems of all front matter, and of the texts of public documents."""
    domain = domain_of(app.env)
    return [
        *consistency.problems(domain.catalogue),
        *file_name_problems(app),
        *other_formats(app),
        *domain.problems(),
        *preflight_of(app),
    ]


def _problems_of_withheld(app: Sphinx, docnames: AbstractSet[str]) -> list[Problem]:
    """The problems of the texts of withheld documents, and what these lack."""
    domain = domain_of(app.env)
    files = {domain.catalogue.sources[docname].file for docname in docnames}
    texts = (problem for d in sorted(docnames) for problem in domain.body_problems.get(d, ()))
    return [*texts, *(problem for problem in preflight_of(app) if problem.file in files)]


def _docname_in(line: str, app: Sphinx) -> str:
    """The document that a warning names; empty if none."""
    return warning_of(app.env, line)[0]


def _is_of_withheld(
    line: str, app: Sphinx, docnames: AbstractSet[str], known: Collection[str]
) -> bool:
    """Whether a warning comes from withheld documents; those of public ones are ``known``."""
    docname = _docname_in(line, app)
    return line not in known and (docname in docnames or docname not in app.env.found_docs)


def _shown(lines: Iterable[str], app: Sphinx) -> tuple[str, ...]:
    """Warnings of others, whose paths begin in the current folder like ours."""
    place = shown_path(Path(app.srcdir), Path.cwd())
    return tuple(
        line.replace(f"{app.srcdir}/", f"{place}/").replace(":: ", ": ", 1) for line in lines
    )


def _is_kept(warning: str) -> bool:
    """Whether a warning repeats a problem of the domain."""
    codes = (code.slug for code in Code if code is not Code.TOCTREE)
    return any(warning.endswith(f"[anthology.{slug}]") for slug in codes)


def _prepare_check(app: Sphinx, withheld: AbstractSet[str]) -> Sequence[Path]:
    """Let a check read withheld documents, if it names some, and the toctrees that list them."""

    def choose(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        texts = domain_of(env).texts
        docnames[:] = [d for d in docnames if d in withheld or b"toctree" in texts.get(d, b"")]

    if withheld:
        additions_of(app).is_check = True
        app.connect("env-before-read-docs", choose, priority=0)
        app.builder.get_outdated_docs = lambda: sorted(withheld)  # type: ignore[method-assign]
    return ()

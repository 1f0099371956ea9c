"""From problems to Sphinx warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.model.places import shown_path
from sphinx_anthology.model.problem import Code, Level, Problem
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.toctrees import circles, relations

logger = logging.getLogger(__name__)


def report(app: Sphinx, problems: Iterable[Problem]) -> None:
    """Warn of every problem of level must; the others are for ``anthology check``."""
    for problem in problems:
        if problem.level is not Level.MUST:
            continue
        place = shown_path(app.srcdir / problem.file, Path.cwd())
        logger.warning(
            "%s",
            problem.message,
            # without a line, Sphinx would take the path for a docname
            location=f"{place}:{problem.line or 1}",
            type="anthology",
            subtype=problem.code.slug,
        )


def report_toctrees(app: Sphinx, env: BuildEnvironment) -> None:
    """Compare what the scan saw of a series' toctree with what Sphinx read."""
    catalogue = domain_of(env).catalogue
    problems = []
    for source in catalogue.series.values():
        if source.docname not in env.all_docs:
            continue
        seen = [e.docname for e in source.entries if catalogue.is_public(e.docname)]
        read = [d for d in env.toctree_includes.get(source.docname, ()) if d in env.all_docs]
        if seen != list(dict.fromkeys(read)):
            message = (
                f"Sphinx reads this series as {', '.join(read) or 'empty'}, but the order was "
                f"taken to be {', '.join(seen) or 'empty'}; write a plain toctree."
            )
            problems.append(Problem(source.file, 0, message, Code.TOCTREE))
    report(app, [*problems, *_circles(env)])


def _circles(env: BuildEnvironment) -> Iterator[Problem]:
    """Toctrees that lead back to where they began."""
    for way in circles(env.config.root_doc, env.toctree_includes):
        file = env.doc2path(way[-2], base=False).as_posix()
        message = (
            f"The toctree names ‘{way[-1]}’, from which it is reached itself "
            f"({' → '.join(way)}). Delete the line ‘{way[-1]}’ in it."
        )
        yield Problem(file, 0, message, Code.TOCTREE)


def relate_without_circles() -> None:
    """Let Sphinx find the order of documents whose toctrees lead in circles."""
    # it has no other way; a test with such toctrees holds that this is taken
    BuildEnvironment.collect_relations = _relations  # type: ignore[method-assign]


def _relations(self: BuildEnvironment) -> dict[str, list[str | None]]:
    return relations(self.config.root_doc, self.toctree_includes)


def report_bodies(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what the texts showed, whether they were read now or at an earlier build."""
    report(app, domain_of(env).problems())

"""From problems to Sphinx warnings."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.model.problem import Level, Problem
from sphinx_anthology.reading.domain import domain_of

logger = logging.getLogger(__name__)


def report(app: Sphinx, problems: Iterable[Problem]) -> None:
    """Warn of every problem of level must; the others are for ``anthology check``."""
    for problem in problems:
        if problem.level is not Level.MUST:
            continue
        place = str(app.srcdir / problem.file)
        logger.warning(
            "%s",
            problem.message,
            location=f"{place}:{problem.line}" if problem.line else place,
            type="anthology",
            subtype=problem.code.slug,
        )


def report_bodies(app: Sphinx, env: BuildEnvironment) -> None:
    """Report what the texts showed, whether they were read now or at an earlier build."""
    report(app, domain_of(env).problems())

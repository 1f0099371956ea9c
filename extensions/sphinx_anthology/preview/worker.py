"""The process that builds, so that pages are served while it works.

It is started anew (``spawn``), as Windows does it, and may end at any time: the server starts
another.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection

from sphinx.environment import BuildEnvironment
from sphinx.util.console import nocolor

from sphinx_anthology.model.consistency import left_out, problems
from sphinx_anthology.model.problem import Level
from sphinx_anthology.preview.messages import BUILD, STOP, STORE, Finding, Order, Places, Report
from sphinx_anthology.preview.warm import WarmBuilds
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.report import warning_of

_REST = 0.4
"""Seconds without an order after which memory is tidied up; that takes as long again."""
_MOST_UNTIDY = 20
"""The number of builds after which it is tidied up at once."""


def work(orders: Connection, places: Places, describe: Callable[[BaseException], str]) -> None:
    """Build what is ordered, until the server is gone.

    ``describe`` turns an exception into a sentence.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's affair
    nocolor()
    logging.disable(logging.DEBUG)  # a thousand messages a build that nobody reads
    builds = WarmBuilds(
        places.docs, places.out, places.doctrees, overrides=places.overrides, describe=describe
    )
    builds.load()
    gc.disable()  # until nobody waits
    built = 0
    while (order := _next(orders)).kind != STOP:
        if order.kind == BUILD:
            _build(builds, order, orders)
            built += 1
        elif order.kind == STORE:
            builds.store()
        if built and not orders.poll(_REST if built < _MOST_UNTIDY else 0):
            gc.collect()
            built = 0
    builds.store()


def _next(orders: Connection) -> Order:
    try:
        found: Order = orders.recv()
    except (EOFError, OSError):
        return Order(kind=STOP)
    return found


def _build(builds: WarmBuilds, order: Order, orders: Connection) -> None:
    """Build, say what was built, and then what is wrong."""
    if order.quick is not None:
        result = builds.quick(order.quick)
    else:
        result = builds.complete(orders.poll, jobs=os.cpu_count() or 1)
    orders.send(result)
    if (env := builds.environment) is not None:
        warnings = builds.keep_warnings(warnings_of(env, result.warnings))
        if result.is_whole:
            orders.send(_report(env, warnings))


def _report(env: BuildEnvironment, warnings: frozenset[Finding]) -> Report:
    catalogue = domain_of(env).catalogue
    return Report(
        findings=tuple(_findings(env)),
        warnings=warnings,
        withheld=left_out(catalogue.public),
        missing=catalogue.withheld,
        as_of=catalogue.as_of.isoformat(),
    )


def _findings(env: BuildEnvironment) -> Iterable[Finding]:
    """All problems of the publication, as the public build has them, each once."""
    domain = domain_of(env)
    names = {source.file: docname for docname, source in domain.catalogue.sources.items()}
    found = dict.fromkeys((*problems(domain.catalogue.public), *domain.problems()))
    for problem in sorted(found):
        yield Finding(
            docname=names.get(problem.file, ""),
            file=problem.file,
            line=problem.line,
            level=problem.level,
            code=problem.code.slug,
            message=problem.message,
        )


def warnings_of(env: BuildEnvironment, lines: Iterable[str]) -> Iterator[Finding]:
    """The warnings of others that name a document; ours are among the findings."""
    for line in lines:
        docname, place, said = warning_of(env, line)
        if docname in env.found_docs and "[anthology." not in line:
            yield Finding(
                docname=docname,
                file=env.doc2path(docname, base=False).as_posix(),
                line=place or 1,
                level=Level.MUST,
                code="sphinx",
                message=said,
            )

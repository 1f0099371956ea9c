"""``anthology import``: posts of other systems, with a report of all losses."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_anthology.cli.ending import sentence

if TYPE_CHECKING:
    from anthology_import.adapters import Items
    from anthology_import.migration import Migration

NOTHING_LOST, LOSSES, FAILURES, UNUSABLE = range(4)
"""Exit codes."""
_NEEDED = (("lxml", "lxml.etree"), ("selectolax", "selectolax.lexbor"))
"""The packages of the extra ``import``, each with a module to try."""


def run(given: argparse.Namespace) -> int:
    """Import the given files; the result is the exit code."""
    if missing := [package for package, module in _NEEDED if not _can_load(module)]:
        names = ", ".join(missing)
        told = f"needs {names}; install with: pip install 'sphinx-anthology[import]'"
        print(f"anthology: an import {told}", file=sys.stderr)
        return UNUSABLE
    from anthology_import.records import UnusableError  # noqa: PLC0415  # slow to load

    try:
        migration = _imported(given)
    except UnusableError as error:
        print(f"anthology: {error}", file=sys.stderr)
        return UNUSABLE
    except OSError as error:
        print(f"anthology: {sentence(error)}", file=sys.stderr)
        return UNUSABLE
    for line in _summary(migration, given):
        print(line)
    return migration.exit_code


def _can_load(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def _imported(given: argparse.Namespace) -> Migration:
    """Run the import, and write the report."""
    from anthology_import.folder import Folder  # noqa: PLC0415
    from anthology_import.report import write_report  # noqa: PLC0415

    migration = _of_site(given) if given.system == "ablog" else _of_exports(given)
    write_report(migration, Folder(given.out))
    return migration


def _of_site(given: argparse.Namespace) -> Migration:
    """Import the posts of an ABlog site."""
    from anthology_import.ablog.run import run  # noqa: PLC0415
    from anthology_import.migration import ImportOptions  # noqa: PLC0415

    options = ImportOptions(out=given.out, review=given.review, is_dry=given.dry_run)
    return run(given.site, options, dt.datetime.now(tz=dt.UTC).date())


def _of_exports(given: argparse.Namespace) -> Migration:
    """Import what another system wrote into files."""
    from anthology_import.adapters import SavedPages  # noqa: PLC0415
    from anthology_import.adapters.wxr import Export  # noqa: PLC0415
    from anthology_import.migration import ImportOptions  # noqa: PLC0415
    from anthology_import.plan import ALL_BUT_WASTE, Rules  # noqa: PLC0415
    from anthology_import.records import Status  # noqa: PLC0415
    from anthology_import.run import run  # noqa: PLC0415

    adapters: dict[str, Callable[[list[Path]], Items]] = {"wxr": Export, "archive": SavedPages}
    items = adapters[given.system](given.exports)
    statuses = frozenset(map(Status, given.statuses)) or ALL_BUT_WASTE
    options = ImportOptions(
        out=given.out,
        media=given.media,
        rules=Rules(statuses, given.with_protected),
        with_comments=given.comments,
        review=given.review,
        is_dry=given.dry_run,
    )
    return run(items, options, _Bar())


class _Bar:
    """A progress line, if the output is a terminal."""

    def __init__(self) -> None:
        self._is_seen = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Print the progress."""
        if self._is_seen:
            end = "\n" if done >= total else ""
            print(f"\r{what}: {done:,} of {total:,} items", end=end, file=sys.stderr, flush=True)


def _summary(migration: Migration, given: argparse.Namespace) -> Iterator[str]:
    """The lines of the summary."""
    from anthology_import.migration import HTML_NAME  # noqa: PLC0415
    from anthology_import.report.words import counted  # noqa: PLC0415
    from anthology_import.review import FILE_NAME  # noqa: PLC0415

    verb = "would be written" if migration.is_dry else "written"
    yield (
        f"{counted(migration.found, 'item', 'items')}: {len(migration.brought):,} {verb},"
        f" {len(migration.skipped):,} skipped by rule, {len(migration.failed):,} failed"
    )
    losses = counted(sum(1 for _ in migration.losses()), "loss", "losses")
    yield f"{losses}; the whole story is in {given.out / HTML_NAME}"
    if asked := len(migration.settled.asked):
        questions = counted(asked, "question", "questions")
        answers = given.review or given.out / FILE_NAME
        yield f"{questions} to answer in {answers}; then run the same command again"
    if conflicts := len(migration.conflicts):
        posts = counted(conflicts, "post", "posts")
        yield f"{posts} changed both here and there; see what ends in .incoming.md"

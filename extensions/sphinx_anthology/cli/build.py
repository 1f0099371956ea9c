"""``anthology build``, and the builds of a proof."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import datetime as dt
import functools
import gc
import io
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO, cast

from sphinx.application import Sphinx
from sphinx.util.console import color_terminal, nocolor

from sphinx_anthology.cli.ending import DONE, PROBLEMS, CommandError
from sphinx_anthology.cli.progress import Progress, Steps, Warnings
from sphinx_anthology.cli.sphinx_app import Streams, build_once
from sphinx_anthology.model.consistency import summary
from sphinx_anthology.model.problem import (
    Code,
    did_you_mean,
    more_about,
    shown_path,
)
from sphinx_anthology.model.source import Source
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.locks import hold_folder
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.typst.compiler import missing_for_epub, missing_typst

BUILDERS = {"pdf": "typstpdf", "epub": "epubs", "html": "html"}
"""The builder of each format; the site comes last, as it links the others."""


FORMATS = ("html", "pdf", "epub")
"""The names of the formats."""


_OBJECTS = 200_000
"""The number of new objects between garbage collections."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """The options of a build.

    ``formats`` is empty for all that can be made here; ``series`` is the id of the only series
    whose volumes are made; ``jobs`` is the number of processes, 0 for one per processor;
    ``verbose`` shows what Sphinx says of its work.
    """

    formats: tuple[str, ...] = ()
    series: str = ""
    as_of: dt.date | None = None
    strict: bool = False
    jobs: int = 0
    verbose: bool = False


def run(docs: Path, options: BuildOptions) -> int:
    """Make the formats and print where they are; the result is the exit code."""
    if not color_terminal():
        nocolor()
    formats, progress = _formats_to_make(options), Progress()
    with _rare_collections(), hold_folder(docs / "_build" / ".doctrees", tell=print):
        built = {form: _make(docs, form, options, progress) for form in BUILDERS if form in formats}
    progress.end()
    catalogue = domain_of(next(iter(built.values())).env).catalogue
    known = catalogue.public_series
    if options.series and options.series not in known:
        print(f"There is no public series ‘{options.series}’.{did_you_mean(options.series, known)}")
        return 2
    # the site last
    for form, app in built.items():
        for line in _output_lines(app, form):
            print(line)
    if progress.code in {code.slug for code in Code}:
        print(more_about(progress.code))
    code = _exit_code(built.values(), options)
    print(_summary(next(iter(built.values()))))
    return code


def _summary(app: Sphinx) -> str:
    """The last line: the as-of date, where it is that day, and what is withheld."""
    settings = settings_of(app.config)
    return summary(domain_of(app.env).catalogue, "" if settings.as_of else settings.timezone)


def _exit_code(built: Iterable[Sphinx], options: BuildOptions) -> int:
    """The exit code: whether everything was made, and without warnings if strict."""
    apps = list(built)
    if any(app.statuscode for app in apps):
        print("Not everything could be made; the messages above say what, and why.")
        return PROBLEMS
    # Sphinx has no public count of warnings
    count = sum(app._warncount for app in apps)  # noqa: SLF001
    if options.strict and count:
        warnings = f"{count} warnings" if count > 1 else "a warning"
        print(f"The build had {warnings}, and --strict was given.")
        return PROBLEMS
    return DONE


@contextlib.contextmanager
def _rare_collections() -> Iterator[None]:
    """Run the garbage collector less often; it would take a tenth of the time.

    Doctrees are many objects that all stay alive.
    """
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _formats_to_make(options: BuildOptions) -> tuple[str, ...]:
    """The formats that are asked for, else those that can be made here."""
    typst, epub = missing_typst(), missing_for_epub()
    missing = {"pdf": typst, "epub": typst or epub}  # an EPUB has a cover
    for form in options.formats:
        if why := missing.get(form):
            raise CommandError(str(why))
    if options.formats:
        return options.formats
    if typst:
        print(f"Only the site is made. {typst}")
    elif epub:
        print(f"No EPUB is made. {epub}")
    return tuple(form for form in FORMATS if not missing.get(form))


def _make(docs: Path, form: str, options: BuildOptions, progress: Progress) -> Sphinx:
    """Make one format; the documents are read only once."""
    build_folder = docs / "_build"
    overrides = {
        "anthology_exports": "_build",
        "anthology_as_of": options.as_of,
        "anthology_series": options.series,
    }
    return build_once(
        docs,
        BUILDERS[form],
        build_folder / form,
        build_folder / ".doctrees",
        overrides={name: value for name, value in overrides.items() if value},
        jobs=options.jobs or multiprocessing.cpu_count(),
        streams=_streams(progress, form, options),
    )


def _streams(progress: Progress, form: str, options: BuildOptions) -> Streams:
    """Where a build says what it does: all of it, or its steps and each warning once."""
    if options.verbose:
        return Streams(sys.stdout, sys.stderr)
    return Streams(None, cast(TextIO, Warnings(progress)), Steps(progress, form))


def _output_lines(app: Sphinx, form: str) -> Iterator[str]:
    """The lines that say where the output is."""
    here = Path.cwd()
    if form == "html":
        yield f"The site is in {shown_path(Path(app.outdir, 'index.html'), here)}"
    volumes: Iterable[Path] = getattr(app.builder, "made", ())
    yield from (f"{form.upper()}: {shown_path(path, here)}" for path in volumes)


def proof_build(
    docs: Path, source: Source, form: str, folder: Path, warnings: io.StringIO
) -> tuple[Path, object]:
    """Make a format of a proof in a temporary folder; give its place and the builder."""
    nocolor()
    app = build_once(
        docs,
        BUILDERS[form],
        folder / f"{form}-of-proof",
        folder / ".doctrees",
        overrides={},
        jobs=1,
        streams=Streams(None, warnings),
        prepare=functools.partial(_prepare_proof, source=source, warnings=warnings.getvalue),
    )
    return Path(app.outdir), app.builder


def _prepare_proof(app: Sphinx, source: Source, warnings: Callable[[], str]) -> Sequence[Path]:
    """Let a build make the proof of a post, which names what is warned of; it writes no more."""
    additions_of(app).proof, additions_of(app).warnings = source.docname, warnings
    return [Path(app.srcdir, source.file)]

"""``anthology build``, and the build behind ``anthology check``."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import datetime as dt
import functools
import gc
import io
import multiprocessing
import re
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TextIO, cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.console import color_terminal, nocolor

from sphinx_anthology.cli.ending import DONE, PROBLEMS, CommandError
from sphinx_anthology.cli.progress import Progress, Steps, Warnings
from sphinx_anthology.model import consistency
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import LeftOut, left_out, summary
from sphinx_anthology.model.problem import (
    Code,
    Level,
    Problem,
    did_you_mean,
    more_about,
    setting_line,
    setting_lines,
    shown_path,
)
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.trial import Documents
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.documents import documents_to_fix
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.file_names import file_name_problems, other_formats
from sphinx_anthology.reading.locks import hold_folder
from sphinx_anthology.reading.messages import as_in_own_process
from sphinx_anthology.reading.report import warning_of
from sphinx_anthology.reading.scan import renew_catalogue
from sphinx_anthology.reading.settings import publication_title, settings_of
from sphinx_anthology.reading.volumes import preflight_of
from sphinx_anthology.typst.compiler import missing_for_epub, missing_typst

_KNOWN = (
    *("sphinx_anthology", "myst_parser", "myst_nb", "sphinx_design", "sphinx_copybutton"),
    *("sphinxcontrib.bibtex", "sphinxcontrib.mermaid", "sphinxext.opengraph", "sphinx_tabs.tabs"),
    *(f"sphinx.ext.{name}" for name in ("intersphinx", "mathjax", "todo", "autodoc", "viewcode")),
    *("sphinx.ext.graphviz", "sphinx.ext.githubpages", "sphinx.ext.extlinks"),
)


@contextlib.contextmanager
def named_extensions(docs: Path) -> Iterator[None]:
    """Report an extension that is not installed, with its line in ``conf.py``.

    :raises CommandError: if an extension is not installed.
    """
    conf = docs / "conf.py"
    text = conf.read_text("utf-8", errors="replace")
    place = shown_path(conf, Path.cwd())
    stated = getattr(getattr(setting_lines(text).get("extensions"), "value", None), "value", None)
    if isinstance(stated, str):
        line = setting_line(text, ("extensions",))
        raise CommandError(f'{place}:{line}: extensions is a list. Write extensions = ["{stated}"]')
    try:
        yield
    except Exception as error:  # Sphinx's own error, recognised by its message
        found = re.match(r"Could not import extension (?P<name>\S+)", str(error))
        if found is None or not isinstance(getattr(error, "orig_exc", None), ModuleNotFoundError):
            raise
        name = found["name"]
        line = next((n for n, li in enumerate(text.split("\n"), 1) if name in li), 1)
        hint = did_you_mean(name, set(_KNOWN) - {name})
        message = f"{place}:{line}: the extension ‘{name}’ is not installed.{hint}"
        raise CommandError(f"{message} Install it, or take it out of this line.") from error


BUILDERS = {"pdf": "typstpdf", "epub": "epubs", "html": "html"}
"""The builder of each format; the site comes last, as it links the others."""
FORMATS = ("html", "pdf", "epub")
"""The names of the formats."""

_OBJECTS = 200_000
"""The number of new objects between garbage collections."""


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


@dc.dataclass(frozen=True, slots=True)
class Streams:
    """Where a build says what it does; ``steps`` are shown in place of the status."""

    status: TextIO | None
    warnings: TextIO
    steps: Steps | None = None


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
    return _build(
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
    app = _build(
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


@dc.dataclass(frozen=True, slots=True)
class ScannedPublication:
    """A publication whose documents were scanned, but not read; ``timezone`` as in the summary."""

    catalogue: Catalogue
    title: str
    timezone: str


def scan(docs: Path, *, as_of: dt.date | None) -> ScannedPublication:
    """The catalogue as a build has it; what must be fixed is warned of.

    :raises CommandError: if an extension is not installed.
    """
    overrides: dict[str, object] = {"anthology_as_of": as_of} if as_of else {}
    with _unbuilt(docs, overrides) as app:
        app.env.find_files(app.config, app.builder)
        renew_catalogue(app, app.env, set(app.env.found_docs), set(), set())
    settings = settings_of(app.config)
    zone = "" if settings.as_of else settings.timezone
    return ScannedPublication(domain_of(app.env).catalogue, publication_title(app.config), zone)


@contextlib.contextmanager
def _unbuilt(docs: Path, overrides: dict[str, object]) -> Iterator[Sphinx]:
    """Sphinx with a publication's settings, before it builds."""
    nocolor()
    with (
        tempfile.TemporaryDirectory() as folder,
        as_in_own_process(docs),
        named_extensions(docs),
    ):
        yield Sphinx(
            docs,
            docs,
            folder,
            Path(folder, ".doctrees"),
            "dummy",
            confoverrides=overrides,
            status=None,
            warning=sys.stderr,
        )


def models_of(docs: Path) -> Mapping[str, type[Standard]]:
    """The record of each kind of document, with the fields that the publication's extensions add.

    :raises CommandError: if an extension is not installed.
    """
    with _unbuilt(docs, {}) as app:
        pass
    return additions_of(app).fields.models


def proof_build(
    docs: Path, source: Source, form: str, folder: Path, warnings: io.StringIO
) -> tuple[Path, object]:
    """Make a format of a proof in a temporary folder; give its place and the builder."""
    nocolor()
    app = _build(
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


def _is_kept(warning: str) -> bool:
    """Whether a warning repeats a problem of the domain."""
    codes = (code.slug for code in Code if code is not Code.TOCTREE)
    return any(warning.endswith(f"[anthology.{slug}]") for slug in codes)


def _build(
    docs: Path,
    builder: str,
    out: Path,
    doctrees: Path,
    *,
    overrides: dict[str, object],
    jobs: int,
    streams: Streams,
    prepare: Callable[[Sphinx], Sequence[Path]] = lambda app: (),
) -> Sphinx:
    """Run one Sphinx build; ``prepare`` gives the only files to write, or none for all."""
    steps = streams.steps
    with (
        as_in_own_process(docs),
        named_extensions(docs),
        steps.reported() if steps else contextlib.nullcontext(),
    ):
        app = Sphinx(
            docs,
            docs,
            out,
            doctrees,
            builder,
            confoverrides=overrides,
            status=streams.status,
            warning=streams.warnings,
            parallel=jobs,
        )
        files = prepare(app)
        if steps:
            steps.watch(app)
        app.build(filenames=files)
    return app


def _prepare_proof(app: Sphinx, source: Source, warnings: Callable[[], str]) -> Sequence[Path]:
    """Let a build make the proof of a post, which names what is warned of; it writes no more."""
    additions_of(app).proof, additions_of(app).warnings = source.docname, warnings
    return [Path(app.srcdir, source.file)]


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

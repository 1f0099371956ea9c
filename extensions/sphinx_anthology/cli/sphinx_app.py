"""Sphinx, as the commands run it: in the process itself, with the settings of a publication."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import datetime as dt
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from sphinx.application import Sphinx
from sphinx.util.console import nocolor

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.progress import Steps
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.problem import (
    did_you_mean,
    setting_line,
    setting_lines,
    shown_path,
)
from sphinx_anthology.model.record import Standard
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.messages import as_in_own_process
from sphinx_anthology.reading.scan import renew_catalogue
from sphinx_anthology.reading.settings import publication_title, settings_of

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


@dc.dataclass(frozen=True, slots=True)
class Streams:
    """Where a build says what it does; ``steps`` are shown in place of the status."""

    status: TextIO | None
    warnings: TextIO
    steps: Steps | None = None


def build_once(
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


@contextlib.contextmanager
def unbuilt(docs: Path, overrides: dict[str, object]) -> Iterator[Sphinx]:
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
    with unbuilt(docs, overrides) as app:
        app.env.find_files(app.config, app.builder)
        renew_catalogue(app, app.env, set(app.env.found_docs), set(), set())
    settings = settings_of(app.config)
    zone = "" if settings.as_of else settings.timezone
    return ScannedPublication(domain_of(app.env).catalogue, publication_title(app.config), zone)


def models_of(docs: Path) -> Mapping[str, type[Standard]]:
    """The record of each kind of document, with the fields that the publication's extensions add.

    :raises CommandError: if an extension is not installed.
    """
    with unbuilt(docs, {}) as app:
        pass
    return additions_of(app).fields.models

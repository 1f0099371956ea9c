"""Real Sphinx builds of small publications, in this process."""

from __future__ import annotations

import dataclasses as dc
import gc
import importlib.metadata
import io
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from jinja2 import Environment
from sphinx import registry, theming
from sphinx.application import Sphinx
from sphinx.util.console import strip_escape_sequences

from sphinx_anthology.reading.messages import as_in_own_process as alone
from sphinx_anthology.site import share_images
from sphinx_anthology.typst.drawings import ShareCard

_entry_points, _compile = importlib.metadata.entry_points, Environment.compile
_draw = share_images.share_pngs
_known_points: dict[tuple[tuple[str, Any], ...], Any] = {}
_known_code: dict[tuple[object, ...], CodeType] = {}
_known_drawings: dict[ShareCard, bytes] = {}


def _remembered_points(**wanted: Any) -> Any:
    """The entry points of all packages, which are the same as long as a process lives."""
    key = tuple(sorted(wanted.items()))
    if key not in _known_points:
        _known_points[key] = _entry_points(**wanted)
    return _known_points[key]


def _remembered_code(
    self: Environment, source: Any, name: str | None = None, filename: Any = None, **more: Any
) -> Any:
    """What a template becomes: the same for the same text, place and rule of escaping."""
    if not isinstance(source, str) or more:
        return _compile(self, source, name, filename, **more)
    escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
    key = (type(self), tuple(sorted(self.extensions)), escapes, source, name, filename)
    if key not in _known_code:
        _known_code[key] = _compile(self, source, name, filename)
    return _known_code[key]


def _remembered_drawings(cards: Sequence[ShareCard]) -> Iterator[bytes]:
    """The share images of cards: each is drawn once, for nothing but its card makes it.

    ``tests/typst/test_drawings.py`` holds that; ``tests/test_determinism.py`` draws in processes
    of their own.
    """
    new = [card for card in cards if card not in _known_drawings]
    _known_drawings.update(zip(new, _draw(new), strict=True))
    return (_known_drawings[card] for card in cards)


def remember(*, whether: bool) -> None:
    """Let builds of this process share what no publication changes: half of a small build.

    ``tests/test_limits.py`` does without, for it counts how often it is asked for.
    """
    share_images.share_pngs = _remembered_drawings if whether else _draw  # type: ignore[assignment]
    points = _remembered_points if whether else _entry_points
    bibtex = sphinxcontrib.bibtex.plugin
    for module in (importlib.metadata, pybtex.plugin, bibtex, registry, theming):
        vars(module)["entry_points"] = points
    Environment.compile = _remembered_code if whether else _compile  # type: ignore[method-assign,assignment]


remember(whether=True)
logging.disable(logging.DEBUG)  # Sphinx makes a thousand such notes a build; no handler takes one
gc.set_threshold(200_000)  # as ``anthology build`` has it: a build makes much, and drops it late


@dc.dataclass(frozen=True, slots=True)
class Built:
    """A finished build: the application, its output folder, and the warnings line by line."""

    app: Sphinx
    out: Path
    warnings: tuple[str, ...]


def build(  # every argument after the first three has its usual value
    source: Path,
    out: Path,
    doctrees: Path,
    *,
    builder: str = "html",
    jobs: int = 1,
    overrides: dict[str, object] | None = None,
    force_all: bool = False,
) -> Built:
    """Build a publication as ``sphinx-build`` would."""
    warnings = io.StringIO()
    with alone(source):
        app = Sphinx(
            source,
            source,
            out,
            doctrees,
            builder,
            confoverrides=overrides or {},
            status=None,
            warning=warnings,
            freshenv=force_all,
            parallel=jobs,
        )
        app.build(force_all=force_all)
    lines = strip_escape_sequences(warnings.getvalue()).splitlines()
    return Built(app, out, tuple(line for line in lines if line.strip()))


def doctrees_of(builder: str) -> str:
    """The folder of doctrees for a builder, when a publication is built with several.

    Documents name addresses, which with ``dirhtml`` are others: they would be read again.
    """
    return "doctrees-dirhtml" if builder == "dirhtml" else "doctrees"


def assert_edits_leave_a_clean_site(
    folder: Path, edits: Mapping[str, Callable[[], object]]
) -> None:
    """After each edit of ``source`` in a folder, the site built on equals one from nothing."""
    source, site = folder / "source", folder / "site"
    build(source, site, folder / "doctrees")
    for number, (name, edit) in enumerate(edits.items()):
        edit()
        build(source, site, folder / "doctrees")
        clean = build(source, folder / f"clean-{number}", folder / f"clean-doctrees-{number}").out
        assert differences(site, clean) == [], name


def documents_read(source: Path, out: Path, doctrees: Path) -> list[str]:
    """Build the site, and give the documents that were read for it, sorted."""
    read: list[str] = []
    with alone(source):
        app = Sphinx(source, source, out, doctrees, "html", status=None, warning=io.StringIO())
        app.connect("source-read", lambda app, docname, content: read.append(docname))
        app.build()
    return sorted(read)


IGNORED = (".buildinfo", ".buildinfo.bak", ".doctrees")
"""What an incremental and a clean build need not share."""


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(IGNORED)
    }


def differences(first: Path, second: Path) -> list[str]:
    """The files that two folders do not have in common, byte for byte."""
    one, other = contents(first), contents(second)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


class Base:
    """A publication that is built once, and then edited by one test after another.

    Sphinx reads everything anew in another folder. So it stays in its own: before each test what
    the last one changed is put back, and site and doctrees as the first build left them. A file
    that a document depends on, as a picture, is known by a stamp that cannot be put back: after
    an edit of one the publication is built anew.
    """

    def __init__(self, folder: Path, write: Callable[[Path], object]) -> None:
        self.source, self._saved = folder / "source", folder / "saved"
        self.places = (self.source, folder / "site", folder / "doctrees")
        """Source, site and doctrees, as ``build`` wants them."""
        self._write = write
        self._depended_on: set[str] = set()

    def edit(self, edit: Callable[[Path], object]) -> None:
        """Edit the source of the publication as it was when it was built."""
        if not self._saved.is_dir() or self._put_back() & self._depended_on:
            self._make()
        for place in self.places[1:]:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(self._saved / place.name, place)
        edit(self.source)

    def _make(self) -> None:
        for folder in (*self.places, self._saved):
            shutil.rmtree(folder, ignore_errors=True)
        self.source.mkdir(parents=True)
        self._write(self.source)
        env = build(*self.places).app.env
        self._depended_on = {str(f) for files in env.dependencies.values() for f in files}
        for place in self.places:
            shutil.copytree(place, self._saved / place.name)

    def _put_back(self) -> set[str]:
        """Put back the files that differ, with their times; the others are not touched."""
        saved, now = _stamps(self._saved / "source"), _stamps(self.source)
        for name in now.keys() - saved.keys():
            (self.source / name).unlink()
        different = {name for name, stamp in saved.items() if now.get(name) != stamp}
        for name in different:
            shutil.copy2(self._saved / "source" / name, self.source / name)
        return different


def _stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Time and bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }

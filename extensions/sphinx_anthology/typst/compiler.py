"""The Typst compiler: documents in, files and diagnostics out; its fonts.

The packages of the extra ``export`` are imported when they are first needed.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")


class MissingTypst(ImportError):  # noqa: N818  # not an error
    """Packages for volumes and drawings are not installed."""

    def __init__(self, *packages: str, what: str = "PDF files, covers and share images") -> None:
        names = ", ".join(f"‘{package}’" for package in packages)
        noun, they = ("package", "it") if len(packages) == 1 else ("packages", "them")
        super().__init__(
            f"{what} need the {noun} {names}; "
            f"install {they} with: pip install 'sphinx-anthology[export]'.",
            name=packages[0],
        )


def typst_module() -> ModuleType:
    """The module ``typst``, imported on first use."""
    try:
        return importlib.import_module("typst")
    except ImportError as missing:
        raise MissingTypst("typst") from missing


def pillow_module() -> ModuleType:
    """The module ``PIL.Image``, imported on first use."""
    try:
        return importlib.import_module("PIL.Image")
    except ImportError as missing:
        raise MissingTypst("pillow") from missing


def missing_typst() -> MissingTypst | None:
    """The message about packages missing for PDF files and drawings; else None."""
    missing = list(_missing())
    return MissingTypst(*missing) if missing else None


def _missing() -> Iterator[str]:
    """The packages that are not installed, or fail to load."""
    for load, package in ((typst_module, "typst"), (pillow_module, "pillow")):
        try:
            load()
        except MissingTypst:
            yield package


def missing_for_epub() -> MissingTypst | None:
    """The message about packages missing for EPUB files; else None."""
    try:
        importlib.import_module("lxml.etree")
    except ImportError:
        return MissingTypst("lxml", what="EPUB files")
    return None


_HEAD = re.compile(r"^(error|warning|help): (.*)")
_PLACE = re.compile(r"^\s*┌─ (.*):(\d+):\d+$")
_HINT = re.compile(r"^\s*= hint: (.*)")


class Location(NamedTuple):
    """A line of a file; the path is relative to the compiler's root, with slashes."""

    file: str
    line: int


class Diagnostic(NamedTuple):
    """A message of the compiler; without a location ``file`` is empty and ``line`` 0.

    ``calls`` are the locations of the calls that led there, the innermost first.
    """

    message: str
    file: str = ""
    line: int = 0
    hints: tuple[str, ...] = ()
    calls: tuple[Location, ...] = ()

    def within(self, path: str) -> Location | None:
        """The innermost location in a file or folder; None if there is none."""
        places = (Location(self.file, self.line), *self.calls)
        return next((p for p in places if p.file == path or p.file.startswith(f"{path}/")), None)


def remarks(diagnostic: str, root: Path, severity: str = "error") -> tuple[Diagnostic, ...]:
    """The errors or warnings in the compiler's output, in order."""
    heads: list[tuple[str, str]] = []
    places: list[list[Location]] = []
    hints: list[list[str]] = []
    for line in diagnostic.splitlines():
        if head := _HEAD.match(line):
            if head[1] != "help":
                heads.append((head[1], head[2]))
                places.append([])
                hints.append([])
        elif heads and (place := _PLACE.match(line)):
            places[-1].append(Location(_inside(place[1], root), int(place[2])))
        elif heads and (hint := _HINT.match(line)):
            hints[-1].append(hint[1])
    found = zip(heads, places, hints, strict=True)
    return tuple(_remark(head[1], at, tips) for head, at, tips in found if head[0] == severity)


def _remark(message: str, places: list[Location], hints: list[str]) -> Diagnostic:
    file, line = places[0] if places else ("", 0)
    return Diagnostic(message, file, line, tuple(hints), tuple(places[1:]))


def _inside(shown: str, root: Path) -> str:
    """The path of a file below the root, from a compiler message."""
    path = Path(shown).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else shown


LOOK = Path(__file__).parent / "look"
"""The folder of our templates: functions in Typst."""
FACES = Path(__file__).parent / "faces"
"""The folder of the fonts; ``SOURCES.txt`` names their origins."""
FAMILIES = ("anthology-serif", "source-serif", "source-sans", "noto")
"""The folders of the fonts, in the order in which characters are looked up."""


def font_paths() -> tuple[Path, ...]:
    """The folders of the fonts, in a fixed order."""
    return tuple(FACES / family for family in FAMILIES)


@functools.cache
def typefaces() -> Any:
    """Our fonts and Typst's own, without those of the system."""
    return typst_module().Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_paths()]
    )


STANDARDS = ("ua-1", "a-2a")
"""The standards of every PDF file: accessible, and fit for archives."""
_POINTS = 72.0
"""Typst's points per inch: at this resolution a point is a pixel."""


@dc.dataclass(frozen=True, slots=True)
class Result:
    """A file and the warnings about it."""

    content: bytes
    warnings: tuple[Diagnostic, ...]


class TypstError(Exception):
    """A document that cannot be compiled: its first error; ``remarks`` has all."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        first = found[0]
        super().__init__(first.message)
        self.message = first.message
        self.hints = first.hints
        self.file = first.file
        self.line = first.line
        self.remarks = found


class TypstCompiler:
    """A compiler of documents below a folder.

    It caches results, so one compiler should make all volumes of the same chapters. A document is a
    file below the folder, or the text of one.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._compiler = self._new()

    def _new(self) -> Any:
        return typst_module().Compiler(root=str(self._root), font_paths=typefaces())

    def pdf(
        self,
        main: Path | str,
        inputs: Mapping[str, str] | None = None,
        date: dt.date | None = None,
        standards: tuple[str, ...] = STANDARDS,
    ) -> Result:
        """Make a PDF file; ``date`` is that of the content, not of the build."""
        pages, warnings = self._compile(
            main, inputs, format="pdf", pdf_standards=list(standards), timestamp=_timestamp(date)
        )
        return Result(pages[0], warnings)

    def png(
        self, main: Path | str, ppi: float = _POINTS, inputs: Mapping[str, str] | None = None
    ) -> list[bytes]:
        """Render every page as a PNG image."""
        return self._compile(main, inputs, format="png", ppi=ppi)[0]

    def marks(self, label: str) -> list[Any]:
        """The values of a label's metadata, such as ``<told>``, in the last document made."""
        found: list[Any] = json.loads(self._compiler.query(label, field="value"))
        return found

    def _compile(
        self, main: Path | str, inputs: Mapping[str, str] | None, **options: object
    ) -> tuple[list[bytes], tuple[Diagnostic, ...]]:
        source = main.encode() if isinstance(main, str) else str(self._root / main)
        try:
            made, said = self._compiler.compile_with_warnings(
                input=source, sys_inputs=dict(inputs or {}), **options
            )
        except typst_module().TypstError as error:
            raise TypstError(self._errors(error.diagnostic, error.message)) from error
        except BaseException as error:
            if not _is_crash(error):
                raise
            self._compiler = self._new()  # the old one may be unusable
            raise TypstError((Diagnostic(f"The compiler crashed: {error}"),)) from error
        warnings = (w for s in said for w in remarks(s.diagnostic, self._root, "warning"))
        return made if isinstance(made, list) else [made], tuple(warnings)

    def _errors(self, diagnostic: str, message: str) -> tuple[Diagnostic, ...]:
        return remarks(diagnostic, self._root) or (Diagnostic(message),)


def failing(items: Sequence[Item], works: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """The items that fail on their own, found by bisection, in order."""
    if not items or works(items):
        return []
    if len(items) == 1:
        return list(items)
    half = len(items) // 2
    return [*failing(items[:half], works), *failing(items[half:], works)]


def _is_crash(error: BaseException) -> bool:
    """Whether the compiler crashed; a Rust panic is no ``Exception`` in Python."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _timestamp(date: dt.date | None) -> int:
    """Seconds since 1970; 0 for earlier dates."""
    if date is None:
        return 0
    midnight = dt.datetime.combine(date, dt.time(), tzinfo=dt.UTC)
    return max(0, int(midnight.timestamp()))

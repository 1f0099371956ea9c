"""The Typst compiler: documents in, files and diagnostics out; and the fonts it is given.

The packages of the extra ``export`` are imported when they are first needed.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple


class MissingTypst(ImportError):  # noqa: N818  # it is no fault
    """Packages that volumes and drawings are made with are not installed."""

    def __init__(self, *packages: str, what: str = "PDF files, covers and share images") -> None:
        names = ", ".join(f"‘{package}’" for package in packages)
        noun, they = ("package", "it") if len(packages) == 1 else ("packages", "them")
        super().__init__(
            f"{what} need the {noun} {names}; "
            f"install {they} with: pip install 'sphinx-anthology[export]'.",
            name=packages[0],
        )


def typst_module() -> ModuleType:
    """Typst's compiler, imported when it is first wanted."""
    try:
        return importlib.import_module("typst")
    except ImportError as missing:
        raise MissingTypst("typst") from missing


def pillow_module() -> ModuleType:
    """Pillow's images, imported when they are first wanted."""
    try:
        return importlib.import_module("PIL.Image")
    except ImportError as missing:
        raise MissingTypst("pillow") from missing


def missing_typst() -> MissingTypst | None:
    """What is said where PDF files, covers and share images cannot be made; else none."""
    missing = list(_missing())
    return MissingTypst(*missing) if missing else None


def _missing() -> Iterator[str]:
    """The packages of Typst that are not installed, or cannot be loaded."""
    for load, package in ((typst_module, "typst"), (pillow_module, "pillow")):
        try:
            load()
        except MissingTypst:
            yield package


def missing_for_epub() -> MissingTypst | None:
    """What is said where EPUB files cannot be made; else none."""
    try:
        importlib.import_module("lxml.etree")
    except ImportError:
        return MissingTypst("lxml", what="EPUB files")
    return None


_HEAD = re.compile(r"^(error|warning|help): (.*)")
_PLACE = re.compile(r"^\s*┌─ (.*):(\d+):\d+$")
_HINT = re.compile(r"^\s*= hint: (.*)")


class Location(NamedTuple):
    """A line of a file; the file is relative to the compiler's root, with slashes."""

    file: str
    line: int


class Diagnostic(NamedTuple):
    """Something that the compiler says: ``file`` is empty and ``line`` 0 where it knows no place.

    ``calls`` are the places that led to this one, the innermost first.
    """

    message: str
    file: str = ""
    line: int = 0
    hints: tuple[str, ...] = ()
    calls: tuple[Location, ...] = ()

    def within(self, path: str) -> Location | None:
        """The innermost place in a file or folder, such as the line that misused a function."""
        places = (Location(self.file, self.line), *self.calls)
        return next((p for p in places if p.file == path or p.file.startswith(f"{path}/")), None)


def remarks(diagnostic: str, root: Path, severity: str = "error") -> tuple[Diagnostic, ...]:
    """The errors, or the warnings, that a diagnostic reports, in order."""
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
    """A file's path below the root; the compiler gives it from the working folder."""
    path = Path(shown).resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else shown


LOOK = Path(__file__).parent / "look"
"""How everything is printed and drawn: functions in Typst."""
FACES = Path(__file__).parent / "faces"
"""The fonts; ``SOURCES.txt`` says whose they are."""
FAMILIES = ("anthology-serif", "source-serif", "source-sans", "noto")
"""Their folders, in the order in which a letter is looked for."""


def font_paths() -> tuple[Path, ...]:
    """The folders that hold the fonts, in a fixed order."""
    return tuple(FACES / family for family in FAMILIES)


@functools.cache
def typefaces() -> Any:
    """Our fonts and those of Typst itself; none of the machine's, so none differ."""
    return typst_module().Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_paths()]
    )


STANDARDS = ("ua-1", "a-2a")
"""What every PDF file keeps to: accessible, and fit for an archive."""
_POINTS = 72.0
"""Typst's points per inch: at this resolution a point is a pixel."""


@dc.dataclass(frozen=True, slots=True)
class Result:
    """A file that was made, and the warnings."""

    content: bytes
    warnings: tuple[Diagnostic, ...]


class TypstError(Exception):
    """A document that could not be printed: its first error, and ``remarks`` with all of them."""

    def __init__(self, found: tuple[Diagnostic, ...]) -> None:
        first = found[0]
        super().__init__(first.message)
        self.message = first.message
        self.hints = first.hints
        self.file = first.file
        self.line = first.line
        self.remarks = found


class TypstCompiler:
    """A compiler for the documents below a folder.

    It keeps what it has worked out, so that volumes of the same chapters are best made by one.
    A document is a file, or the text of one that stands in the folder.
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
        """Make a PDF file; ``date`` is that of the content, for no clock is asked."""
        pages, warnings = self._compile(
            main, inputs, format="pdf", pdf_standards=list(standards), timestamp=_timestamp(date)
        )
        return Result(pages[0], warnings)

    def png(
        self, main: Path | str, ppi: float = _POINTS, inputs: Mapping[str, str] | None = None
    ) -> list[bytes]:
        """Draw every page as a PNG image."""
        return self._compile(main, inputs, format="png", ppi=ppi)[0]

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
            self._compiler = self._new()  # a compiler that crashed may be of no use any more
            raise TypstError((Diagnostic(f"The compiler crashed: {error}"),)) from error
        warnings = (w for s in said for w in remarks(s.diagnostic, self._root, "warning"))
        return made if isinstance(made, list) else [made], tuple(warnings)

    def _errors(self, diagnostic: str, message: str) -> tuple[Diagnostic, ...]:
        return remarks(diagnostic, self._root) or (Diagnostic(message),)


def _is_crash(error: BaseException) -> bool:
    """Whether the compiler broke; what Rust calls a panic is no ``Exception`` in Python."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _timestamp(date: dt.date | None) -> int:
    """Seconds from 1970, at which the earliest dates are put."""
    if date is None:
        return 0
    midnight = dt.datetime.combine(date, dt.time(), tzinfo=dt.UTC)
    return max(0, int(midnight.timestamp()))

"""Typst's compiler: documents in, files and what is said of them out."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx_anthology.typst.diagnostics import Diagnostic, remarks
from sphinx_anthology.typst.fonts import typefaces
from sphinx_anthology.typst.missing import typst_module

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

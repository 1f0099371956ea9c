"""Formulas for Typst, which knows no TeX: through the MathML that pages have of them."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sphinx_anthology.outputs.typst.notation import NotationError, notation
from sphinx_anthology.press.compiler import Press, PressError
from sphinx_anthology.press.mathml import FormulaError, mathml
from sphinx_anthology.press.strings import shortened
from sphinx_anthology.press.tex import display_tex

MOST_SPOKEN = 8_000
"""How many letters may stand for what is no text: a file can have no more at such a place."""


@functools.lru_cache(maxsize=4096)
def typst_of(tex: str, *, display: bool, no_wrap: bool = False) -> str | None:
    """A formula in Typst's notation, without dollar signs; none where it cannot be set.

    It has been set once, so a volume that holds it will not fail for it. ``no_wrap`` says of a
    displayed formula that it has an environment of its own.
    """
    meant = display_tex(tex, no_wrap=no_wrap) if display else tex
    try:
        found = notation(mathml(meant, block=display))
    except (FormulaError, NotationError):
        return None
    return None if check([found]) else found


def check(formulas: Sequence[str]) -> set[int]:
    """The places of those formulas, in Typst's notation, that cannot be set.

    All are tried at once; where that fails, each half is.
    """
    if _can_be_set(formulas):
        return set()
    if len(formulas) == 1:
        return {0}
    half = len(formulas) // 2
    return check(formulas[:half]) | {half + i for i in check(formulas[half:])}


def alternative(tex: str) -> str:
    """What is said to those who hear a formula: its source, on one line."""
    return shortened(" ".join(tex.split()), MOST_SPOKEN)


def _can_be_set(formulas: Sequence[str]) -> bool:
    """Whether a document of formulas can be made, to the standards that volumes keep."""
    set_ones = (f'#math.equation(alt: "x", $ {formula} $.body)\n' for formula in formulas)
    try:
        _press().pdf(f'#set document(title: "x")\n{"".join(set_ones)}')
    except PressError:
        return False
    return True


@functools.cache
def _press() -> Press:
    """A compiler for formulas, which see no file: its folder is empty."""
    folder = tempfile.TemporaryDirectory(prefix="formulas-")
    _FOLDERS.append(folder)
    return Press(Path(folder.name))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""The empty folder, kept as long as the process lives."""

"""Formulas, in lines and by themselves."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler
from sphinx_anthology.outputs.pdf.notation import NotationError, notation
from sphinx_anthology.typst.compiler import TypstCompiler, TypstError
from sphinx_anthology.typst.mathml import FormulaError, display_tex, mathml
from sphinx_anthology.typst.strings import broken, literal, shortened

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
        _compiler().pdf(f'#set document(title: "x")\n{"".join(set_ones)}')
    except TypstError:
        return False
    return True


@functools.cache
def _compiler() -> TypstCompiler:
    """A compiler for formulas, which see no file: its folder is empty."""
    folder = tempfile.TemporaryDirectory(prefix="formulas-")
    _FOLDERS.append(folder)
    return TypstCompiler(Path(folder.name))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""The empty folder, kept as long as the process lives."""
_LONGEST_TOLD = 200
"""How much of a formula a warning has."""


def math(writer: CodeWriter, node: nodes.math) -> NoReturn:
    """A formula in a line."""
    _drop_empty(writer, node)
    writer.finish(_formula(writer, node, display=False))


def math_block(writer: CodeWriter, node: nodes.math_block) -> NoReturn:
    """A formula of its own, with its number."""
    _drop_empty(writer, node)
    number = node.get("number")
    shown = literal(f"({number})") if number else "none"
    formula = _formula(writer, node, display=True)
    writer.finish(writer.anchor(node), f"display({shown}, {formula})")


def _drop_empty(writer: CodeWriter, node: nodes.Element) -> None:
    """A formula without a sign: nothing stands for it, and the standard wants words."""
    if node.astext().strip():
        return
    writer.tell(node, "The formula is empty; the PDF leaves it out.")
    writer.finish(writer.anchor(node))


def _formula(writer: CodeWriter, node: nodes.Element, *, display: bool) -> str:
    """The code of a formula; where it cannot be set, its source, with a warning."""
    tex = node.astext()
    kept = bool(node.get("no-wrap", node.get("nowrap", False)))
    found = typst_of(tex, display=display, no_wrap=kept)
    if found is None:
        writer.tell(
            node,
            "The PDF cannot set the formula “%s”; its source stands in the place.",
            shortened(alternative(tex), _LONGEST_TOLD),
        )
        return f"code-piece({literal(broken(writer.shown(tex, node)))})"
    code = f"$ {found} $" if display else f"${found}$"
    return f"formula({literal(alternative(tex))}, {code})"


HANDLERS: Mapping[str, Handler] = {"math": math, "math_block": math_block}

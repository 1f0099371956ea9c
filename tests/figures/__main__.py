"""Measure, or draw: ``python -m tests.figures --help``."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
from pathlib import Path

from sphinx_anthology.typst.compiler import TypstCompiler
from tests.figures import DOCS, FOLDER, SERIES, save
from tests.figures.drawings import DRAWINGS, portrait
from tests.figures.svg import Drawing
from tests.figures.tables import posts

MEASURED = {
    "conversions": "conversions",
    "damage": "conversions",
    "proof": "conversions",
    "heads": "heads",
    "volumes": "volumes",
    "edits": "builds",
    "stock": "builds",
    "growth": "builds",
}
"""What is measured, and in which module."""
PORTRAIT = DOCS / "authors" / "photos" / "the-makers.png"
"""The stand-in of those who have no face."""


def measure(names: list[str]) -> None:
    """Measure anew, and keep what was measured."""
    for name in names:
        module = importlib.import_module(f"tests.figures.{MEASURED[name]}")
        save(name, getattr(module, name)())


def draw() -> None:
    """Draw everything, each as SVG and as the PDF that LaTeX wants, and write the tables."""
    for name, drawing in DRAWINGS.items():
        drawn = drawing()
        path = FOLDER / f"{name}.svg"
        path.write_text(str(drawn), encoding="utf-8")
        path.with_suffix(".pdf").write_bytes(_as_pdf(path, drawn))
    PORTRAIT.parent.mkdir(exist_ok=True)
    PORTRAIT.write_bytes(portrait())
    for name, text in posts():
        (SERIES / name).write_text(text, encoding="utf-8")


def _as_pdf(path: Path, drawn: Drawing) -> bytes:
    """A drawing as a PDF of one page, by the typesetter that sets the volumes."""
    page = f"width: {drawn.width * 0.75}pt, height: {drawn.height * 0.75}pt, margin: 0pt"
    code = f'#set page({page})\n#image("/{path.name}", width: 100%)\n'
    return TypstCompiler(path.parent).pdf(code, date=dt.date(2026, 11, 30), standards=()).content


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="tests.figures", description=__doc__)
    parser.add_argument("what", nargs="?", default="draw", choices=("draw", "measure"))
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(MEASURED)}")
    given = parser.parse_args()
    if unknown := set(given.names) - set(MEASURED):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if given.what == "measure":
        measure(given.names or list(MEASURED))
    else:
        draw()


if __name__ == "__main__":
    main()

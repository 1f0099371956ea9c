"""The text faces that books are set in: ``python -m tests.faces [FILE…]`` makes them again.

They are cut from the variable Source Serif 4, at weight and optical size of running text, for
words in a variable font take half as long again to set. The name is another because “Source” is
one that Adobe reserves (SIL Open Font License 1.1, condition 3).
"""

from __future__ import annotations

import dataclasses as dc
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from sphinx_anthology.typst.compiler import FACES

FAMILY = "Anthology Serif"
SIZE = 10
"""Points; the optical size of running text."""
_OF_FILE_ONLY = (7, 16, 17, 21, 22, 25)
"""Names of ``name``: the trademark, families of other sorts, the prefix of variations."""


@dc.dataclass(frozen=True)
class Cut:
    """A face, and what it is cut from."""

    style: str
    weight: int

    @property
    def file(self) -> Path:
        return FACES / "anthology-serif" / f"{FAMILY}-{self.style}.ttf".replace(" ", "")

    @property
    def is_italic(self) -> bool:
        return "Italic" in self.style

    @property
    def is_bold(self) -> bool:
        return "Bold" in self.style


CUTS = (Cut("Regular", 400), Cut("Italic", 400), Cut("Bold", 700), Cut("Bold Italic", 700))


def cut(face: Cut) -> TTFont:
    """A face, cut anew; the dates in it stay those of its source."""
    font = TTFont(_source("Italic" if face.is_italic else ""), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": face.weight, "opsz": SIZE})
    _name(font, face)
    font["OS/2"].usWeightClass = face.weight
    selection = font["OS/2"].fsSelection & ~0b1100001
    regular = not (face.is_italic or face.is_bold)
    font["OS/2"].fsSelection = selection | face.is_italic | face.is_bold << 5 | regular << 6
    font["head"].macStyle = face.is_bold | face.is_italic << 1
    del font["STAT"]
    return font


def _source(slope: str) -> Path:
    hyphened = f"-{slope}" if slope else ""
    return FACES / "source-serif" / f"SourceSerif4{hyphened}[opsz,wght].ttf"


def _name(font: TTFont, face: Cut) -> None:
    """The names of a face; copyright and licence stay (OpenType 1.9, ``name``, name IDs)."""
    version = font["name"].getDebugName(5).removeprefix("Version ").partition(";")[0]
    texts = {
        1: FAMILY,
        2: face.style,
        3: f"{version};{FAMILY} {face.style}",
        4: f"{FAMILY} {face.style}",
        6: face.file.stem,
    }
    table = font["name"]
    table.names = [n for n in table.names if n.nameID < 256 and n.nameID not in _OF_FILE_ONLY]
    for record in table.names:
        record.string = texts.get(record.nameID, record.string)


if __name__ == "__main__":
    for wanted in CUTS:
        if not sys.argv[1:] or wanted.file.name in sys.argv[1:]:
            cut(wanted).save(wanted.file)

"""The text faces are what their recipe makes of Source Serif 4."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from tests.faces import CUTS, FAMILY, Cut, cut


@pytest.mark.parametrize("face", CUTS, ids=lambda face: face.style)
def test_a_face_says_what_it_is(face: Cut) -> None:
    """Its family, its style, its licence; and no name that is reserved."""
    names = TTFont(face.file)["name"]
    assert (names.getDebugName(1), names.getDebugName(2)) == (FAMILY, face.style)
    assert "OFL" in names.getDebugName(13)
    own = [str(record) for record in names.names if record.nameID in {1, 3, 4, 6, 16}]
    assert not any("Source" in name for name in own)


@pytest.mark.once
def test_a_face_is_what_the_recipe_makes() -> None:
    """Byte for byte. One is enough: all are made alike, and each takes seconds."""
    face = CUTS[1]
    made = io.BytesIO()
    cut(face).save(made)
    assert made.getvalue() == face.file.read_bytes()

"""Drawings of few colours, as files that are small."""

from __future__ import annotations

import io
from pathlib import Path

from sphinx_anthology.press.compiler import Press
from sphinx_anthology.press.missing import pillow_module

_LEVEL = 4
"""How hard it is tried to compress: more takes longer, and saves next to nothing."""


class Palette:
    """The colours of a look (``swatch.typ``), to which drawings are reduced."""

    def __init__(self, press: Press) -> None:
        self._images = pillow_module()
        swatch = self._images.open(io.BytesIO(press.png(Path("swatch.typ"))[0])).convert("RGB")
        self._image = self._images.new("P", (1, 1))
        self._image.putpalette(swatch.tobytes())

    def reduced(self, png: bytes) -> bytes:
        """A PNG image in the colours of the look."""
        with self._images.open(io.BytesIO(png)) as whole:
            flat = whole.convert("RGB").quantize(palette=self._image, dither=0)
        file = io.BytesIO()
        flat.save(file, "PNG", compress_level=_LEVEL)
        return file.getvalue()

"""The covers of volumes, drawn again only where they would be other ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from sphinx_anthology.files import read_line, sized, write_whole
from sphinx_anthology.model.views import Shelf
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.press.drawings import cover_data, cover_png
from sphinx_anthology.press.fonts import LOOK
from sphinx_anthology.press.missing import missing_press


class Covers:
    """Draws covers, and keeps them in a folder."""

    def __init__(self, folder: Path, publication: Publication, shelves: Sequence[Shelf]) -> None:
        self._folder, self._publication, self._shelves = folder, publication, shelves
        self.can_draw = missing_press() is None
        self.look = self._digest_of_look() if self.can_draw else ""

    def key(self, volume: Volume) -> str:
        """What tells a cover from another; empty where none can be drawn."""
        if not self.can_draw:
            return ""
        data = cover_data(volume, self._publication, self._shelves)
        told = json.dumps([data, self.look], sort_keys=True)
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def draw(self, volume: Volume) -> bytes:
        """The cover of a volume as a PNG image."""
        image, record = (self._folder / f"{volume.name}.{end}" for end in ("png", "txt"))
        key = self.key(volume)
        if image.is_file() and read_line(record) == sized(key, image):
            return image.read_bytes()
        drawn = cover_png(volume, self._publication, self._shelves)
        write_whole(image, drawn)
        write_whole(record, sized(key, image))
        return drawn

    def _digest_of_look(self) -> str:
        found = hashlib.blake2b(version("typst").encode(), digest_size=16)
        for path in sorted(LOOK.rglob("*")):
            if path.is_file():
                found.update(path.read_bytes())
        return found.hexdigest()

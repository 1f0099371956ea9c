"""The pieces that volumes are put together of: one file of code for every document.

Beside each stands what whoever links to it or packs it must know: its labels and its pictures.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
from pathlib import Path, PurePosixPath

from sphinx_anthology.files import ends_with, write_whole

_START = '#import "/look.typ": *\n#let body(base) = '


@dc.dataclass(frozen=True, slots=True)
class Chunk:
    """A document's code; its ids with the labels that stand for them; its pictures by path."""

    code: str
    anchors: dict[str, str]
    pictures: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """What tells this chunk from another."""
        facts = json.dumps([self.code, self.anchors, self.pictures], sort_keys=True)
        return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()


class Chunks:
    """The chunks in a folder, by docname."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Chunk] = {}

    def path(self, docname: str) -> PurePosixPath:
        """Where the code of a document is, from the folder; no docname leads out of it."""
        digest = hashlib.blake2b(docname.encode(), digest_size=6).hexdigest()
        return PurePosixPath("chunks", f"{PurePosixPath(docname).name}-{digest}.typ")

    def has(self, docname: str) -> bool:
        """Whether a document was written."""
        return ends_with(self.folder / self.path(docname).with_suffix(".json"), b"}")

    def write(self, docname: str, chunk: Chunk) -> None:
        """Write a document's chunk."""
        path = self.folder / self.path(docname)
        write_whole(path, f"{_START}{chunk.code}\n")
        told = json.dumps(dc.asdict(chunk) | {"docname": docname}, sort_keys=True)
        # last: where it is, the code is there, too
        write_whole(path.with_suffix(".json"), told)
        self._read[docname] = chunk

    def read(self, docname: str) -> Chunk:
        """Give a document's chunk."""
        if docname not in self._read:
            path = self.folder / self.path(docname).with_suffix(".json")
            told = json.loads(path.read_text(encoding="utf-8"))
            self._read[docname] = Chunk(told["code"], told["anchors"], tuple(told["pictures"]))
        return self._read[docname]

"""The pieces that volumes are put together of: one file of code for every document.

Beside each stands what whoever links to it or packs it must know: its labels and its pictures.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from sphinx_anthology.files import ends_with, write_whole

_OPENING = re.compile(r"^(?:opening|headed|heading-of)\(base \+ 1,", re.MULTILINE)
_START = '#import "/look.typ": *\n#let body(base) = '
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_NAME = 60


class Trouble(NamedTuple):
    """What could not be set as it was written: file and line (0: all of it), and what to know."""

    file: str
    line: int
    message: str


@dc.dataclass(frozen=True, slots=True)
class Chunk:
    """A document's code; its ids with the labels that stand for them; its pictures by path.

    ``troubles`` are told at every build until they are gone.
    """

    code: str
    anchors: dict[str, str]
    pictures: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_titled(self) -> bool:
        """Whether it begins with a heading of its own level."""
        return _OPENING.search(self.code) is not None

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
        self._docnames: dict[str, str] = {}

    def path(self, docname: str) -> PurePosixPath:
        """Where the code of a document is, from the folder; no docname leads out of it."""
        found = PurePosixPath("chunks", f"{file_stem(docname)}.typ")
        self._docnames[found.as_posix()] = docname
        return found

    def docname(self, file: str) -> str:
        """The document whose code a file has; empty where it is none's."""
        return self._docnames.get(file, "")

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

    def try_code(self, docname: str, code: str) -> None:
        """Lay other code of a document out, which is not kept: a killed build leaves no trace."""
        path = self.folder / self.path(docname)
        self.read(docname)
        path.with_suffix(".json").unlink(missing_ok=True)
        write_whole(path, f"{_START}{code}\n")

    def read(self, docname: str) -> Chunk:
        """Give a document's chunk."""
        if docname not in self._read:
            path = self.folder / self.path(docname).with_suffix(".json")
            told = json.loads(path.read_text(encoding="utf-8"))
            troubles = tuple(Trouble(*trouble) for trouble in told.get("troubles", ()))
            pictures = tuple(told["pictures"])
            self._read[docname] = Chunk(told["code"], told["anchors"], pictures, troubles)
        return self._read[docname]


def file_stem(docname: str) -> str:
    r"""What the files of a document are called: its last part, as the compiler takes it.

    >>> file_stem("red/a\\b?0"), file_stem("red/Größe")
    ('a-b-0-2c48bbfd5789', 'Gr-e-08b6e04a50e3')
    """
    digest = hashlib.blake2b(docname.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    last = _UNSAFE.sub("-", docname.rpartition("/")[2])[:_LONGEST_NAME].strip(".-")
    return f"{last or 'document'}-{digest}"

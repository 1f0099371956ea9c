"""Fragments of Typst code: of documents, front pages and back matter.

Beside each fragment is a record with its labels and its images.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import re
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.util import logging

from sphinx_anthology.cache import digest
from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.pdf.pictures import Picture, Problem
from sphinx_anthology.reading.volumes import volumes_of
from sphinx_anthology.volumes import back_matter
from sphinx_anthology.volumes.assembler import DocumentStore, VolumeBuilder

_OPENING = re.compile(r"^(?:opening|headed|heading-of)\(base \+ 1,", re.MULTILINE)
_START = '#import "/look.typ": *\n#let body(base) = '
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_NAME = 60


class Trouble(NamedTuple):
    """A part that was simplified: file, line (0: the whole document), and message."""

    file: str
    line: int
    message: str


@dc.dataclass(frozen=True, slots=True)
class DocumentFragment:
    """The code of a document, labels by id, paths of images.

    ``troubles`` are reported at every build until they are gone.
    """

    code: str
    anchors: dict[str, str]
    pictures: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_titled(self) -> bool:
        """Whether it starts with a heading of its own level."""
        return _OPENING.search(self.code) is not None

    @property
    def digest(self) -> str:
        """A digest of the fragment."""
        return digest(json.dumps([self.code, self.anchors, self.pictures], sort_keys=True))


class DocumentFragments(DocumentStore[DocumentFragment]):
    """The store of fragments, by docname; the code is beside each record."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._docnames: dict[str, str] = {}

    def path(self, docname: str) -> PurePosixPath:
        """The path of a document's code, always inside the folder."""
        found = PurePosixPath("chunks", f"{file_stem(docname)}.typ")
        self._docnames[found.as_posix()] = docname
        return found

    def file_of(self, docname: str) -> Path:
        """The file of a fragment's record."""
        return self.folder / self.path(docname).with_suffix(".json")

    def docname(self, file: str) -> str:
        """The document of a file; empty if there is none."""
        return self._docnames.get(file, "")

    def write(self, docname: str, written: DocumentFragment) -> None:
        """Write a fragment; the record last, so that it implies the code."""
        write_whole(self.folder / self.path(docname), f"{_START}{written.code}\n")
        super().write(docname, written)

    def try_code(self, docname: str, code: str) -> None:
        """Write other code of a document on trial; its record is deleted before."""
        self.read(docname)
        self.forget(docname)
        write_whole(self.folder / self.path(docname), f"{_START}{code}\n")

    def encode(self, docname: str, written: DocumentFragment) -> dict[str, Any]:
        """A fragment as JSON values."""
        return dc.asdict(written) | {"docname": docname}

    def decode(self, stored: dict[str, Any]) -> DocumentFragment:
        """A fragment from JSON values."""
        troubles = tuple(Trouble(*trouble) for trouble in stored["troubles"])
        return DocumentFragment(
            stored["code"], stored["anchors"], tuple(stored["pictures"]), troubles
        )


def file_stem(docname: str) -> str:
    r"""The file name of a document without extension: its last part and a digest.

    >>> file_stem("red/a\\b?0"), file_stem("red/Größe")
    ('a-b-0-2c48bbfd5789', 'Gr-e-08b6e04a50e3')
    """
    digest = hashlib.blake2b(docname.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    last = _UNSAFE.sub("-", docname.rpartition("/")[2])[:_LONGEST_NAME].strip(".-")
    return f"{last or 'document'}-{digest}"


logger = logging.getLogger(__name__)


class FragmentBuilder(VolumeBuilder):
    """The interface of the PDF builder for translator, back matter and volumes."""

    fragments: DocumentFragments
    current_docname: str
    """The document that is being translated."""
    is_translated_again: bool
    """Whether warnings about documents were given before."""

    @abstractmethod
    def file_of(self, docname: str) -> str:
        """The file of a document; empty for front pages and back matter."""

    @abstractmethod
    def web_address(self, docname: str, fragment: str) -> str:
        """The web address of a section of a document; empty without a base address."""

    @abstractmethod
    def picture(self, node: nodes.image) -> Picture | Problem | None:
        """Store an image for Typst; else the problem, or None if it is reported."""

    @abstractmethod
    def pieces_of(self, docname: str, doctree: nodes.document) -> list[tuple[str, nodes.Node]]:
        """The code of a document, one piece for each outermost node."""

    @abstractmethod
    def translated(self, docname: str, doctree: nodes.document) -> DocumentFragment:
        """The fragment of a document; its plain text if that fails."""


class BackMatterFragments:
    """Writes front pages and back matter, unless they are up to date.

    They depend on the catalogue and on texts of documents, which only change if a document is read
    again.
    """

    def __init__(self, builder: FragmentBuilder, publication: Publication) -> None:
        self._builder = builder
        self._record = builder.work / "matter.json"
        self._stamp = _stamp(builder, publication)
        last: dict[str, Any] = read_record(self._record)
        self._names: dict[str, list[str]] = last["names"] if last.get("of") == self._stamp else {}

    def names(self, volume: Volume) -> list[str]:
        """The names of a volume's fragments that are no documents."""
        known = self._names.get(volume.name)
        if known is None or not all(map(self._builder.fragments.has, known)):
            self._names[volume.name] = self._write(volume)
        return self._names[volume.name]

    def keep(self) -> None:
        """Store the names of written fragments."""
        told = json.dumps({"of": self._stamp, "names": self._names}, sort_keys=True)
        write_whole(self._record, told)

    def _write(self, volume: Volume) -> list[str]:
        env = self._builder.env
        found = [
            self._written(f"{volume.name}/{FRONT}{name}?", page)
            for name, page in back_matter.front_pages(env, volume)
        ]
        for part in back_matter.PARTS:
            try:
                found += self._write_part(volume, part)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  # the rest of the volume is still made
                message = "The PDF ‘%s’ is made without its %s: %s"
                reason = f"{type(error).__name__}: {error}"
                logger.warning(message, volume.name, part, reason, type="anthology", subtype="pdf")
        return found

    def _write_part(self, volume: Volume, part: str) -> list[str]:
        found: list[str] = []
        env = self._builder.env
        for name, sections in back_matter.parts(env, volume, [part]):
            for number, section in enumerate(sections):
                found.append(self._written(f"{volume.name}/{name}?{number}", section))
        return found

    def _written(self, fragment: str, section: nodes.Node) -> str:
        """Write a fragment under a name that is no docname."""
        document = back_matter.resolved(self._builder.env, fragment, [section])
        self._builder.fragments.write(fragment, self._builder.translated(fragment, document))
        return fragment


FRONT = "front."
"""How the names of front pages begin."""


def in_order(volume: Volume, names: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """The fragments of a volume in order: front pages, documents, back matter."""
    front = [name for name in names if name.startswith(f"{volume.name}/{FRONT}")]
    back = [name for name in names if name not in front]
    return front, [chapter.docname for chapter in volume.chapters], back


def _stamp(builder: FragmentBuilder, publication: Publication) -> str:
    """A digest that changes if a document is read, or a setting changes."""
    read = sorted(builder.env.all_docs.items())
    front = back_matter.front_digest(builder.env, volumes_of(builder.env))
    return digest(json.dumps([read, repr(publication), front]))

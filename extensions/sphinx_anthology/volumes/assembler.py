"""Base classes of volume builders: each document is written once, then assembled.

A volume is made again only where something in it has changed.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import status_iterator

from sphinx_anthology.cache import BuildCache
from sphinx_anthology.files import ends_with, write_whole
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.image_copies import WithImageCopies
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.site_files import outdir_key
from sphinx_anthology.reading.volumes import (
    note_volumes,
    publication_of,
    tell_left_out,
    volumes_of,
    wanted_volumes,
)

Written = TypeVar("Written")


class DocumentStore(ABC, Generic[Written]):
    """Written documents, by docname, in a folder beside the doctrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Written] = {}

    @abstractmethod
    def file_of(self, docname: str) -> Path:
        """The file of a document; no docname leads out of the folder."""

    @abstractmethod
    def encode(self, docname: str, written: Written) -> dict[str, Any]:
        """The content of the file, as JSON values."""

    @abstractmethod
    def decode(self, stored: dict[str, Any]) -> Written:
        """The written document, from the content of the file."""

    def has(self, docname: str) -> bool:
        """Whether a document is written completely."""
        return ends_with(self.file_of(docname), b"}")

    def write(self, docname: str, written: Written) -> None:
        """Store a document."""
        told = json.dumps(self.encode(docname, written), sort_keys=True)
        write_whole(self.file_of(docname), told)
        self._known[docname] = written

    def read(self, docname: str) -> Written:
        """Load a document."""
        if docname not in self._known:
            stored = json.loads(self.file_of(docname).read_text(encoding="utf-8"))
            self._known[docname] = self.decode(stored)
        return self._known[docname]

    def forget(self, docname: str) -> None:
        """Delete a document that is out of date."""
        self.file_of(docname).unlink(missing_ok=True)


logger = logging.getLogger(__name__)


class VolumeAssembler(ABC):
    """Makes the volumes of a builder from its documents."""

    kind: ClassVar[str]
    """``pdf`` or ``epub``."""

    def __init__(self, builder: VolumeBuilder) -> None:
        self.env, self.config, self.work = builder.env, builder.config, builder.work
        self.outdir = Path(builder.outdir)
        self.catalogue = domain_of(self.env).catalogue
        self.settings = settings_of(self.config)
        self.publication = publication_of(self.config, self.catalogue.site.base)
        self.volumes = volumes_of(self.env)
        self.cache = BuildCache(self.work / "made.json", keeps_others=True)

    @abstractmethod
    def assemble(self, volume: Volume, target: Path) -> None:
        """Make a volume, unless its file is up to date."""

    def make_all(self) -> list[Path]:
        """Make every wanted volume; return the paths of those that can be made."""
        chosen = wanted_volumes(self.env)
        title = f"making {self.kind.upper()} volumes... "
        shown = status_iterator(chosen, title, "green", len(chosen), 0, lambda volume: volume.name)
        return [path for path in map(self._make, shown) if path]

    def target(self, volume: Volume) -> Path:
        """The path of a volume."""
        return self.outdir / f"{volume.name}.{self.kind}"

    def _make(self, volume: Volume) -> Path | None:
        target = self.target(volume)
        try:
            self.assemble(volume, target)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # the other volumes are still made
            # the old file may hold texts that are withheld now
            target.unlink(missing_ok=True)
            self.tell_failure(volume, error)
            return None
        return target

    def tell_failure(self, volume: Volume, error: BaseException) -> None:
        """Report that a volume is not made."""
        logger.error(
            "The %s ‘%s’ cannot be made: %s. No older one is kept in its place.",
            self.kind.upper(),
            volume.name,
            self.reason(error),
            type="anthology",
            subtype=self.kind,
        )

    def reason(self, error: BaseException) -> str:
        """Why something cannot be made, as an editor can understand it."""
        return reason_of(error)


class VolumeBuilder(WithImageCopies, Builder):
    """The common base of the PDF and the EPUB builder."""

    volume_kind: ClassVar[str]
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]
    work: Path
    """The folder of files kept between builds, beside the doctrees."""
    made: list[Path]
    """The volumes that this build made, or found up to date."""

    def open_work(self) -> None:
        """Set the folder of files kept between builds."""
        self.work = Path(self.doctreedir, f"{self.name}-{outdir_key(self.outdir)}")
        self.made = []

    @property
    @abstractmethod
    def store(self) -> DocumentStore[Any]:
        """The written documents."""

    @abstractmethod
    def assembler(self) -> VolumeAssembler:
        """The assembler of this build's volumes."""

    def more_files(self) -> Iterator[str]:
        """The files in the output folder; all others are deleted."""
        yield from (f"{volume.name}.{self.volume_kind}" for volume in volumes_of(self.env))

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write what the wanted volumes hold; forget stale documents that none of them holds."""
        held = frozenset[str]().union(*(v.docnames for v in wanted_volumes(self.env)))
        for docname in frozenset(docnames) - held:
            self.store.forget(docname)
        if chosen := held & frozenset(docnames):
            super().write_documents(chosen)

    def prepare_writing(self, docnames: Any) -> None:
        """Do nothing: documents are written one by one."""

    def finish(self) -> None:
        """Make every volume that is out of date."""
        tell_left_out(self.env)
        self.made = self.assembler().make_all()
        if len(self.made) < len(wanted_volumes(self.env)):
            self._app.statuscode = 1  # a wanted volume is missing
        note_volumes(self.env, self.made, Path(self.outdir))

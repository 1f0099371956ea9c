"""Where chunks become volumes: what these hold besides, what tells them apart, the press."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.util import logging

from sphinx_anthology.files import read_line, sized, write_whole
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.typst.binding import credited, main_file, told
from sphinx_anthology.outputs.typst.chunks import Chunk
from sphinx_anthology.outputs.typst.matter_chunks import MatterChunks
from sphinx_anthology.outputs.typst.metadata import described
from sphinx_anthology.outputs.typst.own_look import Look
from sphinx_anthology.press.compiler import Press, PressError, Result
from sphinx_anthology.press.diagnostics import Remark
from sphinx_anthology.press.drawings import cover_data
from sphinx_anthology.press.strings import literal
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.volumes import publication_of, volumes_of

if TYPE_CHECKING:
    from sphinx_anthology.outputs.typst.builder import TypstPdfBuilder

logger = logging.getLogger(__name__)


class Sheet(NamedTuple):
    """A volume before it is printed: the code of its main file, and what the look is told."""

    code: str
    told: str


class Bindery:
    """Makes the volumes of a builder out of its chunks."""

    def __init__(self, builder: TypstPdfBuilder) -> None:
        self.builder, self.env, self.config = builder, builder.env, builder.config
        self.work, self.chunks = builder.work, builder.chunks
        self.catalogue = domain_of(self.env).catalogue
        self.publication = publication_of(self.config, self.catalogue.site.base)
        self.volumes = volumes_of(self.env)
        self.matter = MatterChunks(builder, self.publication)
        self.press = Press(self.work)
        own = settings_of(self.config).typst_look
        self.look = Look(self.work, Path(builder.confdir, own) if own else None)

    def make(self, volume: Volume) -> Path | None:
        """Make a volume, unless it lies there as it would be; where it lies, if it can be made."""
        names = self.matter.names(volume)
        sheet = self._sheet(volume, names)
        target = Path(self.builder.outdir, f"{volume.name}.pdf")
        record = self.work / "made" / f"{volume.name}.txt"
        digest = self._digest(volume, names, sheet)
        if target.is_file() and read_line(record) == sized(digest, target):
            return target
        made = self._print(volume, names, sheet)
        if made is None:
            # what lies there is of an earlier day, and may hold what readers must not see now
            target.unlink(missing_ok=True)
            return None
        write_whole(target, made)
        write_whole(record, sized(digest, target))
        return target

    def _print(self, volume: Volume, names: list[str], sheet: Sheet) -> bytes | None:
        """Print a volume. A document that cannot be set is set as plain words, with a warning."""
        given_up: set[str] = set()
        while True:
            try:
                result = self._printed(volume, sheet)
            except PressError as error:
                self._tell(volume, error.remarks)
                docnames = {self._docname(remark) for remark in error.remarks} - given_up - {""}
                if not docnames:
                    return None
                for docname in sorted(docnames):
                    self._write_plainly(docname)
                given_up |= docnames
                sheet = self._sheet(volume, names)
            else:
                self._tell(volume, result.warnings)
                return self._described(volume, result.content)

    def _printed(self, volume: Volume, sheet: Sheet) -> Result:
        """A volume; in our look alone where the publication's own is at fault."""
        date = volume.date.earliest if volume.date else None
        main, inputs = self._lay_out(volume, sheet)
        try:
            return self.press.pdf(main, inputs, date)
        except PressError as error:
            if not self.look.has_own:
                raise
            with self.look.without_own():
                result = self.press.pdf(main, inputs, date)
            self.look.tell(error.remarks, "PDFs are made without the file where it fails.")
            return result

    def _described(self, volume: Volume, made: bytes) -> bytes:
        """A volume whose metadata say everything that is known."""
        authors = [credited(credit) for credit in volume.credits]
        publisher = self.publication.publisher
        return described(made, authors, volume.identifier, volume.license, publisher)

    def _lay_out(self, volume: Volume, sheet: Sheet) -> tuple[Path, dict[str, str]]:
        """Put a volume where the press finds it."""
        folder = self.work / "volumes"
        main, inputs = folder / f"{volume.name}.typ", folder / f"{volume.name}.json"
        write_whole(main, sheet.code)
        write_whole(inputs, sheet.told)
        return main, {"volume": f"/volumes/{inputs.name}"}

    def _tell(self, volume: Volume, remarks: Iterable[Remark]) -> None:
        """Warn of everything that the press says against a volume, document by document."""
        said = list(remarks)
        self.look.tell(remark for remark in said if self.look.is_of(remark))
        for remark in (remark for remark in said if not self.look.is_of(remark)):
            docname = self._docname(remark)
            logger.warning(
                "The press says of the PDF ‘%s’: %s %s",
                volume.name,
                remark.message,
                " ".join(remark.hints),
                location=docname or None,
                type="anthology",
                subtype="pdf",
            )

    def _docname(self, remark: Remark) -> str:
        """The document whose chunk something is said of; empty where it is none's."""
        place = remark.within("chunks")
        if place is None:
            return ""
        path = (self.work / place.file).with_suffix(".json")
        return str(json.loads(path.read_text(encoding="utf-8"))["docname"])

    def _write_plainly(self, docname: str) -> None:
        """Write a document's words alone, paragraph by paragraph."""
        doctree = self.env.get_and_resolve_doctree(docname, self.builder, tags=self.builder.tags)
        blocks = [n for n in doctree.findall(nodes.TextElement) if not _is_inside_text(n)]
        lines = [f"par({literal(block.astext())})\n" for block in blocks]
        label = f"{docname}:"
        anchors = dict.fromkeys(["", *self.chunks.read(docname).anchors], label)
        code = f"{{[]\nanchor({literal(label)})\n{''.join(lines)}}}"
        self.chunks.write(docname, Chunk(code, anchors))

    def _sheet(self, volume: Volume, names: list[str]) -> Sheet:
        """What the press gets of a volume, besides chunks and pictures."""
        shelves = [volume.series.entry.shelf for volume in self.volumes if volume.series]
        facts = told(
            volume,
            self.publication,
            self.catalogue,
            self.env.titles,
            self._anchors(volume, names),
            cover_data(volume, self.publication, shelves),
        )
        code = main_file(volume, self.chunks, self.catalogue, names)
        return Sheet(code, json.dumps(facts, ensure_ascii=False, sort_keys=True))

    def _anchors(self, volume: Volume, names: list[str]) -> dict[str, str]:
        """Where everything is that the volume's documents may link to, by the names they use."""
        found: dict[str, str] = {}
        for docname in (*(chapter.docname for chapter in volume.chapters), *names):
            for identifier, label in self.chunks.read(docname).anchors.items():
                found[f"{docname}:{identifier}" if identifier else docname] = label
        for author_id, source in self.catalogue.authors.items():
            # in a booklet, authors are found among the contributors
            entries = (found.get(f"{name}:contributor-{author_id}") for name in names)
            entry = next(filter(None, entries), None)
            if entry:
                found.setdefault(source.docname, entry)
        return dict(sorted(found.items()))

    def _digest(self, volume: Volume, names: list[str], sheet: Sheet) -> str:
        """What tells a volume from another: everything that goes into it."""
        docnames = [*(chapter.docname for chapter in volume.chapters), *names]
        chunks = [self.chunks.read(docname) for docname in docnames]
        pictures = sorted({path for chunk in chunks for path in chunk.pictures})
        found = hashlib.blake2b(digest_size=16)
        for value in (sheet, self.look.digest, [chunk.digest for chunk in chunks]):
            found.update(json.dumps(value, sort_keys=True).encode())
        files = [self.work / path.lstrip("/") for path in pictures]
        for file in files:
            found.update(file.read_bytes())
        return found.hexdigest()


def _is_inside_text(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.TextElement)

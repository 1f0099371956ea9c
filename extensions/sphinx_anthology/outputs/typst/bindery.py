"""Where chunks become volumes: what these hold besides, what tells them apart, the press."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import new_document

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.typst.binding import credited, main_file, told
from sphinx_anthology.outputs.typst.chunks import Chunk
from sphinx_anthology.outputs.typst.metadata import described
from sphinx_anthology.pages import matter
from sphinx_anthology.pages.build import Page
from sphinx_anthology.press import compiler
from sphinx_anthology.press.compiler import Press, PressError
from sphinx_anthology.press.diagnostics import Remark
from sphinx_anthology.press.drawings import cover_data
from sphinx_anthology.press.strings import literal
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.volumes import publication_of, volumes_of

if TYPE_CHECKING:
    from sphinx_anthology.outputs.typst.builder import TypstPdfBuilder

logger = logging.getLogger(__name__)
LOOK = Path(__file__).with_name("look")
PRESS_LOOK = Path(compiler.__file__).with_name("look")


class Bindery:
    """Makes the volumes of a builder out of its chunks."""

    def __init__(self, builder: TypstPdfBuilder) -> None:
        self.builder, self.env, self.config = builder, builder.env, builder.config
        self.work, self.chunks = builder.work, builder.chunks
        self.catalogue = domain_of(self.env).catalogue
        self.publication = publication_of(self.config, self.catalogue.site.base)
        self.volumes = volumes_of(self.env)
        self.press = Press(self.work)
        self.look = ""

    def lay_out_look(self) -> None:
        """Put the look, and the publication's own, where chunks import it from."""
        for source, name in ((LOOK, "look"), (PRESS_LOOK, "press")):
            shutil.copytree(source, self.work / name, dirs_exist_ok=True)
        own = settings_of(self.config).typst_look
        text = '#import "/look/book.typ": *\n'
        if own:
            text += self._own_look(Path(self.builder.confdir, own))
        (self.work / "look.typ").write_text(text, encoding="utf-8")
        files = [self.work / "look.typ"]
        for name in ("look", "press"):
            files += sorted((self.work / name).glob("*.typ"))
        digest = hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=16)
        self.look = f"{version('typst')} {digest.hexdigest()}"

    def _own_look(self, path: Path) -> str:
        """The publication's own code; nothing, and a warning, where it cannot be read."""
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            logger.warning(
                "anthology_typst_look: ‘%s’ cannot be read: %s",
                path.name,
                error.__class__.__name__,
                type="anthology",
                subtype="setting",
            )
            return ""

    def make(self, volume: Volume) -> None:
        """Make a volume, unless it lies there as it would be."""
        names = self._write_matter(volume)
        target = Path(self.builder.outdir, f"{volume.name}.pdf")
        record = self.work / "made" / f"{volume.name}.txt"
        digest = self._digest(volume, names)
        if target.is_file() and record.is_file() and record.read_text("utf-8") == digest:
            return
        made = self._press(volume, names)
        if made is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made)
            record.parent.mkdir(exist_ok=True)
            record.write_text(digest, encoding="utf-8")

    def _press(self, volume: Volume, names: list[str]) -> bytes | None:
        """Print a volume. A document that cannot be set is set as plain words, with a warning."""
        date = volume.date.earliest if volume.date else None
        given_up: set[str] = set()
        while True:
            main, inputs = self._lay_out(volume, names)
            try:
                result = self.press.pdf(main, inputs, date)
            except PressError as error:
                self._tell(volume, error.remarks)
                docnames = {self._docname(remark) for remark in error.remarks} - given_up - {""}
                if not docnames:
                    return None
                for docname in sorted(docnames):
                    self._write_plainly(docname)
                given_up |= docnames
            else:
                self._tell(volume, result.warnings)
                return self._described(volume, result.content)

    def _described(self, volume: Volume, made: bytes) -> bytes:
        """A volume whose metadata say everything that is known."""
        authors = [credited(credit) for credit in volume.credits]
        publisher = self.publication.publisher
        return described(made, authors, volume.identifier, volume.license, publisher)

    def _lay_out(self, volume: Volume, names: list[str]) -> tuple[Path, dict[str, str]]:
        """Write the file of a volume, and what the look is told of it."""
        folder = self.work / "volumes"
        folder.mkdir(exist_ok=True)
        main, inputs = folder / f"{volume.name}.typ", folder / f"{volume.name}.json"
        main.write_text(main_file(volume, self.chunks, self.catalogue, names), encoding="utf-8")
        told_of = json.dumps(self._told(volume, names), ensure_ascii=False, sort_keys=True)
        inputs.write_text(told_of, encoding="utf-8")
        return main, {"volume": f"/volumes/{inputs.name}"}

    def _tell(self, volume: Volume, remarks: Iterable[Remark]) -> None:
        """Warn of everything that the press says against a volume, document by document."""
        for remark in remarks:
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

    def _write_matter(self, volume: Volume) -> list[str]:
        """Write what a volume holds besides its documents; give the names of the chunks."""
        found: list[str] = []
        parts = {
            "contributors": matter.contributors,
            "colophon": matter.colophon,
            "indexes": matter.indexes,
        }
        for part, build in parts.items():
            name = f"{volume.name}/{part}?"  # no docname ends so
            page = Page(name, self.config.language)
            for number, section in enumerate(build(self.env, page, volume)):
                chunk_name = f"{name}{number}"
                document = new_document(chunk_name)
                document += section
                _note_ids(document)
                self.env.apply_post_transforms(document, chunk_name)
                self.chunks.write(chunk_name, self.builder.translated(chunk_name, document))
                found.append(chunk_name)
        return found

    def _told(self, volume: Volume, names: list[str]) -> dict[str, Any]:
        """What the look is told."""
        anchors = self._anchors(volume, names)
        shelves = [volume.series.entry.shelf for volume in self.volumes if volume.series]
        cover = cover_data(volume, self.publication, shelves)
        titles = self.env.titles
        return told(volume, self.publication, self.catalogue, titles, anchors, cover)

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

    def _digest(self, volume: Volume, names: list[str]) -> str:
        """What tells a volume from another: everything that goes into it."""
        docnames = [*(chapter.docname for chapter in volume.chapters), *names]
        chunks = [self.chunks.read(docname) for docname in docnames]
        pictures = sorted({path for chunk in chunks for path in chunk.pictures})
        found = hashlib.blake2b(digest_size=16)
        code = main_file(volume, self.chunks, self.catalogue, names)
        told_of = self._told(volume, names)
        for value in (code, told_of, self.look, [chunk.digest for chunk in chunks]):
            found.update(json.dumps(value, sort_keys=True).encode())
        files = [self.work / path.lstrip("/") for path in pictures]
        for file in files:
            found.update(file.read_bytes())
        return found.hexdigest()


def _note_ids(document: nodes.document) -> None:
    """Let the notes of a document be found by their ids, as in one that was read."""
    for node in document.findall(nodes.Element):
        document.ids.update(dict.fromkeys(node["ids"], node))


def _is_inside_text(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.TextElement)

"""The assembler of PDFs: it compiles volumes and completes their metadata (XMP).

Typst writes all authors as one (ISO 16684-1, section 8.3, requires an ordered list), and has no
identifier and rights. Its files end with a table of the offsets of all objects (ISO 32000-1,
section 7.5.4), so a longer text only changes the offsets of objects behind it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.util import logging

from sphinx_anthology.cache import digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.pdf import simple
from sphinx_anthology.outputs.pdf.fragments import (
    BackMatterFragments,
    FragmentBuilder,
    Trouble,
    file_stem,
)
from sphinx_anthology.outputs.pdf.pictures import small_images
from sphinx_anthology.outputs.pdf.rescue import Rescue, VolumeSource
from sphinx_anthology.outputs.pdf.volume_source import (
    Look,
    credited,
    imprint_of,
    main_file,
    template_context,
)
from sphinx_anthology.typst.compiler import STANDARDS, Diagnostic, Result, TypstCompiler, TypstError
from sphinx_anthology.typst.drawings import cover_data
from sphinx_anthology.volumes.assembler import VolumeAssembler
from sphinx_anthology.volumes.back_matter import named_with_quotes, with_quotes

_METADATA = re.compile(rb"<</Length (\d+)/Type/Metadata/Subtype/XML>>\s+stream\r?\n")
_CREATOR = re.compile(r"<dc:creator>.*?</dc:creator>", re.DOTALL)
_LAST = "<xmp:CreatorTool>"
"""The element before which the others are inserted."""
_TABLE = re.compile(rb"xref\r?\n0 \d+\r?\n")
_ENTRY = re.compile(rb"(\d{10})( \d{5} [nf])")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def described(
    pdf: bytes,
    authors: Sequence[str],
    identifier: str = "",
    rights: str = "",
    publisher: str = "",
) -> bytes:
    """A PDF of Typst with complete metadata; unchanged if its structure is unknown."""
    head = _METADATA.search(pdf)
    start = _START.search(pdf)
    if head is None or start is None:
        return pdf
    length = int(head[1])
    before = pdf[head.end() : head.end() + length].decode("utf-8")
    after = _xmp(before, authors, identifier, rights, publisher).encode("utf-8")
    stated = head[0].replace(head[1], str(len(after)).encode(), 1)
    body = pdf[: head.start()] + stated + after + pdf[head.end() + length :]
    return _moved(body, head.start(), len(body) - len(pdf), int(start[1]))


def _xmp(xmp: str, authors: Sequence[str], identifier: str, rights: str, publisher: str) -> str:
    """The metadata with authors in order, identifier, rights and publisher."""
    people = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in authors)
    found = f"<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>" if people else ""
    if publisher:
        found += (
            f"<dc:publisher><rdf:Bag><rdf:li>{escape(publisher)}</rdf:li></rdf:Bag></dc:publisher>"
        )
    if rights:
        alternative = f'<rdf:li xml:lang="x-default">{escape(rights)}</rdf:li>'
        found += f"<dc:rights><rdf:Alt>{alternative}</rdf:Alt></dc:rights>"
    if identifier:
        found += f"<dc:identifier>{escape(identifier)}</dc:identifier>"
    return _CREATOR.sub("", xmp, count=1).replace(_LAST, found + _LAST, 1)


def _moved(pdf: bytes, place: int, by: int, table: int) -> bytes:
    """A file with its offsets behind ``place`` increased."""
    table += by
    head = _TABLE.match(pdf, table)
    end = pdf.find(b"trailer", table)
    if head is None or end < 0:
        raise ValueError("This PDF has no cross-reference table.")

    def entry(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d%s" % (offset + by if offset > place else offset, found[2])

    entries = _ENTRY.sub(entry, pdf[head.end() : end])
    trailer = _START.sub(b"startxref\n%d\n%%%%EOF" % table, pdf[end:])
    return pdf[: head.end()] + entries + trailer


logger = logging.getLogger(__name__)


class PdfAssembler(VolumeAssembler):
    """Makes PDFs from a builder's fragments."""

    kind = "pdf"

    def __init__(self, builder: FragmentBuilder) -> None:
        super().__init__(builder)
        self.builder, self.fragments = builder, builder.fragments
        self.back_matter = BackMatterFragments(builder, self.publication)
        self.compiler = TypstCompiler(self.work)
        self._told: set[Trouble] = set()
        self._too_wide: list[dict[str, Any] | str] = []
        """The parts of the last volume that do not fit into a page, after their files and lines."""
        own = self.settings.typst_look
        self.look = Look(self.work, Path(builder.confdir, own) if own else None)

    def make_all(self) -> list[Path]:
        """Make every wanted volume, and store its list of back matter."""
        made = super().make_all()
        self.back_matter.keep()
        return made

    def assemble(self, volume: Volume, target: Path) -> None:
        """Make a volume, unless its file is up to date."""
        names = self.back_matter.names(volume)
        if not self.cache.has(target.name, self._digest(volume, names), target):
            write_whole(target, self._print(volume, names))
            # simplified documents have new fragments now
            self.cache.note(target.name, self._digest(volume, names), target)
            self.cache.save()
        self._tell_troubles(volume, names)

    def tell_failure(self, volume: Volume, error: BaseException) -> None:
        """Report the messages of Typst, and that a volume is not made."""
        if isinstance(error, TypstError):
            self._tell(volume, error.remarks)
        super().tell_failure(volume, error)

    def reason(self, error: BaseException) -> str:
        """Why a volume cannot be compiled, as an editor can understand it."""
        return simple.reason_of(error)

    def _print(self, volume: Volume, names: Sequence[str]) -> bytes:
        """Compile a volume. Documents that fail are simplified, with a warning."""
        source = self.source(volume, names)
        try:
            result = self.compiled(volume, source, STANDARDS, is_trial=False)
        except TypstError as error:
            rescue = Rescue(self, volume, names)
            try:
                result = rescue.made(error)
            finally:
                self.builder.is_translated_again = False
            for remark in rescue.remarks:
                logger.warning(remark, type="anthology", subtype="pdf")
        self._tell(volume, result.warnings)
        self._tell_too_wide(volume)
        return self._described(volume, result.content)

    def compiled(
        self,
        volume: Volume,
        source: VolumeSource,
        standards: tuple[str, ...],
        *,
        is_trial: bool = True,
    ) -> Result:
        """Compile a volume, without the publication's own template if that fails."""
        try:
            return self._compiled(volume, source, standards)
        except TypstError as error:
            if not self.look.has_own:
                raise
            with self.look.without_own():
                result = self._compiled(volume, source, standards)
            if not is_trial:
                self.look.tell(error.remarks, "PDFs are made without the file where it fails.")
            return result

    def _compiled(self, volume: Volume, source: VolumeSource, standards: tuple[str, ...]) -> Result:
        date = volume.date.earliest if volume.date else None
        main, inputs = self._lay_out(volume, source)
        result = self.compiler.pdf(main, inputs, date, standards)
        self._too_wide = self.compiler.marks("<an-told>")
        return result

    def _described(self, volume: Volume, made: bytes) -> bytes:
        """A volume with complete metadata."""
        authors = [credited(credit) for credit in volume.credits]
        publisher = self.publication.publisher
        return described(made, authors, volume.identifier, volume.license, publisher)

    def _lay_out(self, volume: Volume, source: VolumeSource) -> tuple[Path, dict[str, str]]:
        """Write the main file and the inputs of a volume."""
        folder = self.work / "volumes"
        stem = file_stem(volume.name)
        main, inputs = folder / f"{stem}.typ", folder / f"{stem}.json"
        write_whole(main, source.code)
        write_whole(inputs, source.context)
        return main, {"volume": f"/volumes/{inputs.name}", "print": str(self.settings.print)}

    def _tell(self, volume: Volume, remarks: Iterable[Diagnostic]) -> None:
        """Report the messages of Typst about a volume, by document."""
        said = list(remarks)
        self.look.tell(remark for remark in said if self.look.is_of(remark))
        for remark in (remark for remark in said if not self.look.is_of(remark)):
            docname = self.docname_of(remark)
            logger.warning(
                "Typst says of the PDF ‘%s’: %s %s",
                volume.name,
                remark.message,
                " ".join(remark.hints),
                location=docname or None,
                type="anthology",
                subtype="pdf",
            )

    def _tell_too_wide(self, volume: Volume) -> None:
        """Report the formulas and tables that do not fit into a page."""
        place = None
        for mark in self._too_wide:
            if isinstance(mark, str):
                place = str(Path(self.builder.srcdir, mark))
                continue
            logger.warning(
                "The PDF ‘%s’, page %d: a %s is %.0f points wide, and the page has %.0f. "
                "Write it in several parts.",
                *(volume.name, mark["page"], mark["kind"], mark["wanted"], mark["room"]),
                location=place,
                type="anthology",
                subtype="pdf",
            )

    def _tell_troubles(self, volume: Volume, names: Sequence[str]) -> None:
        """Report what was simplified: once in each build."""
        for docname in (*(chapter.docname for chapter in volume.chapters), *names):
            for trouble in self.fragments.read(docname).troubles:
                if trouble in self._told:
                    continue
                self._told.add(trouble)
                place = f"{Path(self.builder.srcdir, trouble.file)}:{trouble.line or 1}"
                logger.warning(
                    "%s",
                    trouble.message,
                    location=place if trouble.file else None,
                    type="anthology",
                    subtype="pdf",
                )

    def docname_of(self, remark: Diagnostic) -> str:
        """The document of a message's location; empty if there is none."""
        place = remark.within("chunks")
        return self.fragments.docname(place.file) if place else ""

    def source(
        self, volume: Volume, names: Sequence[str], kept: frozenset[str] | None = None
    ) -> VolumeSource:
        """The source of a volume; ``kept`` are the documents of a trial."""
        shelves = [volume.series.entry.shelf for volume in self.volumes if volume.series]
        shown = with_quotes(self.env, volume)
        publication = named_with_quotes(self.env, self.publication)
        facts = template_context(
            shown,
            publication,
            self.catalogue,
            self.env.titles,
            self._anchors(volume, names),
            cover_data(shown, publication, shelves),
        )
        facts["pictures"] = self._small(volume, names)
        imprint = imprint_of(volume, names)
        is_shown = bool(imprint) and (kept is None or imprint in kept)
        facts["imprint"] = f"/{self.fragments.path(imprint)}" if is_shown else ""
        code = main_file(volume, self.fragments, self.catalogue, names, kept)
        return VolumeSource(code, json.dumps(facts, ensure_ascii=False, sort_keys=True))

    def _pictures(self, volume: Volume, names: Sequence[str]) -> list[str]:
        """The images of a volume, as paths for Typst."""
        docnames = (*(chapter.docname for chapter in volume.chapters), *names)
        return sorted({path for name in docnames for path in self.fragments.read(name).pictures})

    def _small(self, volume: Volume, names: Sequence[str]) -> dict[str, str]:
        """Replacements of images, if the volume has too many."""
        paths = [self.work / path.lstrip("/") for path in self._pictures(volume, names)]
        found = small_images(paths, self.work / "pictures")
        return {f"/pictures/{name}": f"/pictures/{path.name}" for name, path in found.items()}

    def _anchors(self, volume: Volume, names: Sequence[str]) -> dict[str, str]:
        """The labels of everything in the volume, by the names that links use."""
        found: dict[str, str] = {}
        for docname in (*(chapter.docname for chapter in volume.chapters), *names):
            for identifier, label in self.fragments.read(docname).anchors.items():
                found[f"{docname}:{identifier}" if identifier else docname] = label
        for author_id, source in self.catalogue.authors.items():
            # in a booklet, links to authors lead to the contributors
            entries = (found.get(f"{name}:contributor-{author_id}") for name in names)
            entry = next(filter(None, entries), None)
            if entry:
                found.setdefault(source.docname, entry)
        return dict(sorted(found.items()))

    def _digest(self, volume: Volume, names: Sequence[str]) -> str:
        """A digest of everything that goes into a volume."""
        source = self.source(volume, names)
        docnames = [*(chapter.docname for chapter in volume.chapters), *names]
        fragments = [self.fragments.read(docname).digest for docname in docnames]
        facts = [source, self.look.digest, self.settings.print, fragments]
        pictures = (self.work / path.lstrip("/") for path in self._pictures(volume, names))
        told = json.dumps(facts, sort_keys=True)
        return digest(told, *(picture.read_bytes() for picture in pictures))

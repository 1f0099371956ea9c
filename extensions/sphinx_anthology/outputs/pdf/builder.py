"""The PDF builder: every document translated to Typst once, for any number of volumes.

Documents become fragments of Typst code beside the doctrees; a volume is a short file that puts
fragments together. A volume is made again only where something in it has changed.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from docutils import nodes

from sphinx_anthology.files import copy_whole
from sphinx_anthology.model.volume import web_place
from sphinx_anthology.outputs.pdf import blocks, figures, inline, sections
from sphinx_anthology.outputs.pdf.assembler import PdfAssembler
from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler
from sphinx_anthology.outputs.pdf.fragments import (
    DocumentFragment,
    DocumentFragments,
    FragmentBuilder,
    Trouble,
)
from sphinx_anthology.outputs.pdf.pictures import Picture, Problem, fit_for_print
from sphinx_anthology.outputs.pdf.simple import document_message, plain_document, reason_of
from sphinx_anthology.pages.rescue import text_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.strings import literal

THEMES = (inline, blocks, figures, sections)
"""The modules with tables of handlers."""


def merged(tables: Iterable[Mapping[str, Handler]]) -> dict[str, Handler]:
    """All tables in one.

    :raises ValueError: if two tables have a handler of the same node.
    """
    found: dict[str, Handler] = {}
    for table in tables:
        if twice := sorted(found.keys() & table.keys()):
            raise ValueError(f"Two tables have a handler of {', '.join(twice)}.")
        found |= table
    return found


class TypstTranslator(CodeWriter):
    """The writer, with the handlers of all tables as ``visit_…`` methods.

    So Sphinx finds the handler of the nearest class of a node, and replaces ours by those of
    extensions, which are registered with ``app.add_node(node, typst=(visit, depart))``.
    """

    def visit_document(self, node: nodes.document) -> None:
        """Set the label of a document without a title."""
        if node.next_node(nodes.section) is None:
            label = f"{self.docname}:"
            self.anchors.setdefault("", label)
            self.emit(f"anchor({literal(label)})")

    def depart_document(self, node: nodes.document) -> None:
        """Write the footnotes that nothing refers to."""
        for note in self.footnotes.left(self.anchors):
            self.begin(note)
            inline.stand(self, note)

    def astext(self) -> str:
        """The code of the document."""
        return "".join(self.body)


for _name, _handler in merged(theme.HANDLERS for theme in THEMES).items():
    setattr(TypstTranslator, f"visit_{_name}", _handler)


class TypstPdfBuilder(FragmentBuilder):
    """``typstpdf``: a PDF of the publication and of every series."""

    name = "typstpdf"
    format = "typst"
    volume_kind = "pdf"
    epilog = "The PDF files are in %(outdir)s."
    default_translator_class: ClassVar[type[TypstTranslator]] = TypstTranslator

    def init(self) -> None:
        """Create the folder in which Typst works."""
        self.open_work()
        self.fragments = DocumentFragments(self.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.is_translated_again = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Documents that were never written; fingerprints name all others.

        The front page is always included: Sphinx only calls :meth:`finish`, which checks the
        volumes, if something is written.
        """
        root = self.config.root_doc
        yield from (
            d for d in sorted(self.env.found_docs) if d == root or not self.fragments.has(d)
        )

    @property
    def store(self) -> DocumentFragments:
        """The translated documents."""
        return self.fragments

    # addresses

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A marked docname: only a volume knows the place."""
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same: links in a volume are not relative."""
        return self.get_target_uri(to, typ)

    def web_address(self, docname: str, fragment: str) -> str:
        """The web address of a section of a document; empty without a base address."""
        return web_place(docname, fragment, domain_of(self.env).catalogue)

    # documents

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Translate a document into its fragment."""
        self.fragments.write(docname, self.translated(docname, doctree))

    def translated(self, docname: str, doctree: nodes.document) -> DocumentFragment:
        """The fragment of a document; its plain text if that fails."""
        try:
            translator = self.translator_of(docname, doctree)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # any error of others' nodes
            return self._words_alone(docname, doctree, error)
        pictures = tuple(dict.fromkeys(self._pictures))
        return DocumentFragment(f"{{[]\n{translator.astext()}}}", translator.anchors, pictures)

    def _words_alone(
        self, docname: str, doctree: nodes.document, error: BaseException
    ) -> DocumentFragment:
        """The plain text of a document that cannot be translated."""
        label = f"{docname}:"
        title = text_of(self.env.titles[docname]) if docname in self.env.titles else ""
        trouble = Trouble(self.file_of(docname), 0, document_message(reason_of(error)))
        return DocumentFragment(
            f"{{[]\n{plain_document(doctree, label, title)}}}", {"": label}, (), (trouble,)
        )

    def file_of(self, docname: str) -> str:
        """The file of a document; empty for front pages and back matter."""
        known = docname in self.env.found_docs
        return self.env.doc2path(docname, base=False).as_posix() if known else ""

    def translator_of(self, docname: str, doctree: nodes.document) -> TypstTranslator:
        """The translator of a document, which holds its code."""
        self.current_docname = docname
        self._pictures: list[str] = []
        self.post_process_images(doctree)
        translator = self.create_translator(doctree, self)
        doctree.walkabout(translator)
        assert isinstance(translator, TypstTranslator)  # noqa: S101  # or a subclass of another extension
        return translator

    def pieces_of(self, docname: str, doctree: nodes.document) -> list[tuple[str, nodes.Node]]:
        """The code of a document, one piece for each outermost node."""
        return self.translator_of(docname, doctree).pieces()

    def picture(self, node: nodes.image) -> Picture | Problem | None:
        """Store an image for Typst; its path is from the root of the compiler.

        Otherwise the problem, or None if Sphinx has reported it.
        """
        uri = node.get("uri", "")
        if uri not in self.images:
            return None
        target = self.work / "pictures" / self.images[uri]
        found = fit_for_print(Path(self.srcdir, uri), target.parent)
        if not isinstance(found, Picture):
            return found
        if found.path.suffix.lower() != target.suffix.lower() and found.path.name[:6] == "small-":
            target = target.with_name(f"{target.name}{found.path.suffix}")
        copy_whole(found.path, target)
        self._pictures.append(f"/pictures/{target.name}")
        return dc.replace(found, path=Path("/pictures", target.name))

    # volumes

    def assembler(self) -> PdfAssembler:
        """The assembler of this build's volumes."""
        return PdfAssembler(self)

"""The EPUB builder: every document rendered once, for any number of volumes.

Pages and images are kept beside the doctrees; the output folder only holds volumes. A volume is
packed again only if something in it has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MethodType
from typing import Any, ClassVar

from docutils import nodes
from sphinx.highlighting import PygmentsBridge
from sphinx.util import logging

from sphinx_anthology.files import write_whole
from sphinx_anthology.outputs.epub.arrange import BUILDER
from sphinx_anthology.outputs.epub.assembler import EpubAssembler
from sphinx_anthology.outputs.epub.pages import Page, PageBuilder, Pages, file_name, page_of
from sphinx_anthology.outputs.epub.pictures import KINDS, UnfitPicture, picture
from sphinx_anthology.outputs.epub.single_page import single_page
from sphinx_anthology.outputs.epub.translator import BookTranslator
from sphinx_anthology.outputs.epub.xhtml import link_target
from sphinx_anthology.pages.body_scan import DECORATIVE, place_of
from sphinx_anthology.pages.proof import told_of_proof
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.volumes import lacks_record
from sphinx_anthology.typst.compiler import missing_typst
from sphinx_anthology.typst.sizes import Size, natural_size
from sphinx_anthology.volumes.back_matter import PROOF

logger = logging.getLogger(__name__)

Handler = Callable[[Any, Any], None]


class EpubsBuilder(PageBuilder):
    """``epubs``: an EPUB of the publication and of every series.

    It is Sphinx's HTML builder, which extensions know, without theme, templates and static files.
    """

    name = BUILDER
    format = "html"
    volume_kind = "epub"
    epilog = "The EPUB files are in %(outdir)s."
    default_translator_class: ClassVar[type[BookTranslator]] = BookTranslator
    out_suffix = ".xhtml"
    copysource = False
    search = False
    embedded = True
    add_permalinks = False
    download_support = False
    html_scaled_image_link = False
    supported_remote_images = False
    supported_data_uri_images = False

    def init(self) -> None:
        """Set the folder of pages; load no theme."""
        self.open_work()
        self.pages = Pages(self.work / "pages")
        self.build_info = self.create_build_info()
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.current_docname = ""
        self.highlighter = PygmentsBridge("html", self.config.pygments_style or "sphinx")
        self.dark_highlighter = None
        self._pictures: dict[str, str] = {}
        self.loses_formula = False

    def _get_sidebars(self, pagename: str) -> tuple[str, ...]:
        """None: pages of a book have no sidebars."""
        return ()

    def get_outdated_docs(self) -> Iterator[str]:
        """Documents that were never rendered; fingerprints name all others.

        The front page is included if the record of the volumes is missing, so that it is written.
        """
        root = self.config.root_doc if lacks_record(Path(self.outdir)) else ""
        yield from (d for d in sorted(self.env.found_docs) if d == root or not self.pages.has(d))

    @property
    def store(self) -> Pages:
        """The rendered documents."""
        return self.pages

    # addresses

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """A marked docname: only a volume knows the file."""
        return link_target(docname)

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The same: links are relative only in a volume."""
        return self.get_target_uri(to, typ)

    # documents

    def copy_assets(self) -> None:
        """Do nothing: a book has its own stylesheet."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Render a document."""
        title = self.env.titles[docname].astext() if docname in self.env.titles else docname
        self.pages.write(docname, self.rendered(docname, doctree, title))

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Do nothing: :meth:`write_doc` does it all."""

    def rendered(self, docname: str, doctree: nodes.document, title: str) -> Page:
        """The page of a document, or of front pages and back matter."""
        self.current_docname = docname
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.loses_formula = False
        self.post_process_images(doctree)
        doctree.settings = self._settings
        translator = self.create_translator(doctree, self)
        doctree.walkabout(translator)
        assert isinstance(translator, BookTranslator)  # noqa: S101  # or a subclass of another extension
        html = "".join(translator.body)
        address = domain_of(self.env).catalogue.site.address(docname)
        language = self.config.language
        return page_of(title, html, language, address, lacks_formula=self.loses_formula)

    def create_translator(self, *args: Any) -> nodes.NodeVisitor:
        """Sphinx's translator, with our handlers, and those of others for HTML."""
        translator = super().create_translator(*args)
        if BUILDER in self._registry.translation_handlers:
            for name, handler in self._general_handlers():
                vars(translator).setdefault(name, MethodType(handler, translator))
        if isinstance(translator, BookTranslator):
            translator.take_over()
        return translator

    def _general_handlers(self) -> Iterator[tuple[str, Handler]]:
        """The handlers of other extensions for HTML, by method name.

        Sphinx gives a builder with a handler of its own no handlers for HTML.
        """
        for name, (visit, depart) in self._registry.translation_handlers.get("html", {}).items():
            yield f"visit_{name}", visit
            if depart:
                yield f"depart_{name}", depart

    # images

    @property
    def image_folder(self) -> Path:
        """The folder of images that are ready to be packed."""
        return self.work / "images"

    def natural_size(self, node: nodes.image) -> Size | None:
        """The natural size of an image in pixels."""
        return natural_size(Path(self.srcdir, node["uri"]))

    def picture(self, node: nodes.image) -> str:
        """Store an image for volumes: its name; empty, and a warning, if unfit."""
        uri = node.get("uri", "")
        if uri not in self.images:
            return ""  # Sphinx has reported it
        try:
            name = self._pictures.get(uri) or self._put(uri)
        except UnfitPicture as unfit:
            self._warn("The image ‘%s’ is left out of the EPUB. %s", uri, str(unfit), node=node)
            return ""
        self._pictures[uri] = name
        if not node.get("alt", "").strip() and DECORATIVE not in node["classes"]:
            message = "The image ‘%s’ has no alternative text; the EPUB treats it as decoration."
            self._warn(message, uri, node=node)
        return name

    def _put(self, uri: str) -> str:
        copies = self.image_copies.get(uri)
        found = picture(copies.all[-1].file if copies else Path(self.srcdir, uri))
        stem = hashlib.blake2b(uri.encode(), digest_size=8).hexdigest()
        assert found.ending in KINDS  # noqa: S101
        name = f"{stem}.{found.ending}"
        write_whole(self.image_folder / name, found.content)
        return name

    def _warn(self, message: str, *details: str, node: nodes.Node) -> None:
        file = self.env.doc2path(self.current_docname, base=False).as_posix()
        file, line = place_of(node, self.env, file)
        where = f"{Path(self.srcdir, file)}:{line}"
        logger.warning(message, *details, location=where, type="anthology", subtype="epub")

    # volumes

    def assembler(self) -> EpubAssembler:
        """The assembler of this build's volumes."""
        return EpubAssembler(self)

    def finish(self) -> None:
        """Pack every volume that is out of date."""
        if missing := missing_typst():
            logger.info("The EPUB files have no covers. %s", missing)
        super().finish()
        if proof := domain_of(self.env).catalogue.proof:
            self._write_proof(proof)
            self.told_of_proof = told_of_proof(self.env, proof)

    def _write_proof(self, docname: str) -> None:
        """Write the pages of a proof as one HTML file."""
        for book in self.made:
            pages = (f"front.{PROOF}.xhtml", file_name(docname))
            mark = gettext("Proof: not public")
            language = domain_of(self.env).catalogue.posts[docname].language
            page = single_page(book, pages, language or self.config.language, mark)
            write_whole(book.with_suffix(".html"), page)

    def cleanup(self) -> None:
        """Do nothing: nothing is open."""

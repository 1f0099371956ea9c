"""Sphinx's HTML builders, made exact.

An incremental build gives the same bytes as a clean build, and does not write unchanged files.
Sphinx's builders rely on time stamps, and leave stale files.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder, _assets
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_anthology.files import write_if_different
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.outputs.html import theme
from sphinx_anthology.outputs.html.search import SearchablePages
from sphinx_anthology.outputs.html.translator import PageTranslator
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.fingerprints import forget_record
from sphinx_anthology.reading.image_copies import WithImageCopies, copy_name
from sphinx_anthology.reading.site_files import copied_files
from sphinx_anthology.reading.volumes import public_exports
from sphinx_anthology.site import covers, share_images
from sphinx_anthology.site.share_images import THEME, has_our_look, image_path

if TYPE_CHECKING:
    from sphinx.util._pathlib import _StrPath

NOT_FOUND = "404"
"""The page that servers show if there is none."""


class _Rendered:
    """Templates that store the last rendered page."""

    def __init__(self, templates: Any) -> None:
        self._templates = templates
        self.last: str | None = None

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Render a template."""
        self.last = str(self._templates.render(template, context))
        return self.last

    def __getattr__(self, name: str) -> Any:
        """Delegate to the templates."""
        return getattr(self._templates, name)


class ExactPages(WithImageCopies, SearchablePages):
    """A mixin for HTML builders."""

    default_translator_class: ClassVar[type[HTML5Translator]] = PageTranslator

    def init(self) -> None:
        """Reset caches of the process, which may be of an earlier build.

        Sphinx caches checksums of static files, and copies images by ``filecmp``, which caches
        results by size and time.
        """
        filecmp.clear_cache()
        checksum = getattr(_assets, "_file_checksum_inner", None)
        if checksum is not None:
            checksum.cache_clear()
        theme.apply_theme(self._app)
        self._titles: dict[nodes.title, dict[str, str]] = {}
        self._of_documents: frozenset[Path] | None = None
        super().init()
        theme.escape_templates(self.templates)

    def get_outdated_docs(self) -> Iterator[str]:
        """Pages with missing files; fingerprints name all others."""
        missing = {
            docname
            for docnames, name in self.env.images.values()
            if not self._is_copied(name)
            for docname in docnames
        }
        given = frozenset(copied_files(self._app)) if self.config.html_extra_path else frozenset()
        for docname in sorted(self.env.found_docs):
            page = Path(self.get_outfilename(docname))
            if page.relative_to(self.outdir).as_posix() in given:
                yield docname  # Sphinx overwrites it with a static file at every build
            elif docname in missing or not page.is_file() or not self.is_indexed(docname):
                yield docname

    def _is_copied(self, name: str) -> bool:
        """Whether an image, or its copies in its place, are in the site."""
        folder = Path(self.outdir, self.imagedir)
        stem, dot, ending = name.rpartition(".")
        return (folder / name).is_file() or any(folder.glob(f"{escape(stem)}-*w{dot}{ending}"))

    def _copied_images(self) -> Iterator[tuple[str, Path]]:
        """The names of all copies in the site, with their files."""
        for path, copies in self.image_copies.items():
            _, name = self.env.images[path]
            yield from ((copy_name(name, copy), copy.file) for copy in copies.all)

    def post_process_images(self, doctree: nodes.Node) -> None:
        """Let no image lead to a photo that tells its place; Sphinx links images to their files."""
        super().post_process_images(doctree)
        shown = {
            f"{self.imgpath}/{name}": f"{self.imgpath}/{copy_name(name, copies.all[-1])}"
            for path, copies in self.image_copies.items()
            if copies.is_located and (name := self.images.get(path))
        }
        for link in doctree.findall(nodes.reference) if shown else ():
            if link.get("refuri") in shown:
                link["refuri"] = shown[link["refuri"]]

    def copy_image_files(self) -> None:
        """Copy the images, and their copies; of photos that tell their place, only these."""
        located = {path for path, copies in self.image_copies.items() if copies.is_located}
        every, self.images = self.images, {k: v for k, v in self.images.items() if k not in located}
        super().copy_image_files()
        self.images = every
        folder = Path(self.outdir, self.imagedir)
        for path in located:
            (folder / self.env.images[path][1]).unlink(missing_ok=True)
        for name, file in self._copied_images():
            write_if_different(folder / name, file.read_bytes())

    def own_file(self, pagename: str) -> _StrPath:
        """The file of a generated page; ``404`` is at the root of the site."""
        if pagename == NOT_FOUND:
            return self.outdir / f"{pagename}.html"
        return self.get_outfilename(pagename)

    def more_files(self) -> Iterator[str]:
        """All files besides documents and images, relative to the output folder."""
        catalogue = domain_of(self.env).catalogue
        names = [page.name for page in archive_pages(catalogue)]
        names += [NOT_FOUND] if has_our_look(self._app) else []
        names += ["genindex"] if self.config.html_use_index else []
        for name in names:
            yield Path(self.own_file(name)).relative_to(self.outdir).as_posix()
        yield from (f"downloads/{export.path}" for export in public_exports(self._app))
        yield from copied_files(self._app)
        yield from (f"{self.imagedir}/{name}" for name, _ in self._copied_images())
        yield from map(image_path, share_images.drawn_documents(self._app))
        yield from covers.cover_paths(self._app)

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render a single node; titles once, since many pages show them."""
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        if node not in self._titles:
            self._titles[node] = super().render_partial(node)
        return self._titles[node]

    def _may_write(self, pagename: str, target: Path, *, is_document: bool) -> bool:
        """Whether a page may write its file: of two documents, the first.

        A file of the editor (``html_extra_path``) takes precedence over a generated page.
        """
        documents = self.env.found_docs
        if is_document:  # of all builders, only ``dirhtml`` has one file for two of them
            first = pagename.removesuffix("/index")
            is_second = first != pagename and first in documents
            return not (is_second and Path(self.get_outfilename(first)) == target)
        if self._of_documents is None:
            self._of_documents = frozenset(Path(self.get_outfilename(d)) for d in documents)
        name = target.relative_to(self.outdir).as_posix() if self.config.html_extra_path else ""
        is_given = bool(name) and name in set(copied_files(self._app))
        return target not in self._of_documents and not is_given

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Render a page, and write its file, whole, if it has changed.

        Sphinx would write in place, and only warn about a full disk; it gets the null device.
        """
        is_document = event_arg is not None
        file_of = self.get_outfilename if is_document else self.own_file
        target = Path(outfilename or file_of(pagename))
        if not self._may_write(pagename, target, is_document=is_document):
            return
        _clear_way(target, Path(self.outdir))
        usual, rendered = self.templates, _Rendered(self.templates)
        self.templates = rendered
        if addctx.get("sourcename") and not Path(self.env.doc2path(pagename)).is_file():
            addctx = {**addctx, "sourcename": ""}  # deleted during the build
        try:
            nowhere = Path(os.devnull)
            super().handle_page(
                pagename, addctx, templatename, outfilename=nowhere, event_arg=event_arg
            )
        finally:
            self.templates = usual
        if rendered.last is not None:
            self.write_page(pagename, target, rendered.last)

    def write_page(self, pagename: str, target: Path, text: str) -> None:
        """Write the file of a page, if it has changed."""
        encoding = self.config.html_output_encoding
        write_if_different(target, text.encode(encoding, "xmlcharrefreplace"))


def _clear_way(target: Path, outdir: Path) -> None:
    """Delete a file of an earlier build where a page needs a folder."""
    for folder in target.parents:
        if folder == outdir:
            return
        if folder.is_file():
            folder.unlink()


class AnthologyHTMLBuilder(ExactPages, StandaloneHTMLBuilder):
    """``html``, exact."""

    name = "html"


class AnthologyDirectoryBuilder(ExactPages, DirectoryHTMLBuilder):
    """``dirhtml``, exact."""

    name = "dirhtml"


def prepare(app: Sphinx) -> None:
    """Disable the theme for builders without pages, and write all of them.

    The theme would read its templates, and fail without its options. An updated search index would
    keep the words of documents that are withheld now.
    """
    builder = app.builder
    if not isinstance(builder, SerializingHTMLBuilder):
        return
    for listener in list(app.events.listeners.get("html-page-context", ())):
        if getattr(listener.handler, "__module__", "").partition(".")[0] == THEME:
            app.disconnect(listener.id)
    Path(builder.outdir, builder.searchindex_filename).unlink(missing_ok=True)
    forget_record(app)


def delete_environment_copy(app: Sphinx, exception: Exception | None) -> None:
    """Delete the copy of the environment, which names withheld documents."""
    copy = Path(app.outdir, ENV_PICKLE_FILENAME)
    if isinstance(app.builder, SerializingHTMLBuilder) and app.outdir != app.doctreedir:
        copy.unlink(missing_ok=True)

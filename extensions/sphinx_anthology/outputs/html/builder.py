"""Sphinx's builders of pages, made exact.

What an incremental build leaves is, byte for byte, what a clean build makes, and a file that
would not change is not written. Stock builders go by time stamps, and leave behind what is gone.
"""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterator
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
from sphinx_anthology.reading.site_files import copied_files
from sphinx_anthology.reading.volumes import public_exports
from sphinx_anthology.site import share_images
from sphinx_anthology.site.share_images import THEME, has_our_look, image_path

if TYPE_CHECKING:
    from sphinx.util._pathlib import _StrPath

NOT_FOUND = "404"
"""The page that servers show where there is none."""


class _Rendered:
    """Templates that remember what was rendered last."""

    def __init__(self, templates: Any) -> None:
        self._templates = templates
        self.last: str | None = None

    def render(self, template: str, context: dict[str, Any]) -> str:
        """Render a template."""
        self.last = str(self._templates.render(template, context))
        return self.last

    def __getattr__(self, name: str) -> Any:
        """Give what else templates have."""
        return getattr(self._templates, name)


class ExactPages(SearchablePages):
    """Mixed into a builder of pages."""

    default_translator_class: ClassVar[type[HTML5Translator]] = PageTranslator

    def init(self) -> None:
        """Begin anew: what is remembered for the whole process may be of an earlier build.

        Sphinx keeps checksums of static files; and it copies pictures by ``filecmp``, which takes
        files of the same size and time for those that it compared before.
        """
        filecmp.clear_cache()
        checksum = getattr(_assets, "_file_checksum_inner", None)
        if checksum is not None:
            checksum.cache_clear()
        theme.apply_theme(self._app)
        self._titles: dict[nodes.title, dict[str, str]] = {}
        self._owners: dict[Path, str] | None = None
        super().init()
        theme.escape_templates(self.templates)

    def get_outdated_docs(self) -> Iterator[str]:
        """Pages that miss something; all others are named by what they show (``surroundings``)."""
        missing = {
            docname
            for docnames, name in self.env.images.values()
            if not Path(self.outdir, self.imagedir, name).is_file()
            for docname in docnames
        }
        given = frozenset(copied_files(self._app)) if self.config.html_extra_path else frozenset()
        for docname in sorted(self.env.found_docs):
            page = Path(self.get_outfilename(docname))
            if page.relative_to(self.outdir).as_posix() in given:
                yield docname  # Sphinx copies a file over it at every build
            elif docname in missing or not page.is_file() or not self.is_indexed(docname):
                yield docname

    def own_file(self, pagename: str) -> _StrPath:
        """The file of a page that is no document's; servers look for “404” at the site's root."""
        if pagename == NOT_FOUND:
            return self.outdir / f"{pagename}.html"
        return self.get_outfilename(pagename)

    def more_files(self) -> Iterator[str]:
        """What is written besides pages of documents and pictures, below the output folder."""
        catalogue = domain_of(self.env).catalogue
        names = [page.name for page in archive_pages(catalogue)]
        names += [NOT_FOUND] if has_our_look(self._app) else []
        names += ["genindex"] if self.config.html_use_index else []
        for name in names:
            yield Path(self.own_file(name)).relative_to(self.outdir).as_posix()
        yield from (f"downloads/{export.path}" for export in public_exports(self._app))
        yield from copied_files(self._app)
        yield from map(image_path, share_images.drawn_documents(self._app))

    def render_partial(self, node: nodes.Node | None) -> dict[str, str]:
        """Render a lone node; a title once, for all pages around and below it name it."""
        if not isinstance(node, nodes.title):
            return super().render_partial(node)
        if node not in self._titles:
            self._titles[node] = super().render_partial(node)
        return self._titles[node]

    def _may_write(self, pagename: str, target: Path, *, is_document: bool) -> bool:
        """Whether a page has its file for itself: of two, that of the first document stays.

        An editor's own file (``html_extra_path``) stays in the place of a page that is ours.
        """
        if self._owners is None:
            documents = sorted(self.env.found_docs, reverse=True)
            self._owners = {Path(self.get_outfilename(d)): d for d in documents}
        if is_document:
            return self._owners.get(target, pagename) == pagename
        name = target.relative_to(self.outdir).as_posix() if self.config.html_extra_path else ""
        return target not in self._owners and not (name and name in set(copied_files(self._app)))

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Render a page, and put it in its place, whole, only where it is another one.

        Sphinx writes pages in place, and takes a full disk for a warning. So it writes nowhere.
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
            addctx = {**addctx, "sourcename": ""}  # it went while the build ran
        try:
            nowhere = Path(os.devnull)
            super().handle_page(
                pagename, addctx, templatename, outfilename=nowhere, event_arg=event_arg
            )
        finally:
            self.templates = usual
        if rendered.last is not None:
            encoding = self.config.html_output_encoding
            write_if_different(target, rendered.last.encode(encoding, "xmlcharrefreplace"))


def _clear_way(target: Path, outdir: Path) -> None:
    """Delete a file that an earlier build wrote where a page needs a folder."""
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
    """Keep the theme out, for nothing is rendered; and write every page.

    The theme would look into its templates all the same, and stop without its options. A search
    index that is added to keeps the words of what was withheld since.
    """
    builder = app.builder
    if not isinstance(builder, SerializingHTMLBuilder):
        return
    for listener in list(app.events.listeners.get("html-page-context", ())):
        if getattr(listener.handler, "__module__", "").partition(".")[0] == THEME:
            app.disconnect(listener.id)
    Path(builder.outdir, builder.searchindex_filename).unlink(missing_ok=True)
    forget_record(app)


def take_environment_away(app: Sphinx, exception: Exception | None) -> None:
    """Take away the copy of the environment, which names withheld documents."""
    copy = Path(app.outdir, ENV_PICKLE_FILENAME)
    if isinstance(app.builder, SerializingHTMLBuilder) and app.outdir != app.doctreedir:
        copy.unlink(missing_ok=True)

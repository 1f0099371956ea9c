"""The builder of the editors' preview: pages of public and of withheld documents.

What it writes never mixes with public output: its folders have a mark, public builds refuse marked
folders, and it refuses those that others have written. For documents that were read for a preview
have the words of drafts, and the files themselves do not show it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError

from sphinx_anthology.cache import digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.outputs.html.builder import AnthologyHTMLBuilder
from sphinx_anthology.outputs.html.search import SplitIndex
from sphinx_anthology.reading.domain import PREVIEW, domain_of

MARK = ".anthology-preview"
"""The file that marks a folder of a preview."""
_STYLES = Path(__file__).parent / "marks"
_TEXT = "Drafts are in here: a preview by ‘anthology serve’, not to be published.\n"
_OF_LOCKS = frozenset({"anthology.lock", ".anthology.lock"})


_VERSION = re.compile(r"\?v=[0-9a-f]+")
"""The version of a style or script in its address."""


class BrokenOffError(SphinxError):
    """A build gave way to something that is awaited."""


class PreviewBuilder(AnthologyHTMLBuilder):
    """``preview``: ``html`` with withheld documents, which are marked, and without feeds.

    A quick build writes documents alone, first the pages on show. A complete build breaks off if
    something else ``is_awaited``: between its steps, two pages, or two steps of the search index.
    """

    name = PREVIEW
    written: dict[str, str]
    """The digest of each page of this build, without the versions of its styles."""
    is_awaited: Callable[[], bool] = staticmethod(lambda: False)

    def init(self) -> None:
        """Load the style of the marks."""
        self.written = {}
        self.config.html_static_path = [*self.config.html_static_path, str(_STYLES)]
        self._app.add_css_file("anthology-preview.css")
        # before others: a document of which one has forgotten something has to be read
        for event in ("env-get-outdated", "env-purge-doc", "env-updated", "write-started"):
            self.events.connect(event, self._give_way, 0)
        domain_of(self.env).pause = self._give_way
        super().init()

    @property
    def _quick(self) -> QuickBuild | None:
        return domain_of(self.env).quick

    def _give_way(self, *event: object) -> list[str]:
        """Break off if something else is awaited; no event has more documents by it."""
        if self.is_awaited():
            raise BrokenOffError("something else is awaited")
        return []

    def get_outdated_docs(self) -> Iterator[str]:
        """Pages with missing files; in a quick build those on show."""
        return super().get_outdated_docs() if self._quick is None else iter(sorted(self._shown))

    @property
    def _shown(self) -> frozenset[str]:
        return self._quick.shown if self._quick else frozenset()

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the pages on show first, and each only if nothing is awaited."""
        if self.parallel_ok:
            super().write_documents(docnames)
            return
        for docname in sorted(docnames, key=lambda name: (name not in self._shown, name)):
            self._give_way()
            super().write_documents({docname})

    def write_page(self, pagename: str, target: Path, text: str) -> None:
        """Write a page, and note what it is like."""
        self._give_way()
        self.written[pagename] = digest(_VERSION.sub("", text))
        super().write_page(pagename, target, text)

    def gen_pages_from_extensions(self) -> None:
        """Write the pages of topics and years, but not in a quick build."""
        if self._quick is None:
            super().gen_pages_from_extensions()

    def gen_additional_pages(self) -> None:
        """Write the search page and the like, but not in a quick build."""
        if self._quick is None:
            super().gen_additional_pages()

    def gen_indices(self) -> None:
        """Write the index, but not in a quick build."""
        if self._quick is None:
            super().gen_indices()

    def copy_assets(self) -> None:
        """Copy static files, but not in a quick build without changes to them."""
        if self._quick is None or self._quick.has_new_assets:
            super().copy_assets()

    def write_buildinfo(self) -> None:
        """Write the record of the settings, but not in a quick build."""
        if self._quick is None:
            super().write_buildinfo()

    def dump_inventory(self) -> None:
        """Write the list of link targets, but not in a quick build."""
        if self._quick is None:
            super().dump_inventory()

    @cached_property
    def split_index(self) -> SplitIndex | None:
        """Our search index, but not in a quick build."""
        if self._quick is not None or (index := super().split_index) is None:
            return None
        index.between_steps = self._give_way
        return index

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Begin the search index, but not in a quick build."""
        if self._quick is None:
            super().load_indexer(docnames)

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Add a page to the search index, but not in a quick build."""
        if self._quick is None:
            super().index_page(pagename, doctree, title)

    def dump_search_index(self) -> None:
        """Write the search index, but not in a quick build."""
        if self._quick is None:
            super().dump_search_index()


def keep_folders_apart(app: Sphinx) -> None:
    """Mark the folders of a preview, and refuse those of the other kind.

    :raises SphinxError: if a preview would use the folders of a public build, or the other way.
    """
    folders = dict.fromkeys((Path(app.doctreedir), Path(app.outdir)))
    if app.builder.name == PREVIEW:
        for folder in folders:
            _mark(folder)
        return
    for folder in folders:
        if (folder / MARK).exists():
            raise SphinxError(
                f"{folder} holds a preview with drafts, and nothing public is built there. Use "
                "another folder, or delete this one."
            )


def _mark(folder: Path) -> None:
    mark = folder / MARK
    if mark.exists():
        return
    others = {path.name for path in folder.iterdir()} - _OF_LOCKS if folder.is_dir() else ()
    if others:
        raise SphinxError(
            f"{folder} is not empty, and no preview wrote it. Use another folder for the preview, "
            "or delete this one."
        )
    write_whole(mark, _TEXT)

"""Sphinx's builders of pages, made exact.

What an incremental build leaves is, byte for byte, what a clean build makes, and a file that
would not change is not written. Stock builders go by time stamps, and leave behind what is gone.
"""

from __future__ import annotations

import filecmp
import json
import os
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder, _assets

from sphinx_anthology.outputs.html.archive_pages import archive_pages
from sphinx_anthology.reading.domain import domain_of


class ExactPages(StandaloneHTMLBuilder):
    """Mixed into a builder of pages."""

    def init(self) -> None:
        """Begin anew: what is remembered for the whole process may be of an earlier build.

        Sphinx keeps checksums of static files; and it copies pictures by ``filecmp``, which takes
        files of the same size and time for those that it compared before.
        """
        filecmp.clear_cache()
        checksum = getattr(_assets, "_file_checksum_inner", None)
        if checksum is not None:
            checksum.cache_clear()
        super().init()

    def get_outdated_docs(self) -> Iterator[str]:
        """Pages that miss something; all others are named by what they show (``surroundings``)."""
        missing = {
            docname
            for docnames, name in self.env.images.values()
            if not Path(self.outdir, self.imagedir, name).is_file()
            for docname in docnames
        }
        has_index = not self.search or Path(self.outdir, self.searchindex_filename).is_file()
        for docname in sorted(self.env.found_docs):
            page = Path(self.get_outfilename(docname))
            if not has_index or docname in missing or not page.is_file():
                yield docname

    def more_files(self) -> Iterator[str]:
        """What is written besides pages of documents and pictures, below the output folder."""
        catalogue = domain_of(self.env).catalogue
        for page in archive_pages(catalogue):
            yield Path(self.get_outfilename(page.name)).relative_to(self.outdir).as_posix()
        yield from (f"downloads/{export.path}" for export in catalogue.public_exports)
        if self.copysource:
            for docname in self.env.all_docs:
                source = self.env.doc2path(docname, base=False).as_posix()
                yield f"_sources/{source}{self.config.html_sourcelink_suffix}"

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Render a page aside, and put it in its place only where it is another one."""
        target = Path(outfilename or self.get_outfilename(pagename))
        aside = Path(self.doctreedir, f"anthology-page-{os.getpid()}.tmp")
        super().handle_page(pagename, addctx, templatename, outfilename=aside, event_arg=event_arg)
        if aside.is_file():
            replace_if_different(aside, target)

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Load the search index without what only the documents to be written say.

        Sphinx leaves words that no document has any more, and loses the entries of indices.
        """
        super().load_indexer(docnames)
        if self.indexer is None:
            return
        index: Any = self.indexer
        for mapping in (index._mapping, index._title_mapping):  # noqa: SLF001
            for word in [word for word, docs in mapping.items() if not docs]:
                del mapping[word]
        keep = set(self.env.all_docs) - docnames
        index._index_entries.update(self._kept_index_entries(keep))  # noqa: SLF001

    def _kept_index_entries(self, keep: AbstractSet[str]) -> dict[str, list[tuple[str, str, str]]]:
        """The entries of indices in the last search index, of the documents to be kept."""
        try:
            text = Path(self.outdir, self.searchindex_filename).read_text(encoding="utf-8")
            frozen = json.loads(text[text.index("{") : text.rindex("}") + 1])
        except (OSError, ValueError):
            return {}
        found: dict[str, list[tuple[str, str, str]]] = {}
        for entry, places in sorted(frozen.get("indexentries", {}).items()):
            for number, target, is_main in places:
                docname = frozen["docnames"][number]
                if docname in keep:
                    found.setdefault(docname, []).append((entry, target, "main" if is_main else ""))
        return found

    def dump_search_index(self) -> None:
        """Write the search index in the order of a clean build, and only where it changed."""
        if self.indexer is None:
            return
        index: Any = self.indexer
        index._index_entries = dict(sorted(index._index_entries.items()))  # noqa: SLF001
        target = Path(self.outdir, self.searchindex_filename)
        last = Path(self.doctreedir, "anthology-searchindex.tmp")
        if target.is_file():
            last.write_bytes(target.read_bytes())
        before = target.stat() if target.is_file() else None
        super().dump_search_index()
        if before and target.read_bytes() == last.read_bytes():
            os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
        last.unlink(missing_ok=True)


class AnthologyHTMLBuilder(ExactPages, StandaloneHTMLBuilder):
    """``html``, exact."""

    name = "html"


class AnthologyDirectoryBuilder(ExactPages, DirectoryHTMLBuilder):
    """``dirhtml``, exact."""

    name = "dirhtml"


def replace_if_different(aside: Path, target: Path) -> bool:
    """Move a file over another unless both have the same bytes; say whether it was moved."""
    if target.is_file() and target.read_bytes() == aside.read_bytes():
        aside.unlink()
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(target)
    return True

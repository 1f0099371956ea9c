"""Sphinx's own search index, made exact: for all themes but ours."""

from __future__ import annotations

import json
import os
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from sphinx.builders.html import StandaloneHTMLBuilder


class StockIndex(StandaloneHTMLBuilder):
    """Mixed into a builder of pages."""

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
        before = target.stat() if target.is_file() else None
        last = target.read_bytes() if before else b""
        super().dump_search_index()
        if before and target.read_bytes() == last:
            os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))

"""Search: our split index with our theme, Sphinx's index with others."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sphinx
from babel.core import Locale
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translator
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.files import delete_below, write_if_different
from sphinx_anthology.outputs.html.search.documents import Documents
from sphinx_anthology.outputs.html.search.index import index_files
from sphinx_anthology.outputs.html.search.words import (
    LETTERS,
    Language,
    Stems,
    body_stems,
    read_record,
    write_record,
)
from sphinx_anthology.pages.wording import gettext, locale_of
from sphinx_anthology.reading.messages import CATALOGUE
from sphinx_anthology.reading.site_files import outdir_key
from sphinx_anthology.site.share_images import THEME

FOLDER = "_search"
_FORMAT = 1
"""The version of the record and the files; a new number indexes all documents again."""
_OURS = re.compile(r"index\.js|[dt]-[0-9]+\.js")


@cache
def _known_stems(form: str) -> dict[str, tuple[str, ...]]:
    """The stems that this process knows of words, by the version of stems; filled meanwhile."""
    return {}


class SplitIndex:
    """The index of one builder's site, in many small files.

    ``between_steps`` is called now and then while it is written, and may raise an exception.
    """

    between_steps: Callable[[], object] = staticmethod(lambda: None)

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        self.folder = Path(builder.outdir, FOLDER)
        self.record = read_record(self._record_path, self._form)
        self.stems: Stems | None = None
        self._is_fed = False

    @property
    def _record_path(self) -> Path:
        """The record of this builder and output folder."""
        place = outdir_key(self.builder.outdir)
        return Path(self.builder.doctreedir, f"anthology-search-{self.builder.name}-{place}.json")

    @property
    def _form(self) -> str:
        """The version of the stems: what they depend on besides the text."""
        config = self.builder.config
        language = config.html_search_language or config.language
        return f"{_FORMAT} {sphinx.__version__} {language}"

    @property
    def version(self) -> str:
        """The digest of the files, which is part of their addresses."""
        return self.record.version

    def knows(self, docname: str) -> bool:
        """Whether the words of a document are known from an earlier build."""
        return docname in self.record.bodies

    def begin(self, language: Language) -> None:
        """Start the index with one of Sphinx's search languages."""
        self.stems = Stems(language, _known_stems(self._form))

    def feed(self, docname: str, doctree: nodes.document) -> None:
        """Add the words of a page that is written."""
        assert self.stems is not None  # noqa: S101  # set by begin
        self.record.bodies[docname] = body_stems(doctree, self.stems)
        self._is_fed = True

    def write(self) -> None:
        """Write files that have changed, and delete stale ones.

        The index only depends on pages and their own files, so it is unchanged if no page was
        written and none is gone.
        """
        bodies, record = self.record.bodies, self.record
        record.bodies = {d: bodies[d] for d in sorted(self.builder.env.all_docs) if d in bodies}
        are_there = bool(record.files) and all((self.folder / n).is_file() for n in record.files)
        if are_there and not self._is_fed and len(record.bodies) == len(bodies):
            return
        assert self.stems is not None  # noqa: S101  # set by begin
        documents = Documents(
            self.builder.env, self.stems, record.bodies, self.builder.get_target_uri
        )
        files = index_files(documents.posts(), documents.others(), self.between_steps)
        write_files(self.folder, files)
        record.files, record.version = sorted(files), _digest(files)
        write_record(self._record_path, record)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Make a folder hold just these files of an index; unchanged ones are kept."""
    for path in sorted(folder.glob("*.js")):
        if path.name not in files and _OURS.fullmatch(path.name):
            delete_below(folder.parent, f"{folder.name}/{path.name}")
    for name, text in files.items():
        write_if_different(folder / name, text.encode("ascii"))
    is_ours = folder.is_dir() and not folder.is_symlink()
    if not files and is_ours and not any(folder.iterdir()):
        folder.rmdir()


def _digest(files: Mapping[str, str]) -> str:
    text = "".join(files[name] for name in sorted(files))
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


class StockIndex(StandaloneHTMLBuilder):
    """A mixin for HTML builders: Sphinx's index, made exact."""

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Load the search index without words that no kept document has.

        Sphinx keeps words that no document has any more, and loses index entries.
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
        """The index entries of kept documents in the last search index."""
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
        """Write the search index in a fixed order, if it has changed."""
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


class SearchablePages(StockIndex):
    """A mixin for HTML builders: our index or Sphinx's."""

    @cached_property
    def split_index(self) -> SplitIndex | None:
        """Our index; None with another theme."""
        is_ours = self.search and self.config.html_theme == THEME
        return SplitIndex(self) if is_ours else None

    def is_indexed(self, docname: str) -> bool:
        """Whether the index has the words of a document."""
        if self.split_index:
            return self.split_index.knows(docname)
        return not self.search or Path(self.outdir, self.searchindex_filename).is_file()

    def load_indexer(self, docnames: AbstractSet[str]) -> None:
        """Start the index, and delete an index of the other kind."""
        if self.split_index and self.indexer:
            Path(self.outdir, self.searchindex_filename).unlink(missing_ok=True)
            self.split_index.begin(self.indexer.lang)
        else:
            write_files(Path(self.outdir, FOLDER), {})
            super().load_indexer(docnames)

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Add the words of a page to Sphinx's index, if it is used."""
        if not self.split_index:
            super().index_page(pagename, doctree, title)

    def finish(self) -> None:
        """Write our index before the search page, which names its version."""
        if self.split_index:
            self.split_index.write()
        super().finish()

    def dump_search_index(self) -> None:
        """Write Sphinx's index, if it is used."""
        if not self.split_index:
            super().dump_search_index()


class CollectWords(SphinxPostTransform):
    """Add the words of written pages to our index."""

    # after references have their texts, before the page is arranged (900)
    default_priority = 880

    def run(self, **kwargs: object) -> None:
        """Add the words of the document."""
        index = getattr(self.env._app.builder, "split_index", None)  # noqa: SLF001
        if isinstance(index, SplitIndex) and self.env.docname in self.env.all_docs:
            index.feed(self.env.docname, self.document)


def add_search_words(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the search page its messages, and the version of the index."""
    index = getattr(app.builder, "split_index", None)
    if pagename != "search" or not isinstance(index, SplitIndex):
        return
    context["anthology_search_version"] = index.version
    context["anthology_search_letters"] = json.dumps(LETTERS)
    context["anthology_search_words"] = {
        "title": gettext("Search"),
        "label": gettext("Search authors, titles, topics and full text"),
        "submit": gettext("Search"),
        "more": gettext("More results"),
        "noscript": gettext("Search needs JavaScript. You can browse these pages instead:"),
    }
    context["anthology_search_said"] = {
        "none": gettext("No results for “{query}”. Try fewer words."),
        "unclear": gettext("Those words are too short or too common."),
        "failed": gettext("The search index could not be loaded. Please load the page again."),
        **dict(counted(locale_of(app.config.language))),
    }


def counted(locale: Locale) -> Iterator[tuple[str, str]]:
    """The messages with the number of results, for each plural form of browsers.

    The message catalogue has forms by number, so a number of each form is looked up.
    """
    ngettext = get_translator(CATALOGUE).ngettext
    samples = {locale.plural_form(n): n for n in range(200, 0, -1)}
    for name in ("other", *sorted(samples.keys() - {"other"})):
        number = samples.get(name, 1000)
        said = ngettext("{n} result for “{query}”", "{n} results for “{query}”", number)
        yield name, str(said)


def register_search(app: Sphinx) -> None:
    """Register what the search needs besides its builder."""
    app.add_post_transform(CollectWords)
    app.connect("html-page-context", add_search_words)

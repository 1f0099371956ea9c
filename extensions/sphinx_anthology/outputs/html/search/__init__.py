"""Search: our split index with our theme, Sphinx's index with others."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Container, Iterator, Mapping
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
from sphinx_anthology.outputs.html.search.documents import Documents, may_be_found
from sphinx_anthology.outputs.html.search.index import index_files, script, text_name
from sphinx_anthology.outputs.html.search.words import (
    LETTERS,
    Body,
    Language,
    Stems,
    blocks,
    body_stems,
    passages,
    read_record,
    write_record,
)
from sphinx_anthology.pages.wording import gettext, locale_of
from sphinx_anthology.reading.messages import CATALOGUE
from sphinx_anthology.reading.site_files import outdir_key
from sphinx_anthology.site.share_images import THEME

FOLDER = "_search"
_FORMAT = 2
"""The version of the record and the files; a new number indexes all documents again."""
_OURS = re.compile(r"index\.js|[dft]-[0-9]+\.js|x-[0-9a-f]{12}\.js")


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
        self._texts: dict[str, str] = {}

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
        """Whether the words of a document are known from an earlier build, and its text is there.

        The folder of the index alone has the text.
        """
        body = self.record.bodies.get(docname)
        return body is not None and all(
            (self.folder / name).is_file() for name in self._text_files({docname: body})
        )

    def _text_files(self, bodies: Mapping[str, Body]) -> dict[str, str]:
        """The files with texts of the given pages, each with its digest."""
        env = self.builder.env
        return {
            f"{text_name(docname)}.js": body.text
            for docname, body in bodies.items()
            if body.text and may_be_found(docname, env)
        }

    def begin(self, language: Language) -> None:
        """Start the index with one of Sphinx's search languages."""
        self.stems = Stems(language, _known_stems(self._form))

    def feed(self, docname: str, doctree: nodes.document) -> None:
        """Add the words of a page that is written."""
        assert self.stems is not None  # noqa: S101  # set by begin
        text = blocks(doctree)
        self._texts[docname] = passages(text)
        digest = _digest(self._texts[docname]) if self._texts[docname] else ""
        self.record.bodies[docname] = Body(*body_stems(text, self.stems), digest)

    def write(self) -> None:
        """Write files that have changed, and delete stale ones.

        The index only depends on pages and their own files, so it is unchanged if no page was
        written and none is gone.
        """
        bodies, record = self.record.bodies, self.record
        record.bodies = {d: bodies[d] for d in sorted(self.builder.env.all_docs) if d in bodies}
        are_there = bool(record.files) and all((self.folder / n).is_file() for n in record.files)
        if are_there and not self._texts and len(record.bodies) == len(bodies):
            return
        assert self.stems is not None  # noqa: S101  # set by begin
        documents = Documents(
            self.builder.env, self.stems, record.bodies, self.builder.get_target_uri
        )
        files = index_files(
            documents.posts(), documents.others(), documents.choices(), self.between_steps
        )
        texts = self._text_files(record.bodies)
        write_files(self.folder, files | self._new_texts(), kept=texts)
        record.files = sorted(files)
        record.version = _digest("".join((files | texts)[n] for n in sorted(files | texts)))
        write_record(self._record_path, record)

    def _new_texts(self) -> dict[str, str]:
        """The files with the texts of pages that were written."""
        names = {docname: text_name(docname) for docname, text in self._texts.items() if text}
        return {
            f"{name}.js": script(name, self._texts[docname])
            for docname, name in names.items()
            if may_be_found(docname, self.builder.env)
        }


def write_files(folder: Path, files: Mapping[str, str], kept: Container[str] = ()) -> None:
    """Make a folder hold just these files of an index, and those to be kept."""
    for path in sorted(folder.glob("*.js")):
        if path.name not in files and path.name not in kept and _OURS.fullmatch(path.name):
            delete_below(folder.parent, f"{folder.name}/{path.name}")
    for name, text in files.items():
        write_if_different(folder / name, text.encode("ascii"))
    is_ours = folder.is_dir() and not folder.is_symlink()
    if not files and is_ours and not any(folder.iterdir()):
        folder.rmdir()


def _digest(text: str) -> str:
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
        "filters": gettext("Filter posts"),
        "unfilter": gettext("Remove filters"),
        "more": gettext("More results"),
        "noscript": gettext("Search needs JavaScript. You can browse these pages instead:"),
    }
    context["anthology_search_filters"] = {
        "series": (gettext("Series"), gettext("All series")),
        "author": (gettext("Author"), gettext("All authors")),
        "year": (gettext("Year"), gettext("All years")),
    }
    locale = locale_of(app.config.language)
    context["anthology_search_said"] = {
        "none": gettext("No results for “{query}”. Try fewer words."),
        "filtered": gettext("No posts with these filters."),
        "unclear": gettext("Those words are too short or too common."),
        "failed": gettext("The search index could not be loaded. Please load the page again."),
        **{f"found{form}": text for form, text in counted(locale, found_text)},
        **{f"listed{form}": text for form, text in counted(locale, listed_text)},
    }


def found_text(number: int) -> str:
    """The message with the number of results, in the plural form of a number."""
    ngettext = get_translator(CATALOGUE).ngettext
    return str(ngettext("{n} result for “{query}”", "{n} results for “{query}”", number))


def listed_text(number: int) -> str:
    """The same without a query, of posts."""
    return str(get_translator(CATALOGUE).ngettext("{n} post", "{n} posts", number))


def counted(locale: Locale, text: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    """The messages with a number, for each plural form of browsers.

    The message catalogue has forms by number, so a number of each form is looked up.
    """
    samples = {locale.plural_form(n): n for n in range(200, 0, -1)}
    for name in ("other", *sorted(samples.keys() - {"other"})):
        yield name, text(samples.get(name, 1000))


def register_search(app: Sphinx) -> None:
    """Register what the search needs besides its builder."""
    app.add_post_transform(CollectWords)
    app.connect("html-page-context", add_search_words)

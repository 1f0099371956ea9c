"""The index in many small files, of which a search loads the few that it needs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import sphinx
from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_anthology.files import delete_below, write_if_different
from sphinx_anthology.outputs.html.search.body import body_stems, read_record, write_record
from sphinx_anthology.outputs.html.search.documents import Documents
from sphinx_anthology.outputs.html.search.index import index_files
from sphinx_anthology.outputs.html.search.words import Language, Stems
from sphinx_anthology.reading.site_files import outdir_key

FOLDER = "_search"
_FORMAT = 1
"""Of the record and the files; another number makes all documents be indexed again."""
_OURS = re.compile(r"index\.js|[dt]-[0-9]+\.js")


class SplitIndex:
    """The index of one builder's site: fed with what is written, then written itself."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        self.folder = Path(builder.outdir, FOLDER)
        self.record = read_record(self._record_path, self._form)
        self.stems: Stems | None = None
        self._is_fed = False

    @property
    def _record_path(self) -> Path:
        """One for each builder and folder: several may share one folder of doctrees."""
        place = outdir_key(self.builder.outdir)
        return Path(self.builder.doctreedir, f"anthology-search-{self.builder.name}-{place}.json")

    @property
    def _form(self) -> str:
        """What the stems depend on besides the text."""
        config = self.builder.config
        language = config.html_search_language or config.language
        return f"{_FORMAT} {sphinx.__version__} {language}"

    @property
    def version(self) -> str:
        """The digest of the files; in their addresses, so that no old one is taken for new."""
        return self.record.version

    def knows(self, docname: str) -> bool:
        """Whether the words of a document's body are kept from an earlier build."""
        return docname in self.record.bodies

    def begin(self, language: Language) -> None:
        """Begin to take what is written, in one of Sphinx's search languages."""
        self.stems = Stems(language)

    def feed(self, docname: str, doctree: nodes.document) -> None:
        """Take the words of a page that is written anew."""
        assert self.stems is not None  # noqa: S101  # begun before
        self.record.bodies[docname] = body_stems(doctree, self.stems)
        self._is_fed = True

    def write(self) -> None:
        """Write the files that are others than before, and delete those that are none any more.

        All that the index holds of a document stands on its page, or comes from its own file. So
        where no page was written, and none has gone, the index is as it was.
        """
        bodies, record = self.record.bodies, self.record
        record.bodies = {d: bodies[d] for d in sorted(self.builder.env.all_docs) if d in bodies}
        are_there = bool(record.files) and all((self.folder / n).is_file() for n in record.files)
        if are_there and not self._is_fed and len(record.bodies) == len(bodies):
            return
        assert self.stems is not None  # noqa: S101  # begun before
        documents = Documents(
            self.builder.env, self.stems, record.bodies, self.builder.get_target_uri
        )
        files = index_files(documents.posts(), documents.others())
        write_files(self.folder, files)
        record.files, record.version = sorted(files), _digest(files)
        write_record(self._record_path, record)


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Let a folder hold just these files of an index; one that stays the same is not touched."""
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

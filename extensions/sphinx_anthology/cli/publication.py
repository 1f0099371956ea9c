"""What a publication holds: all its documents, read without Sphinx."""

from __future__ import annotations

import ast
import contextlib
import dataclasses as dc
import functools
import os
import posixpath
import re
import textwrap
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sphinx_anthology.files import is_file
from sphinx_anthology.model.bibliography import Bibliography, read_bibliography
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.people_items import KnownAuthors, known_authors
from sphinx_anthology.model.problem import setting_lines
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import Entry, Source

SUFFIXES = (".md", ".rst")
BIBLIOGRAPHY = "references.bib"
_MOST_BYTES = 20_000_000
_RST = re.compile(
    r"^(?P<indent> *)\.\. toctree::.*\n(?P<content>(?:(?P=indent) +.*\n|[^\S\n]*\n)*)",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(?:.*\n)*?(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)")
_NO_DOCUMENTS = frozenset({"_build", "node_modules", "site-packages", "__pycache__"})


@dc.dataclass(frozen=True)
class Publication:
    """The folder of a publication, and its documents by docname."""

    folder: Path
    files: Mapping[str, str]
    """The paths of all documents in the folder."""
    sources: Mapping[str, Source]
    """The documents in Markdown."""
    texts: Mapping[str, str]
    """The texts of documents that have a toctree, front matter blanked."""

    @functools.cached_property
    def catalogue(self) -> Catalogue:
        """The documents with the reading order of each series, as a build has them."""
        sources = {docname: self._with_entries(source) for docname, source in self.sources.items()}
        return Catalogue(sources=sources, bibliography=self.bibliography)

    @functools.cached_property
    def authors(self) -> KnownAuthors:
        """All authors, by name and id."""
        return known_authors(self.sources)

    @functools.cached_property
    def bibliography(self) -> Bibliography:
        """The articles of ``references.bib``, as far as they can be read."""
        path = self.folder / BIBLIOGRAPHY
        with contextlib.suppress(OSError):
            if is_file(path) and path.stat().st_size <= _MOST_BYTES:
                text = path.read_text(encoding="utf-8-sig", errors="replace")
                return read_bibliography(text, BIBLIOGRAPHY)
        return Bibliography()

    @functools.cached_property
    def language(self) -> str:
        """The language in ``conf.py`` without its country; empty if it is computed."""
        stated = _stated(self.folder / "conf.py", "language")
        return re.split("[-_]", stated)[0].lower() if isinstance(stated, str) else ""

    def of_kind(self, kind: str) -> Iterator[Source]:
        """The documents of a kind, drafts too, in the order of their names."""
        return (source for _, source in sorted(self.sources.items()) if source.kind == kind)

    def path(self, docname: str) -> Path:
        """The file of a document."""
        return self.folder / self.files.get(docname, f"{docname}.md")

    def entries(self, docname: str, *new: str) -> tuple[Entry, ...]:
        """What a document's toctrees list; patterns match ``new`` documents too."""
        from sphinx_anthology.toctrees import read_entries  # noqa: PLC0415  # slow to load

        return read_entries(self.texts[docname], docname, {*self.files, *new}, SUFFIXES)

    def listing(self, new: str) -> str:
        """The document whose toctrees list one that is not there yet; empty if none."""
        holders = (d for d in self.texts if new in {e.docname for e in self.entries(d, new)})
        return min(holders, default="")

    def likely_holder(self, new: str) -> str:
        """The document whose toctrees list most of those beside a new one, else the front page."""
        folder = above(new)
        counts = {d: sum(above(e.docname) == folder for e in self.entries(d)) for d in self.texts}
        best = max(sorted(counts), key=lambda docname: counts[docname], default="")
        return best if counts.get(best) else "index"

    def _with_entries(self, source: Source) -> Source:
        if source.kind != "series" or source.docname not in self.texts:
            return source
        return dc.replace(source, entries=self.entries(source.docname))


def above(docname: str) -> str:
    """The folder of a document, or the one around that of an index."""
    return posixpath.dirname(docname.removesuffix("/index"))


class Reading:
    """A publication that is read while somebody types the first answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: Publication | None = None
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(Exception):  # raised again below, where it can be told
            self._found = read_publication(self._folder)

    @property
    def result(self) -> Publication:
        """The publication, once it is read."""
        self._thread.join()
        if self._found is None:
            self._found = read_publication(self._folder)
        return self._found


def read_publication(folder: Path) -> Publication:
    """Read all documents of a publication; what cannot be read is left out."""
    files: dict[str, str] = {}
    sources: dict[str, Source] = {}
    texts: dict[str, str] = {}
    for file in _files(folder, _excluded(folder / "conf.py")):
        docname, _, ending = file.rpartition(".")
        text = _text(folder / file)
        if text is None or files.setdefault(docname, file) != file:
            continue
        if ending == "md":
            sources[docname] = read_source(docname, file, _front_matter(text))
        if "toctree" in text:
            length = sources[docname].length if ending == "md" else 0
            texts[docname] = _body(text, length) if ending == "md" else _toctrees_of_rst(text)
    return Publication(folder, files, sources, texts)


def _front_matter(text: str) -> str:
    """The front matter at the top of a text; what stands below it is not looked at."""
    match = _FRONT_MATTER.match(text)
    return match[0] if match else ""


def _body(text: str, length: int) -> str:
    """A text whose front matter is blanked, so that lines count from the file's first."""
    return "\n".join([""] * length + text.split("\n")[length:])


def _toctrees_of_rst(text: str) -> str:
    """The toctrees of reStructuredText, in Markdown."""
    found = (textwrap.dedent(match["content"]) for match in _RST.finditer(f"{text}\n"))
    return "\n".join(f"```{{toctree}}\n{content}\n```" for content in found)


def _text(path: Path) -> str | None:
    """The text of a document with line feeds as line ends; :data:`None` if it is none."""
    try:
        if not is_file(path) or path.stat().st_size > _MOST_BYTES:
            return None
        return plain_text(path.read_bytes())
    except (OSError, UnicodeDecodeError):
        return None


def plain_text(raw: bytes) -> str:
    """The text of a file with line feeds as line ends.

    :raises UnicodeDecodeError: if it is not UTF-8.
    """
    return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _files(folder: Path, excluded: Sequence[str]) -> Iterator[str]:
    """The documents of a publication, by their paths in it."""

    def is_read(path: Path) -> bool:
        return not _is_excluded(path.relative_to(folder).as_posix(), excluded)

    for root, folders, files in os.walk(folder):
        below = Path(root)
        folders[:] = sorted(name for name in folders if _may_hold_documents(below / name))
        folders[:] = [name for name in folders if is_read(below / name)]
        documents = (below / name for name in sorted(files) if name.endswith(SUFFIXES))
        for path in documents:
            if not path.name.endswith(".incoming.md") and is_read(path):
                yield path.relative_to(folder).as_posix()


def _may_hold_documents(folder: Path) -> bool:
    is_hidden = folder.name.startswith(".") or folder.name in _NO_DOCUMENTS
    return not is_hidden and not (folder / "pyvenv.cfg").exists()


def _is_excluded(name: str, patterns: Sequence[str]) -> bool:
    if not patterns:
        return False
    from sphinx_anthology.toctrees import matches  # noqa: PLC0415  # slow to load

    return any(matches(name, pattern) for pattern in patterns)


def _excluded(conf: Path) -> tuple[str, ...]:
    """The patterns of ``exclude_patterns``, if they are plain texts."""
    value = _stated(conf, "exclude_patterns")
    texts = value if isinstance(value, (list, tuple, set)) else ()
    return tuple(text for text in texts if isinstance(text, str) and text)


def _stated(conf: Path, name: str) -> object:
    """The value of a setting in ``conf.py``; :data:`None` if it is computed, as nothing is run."""
    stated = setting_lines(conf.read_text(encoding="utf-8-sig", errors="replace"))
    try:
        return ast.literal_eval(stated[name].value or ast.Constant(None))
    except (KeyError, ValueError, TypeError, SyntaxError):
        return None

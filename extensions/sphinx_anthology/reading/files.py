"""The rule for files that guests' documents may include, show or offer."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import os
import stat
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source_doubts import may_be_draft, says_draft

_BUILDS = "_build"
_LEFT_BESIDE = ".incoming.md"
"""The ending of files that an import puts beside changed texts."""
_EDITORS_FILES = (".bib", ".po", ".mo", ".pot", ".pyc", ".pyo", ".env")
"""Endings of files with all documents' texts, or with settings."""
_OF_DATA = (".yaml", ".yml")
"""Endings of files in which ``---`` does not begin front matter."""
_PLAIN = frozenset(
    """
    .md .markdown .mdx .mdown .txt .text .rst .tex .bak .old .orig .backup .save .qmd .rmd .org
    .wiki .adoc
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Endings of plain text files."""
_OF_TEXTS = _PLAIN | {
    *(".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf", ".epub", ".html", ".htm"),
    *(".yaml", ".yml", ".json", ".toml"),
}
"""Endings of files that may hold a document's text."""
_LONGEST = 1_000_000
"""The number of bytes that are looked at."""
judging = threading.local()
"""Thread data; ``now`` is set while the rule itself opens a file."""
_OUTSIDE = "It is not in the publication's folder."
_HIDDEN = "It is a hidden file, or in a hidden folder."
A_COPY_HELPS = frozenset({_OUTSIDE, _HIDDEN})
"""Reasons that do not apply to a copy beside the text."""
MOST_BYTES = 50_000_000
"""The most bytes of a file that a text includes or offers."""


@dc.dataclass(frozen=True, slots=True)
class FileRule:
    """The rule for files; all paths are resolved, so links do not avoid it.

    ``closed`` are folders whose files cannot be used; ``barred`` are single files; ``withheld``
    identifies the files of withheld documents, and ``stems`` are their paths without ending.
    """

    root: Path
    closed: tuple[Path, ...] = ()
    barred: frozenset[tuple[int, int]] = frozenset()
    withheld: frozenset[tuple[int, int]] = frozenset()
    stems: frozenset[Path] = frozenset()
    documents: dict[Path, str] = dc.field(default_factory=dict)
    suffixes: tuple[str, ...] = (".md",)
    as_of: dt.date = dt.date.max

    def reason(self, path: str | os.PathLike[str]) -> str:
        """The reason why a document may not use a file; empty if it may."""
        before, judging.now = getattr(judging, "now", False), True
        try:
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(self.root):
                return _OUTSIDE
            return self._name_reason(real) or self._content_reason(real)
        except (OSError, ValueError):  # not a possible file name
            return "No file can have this name."
        finally:
            judging.now = before

    def _name_reason(self, real: Path) -> str:
        parts = [part.casefold() for part in real.relative_to(self.root).parts]
        if any(part.startswith(".") for part in parts):
            return _HIDDEN
        if _BUILDS in parts or any(real.is_relative_to(folder) for folder in self.closed):
            return "It is in a folder that the build writes or reads by itself."
        if parts and (parts[-1] == "conf.py" or parts[-1].endswith(_EDITORS_FILES)):
            return "It is one of the editors' files."
        return "It is not public." if parts and parts[-1].endswith(_LEFT_BESIDE) else ""

    def _content_reason(self, real: Path) -> str:
        try:
            status = real.stat()
        except OSError:
            return ""  # the caller reports that it is missing
        if not stat.S_ISREG(status.st_mode):
            return "It is not a file."
        if status.st_size > MOST_BYTES:
            return f"It has more than {MOST_BYTES // 1_000_000} MB."
        identity = status.st_dev, status.st_ino
        if identity in self.withheld:
            return "It is a document that is not public."
        if identity in self.barred:
            return "It is one of the editors' files."
        return "It is a document that is not public." if self._is_left_out(real) else ""

    def _is_left_out(self, real: Path) -> bool:
        """Whether a file that is no document here says that it is a draft."""
        if real in self.documents:
            return False
        is_copy = real.parent / real.name.partition(".")[0] in self.stems
        if is_copy and real.suffix.casefold() in _OF_TEXTS:
            return True
        file = real.relative_to(self.root).as_posix()
        return is_draft(real, file, self._docname(file), self.suffixes, self.as_of)

    def _docname(self, file: str) -> str:
        """The docname that a file would have."""
        for suffix in self.suffixes:
            file = file.removesuffix(suffix)
        folder, _, name = file.rpartition("/")
        stem = name.partition(".")[0] or name
        return f"{folder}/{stem}" if folder else stem

    def is_inside(self, path: str | os.PathLike[str]) -> bool:
        """Whether a path begins in the publication's folder, wherever links lead."""
        return Path(os.path.normpath(path)).is_relative_to(self.root)

    def document_at(self, path: str | os.PathLike[str]) -> str:
        """The docname of a document's file; empty for other files."""
        return self.documents.get(Path(os.path.realpath(path)), "")


def is_draft(
    path: Path, file: str, docname: str, suffixes: tuple[str, ...], as_of: dt.date
) -> bool:
    """Whether a file that is no document here is a draft."""
    text = _beginning(path)
    is_data = path.suffix.casefold() in _OF_DATA
    is_like_document = text.startswith("---") and not is_data
    if not (path.name.endswith(suffixes) or is_like_document):
        is_plain = path.suffix.casefold() in _PLAIN
        return says_draft(text) or (is_plain and may_be_draft(text, docname))
    source = read_source(docname, file, text)
    alone = Catalogue(sources={source.docname: source}, as_of=as_of)
    return not alone.is_public(source.docname)


def _beginning(path: Path) -> str:
    """The beginning of a file as text, in UTF-8 or UTF-16."""
    with path.open("rb") as stream:
        start = stream.read(_LONGEST)
    form = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = start.decode(form, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.lstrip() if text.lstrip().startswith("---") else text


def foreign_folders(root: Path) -> list[str]:
    """Links to folders outside the publication, or around themselves.

    Sphinx would follow such links out of the publication, or forever.
    """
    found = []
    whole = os.path.realpath(root)
    for folder, names, _ in os.walk(root):
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_symlink():
                real = Path(os.path.realpath(path))
                here = Path(os.path.realpath(folder))
                if not real.is_relative_to(whole) or here.is_relative_to(real):
                    found.append(path.relative_to(root).as_posix())
    return sorted(found)


def file_rule(app: Sphinx, catalogue: Catalogue) -> FileRule:
    """The rule for the current publication."""
    root = Path(os.path.realpath(app.srcdir))
    files = {d: app.srcdir / s.file for d, s in catalogue.sources.items()}
    withheld = catalogue.withheld | catalogue.kept_back.keys()
    hidden = [file for docname, file in files.items() if docname in withheld]
    return FileRule(
        root=root,
        closed=tuple(_closed_folders(app, root)),
        barred=_identities(_barred_files(app)),
        withheld=_identities(hidden),
        stems=frozenset(Path(os.path.realpath(file)).with_suffix("") for file in hidden),
        documents={Path(os.path.realpath(file)): docname for docname, file in files.items()},
        suffixes=tuple(app.config.source_suffix),
        as_of=catalogue.as_of,
    )


def _closed_folders(app: Sphinx, root: Path) -> Iterator[Path]:
    """Folders that no document may use: outputs, caches, translations, templates."""
    locales = (Path(app.srcdir, folder) for folder in app.config.locale_dirs)
    templates = (Path(app.confdir, folder) for folder in app.config.templates_path)
    for folder in (app.outdir, app.doctreedir, *locales, *templates):
        real = Path(os.path.realpath(folder))
        if not root.is_relative_to(real):
            yield real


def _barred_files(app: Sphinx) -> Iterator[Path]:
    """Files that no document may use: settings and bibliographies."""
    yield Path(app.confdir or app.srcdir, "conf.py")
    modules = (extension.module for extension in app.extensions.values())
    yield from (Path(m.__file__) for m in modules if getattr(m, "__file__", None))
    yield Path(app.srcdir, "references.bib")
    for name in getattr(app.config, "bibtex_bibfiles", None) or ():
        yield Path(app.srcdir, str(name))


def _identities(files: Iterable[Path]) -> frozenset[tuple[int, int]]:
    """Device and inode of files, equal for hard links."""
    found = set()
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found.add((status.st_dev, status.st_ino))
    return frozenset(found)

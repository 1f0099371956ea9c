"""Which files a guest's document may have in it: the one rule for every directive and link."""

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
"""How a file ends that an import laid beside a text that was changed since."""
_EDITORS_FILES = (".bib", ".po", ".mo", ".pot", ".pyc", ".pyo", ".env")
"""Endings of files that hold texts of all documents, withheld ones too, or settings."""
_OF_DATA = (".yaml", ".yml")
"""Endings of files whose ``---`` begins no front matter."""
_PLAIN = frozenset(
    """
    .md .markdown .mdx .mdown .txt .text .rst .tex .bak .old .orig .backup .save .qmd .rmd .org
    .wiki .adoc
    """.split()  # noqa: SIM905  # easier to read than a list
)
"""Endings of files that hold a text as it is written."""
_OF_TEXTS = _PLAIN | {
    *(".docx", ".doc", ".odt", ".rtf", ".pages", ".pdf", ".epub", ".html", ".htm"),
    *(".yaml", ".yml", ".json", ".toml"),
}
"""Endings of files that may hold the text of a document in any form."""
_LONGEST = 1_000_000
"""How many bytes of a file are looked at."""
judging = threading.local()
"""``now`` is set while the rule itself looks at a file."""
_OUTSIDE = "It is not in the publication's folder."
_HIDDEN = "It is a hidden file, or in a hidden folder."
A_COPY_HELPS = frozenset({_OUTSIDE, _HIDDEN})
"""The reasons that a copy of the file beside the text would not have."""
MOST_BYTES = 50_000_000
"""How large a file may be that a text takes in, or offers as a download."""


@dc.dataclass(frozen=True, slots=True)
class FileRule:
    """The rule. All paths are resolved: no link leads around it.

    ``closed`` are folders whose files are never taken in; ``barred`` are single files;
    ``withheld`` says what each withheld document's file is, ``stems`` where it lies, without its
    ending.
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
        """Why a document may not have a file, as a sentence; empty where it may."""
        before, judging.now = getattr(judging, "now", False), True
        try:
            real = Path(os.path.realpath(path))
            if not real.is_relative_to(self.root):
                return _OUTSIDE
            return self._name_reason(real) or self._content_reason(real)
        except (OSError, ValueError):  # a name that no file can have
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
            return "It is a file of the editors'."
        return "It is not public." if parts and parts[-1].endswith(_LEFT_BESIDE) else ""

    def _content_reason(self, real: Path) -> str:
        try:
            status = real.stat()
        except OSError:
            return ""  # whoever asks for it says that it is not there
        if not stat.S_ISREG(status.st_mode):
            return "It is no file."
        if status.st_size > MOST_BYTES:
            return f"It has more than {MOST_BYTES // 1_000_000} MB."
        identity = status.st_dev, status.st_ino
        if identity in self.withheld:
            return "It is a document that is not public."
        if identity in self.barred:
            return "It is a file of the editors'."
        return "It is a document that is not public." if self._is_left_out(real) else ""

    def _is_left_out(self, real: Path) -> bool:
        """Whether a file that is no document of the publication says that it is a draft."""
        if real in self.documents:
            return False
        is_copy = real.parent / real.name.partition(".")[0] in self.stems
        if is_copy and real.suffix.casefold() in _OF_TEXTS:
            return True
        file = real.relative_to(self.root).as_posix()
        return is_draft(real, file, self._docname(file), self.suffixes, self.as_of)

    def _docname(self, file: str) -> str:
        """What a file would be called as a document."""
        for suffix in self.suffixes:
            file = file.removesuffix(suffix)
        folder, _, name = file.rpartition("/")
        stem = name.partition(".")[0] or name
        return f"{folder}/{stem}" if folder else stem

    def is_inside(self, path: str | os.PathLike[str]) -> bool:
        """Whether a path begins in the publication's folder, wherever it leads to."""
        return Path(os.path.normpath(path)).is_relative_to(self.root)

    def document_at(self, path: str | os.PathLike[str]) -> str:
        """The document whose file it is; empty for any other file."""
        return self.documents.get(Path(os.path.realpath(path)), "")


def is_draft(
    path: Path, file: str, docname: str, suffixes: tuple[str, ...], as_of: dt.date
) -> bool:
    """Whether a file that is no document says that it is one which is not public."""
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
    """The first text of a file, whatever its form."""
    with path.open("rb") as stream:
        start = stream.read(_LONGEST)
    form = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = start.decode(form, errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.lstrip() if text.lstrip().startswith("---") else text


def foreign_folders(root: Path) -> list[str]:
    """The links to folders through which documents would be found that are none of ours.

    They lead out of the publication's folder, or back to a folder around them, and so on for ever.
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
    """The rule for a publication as it is now."""
    root = Path(os.path.realpath(app.srcdir))
    files = {d: app.srcdir / s.file for d, s in catalogue.sources.items()}
    hidden = [file for docname, file in files.items() if docname in catalogue.withheld]
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
    """Output, caches, translations and templates; not the publication's folder itself."""
    locales = (Path(app.srcdir, folder) for folder in app.config.locale_dirs)
    templates = (Path(app.confdir, folder) for folder in app.config.templates_path)
    for folder in (app.outdir, app.doctreedir, *locales, *templates):
        real = Path(os.path.realpath(folder))
        if not root.is_relative_to(real):
            yield real


def _barred_files(app: Sphinx) -> Iterator[Path]:
    """The settings and the bibliographies, under whatever other name."""
    yield Path(app.confdir or app.srcdir, "conf.py")
    modules = (extension.module for extension in app.extensions.values())
    yield from (Path(m.__file__) for m in modules if getattr(m, "__file__", None))
    yield Path(app.srcdir, "references.bib")
    for name in getattr(app.config, "bibtex_bibfiles", None) or ():
        yield Path(app.srcdir, str(name))


def _identities(files: Iterable[Path]) -> frozenset[tuple[int, int]]:
    """What tells files from others whatever their names: hard links are one file."""
    found = set()
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found.add((status.st_dev, status.st_ino))
    return frozenset(found)

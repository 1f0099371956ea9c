"""Problems of file names: clashes, hidden documents, and files that are not read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx
from sphinx.util.matching import Matcher

from sphinx_anthology.files import is_file
from sphinx_anthology.model.addresses import folded, name_problems
from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import copied_files

_TEXT = re.compile(r"\.(md|markdown|mdown|mdwn|mkdn?|mdte?xt|myst|te?xt|re?st)$", re.IGNORECASE)
"""Endings of files that may be meant as documents."""
_FIELDS = re.compile(r"^(post|series|author|topic|page):", re.MULTILINE)
_COMMON = re.compile(r"^(title|date|authors|tags):", re.MULTILINE)
_LONGEST = 4096
"""The number of bytes that are looked at."""
_NOT_OURS = frozenset({"_build", "node_modules", "__pycache__"})


def file_name_problems(app: Sphinx) -> list[Problem]:
    """All problems of file names, sorted."""
    catalogue = domain_of(app.env).catalogue
    found = [*name_problems(catalogue), *_given_pages(app), *_unread(app), *_hidden(app)]
    return sorted(found)


_HIDDEN_FOLDERS = (
    ".?*", "__MACOSX", "@eaDir", "@Recycle", "#recycle", "[$]RECYCLE.BIN", "[$]Recycle.Bin",
    "node_modules", "__pycache__", "lost+found",
)  # fmt: skip
"""Patterns of folders of other programs: bins, histories, packages."""
_HIDDEN_FILES = (".*", "~$*", "#*#")
"""Patterns of files that editors and systems create, without endings."""
_PACKAGES = ("node_modules", "__pycache__", ".git", ".tox", ".nox")
"""Hidden folders that are not searched for documents."""


def hidden_documents(app: Sphinx) -> list[str]:
    """Patterns of files that are no documents, although they end like one.

    They match nothing else: a folder ``.well-known`` of ``html_extra_path`` is copied.
    """
    suffixes = sorted({*app.config.source_suffix, *app.registry.source_suffix} - {".txt"})
    places = [f"{name}/**" for name in (*_HIDDEN_FOLDERS, *_environments(Path(app.srcdir)))]
    places += _HIDDEN_FILES
    return [f"{start}{p}{suffix}" for p in places for start in ("", "**/") for suffix in suffixes]


def _environments(root: Path) -> list[str]:
    """Patterns of folders with a Python environment, near the top."""
    found = {*root.glob("*/pyvenv.cfg"), *root.glob("*/*/pyvenv.cfg")}
    return [literal(path.parent.relative_to(root).as_posix()) for path in sorted(found)]


def literal(name: str) -> str:
    """A pattern that matches only a name."""
    return re.sub(r"([\[?*])", r"[\1]", name)


def _hidden(app: Sphinx) -> Iterator[Problem]:
    """Problems of hidden files and folders with documents, one for each place."""
    is_hidden = Matcher(hidden_documents(app))
    places: dict[str, list[str]] = {}
    for name in _files_with_suffix(app):
        if is_hidden(name) and _looks_like_document(Path(app.srcdir, name)):
            parts = name.split("/")
            tops = ("/".join(parts[:end]) for end in range(1, len(parts)))
            top = next((f"{t}/" for t in tops if is_hidden(f"{t}/x{Path(name).suffix}")), name)
            places.setdefault(top, []).append(name)
    for top, names in sorted(places.items()):
        files = f"{quoted(names[0])} looks like a document"
        if names[1:]:
            files += f", and {len(names) - 1} more"
        message = f"{files}; left out, for {quoted(top)} is hidden or another program's. "
        message += "Move or rename it to publish it, or delete it."
        yield Problem(names[0], 0, message, Code.HIDDEN_FILE)


def _files_with_suffix(app: Sphinx) -> Iterator[str]:
    """All files with a document's ending, without builds and packages."""
    root = Path(app.srcdir)
    outputs = {Path(app.outdir), Path(app.doctreedir), root / "_build"}
    outputs |= {path.parent for path in (*root.glob("*/pyvenv.cfg"), *root.glob("*/*/pyvenv.cfg"))}
    for base, folders, files in os.walk(root):
        here = Path(base)
        folders[:] = sorted(f for f in folders if f not in _PACKAGES and here / f not in outputs)
        for file in sorted(files):
            if file.endswith(tuple(app.config.source_suffix)):
                yield (here / file).relative_to(root).as_posix()


def _given_pages(app: Sphinx) -> Iterator[Problem]:
    """Problems of documents whose page is also in ``html_extra_path``."""
    catalogue = domain_of(app.env).catalogue
    given = frozenset(copied_files(app)) if app.config.html_extra_path else frozenset()
    for docname, source in catalogue.sources.items():
        page = catalogue.site.file(docname, ".html")
        if page in given and catalogue.is_public(docname):
            message = (
                f"‘{source.file}’ and a file of ‘html_extra_path’ both need ‘{page}’; the "
                "document has it. Rename one of them."
            )
            yield Problem(source.file, 0, message, Code.NAME_CLASH)


def _unread(app: Sphinx) -> Iterator[Problem]:
    """Problems of files that look like documents but are not read."""
    docs = {app.env.doc2path(d, base=False).as_posix(): d for d in app.env.project.docnames}
    # Sphinx no longer knows withheld documents, but they were read
    docs |= {s.file: d for d, s in domain_of(app.env).catalogue.sources.items()}
    by_key = {folded(docname): file for file, docname in docs.items()}
    for name in filter(_TEXT.search, _files(app)):
        if name in docs:
            continue
        stem, _, ending = name.rpartition(".")
        other = by_key.get(folded(stem)) if f".{ending}" in app.config.source_suffix else None
        if other:
            message = f"‘{name}’ and ‘{other}’ are one document; only ‘{other}’ is read."
            yield Problem(name, 0, f"{message} Rename one of them.", Code.NOT_READ)
        elif _looks_like_document(Path(app.srcdir, name)):
            message = f"‘{name}’ looks like a document, but it is not read."
            yield Problem(name, 0, f"{message} {_advice(app, name)}", Code.NOT_READ)


def _copied_folders(app: Sphinx) -> dict[str, str]:
    """Folders whose files are copied or used as they are, with their setting."""
    settings = ("html_extra_path", "html_static_path", "templates_path")
    return {
        os.path.normpath(str(folder)): setting
        for setting in settings
        for folder in getattr(app.config, setting, ())
    }


_OTHER_FORMATS = {
    ".qmd": "a document of Quarto. Rename it to ‘{stem}.md’, and take out what only Quarto knows",
    ".rmd": "a document of R Markdown. Rename it to ‘{stem}.md’, and take out what only R knows",
    ".mdx": "a document with components. Rename it to ‘{stem}.md’, and take out the components",
    ".ipynb": 'a notebook. Add "myst_nb" to ‘extensions’ in conf.py, or write a document: '
    "jupyter nbconvert --to markdown {name}",
    **dict.fromkeys(
        (".docx", ".odt", ".rtf", ".html", ".htm", ".adoc", ".org", ".tex", ".textile"),
        "no Markdown. Write a document: pandoc {name} -t commonmark -o {stem}.md",
    ),
    **dict.fromkeys((".doc", ".pages", ".gdoc"), "no Markdown. Save its text as ‘{stem}.md’"),
}
"""Other document formats, and how to convert each."""


def other_formats(app: Sphinx) -> Iterator[Problem]:
    """Problems of files in other formats beside documents."""
    sources = domain_of(app.env).catalogue.sources.values()
    documents = [PurePosixPath(source.file) for source in sources]
    folders = {document.parent for document in documents}
    stems = {document.with_suffix("") for document in documents}
    offered = {os.path.normpath(str(Path(app.srcdir, name))) for name in app.env.dlfiles}
    copied = tuple(f"{folder}/" for folder in _copied_folders(app))
    for name in _files(app):
        path = PurePosixPath(name)
        said = _OTHER_FORMATS.get(path.suffix.lower())
        is_used = str(Path(app.srcdir, name)) in offered or name.startswith(copied)
        if not said or is_used or path.suffix in app.config.source_suffix:
            continue
        if path.parent in folders and path.with_suffix("") not in stems:
            how = said.format(name=path.name, stem=path.stem)
            message = f"{quoted(name)} is not read: it is {how}."
            yield Problem(name, 0, message, Code.OTHER_FORMAT)


def _advice(app: Sphinx, name: str) -> str:
    """How to rename or move a file so that it is read."""
    path = Path(app.srcdir, name)
    if folder := next((f for f in _copied_folders(app) if name.startswith(f"{f}/")), ""):
        setting = _copied_folders(app)[folder]
        return f"It lies in {quoted(folder)}, which is no place for documents ({setting}). Move it."
    if path.suffix in app.config.source_suffix:
        return "Allow everybody who builds the site to read it."
    stem = _TEXT.sub("", path.name)
    wanted = f"{_TEXT.sub('', stem) or stem}.md"
    if (path.parent / wanted).exists():
        return f"‘{wanted}’ is there already: rename one, and let the name end in ‘.md’."
    return f"Rename it to ‘{wanted}’."


def _files(app: Sphinx) -> Iterator[str]:
    """All files by path, without excluded ones."""
    is_left_out = Matcher(app.config.exclude_patterns)
    outputs = {Path(app.outdir), Path(app.doctreedir)}
    for root, folders, files in os.walk(app.srcdir):
        base = Path(root)
        here = base.relative_to(app.srcdir).as_posix().removeprefix(".").removeprefix("/")
        prefix = f"{here}/" if here else ""
        folders[:] = sorted(
            folder
            for folder in folders
            if folder not in _NOT_OURS and not folder.startswith(".")
            if base / folder not in outputs and not is_left_out(f"{prefix}{folder}")
        )
        for file in sorted(files):
            if not is_left_out(f"{prefix}{file}"):
                yield f"{prefix}{file}"


def _looks_like_document(path: Path) -> bool:
    """Whether a file begins with our front matter, or with several MyST fields."""
    if not is_file(path):
        return False
    try:
        with path.open("rb") as stream:
            start = stream.read(_LONGEST).decode("utf-8-sig", errors="replace").lstrip()
    except OSError:
        return False
    if not start.startswith("---"):
        return False
    block = re.split(r"^---\s*$", start[3:], maxsplit=1, flags=re.MULTILINE)[0]
    return bool(_FIELDS.search(block)) or len(set(_COMMON.findall(block))) > 1

"""Names of files that cannot be what they seem to be: taken, or not read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.matching import Matcher

from sphinx_anthology.files import is_file
from sphinx_anthology.model.clashes import folded, name_problems
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.assets import copied_files
from sphinx_anthology.reading.domain import domain_of

_TEXT = re.compile(r"\.(md|markdown|mdown|mdwn|mkdn?|mdte?xt|myst|te?xt|re?st)$", re.IGNORECASE)
"""The endings of files that may be meant as documents."""
_FIELDS = re.compile(r"^(post|series|author|topic|page):", re.MULTILINE)
_COMMON = re.compile(r"^(title|date|authors|tags):", re.MULTILINE)
_LONGEST = 4096
"""How much of a file is looked at."""
_NOT_OURS = frozenset({"_build", "node_modules", "__pycache__"})


def file_name_problems(app: Sphinx) -> list[Problem]:
    """All of them, sorted."""
    catalogue = domain_of(app.env).catalogue
    found = [*name_problems(catalogue), *_given_pages(app), *_unread(app)]
    return sorted(found)


def _given_pages(app: Sphinx) -> Iterator[Problem]:
    """Documents whose page lies in ``html_extra_path`` as well."""
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
    """Files that look like documents, and that Sphinx does not read."""
    docs = {app.env.doc2path(d, base=False).as_posix(): d for d in app.env.project.docnames}
    # what is withheld is no document of Sphinx's any more, but it was read
    docs |= {s.file: d for d, s in domain_of(app.env).catalogue.sources.items()}
    by_key = {folded(docname): file for file, docname in docs.items()}
    for name in _text_files(app):
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


def _advice(app: Sphinx, name: str) -> str:
    """What to call a file so that it is read."""
    path = Path(app.srcdir, name)
    if path.suffix in app.config.source_suffix:
        return "Allow everybody who builds the site to read it."
    stem = _TEXT.sub("", path.name)
    wanted = f"{_TEXT.sub('', stem) or stem}.md"
    if (path.parent / wanted).exists():
        return f"‘{wanted}’ is there already: rename one, and let the name end in ‘.md’."
    return f"Rename it to ‘{wanted}’."


def _text_files(app: Sphinx) -> Iterator[str]:
    """The files that may be documents, by path; what is excluded is left out."""
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
            if _TEXT.search(file) and not is_left_out(f"{prefix}{file}"):
                yield f"{prefix}{file}"


def _looks_like_document(path: Path) -> bool:
    """Whether a file begins with front matter that has our fields, or more than one of MyST's."""
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

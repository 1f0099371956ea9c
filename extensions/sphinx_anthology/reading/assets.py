"""Files around the pages: templates, styles, scripts, and what is copied as it is.

Sphinx looks at time stamps of templates and at nothing of the rest. Here it is their content that
counts, for the checksum of a style stands in every page that loads it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from sphinx.application import Sphinx
from sphinx.builders import Builder

from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.files import is_draft
from sphinx_anthology.reading.report import report

_RENDERED = (".jinja", "_t")
"""The endings of files that Sphinx fills in and writes without it."""
_OURS = Path(__file__).parents[1]
_STYLES = tuple(f".{kind}{end}" for kind in ("css", "js", "mjs") for end in ("", *_RENDERED))


def templates_digest(builder: Builder) -> str:
    """A digest of all templates that a builder of pages may use."""
    folders = getattr(getattr(builder, "templates", None), "pathchain", ())
    return _digest(map(Path, folders), (".html", *_RENDERED))


def styles_digest(app: Sphinx) -> str:
    """A digest of all styles and scripts that pages may load."""
    theme = getattr(app.builder, "theme", None)
    folders = [
        *_own_folders(app, app.config.html_static_path),
        *_own_folders(app, app.config.html_extra_path),
        *getattr(app.registry, "static_dirs", ()),  # since Sphinx 9.1
        *(Path(folder, "static") for folder in (theme.get_theme_dirs() if theme else ())),
    ]
    return _digest(folders, _STYLES)


def copied_files(app: Sphinx) -> Iterator[str]:
    """The files that Sphinx copies for ``conf.py`` into a site, as paths there."""
    config = app.config
    for folder in _own_folders(app, config.html_static_path):
        yield from (f"_static/{name}" for name in _names(folder))
    for folder in _own_folders(app, config.html_extra_path):
        yield from _names(folder)
    for name in filter(None, (config.html_logo, config.html_favicon)):
        yield f"_static/{Path(name).name}"


def _own_folders(app: Sphinx, places: Iterable[str]) -> Iterator[Path]:
    return (Path(app.confdir, place) for place in places)


def _files(folder: Path) -> list[Path]:
    """All files in a folder, sorted; or the file that is named in its place."""
    found = folder.rglob("*") if folder.is_dir() else [folder]
    return sorted(file for file in found if file.is_file())


def _names(folder: Path) -> Iterator[str]:
    """What the files of a folder are called where they are copied to."""
    base = folder if folder.is_dir() else folder.parent
    for file in _files(folder):
        name = file.relative_to(base).as_posix()
        for ending in _RENDERED:
            name = name.removesuffix(ending)
        yield name


def drop_drafts(app: Sphinx, error: Exception | None) -> None:
    """Take copies of drafts out of a site: files that ``conf.py`` lets Sphinx copy."""
    suffixes = tuple(app.config.source_suffix)
    if app.builder.format != "html":
        return
    as_of = domain_of(app.env).catalogue.as_of
    copied = [("html_extra_path", folder, "") for folder in app.config.html_extra_path]
    copied += [("html_static_path", folder, "_static") for folder in app.config.html_static_path]
    for setting, place, where in copied:
        folder = Path(app.confdir, place)
        if folder.is_relative_to(_OURS):
            continue
        for path, name in zip(_files(folder), _names(folder), strict=True):
            copy = Path(app.outdir, where, name)
            if where and path.name.endswith(_STYLES):
                continue  # ‘draft: true’ in a script says nothing of it
            if copy.is_file() and is_draft(path, name, PurePath(name).stem, suffixes, as_of):
                copy.unlink()
                file = os.path.relpath(path, app.srcdir).replace(os.sep, "/")
                message = (
                    f"The file says that it is a draft, and is left out though ‘{setting}’ "
                    "holds it. Move it elsewhere, or take what says so out of it."
                )
                report(app, [Problem(file, 1, message, Code.FILE_REFUSED)])


def _digest(folders: Iterable[Path], endings: tuple[str, ...]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for file in _files(folder):
            if file.name.endswith(endings):
                found.update(f"{file.name}\0".encode())
                found.update(hashlib.blake2b(file.read_bytes()).digest())
    return found.hexdigest()

"""Files of a site besides documents' pages: templates, styles, copies, stale files."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from sphinx_anthology.cache import digest
from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.domain import GENERATED, SITES, domain_of
from sphinx_anthology.reading.files import is_draft
from sphinx_anthology.reading.report import report

_RENDERED = (".jinja", "_t")
"""Endings that Sphinx removes from files that it renders."""
_OURS = Path(__file__).parents[1]
_STYLES = tuple(f".{kind}{end}" for kind in ("css", "js", "mjs") for end in ("", *_RENDERED))


def templates_digest(builder: Builder) -> str:
    """A digest of all templates that a builder may use."""
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
    """The files that Sphinx copies for ``conf.py``, by path in the site."""
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
    """All files in a folder, sorted; or the file itself."""
    found = folder.rglob("*") if folder.is_dir() else [folder]
    return sorted(file for file in found if file.is_file())


def _names(folder: Path) -> Iterator[str]:
    """The names of a folder's files where they are copied to."""
    base = folder if folder.is_dir() else folder.parent
    for file in _files(folder):
        name = file.relative_to(base).as_posix()
        for ending in _RENDERED:
            name = name.removesuffix(ending)
        yield name


def drop_drafts(app: Sphinx, error: Exception | None) -> None:
    """Delete copies of drafts that ``conf.py`` lets Sphinx copy."""
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
                continue  # ‘draft: true’ in a script means something else
            if copy.is_file() and is_draft(path, name, PurePath(name).stem, suffixes, as_of):
                copy.unlink()
                file = os.path.relpath(path, app.srcdir).replace(os.sep, "/")
                message = (
                    f"The file says that it is a draft, and is left out though ‘{setting}’ "
                    "holds it. Move it elsewhere, or take what says so out of it."
                )
                report(app, [Problem(file, 1, message, Code.FILE_REFUSED)])


def _digest(folders: Iterable[Path], endings: tuple[str, ...]) -> str:
    files = (f for folder in folders for f in _files(folder) if f.name.endswith(endings))
    return digest(*(part for f in files for part in (f"{f.name}\0", digest(f.read_bytes()))))


def outdir_key(outdir: str | os.PathLike[str]) -> str:
    """A key for an output folder, usable in file names."""
    return hashlib.blake2b(os.fspath(outdir).encode(), digest_size=6).hexdigest()


def makes_site(app: Sphinx) -> bool:
    """Whether the builder makes the public site; Sphinx's EPUB builder only has its format."""
    return app.builder.name in SITES


logger = logging.getLogger(__name__)
LIST = ".anthology-files"


def delete_stale_files(app: Sphinx, builder: Builder) -> None:
    """Delete files of earlier builds that this one would not write.

    A quick build of a preview deletes nothing, and lists what it may write.
    """
    domain = domain_of(builder.env)
    if domain.quick is not None:
        path = _list_path(app, builder)
        listed = {*read_line(path).splitlines(), *_files_of(builder, domain.reading)}
        write_if_different(path, "".join(f"{name}\n" for name in sorted(listed)))
        return
    outdir = Path(builder.outdir)
    if domain.has_new_form:  # another theme's or language's static files
        shutil.rmtree(outdir / "_static", ignore_errors=True)
    path = _list_path(app, builder)
    expected = set(files_of(builder))
    for name in sorted(set(read_line(path).splitlines()) - expected):
        _delete(app, outdir, name)
        _delete(app, Path(app.outdir), name)  # Apple's help has a separate folder for pages
    write_if_different(path, "".join(f"{name}\n" for name in sorted(expected)))


def offer_no_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Let no builder copy the source of a document whose words are not shown."""
    if pagename in app.env.all_docs and not domain_of(app.env).catalogue.has_public_text(pagename):
        context["sourcename"] = ""


def delete_copied_sources(app: Sphinx, exception: Exception | None) -> None:
    """Delete sources that the ``changes`` builder copies of withdrawn posts."""
    folder = Path(app.outdir, "rst")
    if app.builder.name != "changes" or not folder.is_dir():
        return
    shown = set(filter(domain_of(app.env).catalogue.has_public_text, app.env.all_docs))
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        if name.removesuffix(".html") not in shown:
            _delete(app, folder, name)


def files_of(builder: Builder) -> Iterator[str]:
    """All files that the builder writes for this publication."""
    yield from _files_of(builder, builder.env.all_docs)


def _files_of(builder: Builder, docnames: Iterable[str]) -> Iterator[str]:
    """The files of documents; and images, downloads and generated pages, of all."""
    env = builder.env
    shows_words = domain_of(env).catalogue.has_public_text
    yield from (_page(builder, docname) for docname in docnames)
    for _, name in env.images.values():
        # HTML builders have a folder for images; LaTeX puts them beside its texts
        yield f"_images/{name}"
        yield name
        yield from (f"{folder}/{name}" for folder in _figures(builder))
    for _, target in env.dlfiles.values():
        yield f"_downloads/{PurePosixPath(target)}"
    yield from getattr(builder, "more_files", tuple)()
    if builder.config.html_copy_source:
        yield from map(partial(_copied_source, env), filter(shows_words, docnames))


def _copied_source(env: BuildEnvironment, docname: str) -> str:
    """Where the source of a document is copied to."""
    source = env.doc2path(docname, base=False)
    suffix: str = env.config.html_sourcelink_suffix
    return f"_sources/{source.as_posix()}{'' if source.suffix == suffix else suffix}"


def _figures(builder: Builder) -> Iterator[str]:
    """Folders of images beside Texinfo's documents."""
    if builder.name == "texinfo":
        yield from (f"{document[1]}-figures" for document in builder.config.texinfo_documents)


def _page(builder: Builder, docname: str) -> str:
    """The file that a builder writes for a document."""
    if builder.name == "gettext":
        return f"{docname_to_domain(docname, builder.config.gettext_compact)}.pot"
    get_outfilename = getattr(builder, "get_outfilename", None)
    if get_outfilename is None:
        return f"{docname}{getattr(builder, 'out_suffix', '')}"
    return Path(get_outfilename(docname)).relative_to(builder.outdir).as_posix()


def _list_path(app: Sphinx, builder: Builder) -> Path:
    """The list of written files: beside the site's pages, else with the doctrees."""
    if builder.name in GENERATED:
        return Path(builder.outdir, LIST)
    place = outdir_key(builder.outdir)
    return app.doctreedir / f"anthology-files-{builder.name}-{place}.txt"


def _delete(app: Sphinx, outdir: Path, name: str) -> None:
    """Delete a listed file, never outside the output or in the source."""
    try:
        delete_below(outdir, name, keep=Path(app.srcdir))
    except OSError as error:
        path = outdir / name
        logger.warning("cannot delete %s: %s", path, error, type="anthology", subtype="leftover")

"""Files that were written once and have no business here any more.

A list of what was written lies beside the pages. Only what stands in it is ever deleted, so
that nothing of anybody else's is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx
from sphinx.builders import Builder

from sphinx_anthology.outputs.html.archive import archive_pages
from sphinx_anthology.outputs.html.builder import ExactPages
from sphinx_anthology.reading.domain import domain_of

LIST = ".anthology-files"


def note_files(app: Sphinx, builder: Builder) -> None:
    """Before anything is written, add what will be: a broken build leaves nothing unknown."""
    if isinstance(builder, ExactPages):
        _forget_static_files(builder)
        _write_list(builder, _read_list(builder) | set(_files(builder)))


def _forget_static_files(builder: ExactPages) -> None:
    """Delete the static files where another theme or language than this one put them."""
    if domain_of(builder.env).has_new_form:
        shutil.rmtree(Path(builder.outdir, "_static"), ignore_errors=True)


def delete_leftovers(app: Sphinx, exception: Exception | None) -> None:
    """Delete what an earlier build wrote and this one would not."""
    builder = app.builder
    if exception is not None or not isinstance(builder, ExactPages):
        return
    expected = set(_files(builder))
    for name in sorted(_read_list(builder) - expected):
        _delete(Path(builder.outdir), name)
    _write_list(builder, expected)


def _files(builder: ExactPages) -> Iterator[str]:
    """Everything that the builder writes for this publication, below its folder."""
    env, outdir = builder.env, Path(builder.outdir)
    pages = [*env.all_docs, *(page.name for page in archive_pages(domain_of(env).catalogue))]
    for page in pages:
        yield Path(builder.get_outfilename(page)).relative_to(outdir).as_posix()
    if builder.copysource:
        for docname in env.all_docs:
            source = env.doc2path(docname, base=False).as_posix()
            yield f"_sources/{source}{builder.config.html_sourcelink_suffix}"
    for _, name in env.images.values():
        yield f"{builder.imagedir}/{name}"
    for _, target in env.dlfiles.values():
        yield f"_downloads/{Path(target).as_posix()}"
    for export in domain_of(env).catalogue.exports:
        yield f"downloads/{export.path}"


def _read_list(builder: ExactPages) -> set[str]:
    try:
        return set(Path(builder.outdir, LIST).read_text(encoding="utf-8").splitlines())
    except OSError:
        return set()


def _write_list(builder: ExactPages, files: set[str]) -> None:
    path = Path(builder.outdir, LIST)
    text = "".join(f"{name}\n" for name in sorted(files))
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _delete(outdir: Path, name: str) -> None:
    """Delete a file of the list, and the folders that it leaves empty; never above the output."""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        return
    path = outdir / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()

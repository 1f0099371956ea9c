"""Names of what is kept beside the doctrees of what a builder wrote into a folder.

Several builders, and several folders of one, may share the doctrees.

Files that were written once and have no business here any more.

A list is kept of what a builder writes into its folder. Before it writes again, what stands in
the old list and not in the new one is deleted: nothing of a document that was withheld since
is left, or packed into an EPUB. Only what stands in the list is ever deleted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import GENERATED, domain_of


def outdir_key(outdir: str | os.PathLike[str]) -> str:
    """What tells an output folder from all others, fit for a file's name."""
    return hashlib.blake2b(os.fspath(outdir).encode(), digest_size=6).hexdigest()


def makes_site(app: Sphinx) -> bool:
    """Whether the builder makes a site. Sphinx's own for EPUB has the format of one."""
    return app.builder.name in GENERATED


logger = logging.getLogger(__name__)
LIST = ".anthology-files"


def delete_stale_files(app: Sphinx, builder: Builder) -> None:
    """Delete what an earlier build wrote and this one would not."""
    outdir = Path(builder.outdir)
    if domain_of(builder.env).has_new_form:  # another theme's or language's static files
        shutil.rmtree(outdir / "_static", ignore_errors=True)
    path = _list_path(app, builder)
    expected = set(files_of(builder))
    for name in sorted(_read_list(path) - expected):
        _delete(app, outdir, name)
        _delete(app, Path(app.outdir), name)  # Apple's help has a folder of its own for pages
    write_if_different(path, "".join(f"{name}\n" for name in sorted(expected)))


def delete_copied_sources(app: Sphinx, exception: Exception | None) -> None:
    """Delete the sources that ``changes`` copies of documents whose text is withheld."""
    folder = Path(app.outdir, "rst")
    if app.builder.name != "changes" or not folder.is_dir():
        return
    states = domain_of(app.env).catalogue.states
    shown = {d for d in app.env.all_docs if states.get(d) is not State.WITHDRAWN}
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        if name.removesuffix(".html") not in shown:
            _delete(app, folder, name)


def files_of(builder: Builder) -> Iterator[str]:
    """Everything that the builder writes for this publication, below its folder."""
    env = builder.env
    yield from (_page(builder, docname) for docname in env.all_docs)
    for _, name in env.images.values():
        # builders of pages have a folder for images; LaTeX puts them beside its texts
        yield f"_images/{name}"
        yield name
        yield from (f"{folder}/{name}" for folder in _figures(builder))
    for _, target in env.dlfiles.values():
        yield f"_downloads/{PurePosixPath(target)}"
    yield from getattr(builder, "more_files", tuple)()


def _figures(builder: Builder) -> Iterator[str]:
    """The folders of pictures beside Texinfo's documents."""
    if builder.name == "texinfo":
        yield from (f"{document[1]}-figures" for document in builder.config.texinfo_documents)


def _page(builder: Builder, docname: str) -> str:
    """The file that a builder makes of a document, or of it and others."""
    if builder.name == "gettext":
        return f"{docname_to_domain(docname, builder.config.gettext_compact)}.pot"
    get_outfilename = getattr(builder, "get_outfilename", None)
    if get_outfilename is None:
        return f"{docname}{getattr(builder, 'out_suffix', '')}"
    return Path(get_outfilename(docname)).relative_to(builder.outdir).as_posix()


def _list_path(app: Sphinx, builder: Builder) -> Path:
    """Beside the pages of a site, where it outlives the doctrees; else among these."""
    if builder.name in GENERATED:
        return Path(builder.outdir, LIST)
    place = outdir_key(builder.outdir)
    return app.doctreedir / f"anthology-files-{builder.name}-{place}.txt"


def _read_list(path: Path) -> set[str]:
    return set(read_line(path).splitlines())


def _delete(app: Sphinx, outdir: Path, name: str) -> None:
    """Delete a file of the list; never above the output, and never what the site is made of."""
    try:
        delete_below(outdir, name, keep=Path(app.srcdir))
    except OSError as error:
        path = outdir / name
        logger.warning("cannot delete %s: %s", path, error, type="anthology", subtype="leftover")

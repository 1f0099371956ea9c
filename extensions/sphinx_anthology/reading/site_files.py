"""Files that an output puts below a site: exact, as the pages are; old ones are deleted.

Names of what is kept beside the doctrees of what a builder wrote into a folder.

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
from types import TracebackType
from typing import Self

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.i18n import docname_to_domain

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.assets import copied_files
from sphinx_anthology.reading.domain import GENERATED, domain_of


def folder_key(outdir: str | os.PathLike[str]) -> str:
    """What tells an output folder from all others, fit for a file's name."""
    return hashlib.blake2b(os.fspath(outdir).encode(), digest_size=6).hexdigest()


def makes_site(app: Sphinx) -> bool:
    """Whether the builder makes a site. Sphinx's own for EPUB has the format of one."""
    return app.builder.name in GENERATED


def _is_below(path: PurePosixPath) -> bool:
    return path.parts != () and not path.is_absolute() and ".." not in path.parts


class SiteFiles:
    """All files of an output, written anew at every build.

    At the end those that an earlier build wrote and this one did not are taken away. The list of
    them lies beside the pages, where it outlives the doctrees.
    """

    def __init__(self, app: Sphinx, output: str) -> None:
        self._folder, self._sources = Path(app.outdir), Path(app.srcdir)
        self._record = self._folder / f".anthology-{output}"
        self._listed = self._before()
        self._written: set[str] = set()
        self._kept: set[str] = set()
        self._given = frozenset(copied_files(app)) if app.config.html_extra_path else frozenset()

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file; ``path`` is below the site, with forward slashes.

        :raises ValueError: where it would lie outside.
        """
        parts = PurePosixPath(path)
        if not _is_below(parts):
            message = f"{path!r} is not below the site"
            raise ValueError(message)
        if self._is_taken(parts):
            self.keep(str(parts))
            return
        if str(parts) not in self._listed:
            self._announce(str(parts))
        self._written.add(str(parts))
        write_if_different(self._folder / parts, content)

    def _announce(self, path: str) -> None:
        """List a new file before it is written: a build that is killed leaves none unlisted."""
        self._listed.add(path)
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._record.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{path}\n")  # after a line that was cut off, too

    def _is_taken(self, path: PurePosixPath) -> bool:
        """Whether an editor's own file is there, or a folder of pages; the latter is reported."""
        place = self._folder / path
        blocked = (folder.is_file() for folder in place.parents if folder != self._folder)
        return str(path) in self._given or place.is_dir() or any(blocked)

    def keep(self, path: str) -> None:
        """Leave a file to somebody else who makes it now: it is not ours to take away."""
        self._written.discard(path)
        self._kept.add(path)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take away what is no longer made; after an error nothing is."""
        if error is not None:
            return
        for path in sorted(self._before() - self._written - self._kept):
            delete_below(self._folder, path, keep=self._sources)
        write_if_different(self._record, "".join(f"{path}\n" for path in sorted(self._written)))

    def _before(self) -> set[str]:
        """What the last build wrote."""
        return set(read_line(self._record).split("\n")) - {""}


logger = logging.getLogger(__name__)
LIST = ".anthology-files"


def delete_leftovers(app: Sphinx, builder: Builder) -> None:
    """Delete what an earlier build wrote and this one would not."""
    outdir = Path(builder.outdir)
    if domain_of(builder.env).has_new_form:  # another theme's or language's static files
        shutil.rmtree(outdir / "_static", ignore_errors=True)
    path = _list_path(app, builder)
    expected = set(_files(builder))
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


def _files(builder: Builder) -> Iterator[str]:
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
    place = folder_key(builder.outdir)
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

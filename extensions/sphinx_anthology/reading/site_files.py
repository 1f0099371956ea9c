"""Files that an output puts below a site: exact, as the pages are."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from sphinx.application import Sphinx

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.reading.assets import copied_files
from sphinx_anthology.reading.domain import GENERATED


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

"""Where outputs meet a build: their files are written, and what they add to pages goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self, TypeVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.assets import copied_files
from sphinx_anthology.reading.site_files import files_of, makes_site
from sphinx_anthology.site.output import Output, Page, page_of, site_of

logger = logging.getLogger(__name__)
LIST = ".anthology-outputs"
"""The list of the files of all outputs, beside the pages, where it outlives the doctrees."""
_FORMER = (".anthology-feeds", ".anthology-records", ".anthology-scholar", ".anthology-web")
"""Such lists as versions before 0.2 kept, one for each output."""
Made = TypeVar("Made")


class SiteFiles:
    """The files of all outputs, written anew at every build.

    At the end those that an earlier build wrote and this one did not are taken away.
    """

    def __init__(self, app: Sphinx) -> None:
        self._builder = app.builder
        self._folder, self._sources = Path(app.outdir), Path(app.srcdir)
        self._record = self._folder / LIST
        self._listed = self._before()
        self._written: dict[str, str] = {}
        self._kept: set[str] = set()
        self._given = frozenset(copied_files(app)) if app.config.html_extra_path else frozenset()

    def write(self, output: str, path: str, content: str | bytes) -> None:
        """Write a file of an output; ``path`` is below the site, with forward slashes.

        An editor's own file in its place stays; of two outputs the first has it.

        :raises ValueError: where it would lie outside.
        """
        parts = PurePosixPath(path)
        if not parts.parts or parts.is_absolute() or ".." in parts.parts:
            message = f"{path!r} is not below the site"
            raise ValueError(message)
        name = str(parts)
        if self._is_taken(parts):
            self.keep(name)
            return
        if (owner := self._written.setdefault(name, output)) != output:
            message = "‘%s’ is a file of the output ‘%s’; that of ‘%s’ is not written."
            logger.warning(message, name, owner, output, type="anthology", subtype="output")
            return
        if name not in self._listed:
            self._announce(name)
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
        others = self._kept.union(self._given, files_of(self._builder))
        for path in sorted(self._before() - self._written.keys() - others):
            delete_below(self._folder, path, keep=self._sources)
        write_if_different(self._record, "".join(f"{path}\n" for path in sorted(self._written)))
        for name in _FORMER:
            (self._folder / name).unlink(missing_ok=True)

    def _before(self) -> set[str]:
        """What the last build wrote."""
        lists = (read_line(self._folder / name) for name in (LIST, *_FORMER))
        return {path for listed in lists for path in listed.split("\n")} - {""}


def add_output(app: Sphinx, output: Output) -> None:
    """Add an output.

    :raises ValueError: where it has no name, or that of another.
    """
    outputs = outputs_of(app)
    if not output.name or any(known.name == output.name for known in outputs):
        message = f"An output needs a name of its own, and this has {output.name!r}."
        raise ValueError(message)
    outputs.append(output)


def outputs_of(app: Sphinx) -> list[Output]:
    """All outputs, ours first."""
    found: list[Output] = additions_of(app).outputs
    return found


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of all outputs, where the builder makes a site and nothing went wrong."""
    if exception is not None or not makes_site(app):
        return
    site = site_of(app)
    with SiteFiles(app) as files:
        for output in outputs_of(app):
            for path, content in _attempted(output, output.files, site):
                try:
                    files.write(output.name, path, content)
                except ValueError as error:
                    _tell_failure(output, error)
        for path in site.left:
            files.keep(path)


def _attempted(output: Output, make: Callable[[Made], Iterable[Any]], given: Made) -> Iterator[Any]:
    """What an output makes, up to where it fails: that is told, and all else is made."""
    try:
        yield from make(given)
    except Exception as error:  # noqa: BLE001  # another extension's
        _tell_failure(output, error)


def _tell_failure(output: Output, error: Exception) -> None:
    message = "The output ‘%s’ failed (%s); what it had not made by then is missing."
    logger.error(message, output.name, reason_of(error), type="anthology", subtype="output")


def fill_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template what outputs add to a page. It may run in a worker, so it only reads."""
    if not makes_site(app):
        return
    page = page_of(app, pagename)
    outputs = outputs_of(app)
    context["anthology_head"] = [
        element for output in outputs for element in _attempted(output, output.head, page)
    ]
    context["anthology_links"] = [
        link for output in outputs for link in _attempted(output, output.links, page)
    ]


def what_a_page_shows(app: Sphinx, docname: str) -> list[object]:
    """What outputs add to a page: it is written again where that is something else."""
    page = page_of(app, docname)
    return [list(_attempted(output, _what_it_shows(output), page)) for output in outputs_of(app)]


def _what_it_shows(output: Output) -> Callable[[Page], Iterable[object]]:
    return lambda page: (output.shown(page),)

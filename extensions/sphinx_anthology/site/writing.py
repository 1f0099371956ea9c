"""Where outputs meet a build: their files are written, and what they add to pages goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self, TypeVar

from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.site_files import copied_files, files_of, makes_site
from sphinx_anthology.site.output import Link, Output, Page, SiteContext, page_of, site_of
from sphinx_anthology.site.share_images import has_our_look

logger = logging.getLogger(__name__)
LIST = ".anthology-outputs"
"""The list of the files of all outputs, beside the pages, where it outlives the doctrees."""
_FORMER = (".anthology-feeds", ".anthology-records", ".anthology-scholar", ".anthology-web")
"""Such lists as versions before 0.2 kept, one for each output."""
_HIDDEN = (".anthology", ".buildinfo", ".doctrees")
_FOLDERS = frozenset({"_downloads", "_images", "_search", "_share", "_sources", "_static"})
_SPHINXS = ("objects.inv", "searchindex.js")
"""What Sphinx, and we, keep or make in a site besides pages."""
_LONGEST = 250
"""How many bytes a file's name may have."""
Made = TypeVar("Made")


class SiteFiles:
    """The files of all outputs, written anew at every build.

    At the end those that an earlier build wrote and this one did not are taken away.
    """

    def __init__(self, app: Sphinx) -> None:
        self._folder, self._sources = Path(app.outdir), Path(app.srcdir)
        self._record = self._folder / LIST
        self._listed = self._before()
        self._written: dict[str, str] = {}
        self._kept: set[str] = set()
        self._given = frozenset(copied_files(app)) if app.config.html_extra_path else frozenset()
        search = getattr(app.builder, "get_outfilename", lambda name: f"{name}.html")("search")
        own = {Path(search).name, *_SPHINXS, *files_of(app.builder)}
        self._others = frozenset(own - self._given)

    def write(self, output: str, path: str, content: str | bytes) -> None:
        """Write a file of an output; ``path`` is below the site, with forward slashes.

        An editor's own file in its place stays; of two outputs the first has it.

        :raises ValueError: where it would lie outside.
        """
        parts = PurePosixPath(path)
        if not parts.parts or parts.is_absolute() or ".." in parts.parts or "\0" in path:
            raise ValueError(f"{path!r} is not below the site")
        if max(len(part.encode()) for part in parts.parts) > _LONGEST:
            raise ValueError(f"{path[:40]!r}… is too long for a file's name")
        name = str(parts)
        if self._is_given(parts):
            self.keep(name)
        elif reason := self._reason_against(output, name):
            self.keep(name)
            message = "‘%s’ of the output ‘%s’ is not written: %s."
            logger.warning(message, name, output, reason, type="anthology", subtype="output")
        else:
            self._written[name] = output
            if name not in self._listed:
                self._announce(name)
            write_if_different(self._folder / parts, content)

    def _reason_against(self, output: str, name: str) -> str:
        """Why a file cannot be written; empty where it can."""
        first, slash, _ = name.partition("/")
        if name in self._others or (slash and first in _FOLDERS) or first.startswith(_HIDDEN):
            return "it is a file of the site itself"
        if (owner := self._written.get(name, output)) != output:
            return f"it is a file of the output ‘{owner}’"
        return ""

    def _announce(self, path: str) -> None:
        """List a new file before it is written: a build that is killed leaves none unlisted."""
        self._listed.add(path)
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._record.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{path}\n")  # after a line that was cut off, too

    def _is_given(self, path: PurePosixPath) -> bool:
        """Whether an editor's own file is there, or a folder of pages, or a file above."""
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
        others = self._kept.union(self._given, self._others)
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
    if not output.name:
        raise ValueError(f"The output {type(output).__name__} has no name.")
    if any(known.name == output.name for known in outputs):
        raise ValueError(f"There is an output called {output.name!r} already.")
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
            for path, content in _attempted(output, _files_of, site):
                try:
                    files.write(output.name, path, content)
                except ValueError as error:
                    _tell_failure(output, error, site)
        for path in site.left:
            files.keep(path)


def _files_of(output: Output, site: SiteContext) -> Iterator[tuple[str, str | bytes]]:
    for path, content in output.files(site):
        if not isinstance(path, str) or not isinstance(content, str | bytes):
            raise TypeError("‘files’ has to give pairs of a path and a text, or bytes")
        yield path, content


def _head_of(output: Output, page: Page) -> Iterator[str]:
    for element in output.head(page):
        if not isinstance(element, str):
            raise TypeError("‘head’ has to give elements as Markup")
        yield element


def _links_of(output: Output, page: Page) -> Iterator[Link]:
    for link in output.links(page):
        if not isinstance(link, Link):
            raise TypeError("‘links’ has to give objects of the class Link")
        yield link


def _attempted(
    output: Output, make: Callable[[Output, Any], Iterable[Made]], given: SiteContext | Page
) -> Iterator[Made]:
    """What an output makes, up to where it fails: that is told, and all else is made."""
    try:
        yield from make(output, given)
    except Exception as error:  # noqa: BLE001  # another extension's
        _tell_failure(output, error, given)


def _tell_failure(output: Output, error: Exception, given: SiteContext | Page) -> None:
    """Say once what failed; of pages the first is named."""
    site = given.site if isinstance(given, Page) else given
    reason = reason_of(error)
    if (output.name, reason) in site.failures:
        return
    site.failures.add((output.name, reason))
    message = "The output ‘%s’ failed (%s); what it had not made by then is missing."
    where = given.name if isinstance(given, Page) and given.title else None
    logger.error(message, output.name, reason, location=where, type="anthology", subtype="output")
    logger.debug("", exc_info=error)


def fill_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the template what outputs add to a page. It may run in a worker, so it only reads.

    The layouts of other themes have a place for elements of the head, and none for links.
    """
    if not makes_site(app):
        return
    page, outputs = page_of(app, pagename), outputs_of(app)
    elements = [element for output in outputs for element in _attempted(output, _head_of, page)]
    links = [link for output in outputs for link in _attempted(output, _links_of, page)]
    context["anthology_head"], context["anthology_links"] = elements, links
    if not has_our_look(app):
        context["metatags"] = "".join((context.get("metatags", ""), *map(escape, elements)))


def what_a_page_shows(app: Sphinx, docname: str) -> list[object]:
    """What outputs add to a page: it is written again where that is something else."""
    page = page_of(app, docname)
    return [list(_attempted(output, _shown_of, page)) for output in outputs_of(app)]


def _shown_of(output: Output, page: Page) -> Iterator[object]:
    yield output.shown(page)

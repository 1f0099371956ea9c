"""Writing of outputs: their files, and what they add to pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.application import Sphinx
from sphinx.util import logging

from sphinx_anthology.files import delete_below, read_line, write_if_different
from sphinx_anthology.model.addresses import SITE_FOLDERS
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import PREVIEW
from sphinx_anthology.reading.site_files import copied_files, files_of, makes_site
from sphinx_anthology.site.output import Link, Output, Page, SiteContext, page_of, site_of
from sphinx_anthology.site.share_images import has_our_look

logger = logging.getLogger(__name__)
LIST = ".anthology-outputs"
"""The list of the files of all outputs, beside the pages."""
_FORMER = (".anthology-feeds", ".anthology-records", ".anthology-scholar", ".anthology-web")
"""Such lists of versions before 0.2, one for each output."""
_HIDDEN = (".anthology", ".buildinfo", ".doctrees")
_SPHINXS = ("objects.inv", "searchindex.js")
"""Files in a site besides pages, of Sphinx and of this package."""
_LONGEST = 250
"""The longest file name, in bytes."""
Made = TypeVar("Made")


class SiteFiles:
    """The files of all outputs, written at every build.

    At the end, files that an earlier build wrote and this one did not are deleted.
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

        A file of the editor is not replaced; of two outputs, the first one writes it.

        :raises ValueError: if it would be outside the site, or its name is too long.
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
        """Why a file cannot be written; empty if it can."""
        first, slash, _ = name.partition("/")
        if name in self._others or (slash and first in SITE_FOLDERS) or first.startswith(_HIDDEN):
            return "it is a file of the site itself"
        if (owner := self._written.get(name, output)) != output:
            return f"it is a file of the output ‘{owner}’"
        return ""

    def _announce(self, path: str) -> None:
        """List a new file before it is written, for killed builds."""
        self._listed.add(path)
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._record.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{path}\n")  # even after an incomplete line

    def _is_given(self, path: PurePosixPath) -> bool:
        """Whether a file of the editor, or a folder, has this place."""
        place = self._folder / path
        blocked = (folder.is_file() for folder in place.parents if folder != self._folder)
        return str(path) in self._given or place.is_dir() or any(blocked)

    def keep(self, path: str) -> None:
        """Leave a file to its other writer: it is not deleted."""
        self._kept.add(path)

    def delete_stale(self) -> None:
        """Delete files that are no longer made, and list those that are."""
        others = self._kept.union(self._given, self._others)
        for path in sorted(self._before() - self._written.keys() - others):
            delete_below(self._folder, path, keep=self._sources)
        write_if_different(self._record, "".join(f"{path}\n" for path in sorted(self._written)))
        for name in _FORMER:
            (self._folder / name).unlink(missing_ok=True)

    def _before(self) -> set[str]:
        """The files of the last build."""
        lists = (read_line(self._folder / name) for name in (LIST, *_FORMER))
        return {path for listed in lists for path in listed.split("\n")} - {""}


def add_output(app: Sphinx, output: Output) -> None:
    """Add an output.

    :raises ValueError: if it has no name, or the name of another output.
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
    """Write the files of all outputs, if the builder makes a site."""
    if exception is not None or not makes_site(app):
        return
    site, files = site_of(app), SiteFiles(app)
    for output in outputs_of(app):
        for path, content in _attempted(output, _files_of, site):
            try:
                files.write(output.name, path, content)
            except ValueError as error:
                _tell_refusal(output, error)
    for path in site.left:
        files.keep(path)
    files.delete_stale()


def _files_of(output: Output, site: SiteContext) -> Iterator[tuple[str, str | bytes]]:
    for path, content in output.files(site):
        if not isinstance(path, str) or not isinstance(content, str | bytes):
            raise TypeError("‘files’ must give pairs of a path and a text, or bytes")
        yield path, content


def _head_of(output: Output, page: Page) -> Iterator[str]:
    return _checked(output.head(page), str, "‘head’ must give elements as Markup")


def _links_of(output: Output, page: Page) -> Iterator[Link]:
    return _checked(output.links(page), Link, "‘links’ must give objects of the class Link")


def _checked(found: Iterable[object], kind: type[Made], message: str) -> Iterator[Made]:
    for each in found:
        if not isinstance(each, kind):
            raise TypeError(message)
        yield each


def _attempted(
    output: Output, make: Callable[[Output, Any], Iterable[Made]], given: SiteContext | Page
) -> Iterator[Made]:
    """The results of an output, until it fails; failures are reported."""
    try:
        yield from make(output, given)
    except Exception as error:  # noqa: BLE001  # another extension's
        _tell_failure(output, error, given)


def _tell_failure(output: Output, error: Exception, given: SiteContext | Page) -> None:
    """Report a type of error once for files and once for pages; the first page is named."""
    site = given.site if isinstance(given, Page) else given
    kind = (output.name, isinstance(given, Page), type(error).__name__)
    if kind in site.failures:
        return
    site.failures.add(kind)
    reason = reason_of(error)
    message = "The output ‘%s’ failed (%s); the rest of its files or tags is missing."
    where = given.name if isinstance(given, Page) and given.title else None
    logger.error(message, output.name, reason, location=where, type="anthology", subtype="output")
    logger.debug("", exc_info=error)


def _tell_refusal(output: Output, reason: ValueError) -> None:
    """Report a file whose path is refused."""
    message = "The output ‘%s’: a file is not written (%s)."
    logger.error(message, output.name, reason, type="anthology", subtype="output")


_NO_ROBOTS = Markup('<meta name="robots" content="noindex, nofollow">')
"""What pages of a preview say to search engines, should anybody publish them."""


def fill_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Pass what outputs add to a page to its template.

    It may run in a worker, so it only reads.

    The layouts of other themes have a place for elements of ``head``, but none for links.
    """
    elements: list[str]  # of Markup
    if makes_site(app):
        page, outputs = page_of(app, pagename), outputs_of(app)
        elements = [element for output in outputs for element in _attempted(output, _head_of, page)]
        links = [link for output in outputs for link in _attempted(output, _links_of, page)]
    elif app.builder.name == PREVIEW:
        elements, links = [_NO_ROBOTS], []
        context["pageurl"] = None  # its address is no public one
    else:
        return
    context["anthology_head"], context["anthology_links"] = elements, links
    if not has_our_look(app):
        context["metatags"] = "".join((context.get("metatags", ""), *map(escape, elements)))


def page_contributions(app: Sphinx, docname: str) -> list[object]:
    """What outputs add to a page: it is written again if this changes."""
    if app.builder.name == PREVIEW:
        return []
    page = page_of(app, docname)
    return [list(_attempted(output, _shown_of, page)) for output in outputs_of(app)]


def _shown_of(output: Output, page: Page) -> Iterator[object]:
    yield output.shown(page)

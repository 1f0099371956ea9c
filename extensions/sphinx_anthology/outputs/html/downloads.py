"""Downloads: copied into the site, and listed with their sizes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from babel.units import format_unit
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.files import delete_below, write_if_different
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.volume import book_name, pdf_first
from sphinx_anthology.outputs.html.builder import ExactPages
from sphinx_anthology.pages.bibliographic import all_record_links
from sphinx_anthology.pages.build import (
    Page,
    grouped,
    items,
    link,
    section,
    separated,
    text,
    with_language,
)
from sphinx_anthology.pages.nodes import block, cover, downloads, visually_hidden
from sphinx_anthology.pages.wording import before_colon, gettext, locale_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of
from sphinx_anthology.reading.volumes import outdated_exports, public_exports

logger = logging.getLogger(__name__)


class ListDownloads(SphinxPostTransform):
    """Replace placeholders by links to files, on web pages.

    They are followed by the records for reference managers.
    """

    # with the filter by medium, before references are resolved
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder by its list."""
        builder = self.env._app.builder  # noqa: SLF001
        for place in list(self.document.findall(downloads)):
            listed = self._listed(builder, place) if isinstance(builder, ExactPages) else []
            place.parent.replace(place, listed)

    def _listed(self, builder: ExactPages, place: downloads) -> list[nodes.Node]:
        """The list of files, in a section if there is a heading."""
        made = _Downloads(builder, place)
        listed: list[nodes.Node] = [*made.of_volume(), *made.of_booklets(), *made.of_others()]
        records = [_records(place)] if place["records"] else []
        if not place["heading"]:
            empty = text(gettext("No PDF or EPUB is available."), classes=["an-s"])
            return [*(listed or [empty]), *records]
        shown = section("an-take", place["heading"], *listed, *records)
        shown["stands"] = place.get("stands")
        return [shown] if listed or records else []


class _Downloads:
    """The files that a page lists, in parts."""

    def __init__(self, builder: ExactPages, place: downloads) -> None:
        self._builder, self._place = builder, place
        self._page = Page(place["docname"], builder.config.language)
        self._catalogue = domain_of(builder.env).catalogue
        self._exports = sorted(public_exports(builder._app), key=pdf_first)  # noqa: SLF001
        title = publication_title(builder.config)
        self._name = place["series"] or book_name(title, self._catalogue)

    def of_volume(self) -> Iterator[nodes.Node]:
        """The book or the booklet: its cover, a sentence, its files."""
        if self._place["series"]:
            label = gettext("Series booklet, {kind}")
            about = gettext("The whole series as a booklet, to print or to read on a device.")
        else:
            label = gettext("Whole book, {kind}")
            about = gettext("All posts as a book, to print or to read on a device.")
        lines = [self._line(e, label.format(kind=_kind(e))) for e in self._named(self._name)]
        if lines:
            picture = cover("", name=self._name, docname=self._page.docname)
            said = text(about, classes=["an-sum"])
            files = items(([line] for line in lines), "an-files")
            yield block("", picture, said, files, classes=["an-volume"])

    def of_booklets(self) -> Iterator[nodes.Node]:
        """The booklets of all series, a line for each."""
        lines = []
        for series_id, docname, title, spoken in self._place["booklets"]:
            files = [self._line(e, _kind(e), title) for e in self._named(series_id)]
            name = with_language(self._page, link(self._page, "series", docname, title), spoken)
            parts = [grouped(file.children) for file in files]
            lines += [[text(name), text(*separated(*parts), classes=["an-s"])]] if files else []
        if lines:
            yield items(lines, "an-files", "is-booklets")

    def of_others(self) -> Iterator[nodes.Node]:
        """Files that no build has made, by their names."""
        if self._place["series"]:
            return
        known = {self._name, *self._catalogue.series}
        others = [e for e in self._exports if e.stem not in known]
        lines = [self._line(e, f"{before_colon(_kind(e))} {_file_name(e)}") for e in others]
        if lines:
            yield items(([line] for line in lines), "an-files")

    def _named(self, name: str) -> list[Export]:
        return [export for export in self._exports if export.stem == name]

    def _line(self, export: Export, label: str, title: str = "") -> nodes.paragraph:
        """A link to a file with its size; the title is for links out of context."""
        to = _link(self._builder, self._page.docname, export.path, label)
        if title:
            to += visually_hidden("", f"{before_colon('')} {title}", classes=["an-vh"])
        return text(to, f" ({_size(export.size, self._page.language)})")


def _kind(export: Export) -> str:
    return export.path.rpartition(".")[2].upper()


def _file_name(export: Export) -> str:
    return export.path.rpartition("/")[2]


def _records(place: downloads) -> nodes.Node:
    """Links to the records of all posts in the files."""
    page = Page(place["docname"], "")
    return all_record_links(page, place["records"])


def _link(builder: ExactPages, docname: str, path: str, label: str) -> nodes.reference:
    """A link from a page to a file below ``downloads/``."""
    here = posixpath.dirname(builder.get_target_uri(docname))
    uri = posixpath.relpath(f"downloads/{path}", here or ".")
    return nodes.reference("", label, refuri=uri, internal=True)


def _size(size: int, language: str) -> str:
    """A size for readers: in kB, from 1,000 kB in MB."""
    locale = locale_of(language)
    if size < 1_000_000:
        number = max(1, round(size / 1000))
        return str(format_unit(number, "digital-kilobyte", length="short", locale=locale))
    rounded = round(size / 1_000_000, 1)
    return str(format_unit(rounded, "digital-megabyte", length="short", locale=locale))


def copy_exports(app: Sphinx, exception: Exception | None) -> None:
    """Copy the files to where pages link them."""
    folder = settings_of(app.config).exports
    if exception is not None or folder is None or not isinstance(app.builder, ExactPages):
        return
    for export in public_exports(app):
        target = Path(app.outdir, "downloads", export.path)
        write_if_different(target, (app.confdir / folder / export.path).read_bytes())
    for export in outdated_exports(app):
        delete_below(Path(app.outdir), f"downloads/{export.path}")
        logger.info(
            "The volume ‘%s’ is left out of the downloads: it has texts that are not public now. "
            "Run ‘anthology build’ to make it again.",
            export.path,
        )

"""Downloads: copied into the site, and listed with their sizes."""

from __future__ import annotations

import posixpath
from pathlib import Path

from babel.units import format_unit
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.files import delete_below, write_if_different
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.volume import exports_of
from sphinx_anthology.outputs.html.builder import ExactPages
from sphinx_anthology.pages.bibliographic import all_record_links
from sphinx_anthology.pages.build import Page, items, section, text
from sphinx_anthology.pages.nodes import downloads
from sphinx_anthology.pages.wording import before_colon, gettext, locale_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
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
        catalogue = domain_of(self.env).catalogue
        exports = exports_of(public_exports(builder._app), place["series"], catalogue)  # noqa: SLF001
        lines = [[self._line(builder, place["docname"], export)] for export in exports]
        listed: list[nodes.Node] = [items(lines, "an-files")] if lines else []
        records = [_records(place)] if place["records"] else []
        if not place["heading"]:
            empty = text(gettext("No PDF or EPUB is available."), classes=["an-s"])
            return [*(listed or [empty]), *records]
        made = section("an-take", place["heading"], *listed, *records)
        made["stands"] = place.get("stands")
        return [made] if listed or records else []

    def _line(self, builder: ExactPages, docname: str, export: Export) -> nodes.paragraph:
        link = _link(builder, docname, export.path)
        return text(link, f", {_size(export.size, self.config.language)}")


def _records(place: downloads) -> nodes.Node:
    """Links to the records of all posts in the files."""
    page = Page(place["docname"], "")
    return all_record_links(page, place["records"])


def _link(builder: ExactPages, docname: str, path: str) -> nodes.reference:
    """A link from a page to a file below ``downloads/``."""
    here = posixpath.dirname(builder.get_target_uri(docname))
    uri = posixpath.relpath(f"downloads/{path}", here or ".")
    kind = path.rpartition(".")[2].upper()
    name = path.rpartition("/")[2]
    return nodes.reference("", f"{before_colon(kind)} {name}", refuri=uri, internal=True)


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

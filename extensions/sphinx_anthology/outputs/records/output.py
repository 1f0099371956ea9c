"""Records as an output: their files, and the links to them on pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.site import Site
from sphinx_anthology.model.work import OF_ARTICLES, article_ending
from sphinx_anthology.outputs.records.crossref import Depositor
from sphinx_anthology.outputs.records.files import files_of_records
from sphinx_anthology.pages.bibliographic import FORMATS
from sphinx_anthology.pages.build import separated, text
from sphinx_anthology.pages.nodes import record_files
from sphinx_anthology.pages.wording import before_colon
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import Crossref
from sphinx_anthology.site.output import Output, SiteContext
from sphinx_anthology.site.writing import add_output


class Records(Output):
    """Records and deposits of all public posts."""

    name = "records"

    def files(self, site: SiteContext) -> Iterator[tuple[str, str]]:
        """Make the files."""
        depositor = _depositor(site.settings.crossref)
        return files_of_records(site.catalogue, site.publication, depositor)


def _depositor(settings: Crossref | None) -> Depositor | None:
    if settings is None:
        return None
    return Depositor(
        prefix=settings.prefix,
        name=settings.depositor,
        email=settings.email,
        registrant=settings.registrant,
    )


class LinkRecords(SphinxPostTransform):
    """Replace placeholders by links to the record files, on web pages."""

    # after downloads are listed, which have such a placeholder too
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder by its links."""
        site = domain_of(self.env).catalogue.site
        for place in list(self.document.findall(record_files)):
            links = list(_links(site, place))
            label = nodes.Text(f"{before_colon(place['label'])} ")
            place.replace_self(text(label, *separated(*links), classes=["an-records", "an-s"]))


def _links(site: Site, place: record_files) -> Iterator[nodes.reference]:
    """Links from the page to its record files, or to those of an article."""
    here = posixpath.dirname(f"/{site.file(place['docname'], '')}")
    number = place.get("article")
    for ending in OF_ARTICLES if number else FORMATS:
        file = article_ending(number, ending) if number else ending
        there = posixpath.relpath(f"/{site.file(place['document'], file)}", here)
        yield nodes.reference("", FORMATS[ending], refuri=quote(there), internal=True)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_post_transform(LinkRecords)
    add_output(app, Records())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Records for reference managers, and deposits for Crossref: files beside pages for the web."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.records.crossref import Depositor
from sphinx_anthology.outputs.records.files import LinkRecords, files_of_records
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import Crossref, settings_of
from sphinx_anthology.reading.site_files import SiteFiles, makes_site
from sphinx_anthology.reading.volumes import publication_of


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of everything that is public."""
    if exception is not None or not makes_site(app):
        return
    catalogue = domain_of(app.env).catalogue
    publication = publication_of(app.config, catalogue.site.base)
    depositor = _depositor(settings_of(app.config).crossref)
    with SiteFiles(app, "records") as files:
        for path, text in files_of_records(catalogue, publication, depositor):
            files.write(path, text)


def _depositor(settings: Crossref | None) -> Depositor | None:
    if settings is None:
        return None
    return Depositor(
        prefix=settings.prefix,
        name=settings.depositor,
        email=settings.email,
        registrant=settings.registrant,
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_post_transform(LinkRecords)
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""PDFs of the publication and of every series, made by Typst."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.pdf.builder import TypstPdfBuilder
from sphinx_anthology.pages.media import ExpandAbbreviations, LinkMedia
from sphinx_anthology.reading.volumes import UnmadeVolumes
from sphinx_anthology.typst.compiler import missing_typst
from sphinx_anthology.volumes.paper import WriteForPaper


class UnmadePdfs(UnmadeVolumes):
    """The builder ``typstpdf`` if Typst is not installed."""

    name = TypstPdfBuilder.name
    format = TypstPdfBuilder.format


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output, or a builder that reports missing packages."""
    if missing := missing_typst():
        UnmadePdfs.why = str(missing)
        app.add_builder(UnmadePdfs)
    else:
        app.add_builder(TypstPdfBuilder)
    app.add_post_transform(WriteForPaper)
    app.add_post_transform(LinkMedia)
    app.add_post_transform(ExpandAbbreviations)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

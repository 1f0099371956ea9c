"""PDFs of the publication and of every series, set by Typst."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.typst.builder import TypstPdfBuilder


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_builder(TypstPdfBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

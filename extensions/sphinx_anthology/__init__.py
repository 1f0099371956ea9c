"""Publish academic blog series with Sphinx: posts, series, authors, topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

REQUIRED = ("myst_parser", "sphinx_design", "sphinxcontrib.bibtex")
"""The extensions that a publication needs."""

OUTPUTS = (
    "sphinx_anthology.outputs.epub",
    "sphinx_anthology.outputs.html",
    "sphinx_anthology.outputs.records.output",
    "sphinx_anthology.outputs.scholar.output",
    "sphinx_anthology.outputs.feeds.output",
    "sphinx_anthology.outputs.pdf",
    "sphinx_anthology.outputs.web.output",
)
"""All outputs, each a Sphinx extension; they add to pages in this order."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything, in the order in which a build meets it."""
    # imported here, so that the model and the command load without Sphinx
    from sphinx_anthology import cache, guests, pages, reading, site  # noqa: PLC0415

    for extension in REQUIRED:
        app.setup_extension(extension)
    reading.setup(app)
    pages.setup(app)
    guests.setup(app)
    site.setup(app)
    for output in OUTPUTS:
        app.setup_extension(output)
    return {
        "version": __version__,
        "env_version": cache.code_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

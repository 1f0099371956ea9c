"""Academic blog series as a Sphinx book: posts, series, authors, and all that ties them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

REQUIRED = ("myst_parser", "sphinx_design", "sphinxcontrib.bibtex")
"""The extensions that a publication stands on."""

OUTPUTS = (
    "sphinx_anthology.outputs.epub",
    "sphinx_anthology.outputs.feeds",
    "sphinx_anthology.outputs.html",
    "sphinx_anthology.outputs.records",
    "sphinx_anthology.outputs.scholar",
    "sphinx_anthology.outputs.typst",
    "sphinx_anthology.outputs.web",
)
"""Every output, each a Sphinx extension by itself."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything, in the order in which a build meets it."""
    # here, so that the model and the command load without Sphinx
    from sphinx_anthology import guests, pages, reading  # noqa: PLC0415

    for extension in REQUIRED:
        app.setup_extension(extension)
    reading.setup(app)
    pages.setup(app)
    guests.setup(app)
    for output in OUTPUTS:
        app.setup_extension(output)
    return {
        "version": __version__,
        "env_version": 5,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }

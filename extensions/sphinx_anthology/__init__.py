"""Publish academic blog series with Sphinx: posts, series, authors, topics."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
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

READING = ("model", "reading", "guests", "pages")
"""The packages that read documents."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything, in the order in which a build meets it."""
    # imported here, so that the model and the command load without Sphinx
    from sphinx_anthology import guests, pages, reading, site  # noqa: PLC0415

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
        "env_version": _code_version(Path(__file__).parent),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


@functools.cache
def _code_version(here: Path) -> int:
    """A number for the code that reads documents.

    Sphinx discards an environment of another number: its records may have another shape, or a
    document may be withheld by another rule.
    """
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(path for room in READING for path in (here / room).rglob("*.py")):
        digest.update(f"{path.relative_to(here).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest(), "big")

"""EPUBs of the publication and of every series."""

from __future__ import annotations

import importlib.util

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output, where the packages that it needs are installed."""
    if importlib.util.find_spec("lxml"):
        _register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _register(app: Sphinx) -> None:
    from sphinx_anthology.outputs.epub.arrange import (  # noqa: PLC0415  # not for all
        ArrangeForBook,
        UnfoldDesign,
    )
    from sphinx_anthology.outputs.epub.builder import EpubsBuilder  # noqa: PLC0415  # the same

    app.add_builder(EpubsBuilder)
    app.add_post_transform(UnfoldDesign)
    app.add_post_transform(ArrangeForBook)

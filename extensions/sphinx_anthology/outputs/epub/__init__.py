"""EPUBs of the publication and of every series."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.reading.volumes import UnmadeVolumes
from sphinx_anthology.typst.compiler import missing_for_epub


class UnmadeEpubs(UnmadeVolumes):
    """The builder ``epubs`` if its packages are not installed."""

    name = "epubs"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output, or a builder that reports missing packages."""
    if missing := missing_for_epub():
        UnmadeEpubs.why = str(missing)
        app.add_builder(UnmadeEpubs)
    else:
        _register(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _register(app: Sphinx) -> None:
    from sphinx_anthology.outputs.epub.arrange import (  # noqa: PLC0415  # not for all
        ArrangeForBook,
        UnfoldTabs,
    )
    from sphinx_anthology.outputs.epub.builder import EpubsBuilder  # noqa: PLC0415  # the same

    app.add_builder(EpubsBuilder)
    app.add_post_transform(UnfoldTabs)
    app.add_post_transform(ArrangeForBook)

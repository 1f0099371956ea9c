"""What machines read of the site: tags in the heads of pages, and files beside them."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.scholar import files, head


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    # after our pages' description and image (400), and after the theme has mended the
    # address of the page (500), which it would do once more to another site's
    app.connect("html-page-context", head.fill_head, priority=700)
    app.connect("build-finished", files.write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

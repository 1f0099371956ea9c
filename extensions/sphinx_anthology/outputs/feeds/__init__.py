"""Feeds of the site, of series, authors and topics, with the whole text of every post."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.feeds import files, text


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_node(text.edge, html=(text.visit_edge, None))
    app.add_post_transform(text.MarkText)
    # after the description of a page (400), before what a page loads is chosen (990)
    app.connect("html-page-context", files.link_feeds, priority=710)
    # before others (500), who might change pages once more: only as we write them have they marks
    app.connect("build-finished", files.write_feeds, priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

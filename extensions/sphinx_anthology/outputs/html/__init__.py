"""The site: exact pages, the archive, downloads, templates and the stylesheet."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.html import archive, context, downloads
from sphinx_anthology.outputs.html.builder import AnthologyDirectoryBuilder, AnthologyHTMLBuilder
from sphinx_anthology.outputs.html.visitors import VISITORS

_HERE = Path(__file__).parent


def add_our_folders(app: Sphinx, config: Config) -> None:
    """Let Sphinx find our templates and static files, after those of the publication."""
    config.templates_path = [*config.templates_path, str(_HERE / "templates")]
    config.html_static_path = [str(_HERE / "static"), *config.html_static_path]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_builder(AnthologyHTMLBuilder, override=True)
    app.add_builder(AnthologyDirectoryBuilder, override=True)
    for node, handlers in VISITORS.items():
        app.add_node(node, override=True, html=handlers)
    app.add_post_transform(downloads.ListDownloads)
    # after our own defaults (110), before Sphinx and the theme read the settings
    app.connect("config-inited", context.fit_theme, priority=120)
    app.connect("config-inited", add_our_folders, priority=120)
    # before the theme's own (500), which leaves out templates that would come out empty
    app.connect("html-page-context", context.add_to_context, priority=400)
    app.connect("html-page-context", context.go_by_series, priority=600)
    app.connect("html-collect-pages", archive.collect_archive)
    app.connect("build-finished", downloads.copy_exports)
    app.add_css_file("anthology.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

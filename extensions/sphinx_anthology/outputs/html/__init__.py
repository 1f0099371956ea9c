"""The site: exact pages, layout, archive, downloads."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.html import (
    archive,
    arrange,
    builder,
    context,
    downloads,
    preview,
    theme,
)
from sphinx_anthology.outputs.html.builder import AnthologyDirectoryBuilder, AnthologyHTMLBuilder
from sphinx_anthology.outputs.html.content import register_content
from sphinx_anthology.outputs.html.search import register_search
from sphinx_anthology.outputs.html.visitors import VISITORS
from sphinx_anthology.site import covers, share_images


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.add_builder(AnthologyHTMLBuilder, override=True)
    app.add_builder(AnthologyDirectoryBuilder, override=True)
    app.add_builder(preview.PreviewBuilder)
    for node, handlers in VISITORS.items():
        app.add_node(node, override=True, html=handlers)
    register_content(app)
    app.add_post_transform(downloads.ListDownloads)
    app.add_post_transform(arrange.ArrangePage)
    app.add_post_transform(arrange.MarkUnbreakable)
    # after our own defaults (110), before Sphinx and the theme read the settings
    app.connect("config-inited", theme.add_plain_style, priority=120)
    app.connect("config-inited", share_images.note_typst, priority=130)
    # before the output folder is locked (1)
    app.connect("builder-inited", preview.keep_folders_apart, priority=0)
    app.connect("builder-inited", builder.prepare)
    # after the theme's own (500)
    app.connect("builder-inited", arrange.disable_short_links, priority=900)
    # before the theme's own (500), which leaves out empty templates
    app.connect("html-page-context", context.add_to_context, priority=400)
    app.connect("html-page-context", archive.link_from_the_root, priority=410)
    app.connect("html-page-context", context.set_neighbours, priority=600)
    # last, when all files of a page are known
    app.connect("html-page-context", theme.choose_files, priority=990)
    app.connect("html-collect-pages", archive.collect_archive)
    app.connect("html-collect-pages", archive.collect_not_found)
    app.connect("build-finished", downloads.copy_exports)
    app.connect("build-finished", share_images.draw_images)
    app.connect("build-finished", covers.draw_covers)
    app.connect("build-finished", builder.delete_environment_copy)
    register_search(app)
    app.add_css_file("anthology.css")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

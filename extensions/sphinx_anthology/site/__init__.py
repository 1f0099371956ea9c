"""The site: what outputs are given, and where their files and tags go."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.site import texts, writing


def setup(app: Sphinx) -> None:
    """Connect what all outputs of a site need."""
    app.add_node(texts.edge, html=(texts.visit_edge, None))
    app.add_post_transform(texts.MarkText)
    additions_of(app).shown.append(writing.page_contributions)
    # after our pages' own context (400), before the theme looks which templates are empty (500)
    app.connect("html-page-context", writing.fill_page, priority=450)
    # before others (500), which might change pages and their marks
    app.connect("build-finished", writing.write_files, priority=300)

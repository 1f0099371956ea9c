"""What machines read of the site: tags in the heads of pages, and files beside them."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.outputs.scholar.files import scholar_files
from sphinx_anthology.outputs.scholar.head import head, name_canonical
from sphinx_anthology.site.output import Output, Page, SiteContext
from sphinx_anthology.site.writing import add_output


class Scholar(Output):
    """Metadata in pages, JSON-LD to download, and the links of a page as a set."""

    name = "scholar"

    def files(self, site: SiteContext) -> Iterator[tuple[str, str]]:
        """Make the files beside pages."""
        return scholar_files(site.catalogue, site.publication, site.exports)

    def head(self, page: Page) -> Iterator[Markup]:
        """Make the tags of a page."""
        return head(page)

    def shown(self, page: Page) -> None:
        """Nothing: all of it comes from what the page's document has asked for."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    add_output(app, Scholar())
    # after the theme has mended the address of the page (500), which it would do once more to
    # another site's
    app.connect("html-page-context", name_canonical, priority=700)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

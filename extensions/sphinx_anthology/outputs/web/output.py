"""The output of files for web servers and crawlers."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.addresses import page_files, redirects
from sphinx_anthology.outputs.web.addresses import (
    RULES,
    Words,
    is_redirect_page,
    locations,
    redirect_pages,
    robots,
    sitemaps,
)
from sphinx_anthology.outputs.web.citation_file import citation_file
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.site.output import Output, SiteContext
from sphinx_anthology.site.writing import add_output

logger = logging.getLogger(__name__)


class Web(Output):
    """Files at the root of the site, and redirect pages."""

    name = "web"

    def files(self, site: SiteContext) -> Iterator[tuple[str, str]]:
        """Make the files."""
        for path, _ in page_files(site.catalogue):
            site.leave(path)
        yield from _root_files(site)
        yield from _redirect_pages(site)


def _root_files(site: SiteContext) -> Iterator[tuple[str, str]]:
    """The files at the root of the site."""
    base = site.addresses.base
    yield "robots.txt", robots(f"{base}sitemap.xml" if base else "")
    yield from sitemaps(locations(site.catalogue), base).items()
    found = redirects(site.catalogue).found
    for name, write in RULES.items() if found else ():
        yield name, write(found, site.addresses)
    message = gettext("To cite a single post, see “How to cite” on its page.")
    if text := citation_file(site.publication, site.creator, site.catalogue, message):
        yield "CITATION.cff", text


def _redirect_pages(site: SiteContext) -> Iterator[tuple[str, str]]:
    """The redirect pages, unless another page has the place."""
    words = Words(
        language=site.publication.language, moved=gettext("This page has moved to {title}.")
    )
    for path, content in redirect_pages(redirects(site.catalogue).found, site.catalogue, words):
        place = site.folder / path
        if not place.is_file() or is_redirect_page(place.read_bytes()):
            yield path, content
        else:
            site.leave(path)
            message = "The redirect at ‘%s’ is not written: another page has this address."
            logger.warning(message, path, type="anthology", subtype="former-address")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    add_output(app, Web())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

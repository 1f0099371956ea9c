"""What the web asks of a site: sitemap, robots.txt, redirects, CITATION.cff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.redirects import page_files, redirects
from sphinx_anthology.outputs.web.citation_file import citation_file
from sphinx_anthology.outputs.web.redirect_files import (
    RULES,
    Words,
    is_redirect_page,
    redirect_pages,
)
from sphinx_anthology.outputs.web.sitemap import locations, robots, sitemaps
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import SiteFiles, makes_site
from sphinx_anthology.reading.volumes import creator_of, publication_of

logger = logging.getLogger(__name__)


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write all files, where the builder makes a site and nothing went wrong."""
    if exception is not None or not makes_site(app):
        return
    catalogue = domain_of(app.env).catalogue
    with SiteFiles(app, "web") as files:
        for path, _ in page_files(catalogue):
            files.keep(path)
        for path, content in _files(app, catalogue):
            if _is_given(app, path):
                files.keep(path)
            else:
                files.write(path, content)
        for path, content in _redirect_pages(app, catalogue):
            if _is_free(Path(app.outdir, path)):
                files.write(path, content)
            else:
                files.keep(path)
                message = "no redirect can stand at %s: another page is there"
                logger.warning(message, path, type="anthology", subtype="former-address")


def _files(app: Sphinx, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The files that lie at the root of the site."""
    base = catalogue.site.base
    yield "robots.txt", robots(f"{base}sitemap.xml" if base else "")
    yield from sitemaps(locations(catalogue), base).items()
    found = redirects(catalogue).found
    for name, write in RULES.items() if found else ():
        yield name, write(found, catalogue.site)
    message = gettext("To cite a single post, follow “How to cite” on its page.")
    publication = publication_of(app.config, base)
    if text := citation_file(publication, creator_of(app.config), catalogue, message):
        yield "CITATION.cff", text


def _redirect_pages(app: Sphinx, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    words = Words(language=app.config.language, moved=gettext("This page has moved to {title}."))
    return redirect_pages(redirects(catalogue).found, catalogue, words)


def _is_given(app: Sphinx, path: str) -> bool:
    """Whether the editor gives this file (``html_extra_path``), which Sphinx has copied."""
    given = (app.confdir / entry for entry in app.config.html_extra_path)
    return any((e.is_file() and e.name == path) or (e / path).is_file() for e in given)


def _is_free(path: Path) -> bool:
    """Whether a redirect may be written: nothing is there, or another redirect of ours."""
    return not path.is_file() or is_redirect_page(path.read_bytes())


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the output."""
    app.connect("build-finished", write_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

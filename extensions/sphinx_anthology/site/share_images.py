"""Share images: which pages have one, where it is, and how it is drawn.

They are drawn where Typst is installed and the site has an address, since whoever shows them
asks for an absolute one (Open Graph protocol, ``og:image``).
"""

from __future__ import annotations

import contextlib
import dataclasses as dc
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sphinx_anthology.cache import BuildCache, digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.entries import series_entry
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.site import Image
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import GENERATED, domain_of
from sphinx_anthology.reading.fingerprints import FORM
from sphinx_anthology.reading.site_files import makes_site, outdir_key
from sphinx_anthology.reading.volumes import publication_of
from sphinx_anthology.typst.compiler import LOOK, missing_typst
from sphinx_anthology.typst.drawings import ShareCard, post_card, series_card, share_pngs

THEME = "pydata_sphinx_theme"
"""The theme that our layout is made for."""
DRAWS = "anthology_draws"
"""The key in ``html_context`` that says whether images can be drawn."""
FOLDER = "_share"
WIDTH, HEIGHT = 1200, 630
"""The size of every image in pixels."""


def has_our_look(app: Sphinx) -> bool:
    """Whether pages are web pages in our layout."""
    return app.config.html_theme == THEME and app.builder.name in GENERATED


def has_image(app: Sphinx, docname: str) -> bool:
    """Whether a document has a share image: a public post or series."""
    catalogue = domain_of(app.env).catalogue
    source = catalogue.sources.get(docname)
    draws = app.config.html_context.get(DRAWS)
    draws = draws and makes_site(app) and has_our_look(app)
    if source is None or not catalogue.site.base or not draws:
        return False
    if source.kind == "series":
        return catalogue.is_public(docname)
    return catalogue.states.get(docname) is State.PUBLIC


def image_path(docname: str) -> str:
    """The path of a page's share image below the site."""
    return f"{FOLDER}/{docname}.png"


def image_of(app: Sphinx, docname: str) -> Image | None:
    """The share image of a page; None if it has none."""
    if not has_image(app, docname):
        return None
    base = domain_of(app.env).catalogue.site.base
    return Image(
        address=f"{base}{quote(image_path(docname))}",
        width=WIDTH,
        height=HEIGHT,
        alt=app.env.titles[docname].astext(),
    )


@contextlib.contextmanager
def text_cache(app: Sphinx, name: str) -> Iterator[BuildCache]:
    """Use the cache of this name, and save it.

    Its texts depend on settings, templates and language.
    """
    form = (domain_of(app.env).fingerprints or {}).get(FORM, "")
    cache = BuildCache(app.doctreedir / f"anthology-{name}-{outdir_key(app.outdir)}.json", form)
    yield cache
    cache.save()


logger = logging.getLogger(__name__)


def note_typst(app: Sphinx, config: Config) -> None:
    """Store whether there are images in the settings of pages."""
    context = {**config.html_context, DRAWS: missing_typst() is None}
    config.html_context = context


def drawn_documents(app: Sphinx) -> list[str]:
    """The docnames of public posts and series with a share image, sorted."""
    return [docname for docname in sorted(app.env.found_docs) if has_image(app, docname)]


def _cards(app: Sphinx) -> Iterator[tuple[str, ShareCard]]:
    """The content of each document's share image."""
    catalogue = domain_of(app.env).catalogue
    publication = publication_of(app.config, catalogue.site.base)
    for docname in drawn_documents(app):
        view = PostPage(docname).result(catalogue)
        if view is not None:
            yield docname, post_card(view, publication)
        else:
            entry = series_entry(catalogue.sources[docname].id, catalogue)
            yield docname, series_card(entry, publication)


def draw_images(app: Sphinx, exception: Exception | None) -> None:
    """Draw the images that are missing or outdated."""
    if exception is not None or not makes_site(app):
        return
    cards = dict(_cards(app))
    missing = missing_typst()
    if missing and domain_of(app.env).catalogue.site.base and has_our_look(app):
        logger.info("No share images are drawn. %s", missing)
    look = b"".join(file.read_bytes() for file in sorted(LOOK.glob("*.typ")))
    digests = {d: digest(look, repr(dc.astuple(card))) for d, card in cards.items()}
    places = {docname: Path(app.outdir, image_path(docname)) for docname in cards}
    with text_cache(app, "share") as cache:
        stale = [d for d in cards if not cache.has(d, digests[d], places[d])]
        drawn = share_pngs([cards[docname] for docname in stale])
        for docname, image in zip(stale, drawn, strict=True):
            write_whole(places[docname], image)
            cache.note(docname, digests[docname], places[docname])

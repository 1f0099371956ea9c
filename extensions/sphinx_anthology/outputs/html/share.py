"""The images that stand for posts and series where their addresses are shared.

They are drawn where Typst is installed and the site has an address, for whoever shows them
asks for a whole one (Open Graph protocol, ``og:image``).
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

from sphinx_anthology.cache import digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.entries import series_entry
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.reading.domain import GENERATED, domain_of
from sphinx_anthology.reading.volumes import publication_of
from sphinx_anthology.site.caches import text_cache
from sphinx_anthology.site.images import DRAWS, has_image, has_our_look, image_path
from sphinx_anthology.typst.drawings import ShareCard, post_card, series_card, share_pngs
from sphinx_anthology.typst.fonts import LOOK
from sphinx_anthology.typst.missing import missing_typst

logger = logging.getLogger(__name__)


def note_typst(app: Sphinx, config: Config) -> None:
    """Keep with the settings of pages whether there are images, so that all change when it does."""
    context = {**config.html_context, DRAWS: missing_typst() is None}
    config.html_context = context


def drawn_documents(app: Sphinx) -> list[str]:
    """The documents that have an image: public posts and series, where anything is drawn."""
    return [docname for docname in sorted(app.env.found_docs) if has_image(app, docname)]


def _cards(app: Sphinx) -> Iterator[tuple[str, ShareCard]]:
    """What the image of each document says."""
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
    """Draw the images that are not there as they would be."""
    if exception is not None or app.builder.name not in GENERATED:
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

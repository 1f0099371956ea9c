"""Which pages have an image that stands for them where their address is shared, and where it is."""

from __future__ import annotations

from urllib.parse import quote

from sphinx.application import Sphinx

from sphinx_anthology.model.site import Image
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import GENERATED, domain_of

THEME = "pydata_sphinx_theme"
"""The theme that our look is made for."""
DRAWS = "anthology_draws"
"""The name in ``html_context`` that says whether images can be drawn here."""
FOLDER = "_share"
WIDTH, HEIGHT = 1200, 630
"""The size of every image in pixels."""


def has_our_look(app: Sphinx) -> bool:
    """Whether pages are for the web and have our look."""
    return app.config.html_theme == THEME and app.builder.name in GENERATED


def has_image(app: Sphinx, docname: str) -> bool:
    """Whether a document has an image: a public post or series, where anything is drawn."""
    catalogue = domain_of(app.env).catalogue
    source = catalogue.sources.get(docname)
    draws = app.config.html_context.get(DRAWS)
    if source is None or not catalogue.site.base or not draws or not has_our_look(app):
        return False
    if source.kind == "series":
        return catalogue.is_public(docname)
    return catalogue.states.get(docname) is State.PUBLIC


def image_path(docname: str) -> str:
    """The path of a page's image below the site."""
    return f"{FOLDER}/{docname}.png"


def image_of(app: Sphinx, docname: str) -> Image | None:
    """The image of a page; none where it has none."""
    if not has_image(app, docname):
        return None
    base = domain_of(app.env).catalogue.site.base
    return Image(
        address=f"{base}{quote(image_path(docname))}",
        width=WIDTH,
        height=HEIGHT,
        alt=app.env.titles[docname].astext(),
    )

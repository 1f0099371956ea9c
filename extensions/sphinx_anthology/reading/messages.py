"""Our words in the publication's language: the message catalogues."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.i18n import CatalogRepository

CATALOGUE = "sphinx_anthology"
"""The name of our message catalogues."""
lazy_gettext = get_translation(CATALOGUE)
"""A message that gets its language when it is shown."""
FOLDER = Path(__file__).parent.parent / "locale"


def load_messages(app: Sphinx) -> None:
    """Load the publication's own catalogues, then ours for what these do not say."""
    config = app.config
    own = CatalogRepository(app.srcdir, config.locale_dirs, config.language, config.source_encoding)
    for catalogue in own.catalogs:
        if catalogue.domain == CATALOGUE and catalogue.is_outdated():
            catalogue.write_mo(config.language, config.gettext_allow_fuzzy_translations)
    for folder in (*own.locale_dirs, FOLDER):
        app.add_message_catalog(CATALOGUE, folder)

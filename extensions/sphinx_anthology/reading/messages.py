"""Message catalogues: our texts in the publication's language."""

from __future__ import annotations

import contextlib
import gettext
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.locale import get_translation, translators
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.i18n import CatalogRepository

from sphinx_anthology.cache import digest

CATALOGUE = "sphinx_anthology"
"""The name of our message catalogues."""
lazy_gettext = get_translation(CATALOGUE)
"""A message that is translated when shown."""
FOLDER = Path(__file__).parent.parent / "locale"


def load_messages(app: Sphinx) -> None:
    """Load the publication's own catalogues, then ours."""
    config = app.config
    own = CatalogRepository(app.srcdir, config.locale_dirs, config.language, config.source_encoding)
    for catalogue in own.catalogs:
        if catalogue.domain == CATALOGUE and catalogue.is_outdated():
            catalogue.write_mo(config.language, config.gettext_allow_fuzzy_translations)
    folders = (*own.locale_dirs, FOLDER)
    for folder in folders:
        app.add_message_catalog(CATALOGUE, folder)
    # as a setting, so that documents are read again when translations change
    app.add_config_value("anthology_messages", _digest(folders, config.language), "env")


def _digest(folders: Iterable[Path], language: str) -> str:
    """A digest of a language's catalogues, as gettext finds them."""
    found = (gettext.find(CATALOGUE, str(folder), [language]) for folder in folders)
    contents = (Path(path).read_bytes() for path in found if path)
    return digest(b"\0".join(contents))


@contextlib.contextmanager
def as_in_own_process(docs: Path) -> Iterator[None]:
    """Let a build be as in a process of its own: without directives and words of an earlier one."""
    translators.clear()
    gettext._translations.clear()  # type: ignore[attr-defined]  # noqa: SLF001  # no other way
    try:
        with patch_docutils(docs), docutils_namespace():
            yield
    finally:
        translators.clear()

"""Where the caches of a site lie, and what all of their texts depend on."""

from __future__ import annotations

from sphinx.application import Sphinx

from sphinx_anthology.cache import BuildCache
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.fingerprints import FORM
from sphinx_anthology.reading.site_files import outdir_key


def text_cache(app: Sphinx, name: str) -> BuildCache:
    """The cache of texts of this name: settings, templates and language are part of all."""
    form = (domain_of(app.env).fingerprints or {}).get(FORM, "")
    return BuildCache(app.doctreedir / f"anthology-{name}-{outdir_key(app.outdir)}.json", form)

"""Sphinx's builders of pages as data, ``json`` and ``pickle``: kept working, and without leaks."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_anthology.outputs.html.look import THEME
from sphinx_anthology.reading.surroundings import forget_record


def prepare(app: Sphinx) -> None:
    """Keep the theme out, for nothing is rendered; and write every page.

    The theme would look into its templates all the same, and stop without its options. A search
    index that is added to keeps the words of what was withheld since.
    """
    builder = app.builder
    if not isinstance(builder, SerializingHTMLBuilder):
        return
    for listener in list(app.events.listeners.get("html-page-context", ())):
        if getattr(listener.handler, "__module__", "").partition(".")[0] == THEME:
            app.disconnect(listener.id)
    Path(builder.outdir, builder.searchindex_filename).unlink(missing_ok=True)
    forget_record(app)


def take_environment_away(app: Sphinx, exception: Exception | None) -> None:
    """Take away the copy of the environment, which names withheld documents."""
    copy = Path(app.outdir, ENV_PICKLE_FILENAME)
    if isinstance(app.builder, SerializingHTMLBuilder) and app.outdir != app.doctreedir:
        copy.unlink(missing_ok=True)

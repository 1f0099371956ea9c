"""What is stated of the publication as a whole, for the preflight."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_anthology.model.places import setting_lines
from sphinx_anthology.model.preflight import Stated, preflight
from sphinx_anthology.model.problem import Problem
from sphinx_anthology.reading.creator import creator_of, states
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.volumes import publication_of


def preflight_of(app: Sphinx) -> tuple[Problem, ...]:
    """What services and tools would need, once the documents are read."""
    config = app.config
    catalogue = domain_of(app.env).catalogue
    stated = Stated(
        publication=publication_of(config, catalogue.site.base),
        creator=creator_of(config),
        has_title=states(config, "project") or states(config, "anthology_title"),
        has_language=states(config, "language"),
        about=dict(_about(app)),
        lines=_lines(app),
    )
    return preflight(catalogue, stated)


def _lines(app: Sphinx) -> dict[str, int]:
    """The line of every name that ``conf.py`` sets."""
    conf = Path(app.confdir, "conf.py")
    text = conf.read_text(encoding="utf-8", errors="replace") if conf.is_file() else ""
    return {name: node.lineno for name, node in setting_lines(text).items()}


def _about(app: Sphinx) -> Iterator[tuple[str, str]]:
    """The pages called ‘about’, and those that every page's foot links to; with their texts."""
    catalogue = domain_of(app.env).catalogue
    named = [d for d in sorted(catalogue.sources) if d.rpartition("/")[2] == "about"]
    for docname in dict.fromkeys((*named, *settings_of(app.config).footer)):
        if catalogue.is_public(docname) and not catalogue.sources[docname].kind:
            path = app.env.doc2path(docname)
            with contextlib.suppress(OSError):  # it may be gone by now
                yield catalogue.sources[docname].file, path.read_text("utf-8", errors="replace")

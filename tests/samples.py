"""Documents and catalogues made of values, without a file and without Sphinx."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections.abc import Mapping, Sequence

import yaml

from sphinx_anthology.directives import with_noted
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.record import own_fields
from sphinx_anthology.model.source import KINDS, Entry, Source

AS_OF = "2024-06-15"
"""The as-of date of a catalogue that is asked for without one."""

FIRST_ENTRY = 101
"""The line of a series' first toctree entry; the others follow it."""


def post(**fields: object) -> str:
    """A post's text: ``post(title="…", part=3)``. Every field stands in a line of its own."""
    defaults = {"title": "A post", "authors": ["ann"], "date": "2021-04-21"}
    return _text("post", {**defaults, **fields})


def author(**fields: object) -> str:
    """The text of an author's document."""
    return _text("author", {"title": "Ann Lee", **fields})


def series(**fields: object) -> str:
    """The text of a series' document; its entries are given to the catalogue."""
    return _text("series", {"title": "A series", **fields})


def _text(kind: str, fields: Mapping[str, object]) -> str:
    """Put the fields where they belong; those that are None are left out."""
    own_names = own_fields(KINDS[kind])
    present = {name: value for name, value in fields.items() if value is not None}
    own = {name: value for name, value in present.items() if name in own_names}
    standard = {name: value for name, value in present.items() if name not in own_names}
    return f"---\n{yaml.safe_dump({**standard, kind: own}, sort_keys=False)}---\n\nText.\n"


def catalogue_of(
    texts: Mapping[str, str],
    entries: Mapping[str, Sequence[str]] | None = None,
    *,
    as_of: str = AS_OF,
    bibliography: str = "",
) -> Catalogue:
    """A catalogue of texts by docname, and of toctree entries by the series' docname."""
    listed = entries or {}
    return Catalogue(
        sources={d: _scanned(d, text, listed.get(d, ())) for d, text in texts.items()},
        bibliography=read_bibliography(bibliography, "references.bib"),
        as_of=dt.date.fromisoformat(as_of),
    )


def _scanned(docname: str, text: str, listed: Sequence[str]) -> Source:
    entries = tuple(Entry(docname=d, line=FIRST_ENTRY + i) for i, d in enumerate(listed))
    source = with_noted(read_source(docname, f"{docname}.md", text), text)
    return dc.replace(source, entries=entries)

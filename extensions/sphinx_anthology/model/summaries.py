"""A series in short, as lists and its own page show it."""

from __future__ import annotations

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import (
    person,
)
from sphinx_anthology.model.ledger import ledger, progress
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.views import (
    SeriesEntry,
)


def series_entry(series_id: str, catalogue: Catalogue) -> SeriesEntry:
    """A series as lists show it."""
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series):
        raise TypeError(series_id)
    return SeriesEntry(
        id=series_id,
        docname=source.docname,
        title=series.title,
        kind=series.kind,
        description=series.description or "",
        label=series.part_label or "",
        editors=tuple(person(editor, catalogue) for editor in series.editors),
        issue=series.issue,
        event=series.event,
        published=len(catalogue.posts_of_series(series_id)),
        total=series.parts or 0,
        progress=progress(ledger(series_id, catalogue), series.parts or 0),
        language=series.language or "",
    )

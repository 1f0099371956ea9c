"""A series in short, as lists and its own page show it."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import people_of
from sphinx_anthology.model.ledger import ledger, progress, shelf
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.views import Part, PartStatus, SeriesEntry


def series_entry(series_id: str, catalogue: Catalogue) -> SeriesEntry:
    """A series as lists show it."""
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series):
        raise TypeError(series_id)
    parts = ledger(series_id, catalogue)
    return SeriesEntry(
        id=series_id,
        docname=source.docname,
        title=series.title,
        kind=series.kind,
        description=series.description or "",
        label=series.part_label or "",
        editors=people_of(series.editors, catalogue),
        issue=series.issue,
        event=series.event,
        published=_published(parts, series.parts or 0),
        total=series.parts or 0,
        progress=progress(parts, series.parts or 0),
        shelf=shelf(parts),
        language=series.language or "",
    )


def _published(parts: Sequence[Part], total: int) -> int:
    """How many posts are public; of declared parts, only those that are parts."""
    found = [p for p in parts if p.standing is PartStatus.PUBLISHED]
    return sum(1 for part in found if part.number or not total)

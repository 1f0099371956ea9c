"""The files that readers can download, as they lie ready in the folder of ``anthology_exports``.

Pages meet them only while they are written: in a build of everything, PDFs and EPUBs are made
after all documents are read.
"""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.volume import KINDS
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.volumes import outdated_volumes


def public_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports of the publication and of public series, by path.

    None of them holds a text that is not public any more.
    """
    return tuple(export for export, may_be_seen in _exports(app) if may_be_seen)


def outdated_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports that hold what readers must not see now, or are of such a series, by path."""
    return tuple(export for export, may_be_seen in _exports(app) if not may_be_seen)


def _exports(app: Sphinx) -> list[tuple[Export, bool]]:
    """Everything that lies there, and whether it may be seen."""
    folder = settings_of(app.config).exports
    if folder is None:
        return []
    catalogue = domain_of(app.env).catalogue
    hidden = {i for i, s in catalogue.series.items() if not catalogue.is_public(s.docname)}
    base = app.confdir / folder
    found = []
    for kind in KINDS:
        outdated = outdated_volumes(base / kind, catalogue)
        for file in (base / kind).glob(f"*.{kind}"):
            if file.is_file():
                export = Export(file.relative_to(base).as_posix(), file.stat().st_size)
                found.append((export, not (file.stem in hidden or file.name in outdated)))
    return sorted(found, key=lambda one: one[0].path)


def exports_of(
    exports: Iterable[Export], series_id: str, catalogue: Catalogue
) -> tuple[Export, ...]:
    """Those of a series, or (no id) of the whole publication: those that have no series' name."""
    return tuple(
        export
        for export in exports
        if (export.stem == series_id if series_id else export.stem not in catalogue.series)
    )

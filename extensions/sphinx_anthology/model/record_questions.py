"""Beside which page the records of many posts lie."""

from __future__ import annotations

import dataclasses as dc

from sphinx_anthology.model.catalogue import Catalogue


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class RecordsOf:
    """The docname beside whose page the records of a series' posts, or of all posts, lie.

    Without a series those of all are meant; they lie beside ``root``, unless that is a post, an
    author or a series, and has records of its own. Where there are none, the docname is empty.
    """

    series: str = ""
    root: str = ""

    def answer(self, catalogue: Catalogue) -> str:
        """Look for posts, and for the document."""
        if self.series:
            public = self.series in catalogue.public_series
            found = public and catalogue.posts_of_series(self.series)
            return catalogue.series[self.series].docname if found else ""
        source = catalogue.sources.get(self.root)
        is_taken = source is not None and bool(source.kind)
        return self.root if catalogue.public_posts and not is_taken else ""

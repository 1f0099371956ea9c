"""Which pages topics and years have on the web: worked out from the catalogue alone."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Sequence

from sphinx_anthology.model.catalogue import LISTED, Catalogue

MOST = LISTED
"""How many posts a page for the web lists."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """One page of a topic or a year, which has ``count`` posts; ``number`` goes to ``of``."""

    name: str
    title: str
    number: int
    of: int
    base: str
    count: int
    posts: tuple[str, ...]


def archive_pages(catalogue: Catalogue) -> Iterator[ArchivePage]:
    """All of them. A topic with a document of its own has none; a document's name is taken."""
    for slug, docnames in catalogue.posts_by_topic.items():
        if slug not in catalogue.topic_documents:
            yield from _pages(f"topics/{slug}", catalogue.topic_labels[slug], docnames, catalogue)
    for year, docnames in catalogue.posts_by_year.items():
        yield from _pages(f"years/{year}", year.lstrip("0"), docnames, catalogue)


def _pages(
    base: str, title: str, docnames: Sequence[str], catalogue: Catalogue
) -> Iterator[ArchivePage]:
    of = -(-len(docnames) // MOST)
    for number in range(1, of + 1):
        name = base if number == 1 else f"{base}/{number}"
        if catalogue.is_public(name):
            continue
        posts = tuple(docnames[(number - 1) * MOST : number * MOST])
        yield ArchivePage(
            name=name,
            title=title,
            number=number,
            of=of,
            base=base,
            count=len(docnames),
            posts=posts,
        )

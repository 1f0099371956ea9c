"""What Zotero makes of a page: the decisions of its translator *Embedded Metadata*.

The first that holds decides. They were read in the translator and tried in it; what is here is
only the table.
"""

from __future__ import annotations

import dataclasses as dc

from tests.scholar.heads import Head

_JOURNAL = "citation_journal_title"
_OTHERS = ("citation_conference_title", "citation_book_title", "citation_inbook_title")
_THESES = ("citation_dissertation_institution", "citation_technical_report_institution")
_TYPES = {"website": "webpage", "book": "book", "video.movie": "film", "music.song": "audio"}


@dc.dataclass(frozen=True, slots=True)
class Item:
    """What Zotero files."""

    kind: str
    title: str
    authors: tuple[str, ...]
    site: str
    date: str
    doi: str


def item(head: Head) -> Item:
    """What a page becomes."""
    creators = head.all("citation_author") or head.all("DC.creator") or head.all("author")
    return Item(
        kind=_kind(head),
        title=head.one("citation_title") or head.one("DC.title") or head.one("og:title"),
        authors=tuple(creators),
        # it knows the names of Open Graph without a declaration, or with the oldest one
        site="" if head.prefix else head.one("og:site_name"),
        date=head.one("citation_publication_date") or head.one("DC.date"),
        doi=head.one("citation_doi"),
    )


def _kind(head: Head) -> str:
    if head.all(_JOURNAL):
        return "journalArticle"
    if any(map(head.all, (*_OTHERS, *_THESES))):
        return "something else"
    if stated := head.one("z:itemType"):
        return stated
    if (kind := head.one("og:type")) in _TYPES:
        return _TYPES[kind]
    if stated := head.one("DC.type"):
        return stated
    return "journalArticle" if head.all("citation_title") else "webpage"

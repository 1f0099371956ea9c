"""What is cited: a post, or the original that a page retells, as one record.

All that is written for machines - tags of a page, downloads for reference managers, feeds -
begins from a :class:`Work`, so that none of it decides anew what a digest is a record of.
"""

from __future__ import annotations

import dataclasses as dc

from sphinx_anthology.model import names
from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.views import Person, PostView, SeriesPosition
from sphinx_anthology.model.volume import Publication


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A blog post as it is cited; what is not known is empty.

    ``site`` is the title of the blog where it was first published, ``url`` its address there,
    ``doi`` its own and never that of an article, ``page`` the absolute address of our page.
    ``is_ours`` says that our page is where it was published; ``is_whole`` that our page holds
    its whole text. Of a work whose text is not here nothing is told but what is known of the
    original: our words, topics and licence are not its own.
    """

    docname: str
    key: str
    title: str
    authors: tuple[Person, ...]
    date: PartialDate | None
    site: str
    url: str
    page: str
    is_ours: bool
    is_whole: bool
    doi: str = ""
    language: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    license: str = ""
    publisher: str = ""
    place: SeriesPosition | None = None
    articles: tuple[Article, ...] = ()

    @property
    def address(self) -> str:
        """Where it can be read: by DOI, else its address, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


def work_of(docname: str, view: PostView, publication: Publication) -> Work:
    """The work that a post's page is, or presents: of all but whole texts of ours the original."""
    post, origin = view.post, view.post.origin
    is_ours = origin is None or origin.relation is Relation.FULL
    is_whole = post.is_whole
    return Work(
        docname=docname,
        key=_key(view),
        title=post.title,
        authors=view.people,
        date=post.date,
        site=publication.title if is_ours or origin is None else origin.site or "",
        url=view.address if is_ours or origin is None else origin.url or "",
        page=view.address,
        is_ours=is_ours,
        is_whole=is_whole,
        doi=post.doi or "",
        language=post.language or publication.language,
        description=(post.description or "") if is_whole else "",
        tags=tuple(topic.label for topic in view.topics) if is_whole else (),
        license=post.terms(publication.license) if is_whole else "",
        publisher=publication.publisher if is_ours else "",
        place=view.place if is_ours else None,
        articles=tuple(box.article for box in view.articles if box.article),
    )


_IDLE = frozenset({"a", "an", "the", "of", "in", "on", "and", "for", "to", "how", "why", "what"})


def _key(view: PostView) -> str:
    """A key as reference managers make it: family name, year, first telling word.

    Letters and digits of ASCII only, for BibTeX knows no others (btxdoc, section 3.1).
    """
    post = view.post
    first = view.people[0].name.family if view.people else ""
    year = str(post.date.earliest.year) if post.date else ""
    words = [_ascii(word) for word in names.slug(post.title).split("-")]
    telling = next((word for word in words if word and word not in _IDLE), "")
    return "".join(filter(None, (_ascii(first), year, telling))) or "post"


def _ascii(text: str) -> str:
    return "".join(c for c in names.sort_key(text) if c.isascii() and c.isalnum())

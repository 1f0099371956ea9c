"""Works: the facts about a cited post, or about its original.

All machine-readable data (tags of pages, records for reference managers, feeds) is made from a
:class:`Work`, so that a digest is treated alike everywhere.
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
    """A blog post as cited; unknown facts are empty.

    ``site`` is the title of the blog of first publication, ``url`` the address there, ``doi`` the
    post's own, ``page`` the absolute address of our page. ``is_ours`` says that our page is the
    first publication; ``is_whole`` that our page has the whole text. If not, the description,
    topics and licence of our page are left out, since they are not the original's.
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
        """The address: by DOI, else the URL, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def complete_articles(self) -> tuple[Article, ...]:
        """The articles that can be cited."""
        return tuple(article for article in self.articles if article.is_complete)


def work_of(docname: str, view: PostView, publication: Publication) -> Work:
    """The work that a page is or presents; for a digest or excerpt the original."""
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


OF_ARTICLES = (".bib", ".ris")
"""The formats of the records of articles."""


def article_ending(number: int, ending: str) -> str:
    """The ending of the file with the record of an article that a post presents.

    >>> article_ending(1, ".bib"), article_ending(2, ".ris")
    ('.article.bib', '.article-2.ris')
    """
    return f".article{f'-{number}' if number > 1 else ''}{ending}"


_IDLE = frozenset({"a", "an", "the", "of", "in", "on", "and", "for", "to", "how", "why", "what"})


def _key(view: PostView) -> str:
    """A citation key: family name, year, first distinctive word.

    ASCII letters and digits only, as BibTeX requires (btxdoc, section 3.1).
    """
    post = view.post
    first = view.people[0].name.family if view.people else ""
    year = str(post.date.earliest.year) if post.date else ""
    words = [_ascii(word) for word in names.slug(post.title).split("-")]
    telling = next((word for word in words if word and word not in _IDLE), "")
    return "".join(filter(None, (_ascii(first), year, telling))) or "post"


def _ascii(text: str) -> str:
    return "".join(c for c in names.sort_key(text) if c.isascii() and c.isalnum())

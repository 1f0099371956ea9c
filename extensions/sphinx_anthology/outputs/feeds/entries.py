"""A post as feeds have it, whatever their format."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt

from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import Person, PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import Work, work_of
from sphinx_anthology.typst.strings import cleaned


@dc.dataclass(frozen=True, slots=True)
class Someone:
    """Who is named: an ORCID iD as address, else a page, else nothing."""

    name: str
    address: str = ""


@dc.dataclass(frozen=True, slots=True)
class Presented:
    """An article that a post presents, and where it can be read."""

    title: str
    address: str


@dc.dataclass(frozen=True, slots=True)
class Terms:
    """A licence: its SPDX expression, and where its text is, if that is known."""

    name: str = ""
    address: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post. Dates are moments of RFC 3339, and empty where no day is known.

    ``updated`` is that of the last correction, else the first day of the post's date; it is empty
    for undated posts alone. ``original`` is the address of what the page was first, or retells.
    """

    id: str
    address: str
    title: str
    authors: tuple[Someone, ...]
    text: str
    contributors: tuple[Someone, ...] = ()
    published: str = ""
    updated: str = ""
    summary: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    terms: Terms = Terms()
    articles: tuple[Presented, ...] = ()
    original: str = ""
    doi: str = ""


def entry_of(
    docname: str, view: PostView, publication: Publication, site: Site, *, name: str, text: str
) -> Entry:
    """The entry of a post, with its identifier and its text.

    Of what we wrote about a post of others the publication is the author, and they contribute;
    neither their DOI nor their day of publication is that of the page.
    """
    post, work = view.post, work_of(docname, view, publication)
    named = (someone(person, site) for person in work.authors)
    people = tuple(person for person in named if person.name)
    return Entry(
        id=name,
        address=view.address,
        title=line(work.title),
        authors=people if post.is_theirs and people else (publisher(publication),),
        contributors=() if post.is_theirs else people,
        published=moment(post.date.earliest) if post.date and _is_told(work, view) else "",
        updated=_updated(view),
        summary=cleaned(post.description or ""),
        text=text,
        language=tag(post.language or publication.language),
        topics=tuple(line(topic.label) for topic in view.topics),
        terms=_terms(work, view, publication),
        articles=tuple(Presented(line(a.title), a.address) for a in work.articles if a.address),
        original="" if work.is_ours else work.url,
        doi=work.doi if work.is_whole else "",
    )


def someone(person: Person, site: Site) -> Someone:
    """Somebody by the printed name, with the address by which services know them."""
    if person.orcid:
        return Someone(bare(person.name), f"https://orcid.org/{person.orcid}")
    page = site.address(person.docname) if person.docname else ""
    return Someone(bare(person.name), page or person.url)


def publisher(publication: Publication) -> Someone:
    """The publication as an author."""
    return Someone(line(publication.title), publication.base)


def bare(name: Name) -> str:
    """A printed name without degrees after a comma, at which readers would part it in two.

    >>> bare(Name(given="Jane", family="Doe", suffix="PhD", display="Jane Doe, PhD"))
    'Jane Doe'
    """
    printed = line(str(name))
    without = printed.removesuffix(line(name.suffix)).rstrip(" ,") if name.suffix else printed
    return without or printed


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(cleaned(text).split())


def tag(language: str) -> str:
    """A language as XML and the web have it (BCP 47)."""
    return language.replace("_", "-")


def moment(day: dt.date) -> str:
    """The beginning of a day (RFC 3339)."""
    return f"{day.isoformat()}T00:00:00Z"


def _updated(view: PostView) -> str:
    post = view.post
    if post.updated:
        return moment(post.updated)
    return moment(post.date.earliest) if post.date else ""


def _is_told(work: Work, view: PostView) -> bool:
    """Whether the day of a post is known, and is that of the text on the page."""
    date = view.post.date
    return work.is_whole and date is not None and date.is_day


def _terms(work: Work, view: PostView, publication: Publication) -> Terms:
    """The licence of the page's text; of an excerpt only one that it states itself."""
    is_excerpt = view.post.relation is Relation.EXCERPT
    stated = view.post.terms("" if is_excerpt else publication.license)
    return Terms(licence_name(stated), license_address(stated))

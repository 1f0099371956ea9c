"""Feeds: which there are, their pages (RFC 5005, section 3), and their entries.

The id of a post is a tag URI (RFC 4151). Readers recognise what they have read by it, so it must
survive a move (RFC 4287, section 4.2.6). It is made of the first of the former addresses of a
post, which is its oldest, or else of its address; both as paths from the root of the site. The
date in it is the year of the post, which is hardly ever corrected; ``UNDATED`` for undated posts.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from sphinx_anthology.model.addresses import former_path
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Topic
from sphinx_anthology.model.entries import person
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.timezones import start_of
from sphinx_anthology.model.views import Person, PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import Work, work_of
from sphinx_anthology.typst.strings import cleaned

MOST = 50
"""The number of posts on a page of a feed."""
ATOM, JSON = "atom", "json"
_ENDINGS = {ATOM: ".atom", JSON: ".feed.json"}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed of a document's page, or of the whole site (``docname`` is empty).

    ``posts`` are the docnames of all its posts, newest first.
    """

    docname: str
    home: str
    title: str
    posts: tuple[str, ...]
    description: str = ""


@dc.dataclass(frozen=True, slots=True)
class Page:
    """A page of a feed: its number from 1, and its posts."""

    channel: Channel
    kind: str
    number: int
    of: int
    posts: tuple[str, ...]


def channels(catalogue: Catalogue, publication: Publication) -> Iterator[Channel]:
    """All feeds: of the site, and of series, authors and topics."""
    title = publication.title
    yield Channel(
        docname="",
        home=publication.base,
        title=title,
        posts=catalogue.public_posts,
        description=publication.tagline,
    )
    for docname, name, description, posts in _subjects(catalogue):
        yield Channel(
            docname=docname,
            home=catalogue.site.address(docname),
            title=f"{name} – {title}",
            posts=tuple(sorted(posts, key=catalogue.newest_first)),
            description=description,
        )


def _subjects(catalogue: Catalogue) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """The pages with feeds: docname, title, description, docnames of posts."""
    for series_id in catalogue.public_series:
        source = catalogue.series[series_id]
        description = getattr(source.record, "description", None)
        posts = catalogue.posts_of_series(series_id)
        yield source.docname, source.title, description or "", posts
    for author_id in catalogue.public_authors:
        author = person(author_id, catalogue)
        posts = catalogue.posts_by_author.get(author_id, ())
        yield author.docname, str(author), author.bio, posts
    for docname, source in sorted(catalogue.sources.items()):
        topic = source.record
        if isinstance(topic, Topic) and catalogue.is_public(docname):
            posts = catalogue.posts_by_topic.get(topic.slug, ())
            yield docname, source.title, topic.description or "", posts
    for page in archive_pages(catalogue):
        what, _, slug = page.base.partition("/")
        if what == "topics" and page.number == 1:
            yield page.base, page.title, "", catalogue.posts_by_topic[slug]


def pages(channel: Channel, kind: str, posts: Iterable[str]) -> Iterator[Page]:
    """The pages of a feed; an empty feed has one page."""
    found = tuple(posts)
    of = max(1, -(-len(found) // MOST))
    for number in range(1, of + 1):
        part = found[(number - 1) * MOST : number * MOST]
        yield Page(channel, kind, number, of, part)


def path(docname: str, kind: str, number: int, site: Site) -> str:
    """The path of a page of a feed below the site.

    >>> path("", ATOM, 1, Site()), path("", JSON, 2, Site())
    ('feed.atom', 'feed-2.json')
    >>> path("topics/sea", ATOM, 1, Site()), path("topics/sea", JSON, 1, Site(folders=True))
    ('topics/sea.atom', 'topics/sea/index.feed.json')
    """
    stem = "feed" if number == 1 else f"feed-{number}"
    if not docname:
        return f"{stem}.{kind}"
    return site.file(docname, _ENDINGS[kind] if number == 1 else f".{stem}.{kind}")


def address(docname: str, kind: str, number: int, site: Site) -> str:
    """The absolute address of a page of a feed."""
    return f"{site.base}{quote(path(docname, kind, number, site))}"


UNDATED = 2000
_PLACEHOLDER = "localhost"


def identifiers(catalogue: Catalogue) -> Mapping[str, str]:
    """The tag URI of every public post, by docname; all are unique.

    Posts with former addresses choose first: an id that readers know stays with its post.
    """
    authority = _authority(catalogue.site.base)
    taken: dict[str, str] = {}
    found: dict[str, str] = {}
    by_age = sorted(catalogue.public_posts, key=lambda d: (not _former(d, catalogue), d))
    for docname in by_age:
        paths = [_former(docname, catalogue), _path(docname, catalogue)]
        free = (path for path in paths if path and path not in taken)
        path = next(free, f"{paths[1]}?{docname}")
        taken[path] = docname
        date = catalogue.posts[docname].date
        year = date.earliest.year if date else UNDATED
        found[docname] = f"tag:{authority},{year:04}:{quote(path, safe='/?')}"
    return found


def _former(docname: str, catalogue: Catalogue) -> str:
    """The path of a post's oldest address; empty if it is missing or invalid."""
    for address in catalogue.posts[docname].former_addresses[:1]:
        try:
            return former_path(address, catalogue.site)
        except ValueError:
            return ""
    return ""


def _path(docname: str, catalogue: Catalogue) -> str:
    """The path of a post's page from the root of the site."""
    return "/" + unquote(catalogue.site.address(docname).removeprefix(catalogue.site.base))


def _authority(base: str) -> str:
    """The host name in ASCII."""
    host = urlsplit(base).hostname or _PLACEHOLDER
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _PLACEHOLDER


@dc.dataclass(frozen=True, slots=True)
class Someone:
    """A person or group: the name, and the ORCID iD or page as address."""

    name: str
    address: str = ""


@dc.dataclass(frozen=True, slots=True)
class Presented:
    """An article that a post presents, with its address."""

    title: str
    address: str


@dc.dataclass(frozen=True, slots=True)
class Terms:
    """A licence: its SPDX expression, and the address of its text, or empty."""

    name: str = ""
    address: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post in feeds. Dates are RFC 3339; empty if no day is known.

    ``updated`` is the last correction, or the first day of the post's date; it is only empty for
    undated posts. ``original`` is the address of the original, or of the first publication.
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
    """The entry of a post, with its id and text.

    The author of a digest is the publication, and authors of the original are contributors; the
    DOI and the date of the original are not those of the page.
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
        published=_published(work, view, publication),
        updated=_updated(view, publication),
        summary=cleaned(post.description or ""),
        text=text,
        language=tag(post.language or publication.language),
        topics=tuple(line(topic.label) for topic in view.topics),
        terms=_terms(view, publication),
        articles=tuple(Presented(line(a.title), a.address) for a in work.articles if a.address),
        original="" if work.is_ours else work.url,
        doi=work.doi if work.is_whole else "",
    )


def someone(person: Person, site: Site) -> Someone:
    """A person by the printed name, with the ORCID iD or page."""
    if person.orcid:
        return Someone(bare(person.name), f"https://orcid.org/{person.orcid}")
    page = site.address(person.docname) if person.docname else ""
    return Someone(bare(person.name), page or person.url)


def publisher(publication: Publication) -> Someone:
    """The publication as an author."""
    return Someone(line(publication.title), publication.base)


def bare(name: Name) -> str:
    """A printed name without degrees after a comma, which readers would split.

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
    """A language tag for XML and the web (BCP 47)."""
    return language.replace("_", "-")


def _updated(view: PostView, publication: Publication) -> str:
    post = view.post
    day = post.updated or (post.date.earliest if post.date else None)
    return start_of(day, publication.timezone) if day else ""


def _published(work: Work, view: PostView, publication: Publication) -> str:
    """The start of the day on which the page's text was published, if it is known."""
    date = view.post.date
    if not work.is_whole or date is None or not date.is_day:
        return ""
    return start_of(date.earliest, publication.timezone)


def _terms(view: PostView, publication: Publication) -> Terms:
    """The licence of the page's text."""
    stated = view.post.text_terms(publication.license)
    return Terms(licence_name(stated), license_address(stated))

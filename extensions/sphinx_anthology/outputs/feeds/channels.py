"""Which feeds there are, and how they are parted into pages (RFC 5005, section 3).

What a post is called in feeds, for ever: a tag URI (RFC 4151).

Readers tell by it what they have read, so it must outlive a move (RFC 4287, section 4.2.6). It is
made of the first of a post's former addresses, which is its oldest, or else of its address; both
as paths from the site's root. The date that a tag needs is the year of the post's own date: it
comes from the content, and is hardly ever corrected. An undated post has that of ``UNDATED``.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote, unquote, urlsplit

from sphinx_anthology.model.addresses import former_path
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Topic
from sphinx_anthology.model.entries import person
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.volume import Publication

MOST = 50
"""How many posts a page of a feed holds."""
ATOM, JSON = "atom", "json"
_ENDINGS = {ATOM: ".atom", JSON: ".feed.json"}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed: of the page of a document, or of the whole site, for which ``docname`` is empty.

    ``posts`` are the docnames of all its posts, newest first.
    """

    docname: str
    home: str
    title: str
    posts: tuple[str, ...]
    description: str = ""


@dc.dataclass(frozen=True, slots=True)
class Page:
    """A page of a feed in a format: its number from 1, of how many, and its posts."""

    channel: Channel
    kind: str
    number: int
    of: int
    posts: tuple[str, ...]


def channels(catalogue: Catalogue, publication: Publication) -> Iterator[Channel]:
    """All feeds: of the site, of every series, author and topic that has a page."""
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
    """The pages that have feeds: docname, what they are of, what that is, its posts."""
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
    """A feed in pages; one that has no posts has one all the same, for others link to it."""
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
    """The tag URI of every public post, by docname.

    No two have the same. Where somebody else stood at an address before, it stays theirs.
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
    """The path of a post's oldest address; empty where there is none that is one."""
    for address in catalogue.posts[docname].former_addresses[:1]:
        try:
            return former_path(address, catalogue.site)
        except ValueError:
            return ""
    return ""


def _path(docname: str, catalogue: Catalogue) -> str:
    """The path of a post's page from the site's root."""
    return "/" + unquote(catalogue.site.address(docname).removeprefix(catalogue.site.base))


def _authority(base: str) -> str:
    """The host, as the domain name system has it."""
    host = urlsplit(base).hostname or _PLACEHOLDER
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return _PLACEHOLDER

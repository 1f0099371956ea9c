"""``sitemap.xml``: the pages that are to be found (Sitemaps protocol 0.9, sitemaps.org).

It lists every public document, and the pages of topics and years. Left out are tombstones, and
pages whose text counts at another address: a sitemap lists canonical addresses only.

``robots.txt``: everybody may read everything (RFC 9309, sections 2.2.1 and 2.2.2).
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Post, Relation
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.states import State


def robots(sitemap: str) -> str:
    """The rules, and the address of the sitemap, which is absolute (sitemaps.org) or empty."""
    rules = "User-agent: *\nAllow: /\n"
    return f"{rules}\nSitemap: {sitemap}\n" if sitemap else rules


MOST = 50_000
"""How many addresses a file may list."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A page: its absolute address, and the day of its last change where the content tells."""

    address: str
    changed: dt.date | None = None


def locations(catalogue: Catalogue) -> Iterator[Location]:
    """All pages that are to be found, by docname, then those of topics and years."""
    site = catalogue.site
    for docname in sorted(catalogue.sources):
        if not catalogue.is_public(docname):
            continue
        post = catalogue.posts.get(docname)
        if post is None:
            yield Location(address=site.address(docname))
        elif catalogue.states[docname] is not State.WITHDRAWN and not _counts_elsewhere(post):
            yield Location(address=site.address(docname), changed=changed(post))
    for page in archive_pages(catalogue):
        days = [changed(catalogue.posts[docname]) for docname in page.posts]
        known = [day for day in days if day]
        # the newest of all is that of the page only where all are known
        newest = max(known) if len(known) == len(days) else None
        yield Location(address=site.address(page.name), changed=newest)


def changed(post: Post) -> dt.date | None:
    """The day of a post's last change: of its correction, else its date where that is ours."""
    if post.updated or post.relation is not Relation.FULL:
        return post.updated
    return post.date.earliest if post.date and post.date.is_day else None


def _counts_elsewhere(post: Post) -> bool:
    """Whether the canonical address of the text is that of its origin."""
    return (
        post.relation in {Relation.REPOST, Relation.EXCERPT}
        and post.origin is not None
        and bool(post.origin.url)
    )


def sitemaps(found: Iterable[Location], base: str) -> dict[str, str]:
    """The files by name: one, or an index and its parts; none where there is no address."""
    if not base:
        return {}
    pages = [_page(location) for location in found]
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    if len(parts) <= 1:
        return {"sitemap.xml": _file("urlset", pages)}
    files = {
        f"sitemap-{number}.xml": _file("urlset", part) for number, part in enumerate(parts, start=1)
    }
    entries = [f"<sitemap><loc>{escape(base + name)}</loc></sitemap>" for name in files]
    return {"sitemap.xml": _file("sitemapindex", entries), **files}


def _page(location: Location) -> str:
    day = f"<lastmod>{location.changed.isoformat()}</lastmod>" if location.changed else ""
    return f"<url><loc>{escape(location.address)}</loc>{day}</url>"


def _file(element: str, lines: Iterable[str]) -> str:
    return "\n".join([_HEAD, f"<{element} {_SPACE}>", *lines, f"</{element}>", ""])

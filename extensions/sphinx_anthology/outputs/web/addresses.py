"""Addresses of the site: sitemap, robots.txt, redirects from former addresses.

The sitemap (Sitemaps protocol 0.9, sitemaps.org) lists every public document, and the pages of
topics and years. It leaves out tombstones, and pages whose text has its canonical address
elsewhere. ``robots.txt`` follows RFC 9309, sections 2.2.1 and 2.2.2.

A redirect is a page with ``http-equiv="refresh"`` (HTML, section 4.2.5.3) and a canonical link
(RFC 6596), and a rule for servers, which is faster and works for files that are no pages.
``_redirects`` is read by Netlify and Cloudflare Pages; the map by nginx
(``ngx_http_map_module``). Both name paths from the root of the host.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit
from xml.sax.saxutils import escape as escape_xml

from sphinx_anthology.model.addresses import Redirect
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Post, Relation
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.states import State
from sphinx_anthology.typst.strings import cleaned


def robots(sitemap: str) -> str:
    """``robots.txt``, with the absolute address of the sitemap, or empty."""
    rules = "User-agent: *\nAllow: /\n"
    return f"{rules}\nSitemap: {sitemap}\n" if sitemap else rules


MOST = 50_000
"""The most addresses in a file."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A page: its absolute address, and the date of its last change, if known."""

    address: str
    changed: dt.date | None = None


def locations(catalogue: Catalogue) -> Iterator[Location]:
    """The pages of a sitemap: documents by docname, then topics and years."""
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
        # the newest date is only that of the page if all dates are known
        newest = max(known) if len(known) == len(days) else None
        yield Location(address=site.address(page.name), changed=newest)


def changed(post: Post) -> dt.date | None:
    """The date of a post's last change: its correction, or its own date."""
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
    """The files by name: one, or an index with parts."""
    if not base:
        return {}
    pages = [_page(location) for location in found]
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    if len(parts) <= 1:
        return {"sitemap.xml": _file("urlset", pages)}
    files = {
        f"sitemap-{number}.xml": _file("urlset", part) for number, part in enumerate(parts, start=1)
    }
    entries = [f"<sitemap><loc>{escape_xml(base + name)}</loc></sitemap>" for name in files]
    return {"sitemap.xml": _file("sitemapindex", entries), **files}


def _page(location: Location) -> str:
    day = f"<lastmod>{location.changed.isoformat()}</lastmod>" if location.changed else ""
    return f"<url><loc>{escape_xml(location.address)}</loc>{day}</url>"


def _file(element: str, lines: Iterable[str]) -> str:
    return "\n".join([_HEAD, f"<{element} {_SPACE}>", *lines, f"</{element}>", ""])


_MARK = "<!-- redirect -->"
"""The comment that identifies our redirect pages."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The language of a redirect page, and its sentence ``moved`` with ``{title}``."""

    language: str
    moved: str


def redirect_pages(
    redirects: Iterable[Redirect], catalogue: Catalogue, words: Words
) -> Iterator[tuple[str, str]]:
    """The redirect pages: pairs of path below the site and content."""
    for file in sorted({(r.file, r.docname) for r in redirects if r.file}):
        yield file[0], _redirect_page(*file, catalogue, words)


def is_redirect_page(content: bytes) -> bool:
    """Whether a file is one of our redirect pages."""
    return content.startswith(f"<!DOCTYPE html>\n{_MARK}\n".encode())


def target(docname: str, site: Site) -> str:
    """The path of a document's page below the site, as in a link."""
    file = site.file(docname, ".html")
    return quote(file.removesuffix("index.html") if site.folders else file)


def _redirect_page(file: str, docname: str, catalogue: Catalogue, words: Words) -> str:
    site, post = catalogue.site, catalogue.posts[docname]
    to = posixpath.relpath(target(docname, site) or ".", posixpath.dirname(quote(file)) or ".")
    to += "/" if site.folders else ""
    speech = f' lang="{escape(post.language)}"' if post.language else ""
    title = escape(cleaned(post.title))
    link = f'<a href="{escape(to)}"{speech}>{title}</a>'
    canonical = site.address(docname)
    lines = [
        "<!DOCTYPE html>",
        _MARK,
        f'<html lang="{escape(words.language.replace("_", "-"))}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="robots" content="noindex">',
        f'<meta http-equiv="refresh" content="0; url={escape(to)}">',
        f'<link rel="canonical" href="{escape(canonical)}">' if canonical else "",
        f"<title>{title}</title>",
        "</head>",
        "<body>",
        f"<main><p>{escape(words.moved).format(title=link)}</p></main>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines if line)


_SMALLEST = 64
"""The default bucket size of nginx's maps."""
_AROUND = 24
"""The most bytes that a bucket has besides the key."""


def host_rules(redirects: Iterable[Redirect], site: Site) -> str:
    """``_redirects``: a line for each path, with and without a final slash.

    It does not use the exclamation mark, by which Netlify prefers rules to pages: Cloudflare
    rejects it.
    """
    lines = [
        f"{quote(path)} {quote(_root(site))}{target(redirect.docname, site)} 301\n"
        for redirect in redirects
        for path in _forms(redirect, site)
    ]
    return "".join(dict.fromkeys(lines))


def nginx_map(redirects: Sequence[Redirect], site: Site) -> str:
    """``nginx-redirects.conf``: a map from the decoded path to the new address."""
    to = {
        path: f"{quote(_root(site))}{target(redirect.docname, site)}"
        for redirect in redirects
        for path in _forms(redirect, site)
    }
    longest = max(len(path.encode()) for path in to) + _AROUND
    size = max(_SMALLEST, 1 << (longest - 1).bit_length())
    lines = [
        "# Former addresses. Where http { } is:",
        f"#   map_hash_bucket_size {size};",
        "#   include nginx-redirects.conf;",
        "# and where server { } is:",
        "#   if ($anthology_redirect) { return 301 $anthology_redirect; }",
        "map $uri $anthology_redirect {",
        '    default "";',
        *(f'    "{path}" "{address}";' for path, address in to.items()),
        "}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _forms(redirect: Redirect, site: Site) -> tuple[str, ...]:
    """The decoded paths from the root of the host that lead to a redirect."""
    path = _root(site) + redirect.path[1:]
    if not redirect.file.endswith("/index.html") or path.endswith("/index.html"):
        return (path,)
    bare = path.removesuffix("/")
    return f"{bare}/", bare


def _root(site: Site) -> str:
    """The decoded path of the site on its host, with its final slash."""
    return unquote(urlsplit(site.base).path) or "/"


RULES: Mapping[str, Callable[[Sequence[Redirect], Site], str]] = MappingProxyType(
    {"_redirects": host_rules, "nginx-redirects.conf": nginx_map}
)
"""The files of rules, with the functions that write them."""

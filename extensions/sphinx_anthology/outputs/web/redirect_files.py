"""Former addresses that lead on: pages, and rules for servers.

HTML, section 4.2.5.3 (``http-equiv="refresh"``); the canonical link is that of RFC 6596.

Redirects as rules for servers: quicker than a page, and for files that are no pages, too.

``_redirects`` is read by Netlify and Cloudflare Pages; the map by nginx
(``ngx_http_map_module``). Both name paths from the root of the host.
"""

from __future__ import annotations

import dataclasses as dc
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from sphinx_anthology.model.addresses import Redirect
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.site import Site
from sphinx_anthology.typst.strings import cleaned

_MARK = "<!-- redirect -->"
"""What tells a page of ours from any other that may be there."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What such a page says, and in which language; ``moved`` has a place for the ``{title}``."""

    language: str
    moved: str


def redirect_pages(
    redirects: Iterable[Redirect], catalogue: Catalogue, words: Words
) -> Iterator[tuple[str, str]]:
    """The path below the site, and the content, of every page that can stand somewhere."""
    for file in sorted({(r.file, r.docname) for r in redirects if r.file}):
        yield file[0], _page(*file, catalogue, words)


def is_redirect_page(content: bytes) -> bool:
    """Whether a file is a page that was made here."""
    return content.startswith(f"<!DOCTYPE html>\n{_MARK}\n".encode())


def target(docname: str, site: Site) -> str:
    """The path of a document's page below the site, as it stands in a link."""
    file = site.file(docname, ".html")
    return quote(file.removesuffix("index.html") if site.folders else file)


def _page(file: str, docname: str, catalogue: Catalogue, words: Words) -> str:
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
"""The size of a bucket of nginx's maps where nothing else is said."""
_AROUND = 24
"""How many bytes a bucket holds around the key, at most."""


def host_rules(redirects: Iterable[Redirect], site: Site) -> str:
    """``_redirects``: a line for each, with and without the last slash.

    Without the exclamation mark that would have Netlify prefer the rule to the page: Cloudflare
    refuses it.
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
    """The paths from the root of the host at which somebody may ask; decoded."""
    path = _root(site) + redirect.path[1:]
    if not redirect.file.endswith("/index.html") or path.endswith("/index.html"):
        return (path,)
    bare = path.removesuffix("/")
    return f"{bare}/", bare


def _root(site: Site) -> str:
    """The path of the site on its host, decoded, with its last slash."""
    return unquote(urlsplit(site.base).path) or "/"


RULES: Mapping[str, Callable[[Sequence[Redirect], Site], str]] = MappingProxyType(
    {"_redirects": host_rules, "nginx-redirects.conf": nginx_map}
)
"""The files, and what writes each."""

"""Redirects as rules for servers: quicker than a page, and for files that are no pages, too.

``_redirects`` is read by Netlify and Cloudflare Pages; the map by nginx
(``ngx_http_map_module``). Both name paths from the root of the host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from sphinx_anthology.model.redirects import Redirect
from sphinx_anthology.model.site import Site
from sphinx_anthology.outputs.web.redirect_pages import target

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

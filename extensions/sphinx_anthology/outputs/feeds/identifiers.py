"""What a post is called in feeds, for ever: a tag URI (RFC 4151).

Readers tell by it what they have read, so it must outlive a move (RFC 4287, section 4.2.6). It is
made of the first of a post's former addresses, which is its oldest, or else of its address; both
as paths from the site's root. The date that a tag needs is the year of the post's own date: it
comes from the content, and is hardly ever corrected. An undated post has that of ``UNDATED``.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.redirects import former_path

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

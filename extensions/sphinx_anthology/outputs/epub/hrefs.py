"""Where links lead, as a page says it before it is in a volume.

A link to a document names it after ``INSIDE``; where it is, only a volume knows.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urljoin, urlsplit

INSIDE = "document:"
"""What stands before a docname. No file's name begins so, and no address is one."""
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.IGNORECASE)
_LONE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


def link_target(docname: str, fragment: str = "") -> str:
    """A link to a document."""
    return f"{INSIDE}{quote(docname)}" + (f"#{fragment}" if fragment else "")


def target_parts(href: str) -> tuple[str, str]:
    """The docname and the fragment of a link to a document."""
    path, _, fragment = href.removeprefix(INSIDE).partition("#")
    return unquote(path), fragment


def book_address(href: str, base: str = "") -> str:
    """A link as a book may have it; nothing where it may not. ``base`` is that of the web's page.

    >>> book_address("https://a.example/x y?q=é")
    'https://a.example/x%20y?q=%C3%A9'
    >>> book_address("javascript:alert(1)"), book_address("file:///etc"), book_address("other.html")
    ('', '', '')
    >>> book_address("other.html", "https://a.example/b.html")
    'https://a.example/other.html'
    """
    href = href.strip()
    if href.startswith((INSIDE, "#")):
        return href if href != "#" else ""
    try:
        href = urljoin(base, href)
        found = urlsplit(href)
        host = found.netloc.rpartition("@")[2].encode("idna").decode() if found.netloc else ""
    except ValueError:
        return ""
    if found.scheme in {"http", "https"} and _HOST.fullmatch(host):
        rest = href.partition("//")[2][len(found.netloc) :]
        return f"{found.scheme}://{host}{_quoted(rest)}"
    if found.scheme == "mailto" and _MAIL.fullmatch(found.path):
        return _quoted(href)
    if found.scheme == "tel":
        return _quoted(href)
    return ""


def _quoted(rest: str) -> str:
    """The end of an address, with everything that may not stand in one written as codes."""
    before, mark, fragment = _LONE_PERCENT.sub("%25", rest).partition("#")
    safe = _SAFE.replace("#", "").replace("[", "").replace("]", "")
    return quote(before, safe=safe) + (f"#{quote(fragment, safe=safe)}" if mark else "")

"""Addresses of the old site in the one form in which they can be compared."""

from __future__ import annotations

import dataclasses as dc
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS = frozenset({None, 80, 443})
_SLASHES = re.compile("//+")
_MIRROR = re.compile(r"i\d\.wp\.com")
"""The hosts from which WordPress.com serves images of others; the path begins with their host."""


@dc.dataclass(frozen=True, slots=True)
class Address:
    """An address: its host without www, its path, decoded and without a last slash."""

    host: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    fragment: str = ""


def address_of(text: str) -> Address | None:
    """An address, however it is written; none where it is none.

    >>> address_of("HTTP://www.Blog.example:80//2020/%C3%A9t%C3%A9/?p=1#a")
    Address(host='blog.example', path='/2020/été', query=(('p', '1'),), fragment='a')
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https", ""} or not (host or parts.path.startswith("/")):
        return None
    path = _path(parts.path)
    if _MIRROR.fullmatch(host):
        host, _, rest = path.lstrip("/").partition("/")
        path = _path(f"/{rest}")
    query = tuple(parse_qsl(parts.query, keep_blank_values=True, errors="replace"))
    if port not in _PORTS:
        host = f"{host}:{port}"
    return Address(_host(host), path, query, unquote(parts.fragment))


def _host(host: str) -> str:
    """A host as it is read; one in the letters of the network is decoded if that is possible."""
    plain = host.casefold().removeprefix("www.")
    if "xn--" in plain:
        try:
            plain = plain.encode("ascii").decode("idna")
        except UnicodeError:
            return plain
    return unicodedata.normalize("NFC", plain)


def _path(path: str) -> str:
    decoded = _SLASHES.sub("/", unquote(path, errors="replace"))
    return unicodedata.normalize("NFC", decoded).rstrip("/")


class Bases:
    """Where the blog was: hosts with the path at which it began, one or several in its life."""

    def __init__(self, bases: Iterable[Address]) -> None:
        pairs = {(base.host, base.path.casefold()) for base in bases if base.host}
        self._bases = sorted(pairs, key=lambda pair: (-len(pair[1]), pair))
        self.hosts = frozenset(host for host, _ in pairs)

    def inside(self, address: Address) -> str | None:
        """The path of an address from the blog's beginning, in small letters; none of another's."""
        path = address.path.casefold()
        for host, base in self._bases:
            if address.host in {host, ""} and f"{path}/".startswith(f"{base}/"):
                return path[len(base) :].removeprefix("/index.php")
        return None


def base_of(address: Address, inside: str) -> Address | None:
    """The blog's beginning, where an address has a path that is known; none if it ends otherwise.

    >>> base_of(Address("a.example", "/blog/2020/post"), "/2020/post")
    Address(host='a.example', path='/blog', query=(), fragment='')
    """
    if not address.path.casefold().endswith(inside.casefold()):
        return None
    path = address.path[: len(address.path) - len(inside)]
    return Address(address.host, posixpath.normpath(path).rstrip("/.") if path else "")

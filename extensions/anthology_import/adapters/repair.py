"""Items that no strict parser takes, mended one by one; what was done is counted.

Each way of mending is tried only where those before it were not enough, and the strict parser has
the last word: what it does not take is not read.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from anthology_import.adapters.mending import (
    DECLARED,
    HEAD,
    UNDECLARED,
    Mending,
    mend_leaves,
    mend_names,
    mend_signs,
)

_KNOWN: Final = {
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "atom": "http://www.w3.org/2005/Atom",
}
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):|\s([A-Za-z_][\w.-]*):[\w.-]+\s*=")
_ROOT = re.compile(r"<rss(?:\s[^<>]*)?>", re.IGNORECASE)

Namespaces = dict[str, str]
"""Addresses of namespaces by their prefixes."""


def decoded(data: bytes, encoding: str) -> Mending:
    """A piece of an export as text that XML can hold."""
    piece = Mending()
    piece.decode(data, encoding)
    return piece


def declared_in(head: str) -> Namespaces:
    """The namespaces that the start tag of the root declares."""
    root = _ROOT.search(head)
    found = DECLARED.findall(root.group()) if root else ()
    return {prefix: one or other for prefix, one, other in found}


def mended(piece: Mending, declared: Namespaces) -> etree._Element | None:
    """The element that a piece holds, once it is mended; none where it cannot be."""
    for mend in (mend_names, mend_signs, mend_leaves):
        mend(piece)
        channel = _parsed(piece, declared)
        if channel is not None:
            return channel[0] if len(channel) else None
    return None


def mended_head(piece: Mending, declared: Namespaces) -> etree._Element | None:
    """What stands before the first item, as far as it can be read."""
    piece.text = re.sub(r"</?(?:rss|channel)\b[^<>]*>", "", piece.text)
    for mend in (mend_names, mend_signs):
        mend(piece)
        channel = _parsed(piece, declared)
        if channel is not None:
            return channel
    piece.done[HEAD] += 1
    return _parsed(piece, declared, recover=True)


def _parsed(
    piece: Mending, declared: Namespaces, *, recover: bool = False
) -> etree._Element | None:
    """The channel with a piece in it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover
    )
    text = _wrapped(piece, declared).encode(errors="replace")
    try:
        root = etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        return None
    return None if root is None or len(root) == 0 else root[0]


def _wrapped(piece: Mending, declared: Namespaces) -> str:
    """A piece inside a root that declares all namespaces; none that the piece uses is missing."""
    outside = "".join(piece.outside())
    own = {prefix for prefix, _, _ in DECLARED.findall(outside)}
    used = {one or other for one, other in _PREFIX.findall(outside)} - {"xml", "xmlns"}
    piece.done[UNDECLARED] = len(used - own - declared.keys())
    names = {p: declared.get(p) or _KNOWN.get(p) or f"urn:undeclared:{p}" for p in sorted(used)}
    spaces = "".join(f" xmlns:{p}={quoteattr(name)}" for p, name in names.items())
    return f"<rss{spaces}><channel>{piece.text}</channel></rss>"

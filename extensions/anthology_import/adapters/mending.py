"""Repairs items that a strict parser rejects, and counts the repairs.

Each repair is tried only if those before it were not enough. Only what the strict parser finally
accepts is read.
"""

from __future__ import annotations

import dataclasses as dc
import html
import html.entities
import re
from collections import Counter
from collections.abc import Callable
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

CONTROLS: Final = "control characters, left out"
NOT_UTF8: Final = "bytes that are not UTF-8, read as Windows-1252"
BARE: Final = "bare ‘&’, taken as text"
ENTITIES: Final = "entities of HTML, resolved"
UNDECLARED: Final = "undeclared namespaces, declared"
BAD_NAMES: Final = "namespaces whose name is no address, fixed"
MARKUP: Final = "unescaped markup, taken as text"
NO_END: Final = "items without an end, which was added"
CUT: Final = "end of the file missing; whatever came after the last item is not here"
AFTER: Final = "text after the last item, left out"
HEAD: Final = "a head that could be read only in part"

DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
"""A namespace declaration: the prefix, and the address in one of two groups."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]+")
_NO_UTF8 = re.compile("[\udc80-\udcff]+")
_HELD = re.compile(r"<!\[CDATA\[|<!--")
_SIGN = re.compile(r"&(?:#(?P<code>\d{1,9}|x[0-9a-fA-F]{1,8});|(?P<name>[A-Za-z][A-Za-z0-9]*;))?")
_XML: Final = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_LEAF = re.compile(
    r"<(title|link|pubDate|guid|description|category|dc:\w+|content:\w+|excerpt:\w+|"
    r"wp:(?!(?:comment|postmeta|commentmeta|author)\b)\w+)((?:\s[^<>]*)?)(?<!/)>"
)
_MOST_OPEN: Final = 50
"""The number of unclosed elements after which an item is given up."""

_CDATA: Final = "<![CDATA["
_END: Final = "]]>"


@dc.dataclass(slots=True)
class Mending:
    """A piece of an export: its text, and its repairs with their counts."""

    text: str = ""
    done: Counter[str] = dc.field(default_factory=Counter)

    def swap(
        self, form: re.Pattern[str], new: str | Callable[[re.Match[str]], str], what: str
    ) -> None:
        """Replace all matches of a pattern, and count them."""
        self.text, count = form.subn(new, self.text)
        self.done[what] += count

    def change_outside(self, form: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        """Replace matches of a pattern outside of CDATA and comments."""
        pieces = held_apart(self.text)
        pieces[::2] = [form.sub(new, piece) for piece in pieces[::2]]
        self.text = "".join(pieces)


def held_apart(text: str) -> list[str]:
    """A text in pieces; every second is CDATA or a comment."""
    pieces: list[str] = []
    place = 0
    while found := _HELD.search(text, place):
        end = "-->" if found.group() == "<!--" else _END
        last = text.find(end, found.end())
        if last < 0:
            break
        pieces += (text[place : found.start()], text[found.start() : last + len(end)])
        place = last + len(end)
    return [*pieces, text[place:]]


def _as_windows(found: re.Match[str]) -> str:
    return found.group().encode(errors="surrogateescape").decode("cp1252", errors="replace")


def mend_names(piece: Mending) -> None:
    """Encode the addresses of namespaces."""

    def mend(found: re.Match[str]) -> str:
        written = found[2] or found[3] or ""
        address = quote(written, safe=":/?#[]@!$&'()*+,;=%~")
        piece.done[BAD_NAMES] += written != address
        return f"xmlns:{found[1]}={quoteattr(address)}" if written != address else found.group()

    piece.change_outside(DECLARED, mend)


def mend_signs(piece: Mending) -> None:
    """Repair ‘&’: resolve HTML's entities, escape the rest."""

    def mend(found: re.Match[str]) -> str:
        if found["code"]:
            is_fine = _is_character(found["code"])
            piece.done[CONTROLS] += not is_fine
            return found.group() if is_fine else ""
        if found["name"] in _XML:
            return found.group()
        meant = html.entities.html5.get(found["name"] or "")
        piece.done[ENTITIES if meant else BARE] += 1
        return escape(meant or found.group())

    piece.change_outside(_SIGN, mend)


def _is_character(code: str) -> bool:
    """Whether XML allows the character of a reference."""
    number = int(code[1:], 16) if code.startswith("x") else int(code)
    is_near = number in {9, 10, 13} or 0x20 <= number <= 0xD7FF
    return is_near or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF


def mend_leaves(piece: Mending) -> None:
    """Escape the content of elements that can hold only text."""
    parts: list[str] = []
    place, still_open = 0, 0
    while (found := _LEAF.search(piece.text, place)) and still_open < _MOST_OPEN:
        last = piece.text.find(f"</{found[1]}", found.end())
        parts.append(piece.text[place : found.end()])
        place = found.end()
        if last < 0:
            still_open += 1
            continue
        inner = piece.text[place:last]
        is_fine = _is_fine(inner)
        piece.done[MARKUP] += not is_fine
        parts.append(inner if is_fine else escape(_meant(inner.strip())))
        place = last
    piece.text = "".join((*parts, piece.text[place:]))


def _is_fine(inner: str) -> bool:
    """Whether a parser accepts a text, and finds no element in it."""
    try:
        return len(etree.fromstring(f"<t>{inner}</t>")) == 0
    except etree.XMLSyntaxError:
        return False


def _meant(inner: str) -> str:
    """The intended text; some exporters nest CDATA, which XML does not allow."""
    if inner.startswith(_CDATA) and inner.endswith(_END):
        return inner[len(_CDATA) : -len(_END)].replace(f"]]{_END}{_CDATA}>", _END)
    held = held_apart(inner)
    held[::2] = [html.unescape(text) for text in held[::2]]
    held[1::2] = ["" if t.startswith("<!--") else t[len(_CDATA) : -len(_END)] for t in held[1::2]]
    return "".join(held)


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
"""The addresses of namespaces, by prefix."""


def decoded(data: bytes, encoding: str) -> Mending:
    """A piece of an export, decoded to text that XML allows."""
    if encoding.lower() in {"utf-8", "utf8"}:
        piece = Mending(data.decode(errors="surrogateescape"))
        piece.swap(_NO_UTF8, _as_windows, NOT_UTF8)
    else:  # as in browsers, Latin-1 means Windows-1252
        name = "cp1252" if encoding.lower() in {"iso-8859-1", "latin1"} else encoding
        piece = Mending(data.decode(name, errors="replace"))
    piece.swap(_CONTROL, "", CONTROLS)
    return piece


def declared_in(head: str) -> Namespaces:
    """The namespaces that the root's start tag declares."""
    root = _ROOT.search(head)
    found = DECLARED.findall(root.group()) if root else ()
    return {prefix: one or other for prefix, one, other in found}


def mended(piece: Mending, declared: Namespaces) -> etree._Element | None:
    """The element of a repaired piece; None if it cannot be repaired.

    Each repair is kept when the next one is tried.
    """
    for mend in (mend_names, mend_signs, mend_leaves):
        mend(piece)
        channel = _parsed(piece, declared)
        if channel is not None:
            return channel[0] if len(channel) else None
    return None


def mended_head(piece: Mending, declared: Namespaces) -> etree._Element | None:
    """The elements before the first item, as far as they can be read."""
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
    """The channel element around a parsed piece."""
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
    """A piece inside a root that declares all its namespaces."""
    outside = "".join(held_apart(piece.text)[::2])
    own = {prefix for prefix, _, _ in DECLARED.findall(outside)}
    used = {one or other for one, other in _PREFIX.findall(outside)} - {"xml", "xmlns"}
    piece.done[UNDECLARED] = len(used - own - declared.keys())
    names = {p: declared.get(p) or _KNOWN.get(p) or f"urn:undeclared:{p}" for p in sorted(used)}
    spaces = "".join(f" xmlns:{p}={quoteattr(name)}" for p, name in names.items())
    return f"<rss{spaces}><channel>{piece.text}</channel></rss>"

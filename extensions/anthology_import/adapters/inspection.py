"""Inspects an export before any parser sees it: its format, and its items.

A WordPress export never has a DOCTYPE. A DOCTYPE can make a parser read other files, open
connections or fill the memory, so no parser gets one.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator
from typing import Final

from anthology_import.packed import Stream
from anthology_import.records import UnusableError

_CHUNK: Final = 1024 * 1024
_MOST_ITEMS: Final = 500_000
_FAR: Final = 64
"""The longest mark, in bytes, that two chunks can share."""

_PROLOGUE = re.compile(
    rb"(?P<held><!--|<\?)|(?P<page><html(?=[\s>])|<!doctype\s+html)"
    rb"|(?P<declaration><!doctype|<!entity)|(?P<rss><rss(?=[\s>]))|(?P<feed><feed(?=[\s>]))",
    re.IGNORECASE,
)
_OTHERS: Final = {
    "page": "is a web page, not an export, perhaps a login page; log in, and download the"
    " export again.",
    "declaration": "declares a document type or entities; no WordPress export does, and it can do"
    " harm, so the file is not read.",
    "feed": "is an Atom feed, not a WordPress export.",
}
_IS_EXPORT = re.compile(rb"wordpress\.org/export/|<wp:\w")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_ENCODINGS = re.compile(r"utf-?8|us-ascii|ascii|iso-8859-\d+|latin-?1|windows-125\d", re.IGNORECASE)
_MARKS = re.compile(rb"<!\[CDATA\[|<!--|<item(?=[\s/>])(?:\s*/>)?|</item\s*>")
_END = re.compile(rb"</rss\s*>", re.IGNORECASE)
_ENDS: Final = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}


@dc.dataclass(frozen=True, slots=True)
class Span:
    """The place of an item: first byte, byte after the last, line.

    ``is_whole`` is false for an item without an end tag; it reaches to the next, or to the end of
    the file.
    """

    start: int
    end: int
    line: int
    is_whole: bool = True


@dc.dataclass(frozen=True, slots=True)
class Inspection:
    """The root element's place, the encoding, and the places of all items.

    ``is_whole`` says whether the root element has an end tag.
    """

    root: int
    encoding: str
    items: tuple[Span, ...]
    size: int
    is_whole: bool


def inspect(stream: Stream, name: str) -> Inspection:
    """Inspect a file.

    :raises UnusableError: where it is no export, or is unsafe for a parser.
    """
    head = _head(stream)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise UnusableError(f"‘{name}’ is empty.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
        raise UnusableError(f"‘{name}’ is not in UTF-8; save it again in that encoding.")
    root = _root(head, name)
    if not _IS_EXPORT.search(head):
        message = "is a feed with only the newest posts, not a WordPress export"
        raise UnusableError(f"‘{name}’ {message}; make one in WordPress under Tools, Export.")
    declared = _ENCODING.search(head[: min(root, 1000)])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if not _ENCODINGS.fullmatch(encoding):
        raise UnusableError(f"‘{name}’ says that its encoding is {encoding}; save it as UTF-8.")
    items: list[Span] = []
    scan = _Scan(head, stream, root)
    for span in scan.spans():
        items.append(span)
        if len(items) > _MOST_ITEMS:
            raise UnusableError(f"‘{name}’ has more than {_MOST_ITEMS:,} items.")
    return Inspection(root, encoding, tuple(items), scan.size, scan.has_end)


def _head(stream: Stream) -> bytes:
    """The beginning with the root element, even from short reads."""
    parts = []
    missing = _CHUNK
    while missing and (data := stream.read(missing)):
        parts.append(data)
        missing -= len(data)
    return b"".join(parts)


def _root(head: bytes, name: str) -> int:
    """The place of the root element."""
    place = 0
    while found := _PROLOGUE.search(head, place):
        place = found.end()
        if found["held"]:  # skip comments and processing instructions
            end = b"-->" if found["held"] == b"<!--" else b"?>"
            place = head.find(end, place) + len(end)
            if place < len(end):
                break
        elif found["rss"]:
            return found.start()
        else:
            raise UnusableError(f"‘{name}’ {_OTHERS[str(found.lastgroup)]}")
    raise UnusableError(f"‘{name}’ is not a WordPress export: it has no element ‘rss’.")


class _Scan:
    """Scans a file for tags of items, outside of CDATA and comments."""

    def __init__(self, head: bytes, stream: Stream, root: int) -> None:
        self._buffer, self._stream, self._place = head, stream, root
        self._before = 0  # the number of bytes before the buffer
        self._line, self._counted = 1, 0  # the line number at a place in the buffer

    @property
    def size(self) -> int:
        """The number of bytes read so far."""
        return self._before + len(self._buffer)

    @property
    def has_end(self) -> bool:
        """Whether the root element ends; known after the last span."""
        return bool(_END.search(self._buffer))

    def spans(self) -> Iterator[Span]:
        """The places of the items."""
        start = line = -1
        for mark, first, last in self._marks():
            is_end = mark.startswith(b"</")
            if start >= 0:
                yield Span(start, last if is_end else first, line, is_end)
            start = -1 if is_end or mark.endswith(b"/>") else first
            line = self._line
            if mark.endswith(b"/>"):
                yield Span(first, last, line)
        if start >= 0:
            yield Span(start, self.size, line, is_whole=False)

    def _marks(self) -> Iterator[tuple[bytes, int, int]]:
        """Start and end tags of items, with their byte offsets."""
        while True:
            found = _MARKS.search(self._buffer, self._place)
            if found is None:
                if not self._read_on(self._tail()):
                    return
                continue
            self._count_lines(found.start())
            self._place = found.end()
            if end := _ENDS.get(found.group()):
                if not self._skip(end):
                    return
            else:
                yield found.group(), self._before + found.start(), self._before + found.end()

    def _tail(self) -> int:
        """The place from which the buffer may hold the start of a tag."""
        last = self._buffer.rfind(b"<", max(self._place, len(self._buffer) - _FAR))
        return len(self._buffer) if last < 0 else last

    def _skip(self, end: bytes) -> bool:
        """Skip to the end of CDATA or a comment; false without one."""
        while (found := self._buffer.find(end, self._place)) < 0:
            if not self._read_on(max(self._place, len(self._buffer) - len(end) + 1)):
                return False
        self._place = found + len(end)
        return True

    def _read_on(self, keep: int) -> bool:
        """Drop the buffer's beginning, and read more; false at the end."""
        data = self._stream.read(_CHUNK)
        if not data:
            return False
        self._count_lines(keep)
        self._buffer = self._buffer[keep:] + data
        self._before += keep
        self._place, self._counted = 0, 0
        return True

    def _count_lines(self, place: int) -> None:
        self._line += self._buffer.count(b"\n", self._counted, place)
        self._counted = place

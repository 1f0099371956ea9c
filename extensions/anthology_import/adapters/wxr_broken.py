"""Cuts items out of a broken export, and repairs each by itself."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator

from lxml import etree

from anthology_import.adapters.inspection import Inspection, Span
from anthology_import.adapters.mending import (
    NO_END,
    Mending,
    Namespaces,
    declared_in,
    decoded,
    mended,
    mended_head,
)
from anthology_import.adapters.wxr_items import plain
from anthology_import.packed import Stream
from anthology_import.records import Failed, Repair

_CHUNK = 1024 * 1024
_LARGEST = 64 * _CHUNK
_BEGINNING = 4000
"""The number of characters in which an item's title is looked for."""

_END = "</item>"
_CUT = "The file ends inside the item."
_BROKEN = "Its markup is broken, and could not be fixed."
_NEXT = re.compile(r"(?<=</item>)(?=\s{0,1000}<item[\s>])")
_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</title>", re.DOTALL)
_LINK = re.compile(r"<link>\s*(?:<!\[CDATA\[)?\s*([^\s<\]]+)")


@dc.dataclass(frozen=True, slots=True)
class Part:
    """A repaired piece: an item, or the head of the channel."""

    element: etree._Element
    line: int
    is_head: bool = False


@dc.dataclass(frozen=True, slots=True)
class BrokenFile:
    """A file that a strict parser gave up after ``seen`` items."""

    inspection: Inspection
    name: str
    seen: int


def rest(stream: Stream, broken: BrokenFile) -> Iterator[Part | Repair | Failed]:
    """The rest of a file after the strict parser: items, repairs and failures."""
    cutter = _Cutter(stream)
    inspection, spans = broken.inspection, broken.inspection.items
    beginning = cutter.cut(0, spans[0].start if spans else min(inspection.size, _LARGEST))
    head = decoded(beginning[inspection.root :], inspection.encoding)
    declared = declared_in(head.text)
    if broken.seen == 0 and (element := mended_head(head, declared)) is not None:
        yield from _repairs(head, 1)
        yield Part(element, 1, is_head=True)
    for span in spans[broken.seen :]:
        if span.end - span.start > _LARGEST:
            yield Failed(line=span.line, file=broken.name, reason="It is too large.")
            continue
        piece = decoded(cutter.cut(span.start, span.end), inspection.encoding)
        yield from _item(piece, span, declared, broken)


class _Cutter:
    """Cuts pieces out of a stream, from start to end."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._place = stream, 0

    def cut(self, start: int, end: int) -> bytes:
        """The bytes from one place to another."""
        for _ in self._chunks(start - self._place):
            pass
        return b"".join(self._chunks(end - start))

    def _chunks(self, count: int) -> Iterator[bytes]:
        while count > 0 and (data := self._stream.read(min(count, _CHUNK))):
            count -= len(data)
            self._place += len(data)
            yield data


def _item(
    piece: Mending, span: Span, declared: Namespaces, broken: BrokenFile
) -> Iterator[Part | Repair | Failed]:
    """An item, or several if one had swallowed others."""
    is_cut = not span.is_whole and span is broken.inspection.items[-1]
    pieces = _NEXT.split(piece.text)
    if not (span.is_whole or is_cut):
        piece.text += _END
        piece.done[NO_END] += 1
    element = None if is_cut else mended(piece, declared)
    if element is not None:
        yield from _repairs(piece, span.line)
        yield Part(element, span.line)
    elif len(pieces) == 1:
        yield _failure(pieces[0], span, broken, _CUT if is_cut else _BROKEN)
    else:
        yield from _swallowed(pieces, span, declared, broken)


def _swallowed(
    pieces: list[str], span: Span, declared: Namespaces, broken: BrokenFile
) -> Iterator[Part | Repair | Failed]:
    """The items inside one without a proper end."""
    line = span.line
    for text in pieces:
        own = dc.replace(span, line=line + text[: text.find("<")].count("\n"))
        last = text.rfind(_END)
        piece = Mending(text[: last + len(_END)] if last >= 0 else "")
        element = mended(piece, declared)
        if element is None:
            yield _failure(text, own, broken, _CUT if last < 0 else _BROKEN)
        else:
            yield from _repairs(piece, own.line)
            yield Part(element, own.line)
        line += text.count("\n")


def _repairs(piece: Mending, line: int) -> Iterator[Repair]:
    return (Repair(what, count, line) for what, count in piece.done.items() if count)


def _failure(text: str, span: Span, broken: BrokenFile, reason: str) -> Failed:
    """A failure, with the title and address that could be found."""
    beginning = text[:_BEGINNING]
    title, link = _TITLE.search(beginning), _LINK.search(beginning)
    return Failed(
        line=span.line,
        file=broken.name,
        reason=reason,
        title=plain(title[1])[:200] if title else "",
        address=link[1][:500] if link else "",
    )

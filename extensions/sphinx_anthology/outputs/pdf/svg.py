"""SVG drawings, and why some are refused.

They come from content. Drawings are refused if they would read other files, lose a part of their
content, or take too long.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable
from urllib.parse import unquote_to_bytes
from xml.parsers import expat

from sphinx_anthology.model.drawing_safety import MOST_OF_ENTITIES, loads_something

GZIP = b"\x1f\x8b"
MOST = 20_000_000
"""The largest drawing in bytes, uncompressed."""
_STEPS = frozenset(
    """
    feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset
    """.split()  # noqa: SIM905  # as words they fit on two lines
)
"""Filter steps that are not slow."""
_MOST_STEPS = 40
"""The most steps, multiplied by the number of filtered parts."""
_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=-]*)*),(.*)", re.DOTALL)
_ROOT = re.compile(rb"<(?:\w+:)?svg[\s>/]")
_BEGINNING = 1 << 16
_SPACE = "http://www.w3.org/2000/svg"
_FILTERED = re.compile(r"\bfilter\s*:\s*url")

Judge = Callable[[bytes], str]
"""Returns why an image is not shown; empty if it is."""


class _Refused(Exception):  # noqa: N818  # the fault of a drawing
    """The drawing is refused; the message says why."""


def unpacked(data: bytes) -> bytes:
    """An uncompressed drawing; of a very large one only the beginning."""
    if not data.startswith(GZIP):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, MOST + 1)
    except zlib.error:
        return b""


def is_likely(data: bytes) -> bool:
    """Whether a file looks like an SVG drawing."""
    beginning = unpacked(data)[:_BEGINNING].replace(b"\0", b"")  # also in UTF-16
    return b"<" in beginning[:16] and bool(_ROOT.search(beginning))


def reason_against(data: bytes, judge: Judge) -> str:
    """Why a drawing is refused, as a sentence; empty if it is not.

    ``judge`` returns the reason against an image inside.
    """
    written = unpacked(data)
    if len(written) > MOST:
        return "It is too large when it is unpacked."
    try:
        written.decode()
    except UnicodeDecodeError:
        return "It is not written in UTF-8."
    try:
        _Reader(judge, len(written) + MOST_OF_ENTITIES).read(written)
    except _Refused as refused:
        return str(refused)
    except expat.ExpatError as error:
        return f"It is no well-formed SVG: {expat.ErrorString(error.code)} in line {error.lineno}."
    return ""


_FONT = re.compile(
    r"""(?<=\bfont)(?:-family\s*=\s*(?:"[^"]*"|'[^']*')|(?:-family)?\s*:[^;}"<>]*)"""
)
"""What says in which fonts a part of a drawing is set."""
_OURS = {
    r"'?Source Sans 3'?": "Noto Sans",
    r"(?<!-)\bsans-serif\b": "Noto Sans, sans-serif",
    r"\bmonospace\b": "DejaVu Sans Mono, monospace",
    r"(?<![\w-])(Arial|Helvetica|Verdana|Calibri|Roboto|Open Sans)(?=[;\"]|$)": r"\1, Noto Sans",
}
"""Fonts that are here, in place of kinds, of fonts that machines have, and of one whose regular
weight drawings cannot ask for."""


def with_our_fonts(data: bytes) -> bytes:
    r"""A drawing whose kinds of fonts, and those of common machines, are ours.

    >>> with_our_fonts(b'<text font-family="Helvetica, sans-serif">')
    b'<text font-family="Helvetica, Noto Sans, sans-serif">'
    """

    def ours(found: re.Match[str]) -> str:
        words = found[0]
        for written, meant in _OURS.items():
            if "Noto Sans" not in words:
                words = re.sub(written, meant, words, flags=re.IGNORECASE)
        return words

    return _FONT.sub(ours, data.decode()).encode()


class _Reader:
    """Reads a drawing once, and refuses it at the first problem."""

    def __init__(self, judge: Judge, most: int) -> None:
        self._judge = judge
        self._left = most
        self._style: list[str] = []
        self._names: set[str] = set()
        self._steps = 0
        self._filtered = 0

    def read(self, written: bytes) -> None:
        """Read the drawing.

        :raises _Refused: if there is a reason against it.
        """
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EntityDeclHandler = self._entity
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(written, True)
        if self._steps * max(1, self._filtered) > _MOST_STEPS or (
            self._steps and "use" in self._names
        ):
            raise _Refused("Its filters take too long; save it without them, or as a PNG.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, name = name.rpartition(":")
        if not self._names:
            self._first(name, attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", ""))
        self._names.add(name)
        self._count(*attributes.values())
        if name == "style":
            self._style.clear()
        if name == "script":
            raise _Refused("It has a script, which does not run in print.")
        if name == "foreignObject":
            raise _Refused("It holds a part of a web page, which would be lost in print.")
        for key, value in attributes.items():
            if key.rpartition(":")[2] == "href" and name != "a":
                self._link(value.strip())
        self._filter(name, attributes)

    def _first(self, name: str, space: str) -> None:
        if name != "svg" or space != _SPACE:
            raise _Refused(f"It is no SVG: its first element is no ‘svg’ of ‘{_SPACE}’.")

    def _link(self, address: str) -> None:
        """Check a link: resources must be inside the drawing."""
        if not address or address.startswith("#"):
            return
        match = _DATA.fullmatch(address)
        if match is None:
            raise _Refused("It takes in another file; put that into the drawing itself.")
        inner = _content(match)
        if match[1] == "image/svg+xml" or inner.lstrip().startswith(b"<"):
            raise _Refused("It has another drawing in it as an image.")
        if reason := self._judge(inner):
            raise _Refused(f"An image in it cannot be set. {reason}")

    def _filter(self, name: str, attributes: dict[str, str]) -> None:
        """Count filter steps and filtered parts."""
        if name.startswith("fe"):
            if name not in _STEPS:
                raise _Refused(f"Its filter ‘{name}’ is not set; save it without, or as a PNG.")
            self._steps += 1
        style = attributes.get("style", "")
        if loads_something(style):
            raise _Refused("A style in it takes something in from elsewhere; save it without.")
        is_filtered = "filter" in attributes or _FILTERED.search(style)
        self._filtered += bool(is_filtered)

    def _count(self, *words: str) -> None:
        """Count characters: entities may expand to far more than the file."""
        self._left -= sum(map(len, words))
        if self._left < 0:
            raise _Refused("It has entities that stand for too much text; save it without them.")

    def _text(self, words: str) -> None:
        self._count(words)
        self._style.append(words)

    def _end(self, name: str) -> None:
        if name.rpartition(":")[2] != "style":
            return
        words = "".join(self._style)
        self._style.clear()
        if loads_something(words):
            raise _Refused("Its styles take something in from elsewhere; save it without them.")
        # a style may apply to any number of parts
        self._filtered += _MOST_STEPS if _FILTERED.search(words) else 0

    def _entity(
        self,
        name: str,
        is_parameter: bool,
        value: str | None,
        base: str | None,
        system: str | None,
        public: str | None,
        notation: str | None,
    ) -> None:
        if value is None or "&" in value or is_parameter:
            raise _Refused("It defines entities that take in other text.")


def _content(match: re.Match[str]) -> bytes:
    """The content of a ``data:`` address."""
    if not match[2].endswith(";base64"):
        return unquote_to_bytes(match[3])
    try:
        return base64.b64decode("".join(match[3].split()))
    except binascii.Error:
        return b""

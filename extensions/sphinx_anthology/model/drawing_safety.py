"""Safety of drawings (SVG): whether one runs code or loads something from elsewhere.

A drawing that is opened by itself is a page of the site. So only known content is allowed: the
elements of SVG, and programs' metadata.
"""

from __future__ import annotations

import re
import zlib
from xml.parsers import expat

MOST_OF_A_DRAWING = 20_000_000
"""The most bytes of an unpacked drawing."""
MOST_OF_ENTITIES = 100_000
"""The most characters that all entities of a drawing may expand to."""
SVG = "http://www.w3.org/2000/svg"
_NOTES = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://purl.org/dc/",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://www.inkscape.org/namespaces/",
    "http://sodipodi.sourceforge.net/",
    "http://inkscape.sourceforge.net/",
    "http://ns.adobe.com/",
    "adobe:ns:meta/",
    "http://www.serif.com/",
    "http://www.bohemiancoding.com/sketch/",
)
"""Prefixes of namespaces for programs' invisible metadata."""
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "iso-8859-1", "windows-1252"})
"""Encodings that every program reads alike."""
_GZIP = b"\x1f\x8b"
_RUNS = frozenset({"script", "handler", "listener"})
_HOLDS_PAGES = frozenset({"foreignobject", "iframe", "embed", "object", "audio", "video", "canvas"})
_LOADS = frozenset(
    {"srcset", "imagesrcset", "formaction", "action", "ping", "poster", "http-equiv", "srcdoc"}
)
"""Attributes of HTML that load or send something."""
_ELSEWHERE = re.compile(
    r"@import|(?:url|src|image|image-set)\(\s*['\"]?\s*(?!['\"]?\s*(?:#|data:image/|data:font/))"
    r"|expression\s*\(|-moz-binding|behavior\s*:|\\",
    re.IGNORECASE,
)
_NO_STYLE = re.compile(r"(d|id|class|lang|(data|aria)-.*)", re.DOTALL)
"""Attributes that cannot hold a style."""
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\ufeff]")
_SCRIPTS = re.compile(r"script:|data:", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(png|jpeg|jpg|gif|webp|avif)[;,]", re.IGNORECASE)
_LINKS = re.compile(r"(https?|mailto|ftp):|[^:]*([/?#]|$)", re.IGNORECASE)
_PACKET = re.compile(r"[\w\s=\"'\ufeff-]*")
"""Adobe's processing instruction for metadata."""


class _Refused(Exception):  # noqa: N818  # not an error of the program
    """A drawing that is refused, with the reason."""


def loads_something(style: str) -> bool:
    r"""Whether a style loads something, or hides what it does.

    >>> loads_something("fill: url(#a)"), loads_something("fill: url(//a.example)")
    (False, True)
    >>> loads_something(r"@\69mport 'a'")
    True
    """
    return bool(_ELSEWHERE.search(style))


def drawing_fault(data: bytes) -> str:
    """The reason why a drawing is refused, as a sentence; empty if safe."""
    written = _unpacked(data)
    if written is None:
        return "It is compressed, and damaged."
    if len(written) > MOST_OF_A_DRAWING:
        return f"It has more than {MOST_OF_A_DRAWING // 1_000_000} MB when it is unpacked."
    try:
        _Reader(len(written) + MOST_OF_ENTITIES).read(written)
    except _Refused as refused:
        return f"It {refused}, which a drawing may not; save it without."
    except expat.ExpatError as error:
        return f"It is no well-formed SVG: {expat.ErrorString(error.code)} in line {error.lineno}."
    except (LookupError, ValueError):
        return "It is no well-formed SVG."
    return ""


def _unpacked(data: bytes) -> bytes | None:
    """The unpacked drawing; :data:`None` if other programs could unpack it differently."""
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        written = unpacker.decompress(data, MOST_OF_A_DRAWING + 1)
    except zlib.error:
        return None
    is_whole = unpacker.eof and not unpacker.unused_data
    return written if is_whole or len(written) > MOST_OF_A_DRAWING else None


class _Reader:
    """A reader that stops at the first unsafe thing in a drawing."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._is_root = True
        self._style: list[str] | None = None

    def read(self, written: bytes) -> None:
        """Read the whole drawing."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartNamespaceDeclHandler = lambda _, space: self._count(space or "")
        parser.Parse(written, True)

    def _count(self, *words: str) -> None:
        """Count characters, which entities can multiply."""
        self._left -= sum(map(len, words))
        if self._left < 0:
            raise _Refused("has entities that stand for too much text")

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.casefold() not in _ENCODINGS:
            raise _Refused(f"is written in ‘{encoding}’ and not in UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, name = name.rpartition(" ")
        self._element(space, name.casefold())
        self._count(*attributes, *attributes.values())
        for key, value in attributes.items():
            space_of_key, _, local = key.rpartition(" ")
            self._attribute(name.casefold(), local.casefold(), value)
            if not space_of_key and not _NO_STYLE.fullmatch(key) and loads_something(value):
                raise _Refused("loads something from elsewhere")

    def _element(self, space: str, name: str) -> None:
        if name in _RUNS:
            raise _Refused("holds a script")
        if self._is_root and (space, name) != (SVG, "svg"):
            raise _Refused(f"does not begin with ‘svg’ of ‘{SVG}’")
        self._is_root = False
        if name in _HOLDS_PAGES or not (space == SVG or space.startswith(_NOTES)):
            raise _Refused("contains a part of a web page")
        if self._style is not None:
            raise _Refused("has elements inside a style")
        self._style = [] if name == "style" else None

    def _attribute(self, name: str, key: str, value: str) -> None:
        if key.startswith("on"):
            raise _Refused("runs a script when something happens to it")
        if key in _LOADS:
            raise _Refused("loads something from elsewhere")
        address = _UNSEEN.sub("", value)
        if key in {"href", "src", "base"} and address:
            known = _LINKS if name == "a" else _INSIDE
            if not known.match(address):
                raise _Refused("loads something from elsewhere")
        elif key in {"to", "from", "values", "by"} and _SCRIPTS.search(address):
            raise _Refused("turns a link into a script")
        elif key == "attributename" and address.rpartition(":")[2].casefold() == "href":
            raise _Refused("changes where its links lead")

    def _end(self, name: str) -> None:
        if self._style is not None and loads_something("".join(self._style)):
            raise _Refused("loads something from elsewhere")
        self._style = None

    def _text(self, words: str) -> None:
        self._count(words)
        if self._style is not None:
            self._style.append(words)

    def _entity(self, *declared: object) -> None:
        is_parameter, value = declared[1:3]
        if value is None or is_parameter or "&" in str(value) or "<" in str(value):
            raise _Refused("defines entities that take in other text")

    def _instruction(self, target: str, data: str) -> None:
        if target != "xpacket" or not _PACKET.fullmatch(data):
            raise _Refused("has processing instructions")

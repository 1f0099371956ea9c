"""What a file of the library is, by its content; its name proves nothing."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from sphinx_anthology.model import media_files
from sphinx_anthology.model.media_files import HEAD

__all__ = ["ENDINGS", "HEAD", "is_plain_drawing", "kind_of"]

LARGEST_DRAWING: Final = 1024 * 1024
"""How many bytes an SVG may have: all of it is looked at."""

ENDINGS: Final = {
    "jpeg": (".jpg", ".jpeg", ".jpe"),
    "png": (".png",),
    "gif": (".gif",),
    "webp": (".webp",),
    "svg": (".svg",),
    "pdf": (".pdf",),
    "mp3": (".mp3",),
    "ogg": (".ogg", ".oga", ".ogv", ".opus"),
    "flac": (".flac",),
    "wav": (".wav",),
    "webm": (".webm", ".mkv"),
    "m4a": (".m4a",),
    "mov": (".mov",),
    "mp4": (".mp4", ".m4v"),
}
"""The kinds that are taken, and the endings that their names have."""

_SHAPES: Final = frozenset(
    (
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "symbol",
        "use",
        "view",
        "switch",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feBlend",
        "feMerge",
        "feMergeNode",
        "feColorMatrix",
        "feComposite",
        "feFlood",
        "metadata",
    )
)
_REFERENCE: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_CALL = re.compile(r"url\s*\(\s*['\"]?(?!#)|@import|javascript:|expression\s*\(", re.IGNORECASE)


def kind_of(head: bytes) -> str:
    """The kind of a file, a key of :data:`ENDINGS`; empty where it is none of them."""
    found = media_files.kind_of(head)
    if found:
        return found if found in ENDINGS else ""
    return "svg" if _is_drawing(head) else ""


def _is_drawing(head: bytes) -> bool:
    """Whether the first element of a file is ``svg``."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, end in ((b"<?xml", b"?>"), *[(b"<!--", b"-->")] * 20):
        if rest.startswith(start):
            rest = rest.partition(end)[2].lstrip()
    return rest.startswith((b"<svg ", b"<svg>", b"<svg\n", b"<svg\r", b"<svg\t"))


def is_plain_drawing(data: bytes) -> bool:
    """Whether an SVG draws, and does nothing else: no script, no style sheet, no other file."""
    if len(data) > LARGEST_DRAWING or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return False
    return all(map(_is_plain, root.iter()))


def _is_plain(element: etree._Element) -> bool:
    """Whether an element is a known shape, and its attributes name nothing outside."""
    if not isinstance(element.tag, str):
        return isinstance(element, etree._Comment)  # noqa: SLF001 the public name is a function
    space, _, name = element.tag.rpartition("}")
    if name not in _SHAPES or space not in {"{http://www.w3.org/2000/svg", ""}:
        return False
    return all(_is_harmless(str(k), str(v)) for k, v in element.attrib.items())


def _is_harmless(name: str, value: str) -> bool:
    if name in _REFERENCE:
        return value.startswith("#")
    is_handler = name.rpartition("}")[2].lower().startswith("on")
    return not is_handler and not _CALL.search(value)

"""Images for reading systems: of a known type, and without other resources."""

from __future__ import annotations

import dataclasses as dc
import re
from pathlib import Path

from lxml import etree

from sphinx_anthology.model.drawing_safety import loads_something
from sphinx_anthology.model.media_files import kind_of
from sphinx_anthology.outputs.epub.xhtml import SVG
from sphinx_anthology.typst.sizes import natural_size

_MOST = 20_000_000
"""The largest drawing, in bytes."""
KINDS = {
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
"""Image types that every reading system supports (EPUB 3.3, core media types)."""
_ENDINGS = {"gif": "gif", "jpeg": "jpg", "png": "png", "webp": "webp"}
"""File extensions of bitmap images, by type."""
_LEFT_OUT = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler", "a"})
_HREF = "{http://www.w3.org/1999/xlink}href"
_ELSEWHERE = re.compile(r"@import|@font-face|url\(\s*['\"]?\s*(?!['\"]?\s*#)", re.IGNORECASE)


@dc.dataclass(frozen=True, slots=True)
class Picture:
    """An image for books: its bytes, and the extension of its name."""

    content: bytes
    ending: str


class UnfitPicture(Exception):  # noqa: N818  # the fault of a file
    """An image that a book cannot have; the message is a sentence."""


def picture(path: Path) -> Picture:
    """An image file for a book.

    :raises UnfitPicture: if a book cannot have it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnfitPicture("It cannot be read.") from error
    if ending := _ENDINGS.get(kind_of(content)):
        if natural_size(path) is None:
            raise UnfitPicture("It cannot be read as an image.")
        return Picture(content, ending)
    if b"<svg" in content or b":svg" in content:
        return Picture(_drawing(content), "svg")
    raise UnfitPicture("Reading systems know PNG, JPEG, GIF, WebP and SVG.")


def is_moving(content: bytes) -> bool:
    """Whether an image may be animated."""
    is_gif = content.startswith(b"GIF8") and content.count(b"\x21\xf9\x04") > 1
    is_webp = content[8:12] == b"WEBP" and b"ANIM" in content[:64]
    is_drawing = b"<animate" in content or b"<set" in content or b"@keyframes" in content
    return is_gif or is_webp or is_drawing or b"acTL" in content[:256]


def _drawing(content: bytes) -> bytes:
    """A drawing without scripts and remote resources."""
    if len(content) > _MOST:
        raise UnfitPicture("The drawing is too large.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnfitPicture("It cannot be read as XML.") from error
    if root.tag != f"{{{SVG}}}svg":
        raise UnfitPicture("It is not an SVG drawing.")
    for element in list(root.iter()):
        _clean(element)
    # without a document type, which reading systems would fetch
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _clean(element: etree._Element) -> None:
    parent = element.getparent()
    if not isinstance(element.tag, str):  # an entity
        if parent is not None:
            parent.remove(element)
        return
    space, _, name = element.tag[1:].rpartition("}")
    if parent is not None and (space != SVG or name in _LEFT_OUT):
        _take_out(element, parent, keeps_content=name == "a" and space == SVG)
        return
    if name == "style":
        _clean_style(element)
    for key, value in element.attrib.items():
        if not _is_harmless(str(key), str(value)):
            del element.attrib[key]


def _clean_style(element: etree._Element) -> None:
    """Remove a style that loads resources; its pieces are joined first."""
    words = "".join(map(str, element.itertext()))
    for part in list(element):
        element.remove(part)
    element.text = "" if loads_something(words) or _ELSEWHERE.search(words) else words


def _take_out(element: etree._Element, parent: etree._Element, *, keeps_content: bool) -> None:
    """Remove an element; the content of a link stays."""
    if keeps_content:
        element.tag = f"{{{SVG}}}g"
        element.attrib.clear()
        return
    parent.remove(element)


def _is_harmless(key: str, value: str) -> bool:
    """Whether an attribute is no script, loads nothing and is known in SVG."""
    if key.startswith("{") and key != _HREF:
        return key.startswith("{http://www.w3.org/XML/")
    if key.lower().startswith("on") or key.startswith("data-"):
        return False
    if key in {_HREF, "href"}:
        return value.startswith(("#", "data:image/"))
    return key == "d" or not (loads_something(value) or _ELSEWHERE.search(value))

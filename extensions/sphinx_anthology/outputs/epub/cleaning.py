"""Clean the elements of a page for EPUB.

Pages come from Sphinx's writer and from other extensions. Elements and attributes that
:mod:`xhtml` does not list are removed; the others are changed as EPUB requires. No inline styles,
scripts or remote resources are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from sphinx_anthology.model.drawing_safety import loads_something
from sphinx_anthology.outputs.epub import xhtml as known
from sphinx_anthology.outputs.epub.arrange import width_class
from sphinx_anthology.outputs.epub.xhtml import LANGUAGE, MATHML, SVG, TYPE, XHTML, book_address
from sphinx_anthology.pages import media
from sphinx_anthology.pages.wording import direction

IMAGES = "images/"
"""The folder of images in a book."""
_X = f"{{{XHTML}}}"
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_NUMBERS = frozenset({"colspan", "rowspan", "start", "value", "width"})
_CHECKED = ("☐", "☑")


def cleaned(body: etree._Element, language: str, base: str = "") -> frozenset[str]:
    """Clean a page and return its ids. ``base`` is its address on the web."""
    cleaner = _Cleaner(direction(language), base)
    for element in list(body.iter()):
        if element is not body:
            cleaner.clean(element)
    for element in body.iter(f"{_X}a"):
        _unlink_if_lost(element, cleaner.ids)
    return frozenset(cleaner.ids)


class _Cleaner:
    """Cleans the elements of a page, in document order."""

    def __init__(self, written: str, base: str) -> None:
        self.written, self.base = written, base
        self.ids: set[str] = set()

    def clean(self, element: etree._Element) -> None:
        """Clean one element."""
        space, _, name = str(element.tag)[1:].rpartition("}")
        if space == XHTML and name in media.NAMES:
            _link_media(element, self.base)
        elif space == XHTML:
            self._clean_html(element, name)
        elif space == SVG:
            _clean_drawing(element, name)
        elif space != MATHML:  # formulas are made by us, of known parts
            _unwrap(element)

    def _clean_html(self, element: etree._Element, name: str) -> None:
        if name in known.DROPPED:
            _drop(element)
            return
        if name == "input":
            _write_box(element)
            return
        if name not in known.KEPT:
            name = known.RENAMED.get(name, "")
            if not name or element.getparent() is None:
                _unwrap(element)
                return
            element.tag = f"{_X}{name}"
        if element.attrib:
            self._clean_attributes(element, name)
        if element.text is None and name not in known.EMPTY:
            element.text = ""  # written with two tags, as HTML requires
        if name in known.BLOCKS:
            _make_room(element)
        if name == "a":
            _clean_link(element, self.base)
        elif special := _SPECIAL.get(name):
            special(element)

    def _clean_attributes(self, element: etree._Element, name: str) -> None:
        stated = {str(key): str(value) for key, value in element.attrib.items()}
        element.attrib.clear()
        own = known.OWN_ATTRIBUTES.get(name, frozenset())
        for key, value in stated.items():
            is_known = key in known.ATTRIBUTES or key in own
            if is_known and (key not in _NUMBERS or _NUMBER.fullmatch(value)):
                element.set(key, value)
        if width := width_class(stated.get("style", "")):
            element.set("class", f"{stated.get('class', '')} {width}".strip())
        if kind := known.ROLES.get(stated.get("role", "")):
            element.set("role", stated["role"])
            element.set(TYPE, kind)
        elif name == "span" and stated.get("role") == "img" and stated.get("aria-label"):
            element.set("role", "img")  # a sign with a label for screen readers
            element.set("aria-label", stated["aria-label"])
        if "id" in stated:
            self._keep_id(element, stated["id"])
        if "lang" in stated:
            self._mark_language(element, stated["lang"].replace("_", "-"))

    def _keep_id(self, element: etree._Element, identifier: str) -> None:
        """Keep an id at the first element that has it, if it is valid."""
        if not identifier or identifier in self.ids or re.search(r"\s", identifier):
            del element.attrib["id"]
        else:
            self.ids.add(identifier)

    def _mark_language(self, element: etree._Element, language: str) -> None:
        """Set the language for XML too, and the direction if it differs."""
        if not _TAG.fullmatch(language):
            del element.attrib["lang"]
            return
        element.set("lang", language)
        element.set(LANGUAGE, language)
        if (written := direction(language)) != self.written:
            element.set("dir", written)


def _clean_drawing(element: etree._Element, name: str) -> None:
    """Clean an icon; it is hidden from screen readers unless it has a label."""
    if name not in known.DRAWING:
        _drop(element)
        return
    for key in list(element.attrib):
        if key not in known.DRAWING_ATTRIBUTES or loads_something(str(element.get(key))):
            del element.attrib[key]
    if name == "svg" and "aria-label" in element.attrib:
        element.set("role", "img")
    elif name == "svg":
        element.set("aria-hidden", "true")


def _clean_link(element: etree._Element, base: str) -> None:
    """Keep a link that has a target, and is in no other link."""
    href = book_address(element.attrib.pop("href", ""), base)
    if not href or next(element.iterancestors(f"{_X}a"), None) is not None:
        _make_span(element)
        return
    rest = dict(element.attrib)
    element.attrib.clear()
    element.set("href", href)  # the first attribute, where volumes expect it
    element.attrib.update(rest)


def _clean_image(element: etree._Element) -> None:
    """Keep an image of the book; of others, the alternative text."""
    if element.get("src", "").startswith(IMAGES):
        element.set("alt", element.get("alt", ""))
        return
    words = element.get("alt", "")
    _make_span(element)
    element.text = words


def _clean_heading_cell(element: etree._Element) -> None:
    """Set the scope of a header cell; an empty one becomes a data cell."""
    if not (len(element) or (element.text or "").strip()):
        element.tag = f"{_X}td"
        element.attrib.pop("scope", None)
        return
    row = element.getparent()
    group = row.getparent() if row is not None else None
    is_column = group is not None and group.tag == f"{_X}thead"
    element.set("scope", "col" if is_column else "row")


def _clean_time(element: etree._Element) -> None:
    if not element.get("datetime"):
        _make_span(element)


_SPECIAL: dict[str, Callable[[etree._Element], None]] = {
    "img": _clean_image,
    "th": _clean_heading_cell,
    "time": _clean_time,
}


def _unlink_if_lost(element: etree._Element, ids: set[str]) -> None:
    """Remove a link within the page that has no target."""
    href = element.get("href", "")
    if href.startswith("#") and href[1:] not in ids:
        _make_span(element)


def _make_span(element: etree._Element) -> None:
    """Turn an element into a span with its text and classes."""
    element.tag = f"{_X}span"
    for key in list(element.attrib):
        if key not in {"id", "class", "lang", LANGUAGE, "dir"}:
            del element.attrib[key]


def _make_room(element: etree._Element) -> None:
    """Turn the inline elements around a block into blocks."""
    parent = element.getparent()
    while parent is not None:
        name = str(parent.tag).rpartition("}")[2]
        if name != "p" and (name not in known.PHRASES or name in {"a", "del", "ins"}):
            return
        parent.tag = f"{_X}div"
        parent = parent.getparent()


def _link_media(element: etree._Element, base: str) -> None:
    """Replace media by a link with its words."""
    where, words = media.link_of(element)
    tail = element.tail
    element.clear()
    element.tail, element.text, element.tag = tail, words, f"{_X}a"
    element.set("href", where)
    if not words:
        _drop(element)
    else:
        _clean_link(element, base)


def _write_box(element: etree._Element) -> None:
    """Replace a checkbox by a sign: books take no input."""
    is_box = element.get("type") == "checkbox"
    sign = _CHECKED["checked" in element.attrib] if is_box else ""
    element.tag = f"{_X}span"
    element.attrib.clear()
    element.text = sign


def _drop(element: etree._Element) -> None:
    """Remove an element with its content."""
    parent = element.getparent()
    if parent is None:
        return
    _keep_text(element, element.tail)
    parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Remove an element, but keep its content."""
    parent = element.getparent()
    if parent is None:
        return
    _keep_text(element, element.text)
    place = parent.index(element)
    children = list(element)
    if children and element.tail:
        children[-1].tail = (children[-1].tail or "") + element.tail
    parent[place : place + 1] = children
    if not children:
        _keep_text_at(parent, place, element.tail)


def _keep_text(element: etree._Element, text: str | None) -> None:
    """Insert a text before an element."""
    parent = element.getparent()
    if parent is not None:
        _keep_text_at(parent, parent.index(element), text)


def _keep_text_at(parent: etree._Element, place: int, text: str | None) -> None:
    if not text:
        return
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text

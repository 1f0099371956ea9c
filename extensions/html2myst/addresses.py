"""New addresses for the links and images of a post."""

from __future__ import annotations

import posixpath
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from markdown_it.common.normalize_url import normalizeLink

from html2myst.conversion import Loss, Places, Source, Target
from html2myst.inventory import plain, shortened
from html2myst.tree import Element, elements

SCHEMES: Final = ("http://", "https://", "mailto:")
"""The beginnings that a link may have."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_LAZY: Final = ("data-orig-file", "data-lazy-src", "data-src", "src")
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$)[a-z0-9]{2,5}$", re.IGNORECASE)
_LABEL = re.compile(r"[^\w]+")


def label_of(docname: str, anchor: str) -> str:
    """The label of an anchor in a document, unique in the publication."""
    return _LABEL.sub("-", f"{docname}-{anchor}".casefold()).strip("-")


class Addresses:
    """Gives all links and images their new addresses, and lists what it found."""

    def __init__(self, source: Source, places: Places, body: Element) -> None:
        self.source, self.places, self.body = source, places, body
        self.losses: list[Loss] = []
        self.links: dict[str, None] = {}
        self.unresolved: dict[str, None] = {}
        self.pictures: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.anchors: set[str] = set(source.anchors)
        self.base = source.base if source.base.endswith("/") else f"{source.base}/"
        self.host = _host(source.base)
        everything = elements(body)
        self.ids = {e.get("id") or e.get("name") for e in everything if _can_be_anchor(e)}
        for element in everything:
            if element.tag == "a" and element.get("href"):
                self._link(element)
        for element in everything:
            if element.tag == "img":
                self._image(element)

    def _link(self, link: Element) -> None:
        """Replace the address of a link by its new one, or by none."""
        written = link.get("href")
        target = "" if written == "#" else self._target(written, link)
        link.attributes["href"] = target or ""
        if target == "":
            kind = "link-dropped" if link.text.strip() else "link-empty"
            self.losses.append(Loss(kind, shortened(f"{link.text} ({written})")))

    def _target(self, written: str, link: Element) -> str | None:
        """The new address of a link; empty where a link is impossible.

        None means that the link is not needed: an image that links to its own larger version.
        """
        if written.startswith("#"):
            return self._own_anchor(written[1:])
        address = self._absolute(written)
        has_scheme = bool(_SCHEME.match(_UNSEEN.sub("", written)))
        if address.startswith("mailto:") or (not address and has_scheme):
            return address
        place = self.places.document(address or written)
        if place is not None:
            return self._document(place)
        path = self.places.picture(address) if _FILE.search(_path(address)) else None
        return self._elsewhere(address) if path is None else self._file(path, link)

    def _elsewhere(self, address: str) -> str:
        """An address of another site, or an unresolved one of the old site."""
        if address:
            is_lost = _host(address) == self.host != ""
            (self.unresolved if is_lost else self.links)[address] = None
        return address

    def _file(self, path: str, link: Element) -> str | None:
        """The path of a file that a link leads to.

        For a linked image it is None where the link leads to the image itself, and empty otherwise.
        """
        images = elements(link, "img")
        if not images or link.text.strip():
            return path
        shown = [self.places.picture(self._absolute(_written(image))) for image in images]
        return None if path in shown else ""

    def _own_anchor(self, anchor: str) -> str:
        if anchor not in self.ids:
            return ""
        self.anchors.add(anchor)
        return f"#{label_of(self.source.docname, anchor)}"

    def _document(self, place: Target) -> str:
        """The address of a document, relative to this one."""
        if place.docname == self.source.docname:
            own = normalizeLink(f"{posixpath.basename(place.docname)}.md")
            return self._own_anchor(place.fragment) if place.fragment else own
        if place.fragment:
            return f"#{label_of(place.docname, place.fragment)}"
        folder = posixpath.dirname(self.source.docname)
        return normalizeLink(posixpath.relpath(f"/{place.docname}.md", f"/{folder}"))

    def _absolute(self, written: str) -> str:
        """The absolute address of a link; empty where it is unsafe or invalid."""
        squeezed = _UNSEEN.sub("", written)
        if _SCHEME.match(squeezed) and not squeezed.lower().startswith(SCHEMES):
            return ""
        try:
            address = urljoin(self.base, _UNSEEN.sub(_encoded, written.strip()))
            parts = urlsplit(address)
            address = normalizeLink(address)
        except ValueError:
            return ""
        is_whole = bool(parts.hostname) or parts.scheme == "mailto"
        is_fine = is_whole and address.lower().startswith(SCHEMES)
        return address if is_fine else ""

    def _image(self, image: Element) -> None:
        """Give an image the path of its file, or make it a link."""
        alt = image.attributes["alt"] = plain(image.get("alt"))
        if image.has_class("wp-smiley", "emoji") and alt:
            image.become("span", {}, alt)
            return
        written = _written(image)
        if _is_tiny(image) or not written:
            kind = "pixel" if written else "picture-dropped"
            self.losses.append(Loss(kind, shortened(written or image.get("src") or alt)))
            image.become("span", {}, " ")
            return
        address = self._absolute(written)
        self.pictures[address or written] = None
        path = self.places.picture(address or written)
        if path is not None:
            image.attributes["src"] = path
        else:
            self._missing(image, address, written)

    def _missing(self, image: Element, address: str, written: str) -> None:
        """Replace a missing image by a link or by its text."""
        self.missing[address or written] = None
        words = image.get("alt") or _path(address or written).rpartition("/")[2] or "…"
        self.losses.append(Loss("picture-missing", shortened(written), shortened(words)))
        around = image.parent
        while around is not None and around.tag != "a":
            around = around.parent
        is_linked = around is not None and around.get("href")
        new: Element | str = words
        if address and not is_linked:
            new = Element("a", {"href": address, "class": "x-picture"}, words)
        image.become("span", {}, " ", new, " ")


def _can_be_anchor(element: Element) -> bool:
    return bool(element.get("id")) or (element.tag == "a" and bool(element.get("name")))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _encoded(found: re.Match[str]) -> str:
    """``%20`` for spaces inside an address; nothing for invisible characters."""
    return "%20" if " " in found.group() else ""


def _written(image: Element) -> str:
    """The address of an image, also where a page loads images lazily."""
    return next((image.get(n) for n in _LAZY if image.get(n)[:5] not in {"", "data:"}), "")


def _is_tiny(image: Element) -> bool:
    """Whether an image is a tracking pixel."""
    return image.get("width") in {"0", "1"} and image.get("height") in {"0", "1"}

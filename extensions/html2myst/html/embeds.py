"""What a page shows of elsewhere becomes a link to it; drawings and forms are told."""

from __future__ import annotations

import re
from typing import Final

from html2myst.html.facts import shortened
from html2myst.html.tree import Element, elements, inside
from html2myst.losses import Loss

_FRAMES: Final = ("iframe", "frame", "embed", "object", "video", "audio")
_GONE: Final = ("svg", "canvas", "map", "applet", "input")
_KNOWN: Final = (
    (re.compile(r"//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,})"), "youtube"),
    (re.compile(r"//player\.vimeo\.com/video/(\d+)"), "vimeo"),
)
_PAGES: Final = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
}


def link_embeds(body: Element) -> list[Loss]:
    """Put links in the place of frames, films and sounds; take out what is no text at all."""
    frames = [e for e in elements(body, *_FRAMES) if not inside(e, *_FRAMES)]
    losses = [_link(element) for element in frames]
    for element in elements(body, *_GONE):
        if not inside(element, *_GONE):
            kind = "form-control" if element.tag == "input" else "drawing"
            text = element.text if element.tag != "input" else element.get("value")
            losses.append(Loss(kind, shortened(f"<{element.tag}> {text}")))
            element.become("span", {}, " ")
    losses += [Loss("formula", shortened(m.text), "") for m in elements(body, "math")]
    return losses


def _link(element: Element) -> Loss:
    """Put a link in the place of something that shows what lies elsewhere."""
    address = _page(_address(element))
    title = element.get("title") or _shown(address, is_file=element.tag in {"audio", "video"})
    before = shortened(f"<{element.tag}> {address}")
    if not address:
        element.become("div", {}, *element.children)
        return Loss("embed-dropped", before, shortened(element.text))
    element.become("div", {}, Element("a", {"href": address, "class": "x-embed"}, title))
    return Loss("embed", before, shortened(title))


def _address(element: Element) -> str:
    """The address of what is shown: the element's own, or the first one inside."""
    for one in (element, *elements(element)):
        for name in ("src", "data-src", "data", "data-lazy-src"):
            found = one.get(name)
            if found and not found.startswith(("data:", "about:")):
                return found
        if one.get("name") in {"movie", "src"} and one.get("value"):
            return one.get("value")
    return ""


def _page(address: str) -> str:
    """The address of the page that people know a film by."""
    for pattern, name in _KNOWN:
        if found := pattern.search(address):
            return _PAGES[name].format(found[1])
    return address


def _shown(address: str, *, is_file: bool) -> str:
    """An address as a text: without what every one has; of a file its name."""
    if is_file and (name := address.partition("?")[0].rpartition("/")[2]):
        return name
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", address).rstrip("/")

"""Prepares stored HTML: paragraphs, embeds, footnotes and addresses as readers saw them.

Posts from before the block editor are stored without paragraph elements. A blank line is then a
paragraph and a line end a break; a blank line inside inline text becomes a mark at which the walker
ends the paragraph.
"""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from html2myst.addresses import Addresses
from html2myst.conversion import Loss, Places, Source, Tree
from html2myst.footnotes import Footnotes
from html2myst.inventory import formula_lines, shortened
from html2myst.shortcodes import Expanded, known_shortcodes
from html2myst.tree import DEEPEST, Element, cleaned, copied, elements, inside, parsed

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_KEPT = ("pre", "textarea", "svg", "math")
"""Elements whose line ends are kept or have no meaning."""

_FIXED = frozenset(
    {*_KEPT, "table", "tbody", "thead", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "select"}
)
"""These, and elements whose white space only separates their parts."""


def mark_paragraphs(body: Element) -> None:
    """Insert marks into all texts where paragraphs and lines end."""
    for around in (body, *elements(body)):
        has_lines = any(isinstance(child, str) and "\n" in child for child in around.children)
        if has_lines and around.tag not in _FIXED and not inside(around, *_KEPT):
            children, around.children = around.children, []
            for child in children:
                _add(around, child)
            _wrap(around)


def _wrap(around: Element) -> None:
    """Wrap the content between marks in paragraph elements."""
    if not around.is_block or not any(_is_mark(child) for child in around.children):
        return
    children, around.children = around.children, []
    paragraph: Element | None = None
    for child in children:
        if isinstance(child, Element) and child.is_block:
            paragraph = None
            if child.tag != "x-break":
                around.add(child)
        elif paragraph is not None or not isinstance(child, str) or child.strip():
            if paragraph is None:
                paragraph = Element("p")
                around.add(paragraph)
            paragraph.add(child)


def _is_mark(child: Element | str) -> bool:
    return isinstance(child, Element) and child.tag == "x-break"


def _add(around: Element, child: Element | str) -> None:
    """Add a child; line ends of a text become marks and breaks."""
    if isinstance(child, Element) or "\n" not in child:
        around.add(child)
        return
    for number, paragraph in enumerate(_BLANK.split(child)):
        if number:
            around.add(Element("x-break"))
        for line_number, line in enumerate(paragraph.split("\n")):
            if line_number:
                around.add(Element("br"))
            around.add(line)


def link_bare_addresses(body: Element) -> None:
    """Turn addresses that stand alone on a line into links."""
    for around in (body, *elements(body)):
        if around.tag in {"a", "code", *_KEPT} or inside(around, "a", "code", *_KEPT):
            continue
        for place, child in enumerate(around.children):
            if not isinstance(child, str) or not _ADDRESS.fullmatch(child.strip()):
                continue
            if _is_alone(around, place):
                address = child.strip()
                around.children[place] = link = Element("a", {"href": address}, address)
                link.parent = around


def _is_alone(around: Element, place: int) -> bool:
    """Whether a text has its line for itself."""
    before = around.children[place - 1] if place else None
    after = around.children[place + 1] if place + 1 < len(around.children) else None
    ends = around.is_block
    return _ends_line(before, ends) and _ends_line(after, ends)


def _ends_line(neighbour: Element | str | None, at_edge: bool) -> bool:
    if neighbour is None:
        return at_edge
    if isinstance(neighbour, str):
        return not neighbour.strip()
    return neighbour.is_block or neighbour.tag == "br"


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
    """Replace frames, videos and audio by links; remove what is no text."""
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
    """Replace an embed by a link to its address."""
    address = _page(_address(element))
    title = element.get("title") or _shown(address, is_file=element.tag in {"audio", "video"})
    before = shortened(f"<{element.tag}> {address}")
    if not address:
        element.become("div", {}, *element.children)
        return Loss("embed-dropped", before, shortened(element.text))
    element.become("div", {}, Element("a", {"href": address, "class": "x-embed"}, title))
    return Loss("embed", before, shortened(title))


def _address(element: Element) -> str:
    """The address of an embed: its own, or the first inside."""
    for one in (element, *elements(element)):
        for name in ("src", "data-src", "data", "data-lazy-src"):
            found = one.get(name)
            if found and not found.startswith(("data:", "about:")):
                return found
        if one.get("name") in {"movie", "src"} and one.get("value"):
            return one.get("value")
    return ""


def _page(address: str) -> str:
    """The address of a video's public page."""
    for pattern, name in _KNOWN:
        if found := pattern.search(address):
            return _PAGES[name].format(found[1])
    return address


def _shown(address: str, *, is_file: bool) -> str:
    """An address as link text, without scheme; the name of a file."""
    if is_file and (name := address.partition("?")[0].rpartition("/")[2]):
        return name
    return re.sub(r"^(?:https?:)?//(?:www\.)?", "", address).rstrip("/")


_DYNAMIC = re.compile(r"<!--\s+wp:([a-z0-9/-]+)\s+(?:\{[^\n]{0,5000}\}\s+)?/-->")
_SILENT: Final = frozenset({"footnotes", "more", "nextpage", "separator", "spacer", "block"})
"""Blocks without content whose removal loses nothing."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A body that is ready for conversion.

    ``notes`` are its footnotes by number. ``addresses.anchors`` are the ids that links lead to.
    """

    body: Element
    notes: dict[int, Element]
    losses: tuple[Loss, ...]
    addresses: Addresses
    shortcodes: tuple[str, ...]


def prepared(source: Source, places: Places) -> Prepared:
    """Prepare a body of HTML."""
    html, controls = cleaned(source.html)
    losses = [Loss("control-character", str(controls))] if controls else []
    losses += [Loss("dynamic-block", name) for name in _DYNAMIC.findall(html) if _is_lost(name)]
    result = Expanded(html, known_shortcodes(source.library, source.attached))
    losses += result.losses
    body, is_cut = parsed(result.expanded)
    losses += [Loss("depth", f"> {DEEPEST}")] if is_cut else []
    losses += link_embeds(body)
    if "<!-- wp:" not in html and not source.is_rendered:
        mark_paragraphs(body)
    link_bare_addresses(body)
    notes = Footnotes(body, source.footnotes)
    losses += notes.losses
    return _with_addresses(source, places, body, notes.found, losses, tuple(result.unknown))


def prepared_tree(tree: Tree, places: Places) -> Prepared:
    """Prepare a copy of a tree of elements."""
    losses: list[Loss] = []
    body, *inner = (_sanitized(part, losses) for part in (tree.body, *tree.notes.values()))
    notes = dict(zip(tree.notes, inner, strict=True))
    _match_marks(body, notes, losses)
    source = Source(html="", docname=tree.docname, base=tree.base, anchors=tree.anchors)
    return _with_addresses(source, places, body, notes, losses, ())


def _sanitized(part: Element, losses: list[Loss]) -> Element:
    """A copy of a tree without anything that cannot be written."""
    body, controls, is_cut = copied(part)
    losses += [Loss("control-character", str(controls))] if controls else []
    losses += [Loss("depth", f"> {DEEPEST}")] if is_cut else []
    losses += link_embeds(body)
    for element in elements(body):
        if element.tag in {"x-math", "x-mathblock"}:
            if not formula_lines(element.attributes.get("tex", "")):
                around = element.parent or body
                losses.append(Loss("formula-empty", shortened(around.text)))
        elif element.tag.startswith("x-") and element.tag != "x-note":
            element.tag = "span"
    return body


def _match_marks(body: Element, notes: dict[int, Element], losses: list[Loss]) -> None:
    """Remove marks in code or without a footnote; append unused footnotes."""
    numbers = {str(number): number for number in notes}
    used = set()
    for part in (body, *notes.values()):
        for mark in elements(part, "x-note"):
            if mark.get("number") in numbers and not inside(mark, "pre"):
                used.add(numbers[mark.get("number")])
            else:
                losses.append(Loss("footnote-missing", shortened(mark.get("number"))))
                mark.tag = "span"
    for number in [n for n in notes if n not in used]:
        note = notes.pop(number)
        losses.append(Loss("footnote-unused", shortened(note.text)))
        body.add(Element("div", {}, *note.children))


def _with_addresses(
    source: Source,
    places: Places,
    body: Element,
    notes: dict[int, Element],
    losses: list[Loss],
    shortcodes: tuple[str, ...],
) -> Prepared:
    """A body and its notes with their new addresses."""
    parts = (body, *notes.values())
    addresses = Addresses(source, places, Element("body", {}, *parts))
    for part in parts:
        part.parent = None
    gone = addresses.anchors - addresses.ids
    losses += [*addresses.losses, *(Loss("anchor-missing", shortened(a)) for a in sorted(gone))]
    addresses.anchors -= gone
    for part in parts:
        _simplify(part)
    return Prepared(
        body=body, notes=notes, losses=tuple(losses), addresses=addresses, shortcodes=shortcodes
    )


def _is_lost(name: str) -> bool:
    return name not in _SILENT and not name.startswith("core/")


def _simplify(body: Element) -> None:
    """Write out quotation marks; unfold galleries in lists and one-cell tables."""
    for quote in elements(body, "q"):
        quote.children = ["“", *quote.children, "”"]
    for part in elements(body, "ul", "li"):
        if part.has_class("wp-block-gallery"):
            part.tag = "figure"
        elif part.has_class("blocks-gallery-grid", "blocks-gallery-item"):
            part.tag = "div"
    for table in elements(body, "table"):
        cells = [cell for cell in elements(table, "td", "th") if inside(cell, "table") is table]
        if len(cells) == 1 and not elements(table, "caption"):
            table.become("div", {}, *cells[0].children)

"""Paragraphs where an author left a blank line, and breaks where a line was ended.

Posts of before the block editor are stored without paragraphs; the blog makes them when it shows
a post. A blank line inside a phrase stays as a mark that the walker ends a paragraph at.
"""

from __future__ import annotations

import re

from html2myst.html.tree import Element, elements, inside

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_KEPT = ("pre", "textarea", "svg", "math")
"""Where a line end is no more than that, or all of it."""

_FIXED = frozenset(
    {*_KEPT, "table", "tbody", "thead", "tfoot", "tr", "colgroup", "ul", "ol", "dl", "select"}
)
"""These, and elements in which white space stands between the parts."""


def mark_paragraphs(body: Element) -> None:
    """Put marks into all texts where paragraphs and lines end."""
    for around in (body, *elements(body)):
        has_lines = any(isinstance(child, str) and "\n" in child for child in around.children)
        if has_lines and around.tag not in _FIXED and not inside(around, *_KEPT):
            children, around.children = around.children, []
            for child in children:
                _add(around, child)
            _wrap(around)


def _wrap(around: Element) -> None:
    """Make elements of the paragraphs between the marks in an element."""
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
    """Put a child back, a text with marks."""
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
    """Make links of addresses that stand alone in a line: the blog showed there what they name."""
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
    """Whether a text has the line for itself."""
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

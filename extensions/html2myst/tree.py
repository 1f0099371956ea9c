"""HTML as a tree of elements, read by a browser's rules.

Nothing here recurses, since input may be nested without limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LINE_ENDS = re.compile("\r\n?")
_SPACES = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")
"""Characters that some programs take for line ends; here they are spaces."""

_CONTROLS = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> tuple[str, int]:
    """A text with plain line ends and without control characters.

    The second value is the number of control characters that were removed.
    """
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text, halves = _HALVES.subn("\N{REPLACEMENT CHARACTER}", text)
    text, controls = _CONTROLS.subn("", text)
    return text, halves + controls


DEEPEST: Final = 256
"""The deepest nesting; deeper elements become children of the last one."""

UNSEEN: Final = frozenset(
    {
        *("script", "style", "template", "head", "title", "noscript", "meta", "link", "base"),
    }
)
"""Elements that readers never see."""

BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "button", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p"),
        *("pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot"),
        *("th", "thead", "tr", "ul", "x-break", "x-mathblock", "x-more", "x-page"),
    }
)
"""Block-level elements."""

_MARKS: Final = {"more": "x-more", "nextpage": "x-page", "noteaser": "x-noteaser"}
"""Meaningful comments, and the elements that replace them."""

FOOTNOTE: Final = "x-footnote\x01"
"""The element around a shortcode's footnote; no source can have its name."""

_OURS: Final = "x-"
"""The prefix of our own elements, which no source can contain."""

_WORD = re.compile(r"[a-z]+")


class Element:
    """An element: lower-case tag, attributes, and children in reading order."""

    __slots__ = ("attributes", "children", "parent", "tag")

    def __init__(
        self,
        tag: str,
        attributes: dict[str, str] | None = None,
        *children: Node,
    ) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Node] = []
        self.parent: Element | None = None
        for child in children:
            self.add(child)

    def add(self, child: Node) -> None:
        """Add a child at the end."""
        if isinstance(child, Element):
            child.parent = self
        self.children.append(child)

    def get(self, name: str) -> str:
        """An attribute without spaces around it; empty if it is missing."""
        return self.attributes.get(name, "").strip()

    def has_class(self, *names: str) -> bool:
        """Whether the element has one of these classes."""
        classes = self.attributes.get("class")
        return bool(classes) and not set(names).isdisjoint(str(classes).split())

    @property
    def is_block(self) -> bool:
        """Whether the element is block-level."""
        return self.tag in BLOCKS

    @property
    def text(self) -> str:
        """All text inside."""
        return "".join(thing for is_open, thing in events(self) if isinstance(thing, str))

    @property
    def is_empty(self) -> bool:
        """Whether there is no visible content."""
        return not any(
            thing.strip() if isinstance(thing, str) else thing.tag == "img"
            for is_open, thing in events(self)
        )

    def become(self, tag: str, attributes: dict[str, str] | None = None, *inner: Node) -> None:
        """Replace the element by another one."""
        self.tag, self.attributes, self.children = tag, attributes or {}, []
        for child in inner:
            self.add(child)


Node = Element | str
Event = tuple[bool, Node]
"""An element that opens (true) or closes (false), or a text (true)."""


def events(root: Element) -> Iterator[Event]:
    """The content of an element, in reading order."""
    waiting: list[tuple[Element | None, Iterator[Node]]] = [(None, iter(root.children))]
    while waiting:
        around, rest = waiting[-1]
        for child in rest:
            yield True, child
            if isinstance(child, Element):
                waiting.append((child, iter(child.children)))
                break
        else:
            waiting.pop()
            if around is not None:
                yield False, around


def elements(root: Element, *tags: str) -> list[Element]:
    """The elements inside an element, all or with some tags, in reading order."""
    return [
        thing
        for is_open, thing in events(root)
        if is_open and isinstance(thing, Element) and (not tags or thing.tag in tags)
    ]


def inside(element: Element, *tags: str) -> Element | None:
    """The nearest ancestor with one of some tags."""
    around = element.parent
    while around is not None and around.tag not in tags:
        around = around.parent
    return around


def copied(root: Element) -> tuple[Element, int, bool]:
    """A cleaned copy, its number of control characters, and whether it was cut.

    It is cut where it is nested too deep.
    """
    copy, controls = _alone(root)
    path = [copy]
    is_cut = False
    for is_open, thing in events(root):
        if isinstance(thing, str):
            text, count = cleaned(thing)
            path[-1].children.append(text)
            controls += count
        elif is_open:
            inner, count = _alone(thing)
            controls += count
            path[-1].add(inner)
            is_cut |= len(path) > DEEPEST and bool(thing.children)
            path.append(inner if len(path) <= DEEPEST else path[-1])
        else:
            path.pop()
    return copy, controls, is_cut


def _alone(element: Element) -> tuple[Element, int]:
    """A cleaned copy of an element without content, and its control characters."""
    found = {name: cleaned(value) for name, value in element.attributes.items()}
    attributes = {name: value for name, (value, _) in found.items()}
    return Element(element.tag, attributes), sum(count for _, count in found.values())


def parsed(html: str) -> tuple[Element, bool]:
    """The tree of some HTML, and whether it was nested too deep.

    Elements whose name begins with ``x-`` become plain ``span`` elements.
    """
    # callers with a tree of their own need no parser
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    root = Element("body")
    node = LexborHTMLParser(html, is_fragment=True).root if html.strip() else None
    path = [root]
    depth = 0
    is_cut = False
    while node is not None:
        inner = _append(path[-1], node)
        first = node.first_child if inner is not None else None
        if first is not None and inner is not None:
            depth += 1
            is_cut |= depth > DEEPEST
            path.append(inner if depth <= DEEPEST else path[-1])
            node = first
            continue
        while node is not None and node.next is None and depth:
            node = node.parent
            depth -= 1
            path.pop()
        node = node.next if node is not None else None
    return root, is_cut


def _append(parent: Element, node: LexborNode) -> Element | None:
    """Add a parser's node; give the element that takes its children."""
    tag = node.tag or ""
    if tag == "-text":
        parent.children.append(node.text_content or "")
        return None
    if tag == "-comment":
        word = _WORD.match(node.comment_content or "")
        if word and word.group() in _MARKS:
            # a comment ‘more’ may have the text of the link to the rest
            label = (node.comment_content or "")[4:].strip()
            parent.add(Element(_MARKS[word.group()], {"label": label}))
        return None
    if tag in UNSEEN or tag.startswith("-"):
        return None
    if tag == FOOTNOTE or tag.lower().startswith(_OURS):
        tag = "x-footnote" if tag == FOOTNOTE else "span"
    element = Element(tag, {k.lower(): v or "" for k, v in node.attributes.items()})
    parent.add(element)
    return element

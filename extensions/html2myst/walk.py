"""Turns the tree of a body into blocks."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Error
from pygments.util import ClassNotFound

from html2myst.blocks import Block, Code, Document, Heading, Math, More, Paragraph, Rule, Style
from html2myst.conversion import Loss
from html2myst.frames import (
    DefinitionsFrame,
    FigureFrame,
    Frame,
    HeadingFrame,
    ListFrame,
    QuoteFrame,
    TableFrame,
)
from html2myst.inventory import formula_lines, pre_text, shortened
from html2myst.prepare import Prepared
from html2myst.runs import RunBuilder, tidy
from html2myst.tree import Element, elements, events

DEEPEST: Final = 7
"""The deepest nesting of lists and quotes.

A Markdown parser gives up at twenty levels, and a list, an item and a paragraph are three.
"""

_FRAMES: Final[dict[str, type[Frame]]] = {
    "blockquote": QuoteFrame,
    **dict.fromkeys(("ul", "ol", "menu", "dir"), ListFrame),
    "dl": DefinitionsFrame,
    "figure": FigureFrame,
    "table": TableFrame,
    **dict.fromkeys(("li", "dt", "dd", "td", "th", "caption", "figcaption"), Frame),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HeadingFrame),
}
_NESTING: Final = ("blockquote", "ul", "ol", "menu", "dir", "dl", "table")
_LINES: Final = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "figcaption"),
    }
)
"""Elements that are written on one line; no label fits before them."""


def read_blocks(prepared: Prepared, labels: dict[str, str]) -> tuple[Document, list[Loss]]:
    """The blocks of a body and its footnotes, and what was simplified.

    ``labels`` are the labels of the linked anchors, by anchor.
    """
    walker = Walker(labels)
    notes = {number: walker.blocks(note) for number, note in prepared.notes.items()}
    walker.is_note = False
    blocks = walker.blocks(prepared.body)
    return Document(blocks, notes), walker.losses


class Walker:
    """Walks through a tree once, with a stack of open elements."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.losses: list[Loss] = []
        self.is_note = True
        self.has_more = False
        self.frames: list[Frame] = []
        self.inline = RunBuilder()
        self.anchors: list[str] = []
        self.skipped: Element | None = None
        self.verse: Element | None = None

    def blocks(self, root: Element) -> list[Block]:
        """The blocks inside an element."""
        self.frames = [Frame(root)]
        self.has_more = self.is_note
        for is_open, thing in events(root):
            if self.skipped is not None:
                if not is_open and thing is self.skipped:
                    self.skipped = None
                    self._close(thing)
            elif isinstance(thing, str):
                (self.inline.add_text if self.verse is None else self.inline.add_lines)(thing)
            elif is_open:
                self._open(thing)
            else:
                self._close(thing)
        self._flush()
        blocks = self.frames.pop().closed()
        if self.anchors and blocks:
            blocks[-1].anchors += self.anchors
            self.anchors = []
        return blocks

    def _open(self, element: Element) -> None:
        if self.labels:
            self._anchor(element)
        if element.is_block:
            self._flush()
        self.inline.open(element)
        if element.is_block:
            self._open_block(element)

    def _open_block(self, element: Element) -> None:
        tag = element.tag
        if tag == "pre":
            self._preformatted(element)
        elif tag == "hr":
            self._add(Rule())
        elif tag in {"x-mathblock", "x-more", "x-page"}:
            self._add_special(element)
        elif tag == "tr":
            if isinstance(table := self.frames[-1], TableFrame):
                table.row(element)
        elif tag in _FRAMES or element.has_class("wp-caption", "wp-caption-text"):
            kind = _FRAMES.get(tag) or (FigureFrame if element.has_class("wp-caption") else Frame)
            depth = self.frames[-1].depth + (tag in _NESTING)
            if depth > DEEPEST and tag in _NESTING:
                kind = Frame
                if depth == DEEPEST + 1:
                    self.losses.append(Loss("nesting", f"<{tag}>", shortened(element.text)))
            self.frames.append(kind(element, depth=depth))

    def _close(self, element: Element) -> None:
        self.inline.close(element)
        if element.is_block:
            self._flush()
            self.verse = None if element is self.verse else self.verse
            frame = self.frames[-1]
            if frame.element is element and len(self.frames) > 1:
                self.frames.pop()
                self._place(element, frame)

    def _place(self, element: Element, frame: Frame) -> None:
        """Add the blocks of a closed element to its parent."""
        around = self.frames[-1]
        blocks = frame.closed()
        tag = element.tag
        if isinstance(frame, TableFrame):
            self.losses += frame.losses
        if tag == "li" and isinstance(around, ListFrame):
            around.items.append(blocks)
        elif tag in {"dt", "dd"} and isinstance(around, DefinitionsFrame):
            around.parts += [(tag, blocks)] if blocks else []
        elif tag in {"td", "th"} and isinstance(around, TableFrame):
            around.cell(element, blocks)
        elif _is_caption(element) and isinstance(around, FigureFrame | TableFrame):
            around.caption += blocks
        else:
            for block in blocks:
                self._add(block)

    def _flush(self) -> None:
        """End the current paragraph."""
        for runs in self.inline.paragraphs():
            self._add(Paragraph(runs))

    def _add(self, block: Block) -> None:
        """Add a block; headings and rules only at the top level."""
        is_inner = len(self.frames) > 1 or self.is_note
        if is_inner and isinstance(block, Rule):
            self.losses.append(Loss("rule", "<hr>"))
            return
        if is_inner and isinstance(block, Heading):
            block = Paragraph(
                tidy([dc.replace(r, style=r.style | Style.STRONG) for r in block.runs])[0]
            )
        if self.anchors and self.frames[-1].element.tag not in _LINES:
            block.anchors += self.anchors
            self.anchors = []
        self.frames[-1].add(block)

    def _add_special(self, element: Element) -> None:
        """Add an element that HTML does not have."""
        if element.tag == "x-more":
            self._more(element)
        elif element.tag == "x-page":
            self.losses.append(Loss("page-break", "<!--nextpage-->"))
        elif tex := formula_lines(element.attributes.get("tex", "")):
            self._add(Math(tex))

    def _more(self, element: Element) -> None:
        """Add the end of the excerpt: once, and only at the top level."""
        if element.get("label"):
            self.losses.append(Loss("more-label", shortened(element.get("label"))))
        if self.has_more or len(self.frames) > 1:
            self.losses.append(Loss("more", "<!--more-->"))
        else:
            self._add(More())
            self.has_more = True

    def _preformatted(self, element: Element) -> None:
        """Add code as it is, or begin verse."""
        if element.has_class("wp-block-verse"):
            self.verse = element
            return
        self.skipped = element
        for inner in elements(element) if self.labels else ():
            self._anchor(inner)
        text = pre_text(element).strip("\n")
        if text.strip():
            text = text if len(self.frames) == 1 else text.expandtabs(4)
            self._add(Code(text, language_of(element, text)))
        for image in elements(element, "img"):
            self.inline.add_image(image)
        self._flush()

    def _anchor(self, element: Element) -> None:
        """Keep the label of an anchor for the next block."""
        names = {element.get("id"), element.get("name") if element.tag == "a" else ""}
        self.anchors += [self.labels.pop(name) for name in sorted(names & self.labels.keys())]


def _is_caption(element: Element) -> bool:
    return element.tag in {"caption", "figcaption"} or element.has_class("wp-caption-text")


_CLASS = re.compile(r"(?:^|\s)(?:language-|lang-|lang:|brush:\s*)([\w+#-]+)")
_ALIASES: Final = {"jscript": "javascript", "plain": "", "text": "", "as3": "actionscript3"}
_LONGEST: Final = 50_000


def language_of(element: Element, code: str) -> str:
    """The language of code, if Pygments can read the code in it."""
    for one in (element, *elements(element, "code")):
        said = one.get("data-language") or one.get("data-lang") or one.get("lang")
        found = _CLASS.search(one.get("class"))
        name = (said or (found[1] if found else "")).casefold()
        if name and (known := _readable(_ALIASES.get(name, name), code)):
            return known
    return ""


def _readable(name: str, code: str) -> str:
    """The name of a lexer that finds no error in code; else empty."""
    lexer = _lexer(name)
    if lexer is None or len(code) > _LONGEST:
        return ""
    if any(kind in Error for kind, _ in lexer.get_tokens(code)):
        return ""
    return name


@functools.cache
def _lexer(name: str) -> Lexer | None:
    """The Pygments lexer of a language."""
    if not re.fullmatch(r"[\w+#-]+", name):
        return None
    try:
        return get_lexer_by_name(name)
    except ClassNotFound:
        return None

"""The writer of Typst code from nodes, and what handlers use.

Every node becomes a call of a function of the template (``look/book.typ``), every text a string
literal. So no text is interpreted as markup, and only literals need escaping.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from sphinx_anthology.outputs.pdf.fragments import FragmentBuilder
from sphinx_anthology.pages.media import words_around
from sphinx_anthology.typst.strings import REPLACEMENT, broken, displayable, literal, uncovered

NOTHING = "{[]\n}"
"""The code of an empty block."""
logger = logging.getLogger(__name__)


class Footnotes:
    """The footnotes of a document, and where they are written."""

    def __init__(self, document: nodes.document) -> None:
        self.all = list(document.findall(nodes.footnote))
        self.by_id = {i: note for note in self.all for i in note["ids"]}
        self.referred = {n.get("refid", "") for n in document.findall(nodes.footnote_reference)}
        """The ids with a reference, also from another footnote."""
        self.standing: set[str] = set()
        """The ids of footnotes written below the text."""

    def left(self, anchors: dict[str, str]) -> Iterator[nodes.footnote]:
        """The footnotes without a reference, which are written below the text."""
        for note in self.all:
            if not (anchors.keys() | self.standing) & set(note["ids"]):
                self.standing.update(note["ids"])
                yield note


class CodeWriter(SphinxTranslator):
    """Writes the code of one document; handlers of nodes add to it."""

    builder: FragmentBuilder

    def __init__(self, document: nodes.document, builder: FragmentBuilder) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.docname = builder.current_docname
        self.anchors: dict[str, str] = {}
        """The label of each id of the document."""
        self.level = 0
        """The number of sections around the current node."""
        self.footnotes = Footnotes(document)
        self._outermost = self.body
        self._here: nodes.Node = document
        self._owners: list[nodes.Node] = []
        self._told: set[tuple[object, ...]] = set()

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit a node, and record its outermost statements."""
        if self.body is self._outermost:
            self.begin(node)
        super().dispatch_visit(node)

    def begin(self, node: nodes.Node) -> None:
        """Attribute the next outermost statements to a node."""
        self._settle()
        self._here = node

    def _settle(self) -> None:
        """Attribute all outermost statements to their nodes."""
        self._owners += [self._here] * (len(self._outermost) - len(self._owners))

    def pieces(self) -> list[tuple[str, nodes.Node]]:
        """The code of the document, one piece for each outermost node."""
        self._settle()
        parts = zip(self._owners, self._outermost, strict=False)
        groups = itertools.groupby(parts, key=lambda part: id(part[0]))
        found = [list(group) for _, group in groups]
        return [("".join(code for _, code in group), group[0][0]) for group in found]

    def emit(self, *code: str) -> None:
        """Add statements, one line each; empty ones are skipped."""
        self.body.extend(f"{statement}\n" for statement in code if statement)

    def finish(self, *code: str) -> NoReturn:
        """Add statements and skip the node.

        :raises SkipNode: always.
        """
        self.emit(*code)
        raise nodes.SkipNode

    def call(self, function: str, node: nodes.Element, *arguments: str) -> NoReturn:
        """Add a call with the content of a node as last argument; skip the node.

        :raises SkipNode: always.
        """
        given = ", ".join((*arguments, self.content(node)))
        self.finish(f"{function}({given})")

    def transparent(self, node: nodes.Element) -> NoReturn:
        """Add the content of a node, and its label; skip the node.

        :raises SkipNode: always.
        """
        self.emit(self.anchor(node))
        for child in list(node.children):
            child.walkabout(self)
        raise nodes.SkipNode

    def content(self, node: nodes.Element) -> str:
        """The code block of a node's content, with its label."""
        return self.block(node.children, self.anchor(node))

    def block(self, children: list[nodes.Node], *before: str) -> str:
        """A code block of nodes; empty content first makes its type content."""
        outer, self.body = self.body, []
        for child in list(children):
            child.walkabout(self)
        inner, self.body = self.body, outer
        start = "".join(f"{code}\n" for code in before if code)
        return f"{{[]\n{start}{''.join(inner)}}}"

    def inline_content(self, node: nodes.Element) -> str:
        """The content of a node; that of an only paragraph, to avoid spacing."""
        only = node.children[0] if len(node.children) == 1 else None
        if isinstance(only, nodes.paragraph) and not only["classes"] and not is_picture(only):
            return self.block(only.children, self.anchor(node), self.anchor(only))
        return self.content(node)

    def label(self, node: nodes.Element) -> str:
        """The label of a node's ids, as a literal; ``none`` without ids."""
        ids: list[str] = node.get("ids", [])
        new = [i for i in ids if i not in self.anchors]
        if not new:
            return "none"
        label = f"{self.docname}:{new[0]}"
        self.anchors.update(dict.fromkeys(new, label))
        return literal(label)

    def anchor(self, node: nodes.Element) -> str:
        """The code that sets a node's label; empty if it has none."""
        label = self.label(node)
        return "" if label == "none" else f"anchor({label})"

    def place(self, node: nodes.Node) -> str:
        """The code that says in which file and line a node was written; empty if nobody knows."""
        known: nodes.Node | None = node
        while known is not None and not known.line:
            known = known.parent
        file = self.builder.file_of(self.docname)
        return f"written-at({literal(f'{file}:{known.line}')})" if known and file else ""

    def tell(self, node: nodes.Node, message: str, *words: str) -> None:
        """Warn about a node: at its line, or that of an ancestor."""
        if self.builder.is_translated_again:
            return
        known: nodes.Node | None = node
        while known is not None and not known.line:
            known = known.parent
        location: nodes.Node | str | None
        location = known if known is not None and known.source else self.docname
        if not self.builder.file_of(self.docname):  # a part of a volume, not a document
            volume, _, part = self.docname.partition("?")[0].rpartition("/")
            location, message = None, f"%s of the PDF ‘%s’: {message}"
            words = (part.capitalize(), volume, *words)
        told = (message, words, getattr(location, "line", 0))
        if told not in self._told:
            self._told.add(told)
            logger.warning(message, *words, location=location, type="anthology", subtype="pdf")

    def shown(self, text: str, node: nodes.Node) -> str:
        """A text with replacements for characters without a font, and a warning."""
        missing = uncovered(text)
        if not missing:
            return text
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing)
        self.tell(
            node,
            "The PDF has no font for %s; it shows “%s” instead.",
            signs,
            REPLACEMENT,
        )
        return text.translate(dict.fromkeys(map(ord, missing), REPLACEMENT))

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        """Warn about a node without a handler; its words are kept."""
        self.tell(node, "The PDF cannot show ‘%s’; its words are kept.", type(node).__name__)
        if isinstance(node, nodes.Element):
            before, after = words_around(node, self.builder._app)  # noqa: SLF001  # as Sphinx has it
            self.say(node, before)
            self.emit(self.content(node))
            self.say(node, after)
        raise nodes.SkipNode

    def say(self, node: nodes.Element, texts: Sequence[str]) -> None:
        """Add the words that an extension writes for web pages."""
        made = literal(broken(displayable(" ".join(texts))))
        if isinstance(node.parent, nodes.TextElement):
            self.emit(made if texts else "")
        else:
            self.emit(*(f"par({literal(broken(displayable(text)))})" for text in texts))

    def unknown_departure(self, node: nodes.Node) -> None:
        """Do nothing: handlers write the whole node."""


Handler = Callable[[CodeWriter, Any], NoReturn]
"""Adds the code of a node, content included; skips the node."""


def calling(function: str) -> Handler:
    """The handler that calls a function with the content of a node."""

    def handle(writer: CodeWriter, node: nodes.Element) -> NoReturn:
        writer.call(function, node)

    return handle


def dropped(writer: CodeWriter, node: nodes.Node) -> NoReturn:
    """Skip a node."""
    raise nodes.SkipNode


def is_picture(paragraph: nodes.Element) -> bool:
    """Whether a paragraph only holds an image."""
    return len(paragraph.children) == 1 and isinstance(paragraph.children[0], nodes.image)


def classes_of(node: nodes.Element) -> str:
    """The classes of a node, as a Typst array."""
    return tuple_of([literal(name) for name in node["classes"]])


def tuple_of(items: list[str]) -> str:
    """A Typst array; a final comma makes it an array even with one item."""
    return f"({', '.join(items)},)" if items else "()"

"""From nodes to Typst's code mode: the writer, and what every handler is written with.

Every node becomes a call of a function of the look (``look/book.typ``), every text a string
literal. So nothing of a text can be taken for markup, and only literals need escaping.
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
"""The code of a block in which nothing is."""
logger = logging.getLogger(__name__)


class Footnotes:
    """The footnotes of a document, and what became of them."""

    def __init__(self, document: nodes.document) -> None:
        self.all = list(document.findall(nodes.footnote))
        self.by_id = {i: note for note in self.all for i in note["ids"]}
        self.referred = {n.get("refid", "") for n in document.findall(nodes.footnote_reference)}
        """The ids of those to which something refers, were it another note."""
        self.standing: set[str] = set()
        """The ids of those that stand below the text."""

    def left(self, anchors: dict[str, str]) -> Iterator[nodes.footnote]:
        """Those that nothing refers to, which will stand below the text."""
        for note in self.all:
            if not (anchors.keys() | self.standing) & set(note["ids"]):
                self.standing.update(note["ids"])
                yield note


class CodeWriter(SphinxTranslator):
    """Writes the code of one document: handlers of nodes, ours and those of others, add to it."""

    builder: FragmentBuilder

    def __init__(self, document: nodes.document, builder: FragmentBuilder) -> None:
        super().__init__(document, builder)
        self.body: list[str] = []
        self.docname = builder.current_docname
        self.anchors: dict[str, str] = {}
        """The label under which each id of the document can be linked to."""
        self.level = 0
        """How many sections the node at hand is in."""
        self.footnotes = Footnotes(document)
        self._outermost = self.body
        self._here: nodes.Node = document
        self._owners: list[nodes.Node] = []
        self._told: set[tuple[object, ...]] = set()

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit a node, and remember which of the outermost statements are its."""
        if self.body is self._outermost:
            self.begin(node)
        super().dispatch_visit(node)

    def begin(self, node: nodes.Node) -> None:
        """Take what follows among the outermost statements for a node's."""
        self._settle()
        self._here = node

    def _settle(self) -> None:
        """Say of all outermost statements whose they are."""
        self._owners += [self._here] * (len(self._outermost) - len(self._owners))

    def pieces(self) -> list[tuple[str, nodes.Node]]:
        """The code of the document, one piece for each outermost node."""
        self._settle()
        parts = zip(self._owners, self._outermost, strict=False)
        groups = itertools.groupby(parts, key=lambda part: id(part[0]))
        found = [list(group) for _, group in groups]
        return [("".join(code for _, code in group), group[0][0]) for group in found]

    def emit(self, *code: str) -> None:
        """Add statements, a line each; an empty one is none."""
        self.body.extend(f"{statement}\n" for statement in code if statement)

    def finish(self, *code: str) -> NoReturn:
        """Add statements; done with the node."""
        self.emit(*code)
        raise nodes.SkipNode

    def call(self, function: str, node: nodes.Element, *arguments: str) -> NoReturn:
        """Add a call whose last argument is what is inside a node; done with the node."""
        given = ", ".join((*arguments, self.content(node)))
        self.finish(f"{function}({given})")

    def transparent(self, node: nodes.Element) -> NoReturn:
        """Add only what is in a node, and its ids; done with the node."""
        self.emit(self.anchor(node))
        for child in list(node.children):
            child.walkabout(self)
        raise nodes.SkipNode

    def content(self, node: nodes.Element) -> str:
        """The code block of what a node holds, with the place that its ids name."""
        return self.block(node.children, self.anchor(node))

    def block(self, children: list[nodes.Node], *before: str) -> str:
        """A code block of nodes. It begins with empty content, so that it is content always."""
        outer, self.body = self.body, []
        for child in list(children):
            child.walkabout(self)
        inner, self.body = self.body, outer
        start = "".join(f"{code}\n" for code in before if code)
        return f"{{[]\n{start}{''.join(inner)}}}"

    def inline_content(self, node: nodes.Element) -> str:
        """What is inside a node; of a lone paragraph what is in this, so that no space is added."""
        only = node.children[0] if len(node.children) == 1 else None
        if isinstance(only, nodes.paragraph) and not only["classes"] and not is_picture(only):
            return self.block(only.children, self.anchor(node), self.anchor(only))
        return self.content(node)

    def label(self, node: nodes.Element) -> str:
        """The label that stands for all ids of a node, as a literal; ``none`` where it has none."""
        ids: list[str] = node.get("ids", [])
        new = [i for i in ids if i not in self.anchors]
        if not new:
            return "none"
        label = f"{self.docname}:{new[0]}"
        self.anchors.update(dict.fromkeys(new, label))
        return literal(label)

    def anchor(self, node: nodes.Element) -> str:
        """The code that sets a node's label; empty where it has none."""
        label = self.label(node)
        return "" if label == "none" else f"anchor({label})"

    def tell(self, node: nodes.Node, message: str, *words: str) -> None:
        """Warn of something in a document: where it is, or else the nearest that has a line."""
        if self.builder.is_translated_again:
            return
        known: nodes.Node | None = node
        while known is not None and not known.line:
            known = known.parent
        location: nodes.Node | str | None
        location = known if known is not None and known.source else self.docname
        if not self.builder.file_of(self.docname):  # no document, but a list of a volume
            volume, _, part = self.docname.partition("?")[0].rpartition("/")
            location, message = None, f"%s of the PDF ‘%s’: {message}"
            words = (part.capitalize(), volume, *words)
        told = (message, words, getattr(location, "line", 0))
        if told not in self._told:
            self._told.add(told)
            logger.warning(message, *words, location=location, type="anthology", subtype="pdf")

    def shown(self, text: str, node: nodes.Node) -> str:
        """A text without the characters that no font can show; a warning names these."""
        missing = uncovered(text)
        if not missing:
            return text
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing)
        self.tell(
            node,
            "The PDF has no font that shows %s; “%s” stands in the place.",
            signs,
            REPLACEMENT,
        )
        return text.translate(dict.fromkeys(map(ord, missing), REPLACEMENT))

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        """Warn of a node that nobody knows how to set; its words are kept, as a page has them."""
        self.tell(
            node, "The PDF does not know how to set ‘%s’; its words are kept.", type(node).__name__
        )
        if isinstance(node, nodes.Element):
            before, after = words_around(node, self.builder._app)  # noqa: SLF001  # as Sphinx has it
            self.say(node, before)
            self.emit(self.content(node))
            self.say(node, after)
        raise nodes.SkipNode

    def say(self, node: nodes.Element, texts: Sequence[str]) -> None:
        """Add the words of something of which only a page has the look."""
        made = literal(broken(displayable(" ".join(texts))))
        if isinstance(node.parent, nodes.TextElement):
            self.emit(made if texts else "")
        else:
            self.emit(*(f"par({literal(broken(displayable(text)))})" for text in texts))

    def unknown_departure(self, node: nodes.Node) -> None:
        """Nothing: whoever is visited is done with."""


Handler = Callable[[CodeWriter, Any], NoReturn]
"""Adds the code of a node of one class, all that is inside included; done with the node."""


def calling(function: str) -> Handler:
    """The handler of nodes that become a call with what is inside them."""

    def handle(writer: CodeWriter, node: nodes.Element) -> NoReturn:
        writer.call(function, node)

    return handle


def dropped(writer: CodeWriter, node: nodes.Node) -> NoReturn:
    """Nothing that is seen."""
    raise nodes.SkipNode


def is_picture(paragraph: nodes.Element) -> bool:
    """Whether a paragraph holds but a picture."""
    return len(paragraph.children) == 1 and isinstance(paragraph.children[0], nodes.image)


def classes_of(node: nodes.Element) -> str:
    """The classes of a node, as a Typst array."""
    return tuple_of([literal(name) for name in node["classes"]])


def tuple_of(items: list[str]) -> str:
    """A Typst array; the comma keeps one item from being taken for a bracket."""
    return f"({', '.join(items)},)" if items else "()"

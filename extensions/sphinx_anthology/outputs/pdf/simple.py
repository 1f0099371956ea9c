"""Simplified Typst code of documents: their plain text, or one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from docutils import nodes

from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.rescue import footnotes, paragraphs, title_of
from sphinx_anthology.pages.rescue import reason_of as plain_reason
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.typst.compiler import TypstError
from sphinx_anthology.typst.strings import broken, displayable, literal, shortened

_STRING = r'("(?:[^"\\]|\\.)*")'
_HEADING = re.compile(r"(?:heading-of|opening)\((base \+ \d+), ")
_LABELS = (
    re.compile(rf"\b(?:anchor|plate|missing-plate|listing|tabular)\({_STRING}"),
    re.compile(rf"^heading-of\(base \+ \d+, \d+, {_STRING}"),
    re.compile(rf"^opening\(base \+ 1, {_STRING}, {_STRING}, {_STRING}"),
)
_NOTE = re.compile(rf"\bnote\({_STRING}, ")
_LONGEST_TITLE = 500
_LONGEST_PARAGRAPH = 8000


class Piece(NamedTuple):
    """The Typst code of a block, and its node."""

    code: str
    node: nodes.Node

    @property
    def labels(self) -> list[str]:
        """The labels in the code, as literals."""
        found = [
            match[match.lastindex or 0] for form in _LABELS for match in form.finditer(self.code)
        ]
        return list(dict.fromkeys(found))


_REASONS = (
    ("depth exceeded", "its parts are nested too deeply"),
    ("longer than 32767", "it has a text that is too long for a PDF file"),
    ("is too long", "it has a text that is too long for a PDF file"),
    ("missing alt text", "an image or formula in it has no alternative text"),
    ("heading title is empty", "a heading in it is empty"),
)
"""Plain reasons, by a part of the messages of compiler and Python."""


def reason_of(error: BaseException) -> str:
    """Why something cannot be compiled, as an editor can understand it."""
    if not isinstance(error, TypstError):
        return plain_reason(error)
    said = str(error)
    return next((reason for part, reason in _REASONS if part in said), shortened(said, 200))


def document_message(reason: str) -> str:
    """The message that a document is shown as plain text."""
    return f"The PDF cannot show this document ({reason}); its text is shown without formatting."


def piece_message(reason: str) -> str:
    """The message that a part of a document is shown as plain text."""
    return f"The PDF cannot show this part ({reason}); its text is shown without formatting."


def loss_message(reason: str) -> str:
    """The message that not even plain text is shown."""
    return (
        f"The PDF cannot show the text of this part ({reason}); "
        "a line that says so is shown instead."
    )


def placeholder(piece: Piece) -> str:
    """The code of a piece while others are tried: its level and labels."""
    return _framed(piece, "…", [], {})


def plain(piece: Piece, notes: Mapping[str, str]) -> str:
    """The plain text of a piece; ``notes`` are texts of footnotes by label."""
    if isinstance(piece.node, nodes.section):
        return _framed(piece, title_of(piece.node), list(_head(piece.node)), notes)
    return _framed(piece, "", list(paragraphs(piece.node)), notes)


def one_line(piece: Piece, address: str) -> str:
    """The sentence that replaces a piece."""
    return _framed(piece, "…", [excuse(address)], {})


def plain_document(document: nodes.document, label: str, title: str) -> str:
    """The plain text of a document below its title."""
    found = list(paragraphs(document))
    shown = found[1:] if found and found[0] == title else found
    shown += [text for _, text in footnotes(document)]
    return (
        heading("base + 1", title) + f"anchor({literal(label)})\n" + "".join(map(paragraph, shown))
    )


def document_line(label: str, title: str, address: str) -> str:
    """A document that only shows its title."""
    return f"anchor({literal(label)})\n{paragraph(shortened(title, _LONGEST_TITLE))}" + paragraph(
        excuse(address)
    )


def notes_of(document: nodes.document, docname: str) -> dict[str, str]:
    """The texts of the footnotes of a document, by label."""
    return {
        literal(f"{docname}:{identifier}"): text
        for note, text in footnotes(document)
        for identifier in note["ids"][:1]
    }


def excuse(address: str) -> str:
    """The sentence for readers about a part that cannot be shown."""
    if not address:
        return gettext("This part cannot be shown here.")
    return gettext("This part cannot be shown here. Read it online: {address}").format(
        address=address
    )


def paragraph(words: str) -> str:
    """The code of a paragraph; a very long one is split."""
    shown = broken(displayable(words))
    starts = range(0, len(shown), _LONGEST_PARAGRAPH)
    return "".join(f"par({literal(shown[i : i + _LONGEST_PARAGRAPH])})\n" for i in starts)


def heading(level: str, words: str) -> str:
    """The code of a plain heading; empty without words."""
    shown = literal(broken(displayable(shortened(words, _LONGEST_TITLE))))
    return f"headed({level}, none, {shown})\n" if words.strip() else ""


def _head(section: nodes.Node) -> Iterator[str]:
    """The texts of a document's head: authors, date."""
    head = next((c for c in section.children if isinstance(c, ours.head)), None)
    yield from paragraphs(head) if head is not None else ()


def _framed(piece: Piece, title: str, words: list[str], notes: Mapping[str, str]) -> str:
    """Text with what the rest needs: heading level, labels, footnotes."""
    level = _HEADING.match(piece.code)
    code = [heading(level[1], title or "…")] if level else []
    code += [f"anchor({label})\n" for label in piece.labels]
    code += map(paragraph, words)
    for label in dict.fromkeys(_NOTE.findall(piece.code)):
        code.append(f"note({label}, {literal(broken(displayable(notes.get(label) or '…')))})\n")
    return "".join(code)

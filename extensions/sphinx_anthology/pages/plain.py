"""A document's words without anything else, for what cannot be shown as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType

from docutils import nodes

_UNSEEN = nodes.Invisible | nodes.raw | nodes.system_message | nodes.footnote
_LONGEST_REASON = 200


def reason_of(error: BaseException) -> str:
    """Why something cannot be shown, as an editor can understand it."""
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"


def paragraphs(node: nodes.Node) -> Iterator[str]:
    """The texts of a node, one for each block that holds words; no depth is too deep."""
    for block in _walked(node, nodes.TextElement | nodes.Text):
        if words := " ".join(text_of(block).split()):
            yield words


def footnotes(document: nodes.document) -> Iterator[tuple[nodes.footnote, str]]:
    """The footnotes of a document, each with its words."""
    for note in document.findall(nodes.footnote):
        content = (part for part in note.children if not isinstance(part, nodes.label))
        yield note, " ".join(text for part in content for text in paragraphs(part))


def text_of(node: nodes.Node) -> str:
    """The words of a node."""
    return "".join(map(str, _walked(node, nodes.Text)))


def title_of(section: nodes.Node) -> str:
    """The words of the heading of a section."""
    title = next((c for c in section.children if isinstance(c, nodes.title)), None)
    return " ".join(text_of(title).split()) if title is not None else ""


def simplify(document: nodes.document) -> None:
    """Leave of a document its title and its words, a paragraph for each block."""
    words = [*paragraphs(document), *(text for _, text in footnotes(document))]
    section = next(_walked(document, nodes.section), None)
    title = title_of(section) if section is not None else ""
    ids = section["ids"] if isinstance(section, nodes.section) else []
    kept: list[nodes.Node] = [nodes.paragraph("", text) for text in (words[1:] if title else words)]
    document.children = []
    if title:
        kept = [nodes.section("", nodes.title("", title), *kept, ids=list(ids), names=[])]
    document += kept
    document.ids = {i: kept[0] for i in ids if isinstance(kept[0], nodes.Element)}


def _walked(node: nodes.Node, wanted: type | UnionType) -> Iterator[nodes.Node]:
    """The outermost nodes of a kind, without what nobody is to see; of a note its own."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, _UNSEEN) and not (found is node and isinstance(node, nodes.footnote)):
            continue
        if isinstance(found, wanted):
            yield found
        else:
            waiting += reversed(found.children)

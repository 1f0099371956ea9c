"""The paragraphs of a resolved document, as the text that a reader must find again."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import admonitionlabels

UNSEEN = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.pending,
    nodes.raw,
    nodes.image,
    nodes.label,  # the number of a note
    nodes.math_block,
    addnodes.index,
)
"""What has no text that a reader sees, or none of its own."""

INTERRUPTING = (nodes.footnote_reference, nodes.math, nodes.image, nodes.raw)
"""What stands inside a text, and is shown in some other way."""

WIDE = 6
"""The columns from which a table may be too wide for a page."""

Seen = Callable[[nodes.Element], bool]


@dc.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, title, term, caption, line or row of a table.

    ``runs`` are its texts, parted where something may stand in between: the mark of a footnote,
    a formula, or the number of the page that a reference leads to.
    """

    where: str
    runs: tuple[str, ...]

    def __str__(self) -> str:
        said = " … ".join(" ".join(run.split()) for run in self.runs)
        return f"{self.where} “{said}”"


def paragraphs(document: nodes.Element, seen: Seen = lambda _: True) -> list[Paragraph]:
    """All paragraphs, in order, but for those inside of what ``seen`` says no to."""
    found = _blocks(document, seen)
    return [paragraph for paragraph in found if any(map(str.strip, paragraph.runs))]


def headings(document: nodes.Element) -> list[Paragraph]:
    """The titles of a document and its sections."""
    titles = (t for t in document.findall(nodes.title) if isinstance(t.parent, nodes.section))
    return [paragraph for title in titles for paragraph in paragraphs(title)]


def formulas(document: nodes.Element) -> list[str]:
    """The source of every formula."""
    return [node.astext() for node in document.findall(_is_formula)]


def pictures(document: nodes.Element) -> list[str]:
    """The alternative text of every picture that has one."""
    return [node["alt"] for node in document.findall(nodes.image) if node.get("alt")]


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def _blocks(node: nodes.Element, seen: Seen) -> Iterator[Paragraph]:
    if isinstance(node, UNSEEN) or _is_list_of_documents(node) or not seen(node):
        return
    if isinstance(node, nodes.TextElement):
        yield Paragraph(_where(node), _merged(_runs(node, seen)))
    elif isinstance(node, nodes.row):
        yield from _row(node, seen)
    else:
        yield from _label(node)
        for child in _elements(node):
            yield from _blocks(child, seen)


def _label(node: nodes.Element) -> Iterator[Paragraph]:
    """What every writer says before an admonition that has no title."""
    label = admonitionlabels.get(node.tagname)
    if label and not any(isinstance(child, nodes.title) for child in node.children):
        yield Paragraph(node.tagname, (str(label),))


def _elements(node: nodes.Element) -> Iterator[nodes.Element]:
    return (child for child in node.children if isinstance(child, nodes.Element))


def _is_list_of_documents(node: nodes.Element) -> bool:
    """A toctree: in a volume, the documents themselves follow."""
    return "toctree-wrapper" in node.get("classes", ())


def _row(row: nodes.row, seen: Seen) -> Iterator[Paragraph]:
    """A row of short cells as one, so that none of them can go astray; else its paragraphs.

    In print, a wide table may stand in parts, some columns each.
    """
    inside = [list(_blocks(entry, seen)) for entry in _elements(row)]
    if len(inside) >= WIDE or any(len(cell) > 1 for cell in inside):
        yield from (paragraph for cell in inside for paragraph in cell)
    elif cells := [cell[0] for cell in inside if cell]:
        runs = tuple(run for cell in cells for run in cell.runs)
        yield Paragraph(f"row {cells[0].where}", runs)


def _runs(node: nodes.Node, seen: Seen) -> Iterator[str | None]:
    """The texts inside of a paragraph, and nothing where something may stand between them."""
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.literal_block) and node.get("linenos"):
        for line in node.astext().splitlines():
            yield from (line, None)
    elif isinstance(node, INTERRUPTING):
        yield None
    elif isinstance(node, nodes.Element) and not isinstance(node, UNSEEN) and seen(node):
        for child in node.children:
            yield from _runs(child, seen)
        if isinstance(node, nodes.abbreviation) and not _is_spelt_out(node):
            yield f" ({node.get('explanation')})"
        if isinstance(node, nodes.reference):
            yield None


def _is_spelt_out(node: nodes.abbreviation) -> bool:
    """Whether its text has what it stands for; as a sign in code it never does."""
    in_code = isinstance(node.parent, addnodes.desc_sig_operator)
    return in_code or str(node.get("explanation", "")) in node.astext()


def _merged(pieces: Iterator[str | None]) -> tuple[str, ...]:
    """Texts that nothing parts, together."""
    runs = [""]
    for piece in pieces:
        if piece is None:
            runs.append("")
        else:
            runs[-1] += piece
    return tuple(run for run in runs if run)


def _where(node: nodes.Element) -> str:
    """What kind of paragraph this is, and its line where it is known."""
    line = node.line or (node.parent.line if node.parent is not None else None)
    return f"{type(node).__name__} (line {line})" if line else type(node).__name__

"""Tables, pictures with captions, and signatures of code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.outputs.pdf.blocks import Blocks
from sphinx_anthology.outputs.pdf.code import NOTHING
from sphinx_anthology.outputs.pdf.pictures import Picture, Problem
from sphinx_anthology.outputs.pdf.words import MOST_SPOKEN
from sphinx_anthology.pages.body_scan import DECORATIVE
from sphinx_anthology.typst.strings import literal, shortened

_WIDE = 32
"""A column is never given the room of more letters than these, however long its texts are."""
_NARROW = 4
"""Nor has one less."""
_SPACE = 3
"""What the space at the sides of a cell takes."""
_ALIGNMENTS = frozenset({"left", "center", "right"})


class Tables(Blocks):
    """Visitors of tables."""

    def visit_table(self, node: nodes.Element) -> None:
        """A table, with its caption where it has one."""
        group = node.next_node(nodes.tgroup)
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        if group is None:
            self.transparent(node)
        assert group is not None  # noqa: S101  # else we are done with the node
        caption = self.caption(title, node, "table") if title is not None else "none"
        self.emit(
            f"tabular({self.label(node)}, {caption}, {self.classes(node)}, {self._grid(group)})"
        )
        raise nodes.SkipNode

    def caption(self, caption: nodes.Element, owner: nodes.Element, kind: str) -> str:
        """A caption, with the number of what it belongs to."""
        number = self.number(owner, kind)
        before = f"strong({literal(f'{number} ')})" if number else ""
        return self.block(caption.children, before, self.anchor(caption))

    def number(self, node: nodes.Element, kind: str) -> str:
        """``Fig. 2``, where the publication numbers its figures."""
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        form = self.config.numfig_format.get(kind, "%s")
        found = next((numbers[i] for i in node["ids"] if i in numbers), None)
        return str(form) % ".".join(map(str, found)) if found else ""

    def _grid(self, group: nodes.Element) -> str:
        """The columns and cells."""
        rows = [*_rows(group)]
        columns = ", ".join(f"{width}fr" for width in _widths(group, rows))
        heads = [self._row(row, is_head=True) for row, is_head in rows if is_head]
        bodies = [self._row(row, is_head=False) for row, is_head in rows if not is_head]
        head = f"head({', '.join(heads)}), " if heads else ""
        return f"grid-of(({columns},), {head}{', '.join(bodies)})"

    def _row(self, row: nodes.Element, *, is_head: bool) -> str:
        return ", ".join(self._cell(cell, is_head=is_head) for cell in _cells(row))

    def _cell(self, cell: nodes.entry, *, is_head: bool) -> str:
        """A cell with its span and its alignment."""
        given = []
        if cell.get("morecols"):
            given.append(f"colspan: {int(cell['morecols']) + 1}")
        if cell.get("morerows"):
            given.append(f"rowspan: {int(cell['morerows']) + 1}")
        sides = (name.removeprefix("text-") for name in cell["classes"])
        side = next((s for s in sides if s in _ALIGNMENTS), "")
        given += [f"align: {side}"] if side else []
        strong = "true" if is_head or cell.get("stub") else "false"
        words = self.inline_content(cell)
        return f"table.cell({', '.join([*given, f'cell({strong}, {words})'])})"


def _rows(group: nodes.Element) -> Iterator[tuple[nodes.Element, bool]]:
    """Every row, and whether it is one of the head. A stub column marks its cells."""
    stubs = [bool(spec.get("stub")) for spec in group.findall(nodes.colspec)]
    for part in group.children:
        is_head = isinstance(part, nodes.thead)
        for row in part.findall(nodes.row) if is_head or isinstance(part, nodes.tbody) else ():
            if isinstance(row.parent, nodes.thead | nodes.tbody) and row.parent is part:
                for cell, stub in zip(_cells(row), stubs, strict=False):
                    cell["stub"] = stub
                yield row, is_head


def _cells(row: nodes.Element) -> list[nodes.entry]:
    return [cell for cell in row.children if isinstance(cell, nodes.entry)]


def _widths(group: nodes.Element, rows: list[tuple[nodes.Element, bool]]) -> list[int]:
    """The shares of the columns: as stated, else by the longest text, within reason."""
    specs = list(group.findall(nodes.colspec))
    stated = [int(spec.get("colwidth", 1)) for spec in specs]
    if "colwidths-given" in group.parent["classes"]:
        return [max(1, width) for width in stated]
    longest = [_NARROW] * len(specs)
    for row, _ in rows:
        place = 0
        for cell in _cells(row):
            span = int(cell.get("morecols", 0)) + 1
            if span == 1 and place < len(longest):
                text = cell.astext()
                word = max(map(len, text.split()), default=0)
                wanted = max(word, min(max(len(text), word * 2), _WIDE))
                longest[place] = max(longest[place], wanted)
            place += span
    return [width + _SPACE for width in longest]


_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)(px|pt|cm|mm|in|em|%)?")
_PIXEL = 0.75
"""Points in a pixel of CSS (CSS Values and Units 4, section 6.2)."""


class Figures(Tables):
    """Visitors of pictures, and of code with a caption."""

    def visit_image(self, node: nodes.image) -> None:
        """A picture; one that cannot be set is told of, and its alternative text stands there."""
        if anchor := self.anchor(node):
            self.emit(anchor)
        inline = isinstance(node.parent, nodes.TextElement) and not is_alone(node)
        found = self.builder.picture(node)
        if isinstance(found, Problem):
            uri = str(node.get("uri", ""))
            self.tell(node, "The image ‘%s’ cannot be set in the PDF: %s", uri, found.reason)
        if not isinstance(found, Picture):
            alt = self.alternative_of(node)
            if alt:
                said = literal(self.shown(alt, node))
                self.emit(f"emph({said})" if inline else f"missing-picture({said})")
            raise nodes.SkipNode
        alt = self.alternative_of(node)
        if not alt and DECORATIVE not in node["classes"]:
            self.tell(
                node,
                "The image ‘%s’ has no alternative text; the PDF takes it for decoration.",
                str(node.get("uri", "")),
            )
        size = "".join(
            f", {side}: {length}" for side in ("width", "height") if (length := _length(node, side))
        )
        if not size and (inline or "scale" in node):
            size = f", width: {found.width * float(node.get('scale', 100)) / 100:g}pt"
        name = "picture-piece" if inline else "picture"
        path = literal(found.path.as_posix())
        self.emit(f"{name}({path}, {literal(alt)}, {self.classes(node)}{size})")
        raise nodes.SkipNode

    def alternative_of(self, node: nodes.image) -> str:
        """The words that stand for a picture."""
        return shortened(str(node.get("alt") or "").strip(), MOST_SPOKEN)

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph; one that is but a picture is no paragraph in print."""
        if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
            self.frame(node)
        super().visit_paragraph(node)

    def visit_figure(self, node: nodes.Element) -> None:
        """A picture with its caption and legend."""
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        shown = self.caption(caption, node, "figure") if caption is not None else "none"
        legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
        below = self.content(legend) if legend is not None else "none"
        content = [c for c in node.children if not isinstance(c, nodes.caption | nodes.legend)]
        picture = self.block(content)
        name = "plate" if picture != NOTHING else "missing-plate"
        self.emit(f"{name}({self.label(node)}, {shown}, {below}, {picture})")
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.Element) -> None:
        """A caption that stands where none is expected, as of a toctree."""
        self.call("rubric", node)

    def visit_legend(self, node: nodes.Element) -> None:
        """The same of a legend."""
        self.transparent(node)

    def visit_container(self, node: nodes.Element) -> None:
        """A part of a page; code with a caption is one too."""
        if not node.get("literal_block"):
            self.frame(node)
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        shown = self.caption(caption, node, "code-block") if caption is not None else "none"
        content = [c for c in node.children if not isinstance(c, nodes.caption)]
        self.emit(f"listing({self.label(node)}, {shown}, {self.block(content)})")
        raise nodes.SkipNode


def is_alone(node: nodes.Node) -> bool:
    """Whether a picture is all that its paragraph holds."""
    is_in_paragraph = isinstance(node.parent, nodes.paragraph)
    return is_in_paragraph and len(node.parent.children) == 1


def _length(node: nodes.Element, side: str) -> str:
    """A length as Typst writes it; empty where none is given that it knows."""
    match = _LENGTH.fullmatch(str(node.get(side, "")).strip())
    if not match:
        return ""
    number, unit = float(match[1]), match[2] or "px"
    if side == "height" and unit == "%":
        return ""
    if unit == "px":
        number, unit = number * _PIXEL, "pt"
    return f"{number * float(node.get('scale', 100)) / 100:g}{unit}"


class Signatures(Figures):
    """Visitors of descriptions of code."""

    def visit_desc(self, node: addnodes.desc) -> None:
        """Signatures and what is said of them."""
        self.call("definitions", node)

    def visit_desc_signature(self, node: addnodes.desc_signature) -> None:
        """One signature."""
        self.call("signature", node)

    def visit_desc_content(self, node: addnodes.desc_content) -> None:
        """What is said of it."""
        self.call("definition", node)

    def visit_desc_signature_line(self, node: addnodes.desc_signature_line) -> None:
        """A line of a signature."""
        self.call("line-of", node)

    def visit_desc_parameterlist(self, node: nodes.Element) -> None:
        """The parameters, between brackets."""
        self._listed(node, "(", ")")

    def visit_desc_type_parameter_list(self, node: nodes.Element) -> None:
        """The parameters that are types."""
        self._listed(node, "[", "]")

    def visit_desc_optional(self, node: nodes.Element) -> None:
        """Parameters that may be left out."""
        self._listed(node, "[", "]")

    def _listed(self, node: nodes.Element, start: str, end: str) -> None:
        self.emit(literal(start))
        for place, child in enumerate(node.children):
            if place:
                self.emit(literal(", "))
            child.walkabout(self)
        self.emit(literal(end))
        raise nodes.SkipNode

    def visit_desc_returns(self, node: nodes.Element) -> None:
        """What it gives."""
        self.emit(literal(" → "))
        self.transparent(node)

    def visit_desc_name(self, node: nodes.Element) -> None:
        """The name."""
        self.call("strong", node)

    def visit_desc_parameter(self, node: nodes.Element) -> None:
        """Any other piece."""
        self.transparent(node)

    visit_desc_addname = visit_desc_type = visit_desc_annotation = visit_desc_parameter
    visit_desc_type_parameter = visit_desc_inline = visit_desc_classname = visit_desc_parameter

"""Typst code of tables, figures, and code with a caption."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.outputs.pdf.code import (
    NOTHING,
    CodeWriter,
    Handler,
    calling,
    classes_of,
    is_picture,
    tuple_of,
)
from sphinx_anthology.outputs.pdf.inline import MOST_SPOKEN, breakable
from sphinx_anthology.outputs.pdf.pictures import Picture, Problem
from sphinx_anthology.pages.body_scan import DECORATIVE
from sphinx_anthology.typst.strings import literal, shortened

_WIDE = 32
"""The letters from which a column gets no more room."""
_NARROW = 4
"""The least room of a column, in letters."""
_SPACE = 3
"""The padding of a cell, in letters."""
_ALIGNMENTS = frozenset({"left", "center", "right"})


def table(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A table, with its caption where it has one."""
    group = node.next_node(nodes.tgroup)
    if group is None:
        writer.transparent(node)
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    caption = _caption(writer, title, node, "table")
    label = writer.label(node)
    shown = f"tabular({label}, {caption}, {classes_of(node)}, {_grid(writer, group)})"
    shown = f"{{\n{writer.place(node)}\n{shown}\n}}"
    writer.finish(_floating(node, shown) if title is not None else shown)


def ledger(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The parts of a series as entries, each with its cells by the names of their columns."""
    entries = []
    for row in node.findall(nodes.row):
        if isinstance(row.parent, nodes.thead):
            continue
        status = next((name[3:] for name in row["classes"] if name.startswith("is-")), "")
        cells = [_ledger_cell(writer, cell) for cell in _cells(row) if cell.children]
        entries.append(f"({', '.join([f'status: {literal(status)}', *cells])})")
    writer.finish(f"ledger({', '.join(entries)})")


def _ledger_cell(writer: CodeWriter, cell: nodes.entry) -> str:
    """A cell with the name of its column: its lines."""
    name = next((name[3:] for name in cell["classes"] if name.startswith("an-")), "more")
    lines = [
        writer.content(line) if isinstance(line, nodes.TextElement) else writer.block([line])
        for line in cell.children
        if isinstance(line, nodes.Element)
    ]
    return f"{name}: {tuple_of(lines)}"


def _caption(
    writer: CodeWriter, caption: nodes.Element | None, owner: nodes.Element, kind: str
) -> str:
    """A caption with its number; ``none`` if there is none."""
    if caption is None:
        return "none"
    number = _number(writer, owner, kind)
    before = f"strong({literal(f'{number} ')})" if number else ""
    return writer.block(caption.children, before, writer.anchor(caption))


def _number(writer: CodeWriter, node: nodes.Element, kind: str) -> str:
    """``Fig. 2``, if the publication numbers its figures."""
    numbers = writer.builder.env.toc_fignumbers.get(writer.docname, {}).get(kind, {})
    form = writer.config.numfig_format.get(kind, "%s")
    found = next((numbers[i] for i in node["ids"] if i in numbers), None)
    return str(form) % ".".join(map(str, found)) if found else ""


def _grid(writer: CodeWriter, group: nodes.Element) -> str:
    """The columns and cells of a table."""
    rows = [*_rows(group)]
    widths = _widths(group, rows)
    columns = ", ".join(f"{width}fr" for width in widths)
    heads = rows_of(writer, len(widths), [row for row, is_head in rows if is_head], is_head=True)
    bodies = rows_of(writer, len(widths), [row for row, is_head in rows if not is_head])
    head = f"head({', '.join(heads)}), " if heads else ""
    words = tuple_of([literal(word) for word in _longest_words(len(widths), rows)])
    numeric = tuple_of([str(is_numeric).lower() for is_numeric in _numeric(len(widths), rows)])
    spans = any(c.get("morecols") or c.get("morerows") for row, _ in rows for c in _cells(row))
    more = f"words: {words}, numeric: {numeric}, spans: {str(spans).lower()}"
    return f"grid-of(({columns},), {more}, {head}{', '.join(bodies)})"


_BREAKS = re.compile(r"(?<=[/_\-.,?&=])(?=[^\W\d])")
"""Where a word of a table may end a line without a space."""
_NUMBER = re.compile(
    r"[-−+±<>≤≥~≈]?\s?[£$€]?\s?\d[\d\s.,’'/–-]*\s?(%|\*+|‰|[a-z]{1,2})?|[–—-]?|n/?a",
    re.IGNORECASE,
)
"""What a column of figures holds."""
_DIGIT = re.compile(r"\d")


def _texts(count: int, rows: list[tuple[nodes.Element, bool]]) -> Iterator[tuple[int, bool, str]]:
    """The column, header or not, and text of each cell that spans no columns."""
    for row, is_head in rows:
        place = 0
        for cell in _cells(row):
            span = int(cell.get("morecols", 0)) + 1
            if span == 1 and place < count:
                yield place, is_head, cell.astext()
            place += span


def _longest_words(count: int, rows: list[tuple[nodes.Element, bool]]) -> list[str]:
    """The longest word of each column, which must fit into it."""
    longest = [""] * count
    for place, _, text in _texts(count, rows):
        pieces = " ".join(breakable(_BREAKS.sub(" ", text))).split()
        longest[place] = max([longest[place], *pieces], key=len)
    return longest


def _numeric(count: int, rows: list[tuple[nodes.Element, bool]]) -> list[bool]:
    """Whether each column only has figures below its header; they are set flush right."""
    found = [
        [text.strip() for i, is_head, text in _texts(count, rows) if i == column and not is_head]
        for column in range(count)
    ]
    return [
        all(map(_NUMBER.fullmatch, texts)) and any(map(_DIGIT.search, texts)) for texts in found
    ]


def rows_of(
    writer: CodeWriter, count: int, rows: list[nodes.Element], *, is_head: bool = False
) -> list[str]:
    """The code of rows of ``count`` columns; what a row lacks is filled with empty cells.

    Rows without a cell of their own, as broken spans leave them, are left out.
    """
    below = [0] * count
    found = []
    for place, row in enumerate(rows):
        cells = _cells(row)
        following = [bool(_cells(other)) for other in rows[place + 1 :]]
        covered = [rest > 0 for rest in below]
        below = [max(0, rest - bool(cells)) for rest in below]
        code = []
        for cell in cells:
            column = next((c for c, is_covered in enumerate(covered) if not is_covered), count)
            more = sum(following[: int(cell.get("morerows", 0))])
            for c in range(column, min(count, column + int(cell.get("morecols", 0)) + 1)):
                covered[c], below[c] = True, more
            code.append(_cell(writer, cell, more + 1, is_head=is_head))
        if cells:
            found.append(", ".join([*code, *["[]"] * covered.count(False)]))
    return found


def _cell(writer: CodeWriter, cell: nodes.entry, rows: int, *, is_head: bool) -> str:
    """A cell with its span and alignment."""
    given = []
    if cell.get("morecols"):
        given.append(f"colspan: {int(cell['morecols']) + 1}")
    if rows > 1:
        given.append(f"rowspan: {rows}")
    sides = (name.removeprefix("text-") for name in cell["classes"])
    side = next((s for s in sides if s in _ALIGNMENTS), "")
    given += [f"align: {side}"] if side else []
    strong = "true" if is_head or cell.get("stub") else "false"
    words = writer.inline_content(cell)
    return f"table.cell({', '.join([*given, f'cell({strong}, {words})'])})"


def _rows(group: nodes.Element) -> Iterator[tuple[nodes.Element, bool]]:
    """Every row, and whether it is a header row; marks stub cells."""
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
    """The shares of the columns: as stated, or by the longest text."""
    specs = list(group.findall(nodes.colspec))
    stated = [int(spec.get("colwidth", 1)) for spec in specs]
    if "colwidths-given" in group.parent["classes"]:
        return [max(1, width) for width in stated]
    longest = [_NARROW] * len(specs)
    for place, _, text in _texts(len(specs), rows):
        word = max(map(len, text.split()), default=0)
        wanted = max(word, min(max(len(text), word * 2), _WIDE))
        longest[place] = max(longest[place], wanted)
    return [width + _SPACE for width in longest]


_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)(px|pt|cm|mm|in|em|%)?")
_PIXEL = 0.75
"""Points in a pixel of CSS (CSS Values and Units 4, section 6.2)."""


def image(writer: CodeWriter, node: nodes.image) -> NoReturn:
    """An image; if it cannot be shown, its alternative text, with a warning."""
    writer.emit(writer.anchor(node))
    is_inline = isinstance(node.parent, nodes.TextElement) and not _is_alone(node)
    uri = str(node.get("uri", ""))
    alt = shortened(str(node.get("alt") or "").strip(), MOST_SPOKEN)
    found = writer.builder.picture(node)
    if isinstance(found, Problem):
        writer.tell(node, "The PDF cannot show the image ‘%s’: %s", uri, found.reason)
    if not isinstance(found, Picture):
        said = literal(writer.shown(alt, node))
        missing = f"emph({said})" if is_inline else f"missing-picture({said})"
        writer.finish(missing if alt else "")
    if not alt and DECORATIVE not in node["classes"]:
        writer.tell(
            node, "The image ‘%s’ has no alternative text; the PDF treats it as decoration.", uri
        )
    name = "picture-piece" if is_inline else "picture"
    size = _size(node, found, is_inline=is_inline)
    path = literal(found.path.as_posix())
    writer.finish(f"{name}({path}, {literal(alt)}, {classes_of(node)}{size})")


def _is_alone(node: nodes.Node) -> bool:
    """Whether an image is the only content of its paragraph."""
    return isinstance(node.parent, nodes.paragraph) and is_picture(node.parent)


def _size(node: nodes.image, found: Picture, *, is_inline: bool) -> str:
    """The size arguments of an image; empty for the available width."""
    sides = ((side, _length(node, side)) for side in ("width", "height"))
    size = "".join(f", {side}: {length}" for side, length in sides if length)
    if not size and (is_inline or "scale" in node):
        return f", width: {found.width * float(node.get('scale', 100)) / 100:g}pt"
    return size


def _length(node: nodes.Element, side: str) -> str:
    """A length in Typst's units; empty if it is missing or invalid."""
    match = _LENGTH.fullmatch(str(node.get(side, "")).strip())
    if not match:
        return ""
    number, unit = float(match[1]), match[2] or "px"
    if side == "height" and unit == "%":
        return ""
    if unit == "px":
        number, unit = number * _PIXEL, "pt"
    return f"{number * float(node.get('scale', 100)) / 100:g}{unit}"


def figure(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """An image with its caption and legend."""
    shown = _caption(writer, _caption_in(node), node, "figure")
    legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
    below = writer.content(legend) if legend is not None else "none"
    content = [c for c in node.children if not isinstance(c, nodes.caption | nodes.legend)]
    picture = writer.block(content)
    name = "plate" if picture != NOTHING else "missing-plate"
    code = f"{name}({writer.label(node)}, {shown}, {below}, {picture})"
    writer.finish(_floating(node, code) if picture != NOTHING else code)


_PAGE = 2_400
"""The letters that no page holds; more are not counted."""


def _floating(node: nodes.Element, code: str) -> str:
    """A figure or table of the text, which may leave its place so that it leaves no hole.

    How many letters stand before and after it says where it may go.
    """
    if not isinstance(node.parent, nodes.section) or node.document is None:
        return code
    before = itertools.takewhile(lambda other: other is not node, node.document.findall())
    after = node.findall(ascend=True)
    return f"floating({_letters(before)}, {_letters(after)}, {code})"


def _letters(parts: Iterable[nodes.Node]) -> int:
    """How many letters nodes have; ``_PAGE`` if there are more, and no more nodes are read."""
    total = 0
    for part in parts:
        total += len(part) if isinstance(part, nodes.Text) else 0
        if total >= _PAGE:
            return _PAGE
    return total


def captioned_code(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """Code with a caption, in a container."""
    shown = _caption(writer, _caption_in(node), node, "code-block")
    content = [c for c in node.children if not isinstance(c, nodes.caption)]
    writer.finish(f"listing({writer.label(node)}, {shown}, {writer.block(content)})")


def _caption_in(node: nodes.Element) -> nodes.caption | None:
    return next((c for c in node.children if isinstance(c, nodes.caption)), None)


HANDLERS: Mapping[str, Handler] = {
    "table": table,
    "ledger": ledger,
    "image": image,
    "figure": figure,
    "caption": calling("rubric"),  # of nodes without a handler for it, such as toctrees
    "legend": CodeWriter.transparent,
}

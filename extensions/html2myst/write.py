"""Writes blocks as MyST."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Sequence
from typing import Final

from html2myst.blocks import (
    Block,
    Code,
    Definitions,
    Figure,
    Form,
    Gallery,
    Heading,
    Items,
    Kind,
    Math,
    More,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
    flat,
)
from html2myst.conversion import Loss
from html2myst.inline import Inline, escaped_start, fence_around, quoted
from html2myst.inventory import plain, shortened

LONGEST: Final = 9_000
"""The longest line in characters; Docutils refuses ten thousand."""

_PLACES = (re.compile(r" (?=[^\W\d_])"), re.compile(r" (?=\S)"))
"""Where a line may be broken: before a word, else before anything."""


def paragraph_lines(text: str) -> str:
    """The lines of a paragraph, none of which starts a block."""
    return "\n".join(
        escaped_start(part.strip(" ")) for line in text.split("\n") for part in _parts(line)
    )


def _parts(line: str) -> list[str]:
    """The parts of an overlong line; overlong words are broken too."""
    parts = []
    while len(line) > LONGEST:
        found = ([m.start() for m in p.finditer(line, LONGEST // 2, LONGEST)] for p in _PLACES)
        places = next(filter(None, found), [])
        end = places[-1] if places else _inside_word(line)
        parts.append(line[:end])
        line = line[end:]
    return [*parts, line]


def _inside_word(line: str) -> int:
    """A place to break a word, not after a backslash."""
    end = LONGEST
    while end > 1 and line[end - 1] == "\\":
        end -= 1
    return end


def code_lines(text: str) -> str:
    """The lines of code; only overlong lines are broken."""
    if max(map(len, text.split("\n"))) <= LONGEST:
        return text
    return "\n".join(part for line in text.split("\n") for part in _parts(line))


def indented(text: str, by: int, first: str = "") -> str:
    """Indented lines; ``first`` replaces the indent of the first."""
    margin = " " * by
    lines = text.split("\n")
    rest = (f"{margin}{line}" if line else "" for line in lines[1:])
    return "\n".join(
        (f"{first}{lines[0]}".rstrip(" ") if not lines[0] else first + lines[0], *rest)
    )


_LINES: Final = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


def written_table(table: Table, writer: Writer) -> str:
    """A table as a pipe table if possible, else as a list table."""
    if _is_simple(table):
        text = _with_lines(table, writer)
        if max(map(len, text.split("\n"))) < LONGEST:
            return text
    return _as_list(table, writer)


def _is_simple(table: Table) -> bool:
    """Whether a pipe table can hold a table."""
    return (
        table.headers == 1
        and not table.stubs
        and not table.caption
        and len(table.rows[0]) > 1
        and all(_is_line(cell) for row in table.rows for cell in row)
    )


def _is_line(cell: list[Block]) -> bool:
    if not cell:
        return True
    block = cell[0]
    return (
        len(cell) == 1
        and isinstance(block, Paragraph)
        and not block.anchors
        and all(run.kind is not Kind.BREAK and "|" not in run.text for run in block.runs)
    )


def _with_lines(table: Table, writer: Writer) -> str:
    lines = [_row([_line(cell, writer) for cell in row]) for row in table.rows]
    lines.insert(1, _row([_LINES[align] for align in table.aligns]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(cell: list[Block], writer: Writer) -> str:
    block = cell[0] if cell else None
    return writer.line(block.runs) if isinstance(block, Paragraph) else ""


def _as_list(table: Table, writer: Writer) -> str:
    """A table as a ``list-table`` directive."""
    lines = []
    for row in table.rows:
        for place, cell in enumerate(row):
            mark = "  - " if place else "* - "
            lines.append(indented(writer.blocks(cell), 4, mark))
    body = "\n".join(lines)
    fence = fence_around(body, ":")
    caption = f" {writer.line(table.caption)}" if table.caption else ""
    options = [f":header-rows: {table.headers}"] if table.headers else []
    options += [f":stub-columns: {table.stubs}"] if table.stubs else []
    return "\n".join([f"{fence}{{list-table}}{caption}", *options, "", body, fence])


@dc.dataclass(slots=True)
class Writer:
    """Writes blocks in a form; simplifications are added to ``losses``."""

    form: Form
    losses: list[Loss] = dc.field(default_factory=list)

    def blocks(self, blocks: Sequence[Block], apart: str = "\n\n") -> str:
        """Several blocks as text."""
        return joined(blocks, [self.form] * len(blocks), self.losses, apart)

    def note(self, number: int, blocks: list[Block]) -> str:
        """A footnote as text."""
        return indented(self.blocks(blocks), 4, f"[^{number}]: ")

    def block(self, block: Block, *, is_second: bool = False) -> str:
        """A block as text, after its labels."""
        if self.form >= Form.FLAT and not isinstance(block, Paragraph | Code | Math | More | Rule):
            self.losses.append(Loss("structure", type(block).__name__.lower()))
            return self.blocks(flat(block))
        text = self._block(block, is_second=is_second)
        labels = "".join(f"({label})=\n" for label in block.anchors)
        return labels + text if text else ""

    def _block(self, block: Block, *, is_second: bool) -> str:  # noqa: C901, PLR0911  # one a kind
        match block:
            case Paragraph():
                return paragraph_lines(self.inline(block.runs))
            case Heading():
                return self._heading(block)
            case Rule():
                return "***"
            case More():
                return "% more"
            case Code():
                return self._code(block)
            case Math():
                return _formula(block)
            case Quote():
                text = self.blocks(block.blocks)
                return "\n".join(f"> {line}".rstrip(" ") for line in text.split("\n"))
            case Items():
                return self._items(block, is_second=is_second)
            case Definitions():
                return "\n\n".join(self._definition(*entry) for entry in block.entries)
            case Figure():
                return self._figure(block)
            case Gallery():
                return self._gallery(block)
            case Table():
                return written_table(block, self)

    def inline(self, runs: Runs, *, is_one_line: bool = False) -> str:
        """The text of a paragraph, not yet divided into lines."""
        return Inline(self.form, self.losses, is_one_line=is_one_line).written(runs)

    def line(self, runs: Runs) -> str:
        """Runs on one line."""
        return self.inline(runs, is_one_line=True).strip(" ")

    def _heading(self, heading: Heading) -> str:
        text = self.line(heading.runs)
        if text.endswith("#"):  # would be taken for the end of the marks
            text = f"{text[:-1]}\\#" if not text.endswith("\\#") else text
        return f"{'#' * heading.level} {text}"

    def _code(self, code: Code) -> str:
        fence = fence_around(code.text, "`")
        lines = code_lines(code.text)
        if lines != code.text:
            self.losses.append(Loss("code-line", shortened(code.text)))
        return f"{fence}{code.language}\n{lines}\n{fence}"

    def _items(self, items: Items, *, is_second: bool) -> str:
        is_tight = _is_tight(items)
        parts = []
        for place, item in enumerate(items.items):
            mark = "*" if is_second else "-"
            if items.start is not None:
                mark = f"{items.start + place}{')' if is_second else '.'}"
            text = self.blocks(item, "\n" if is_tight else "\n\n")
            parts.append(indented(text, len(mark) + 1, f"{mark} "))
        style = f"{{style={items.style}}}\n" if items.style else ""
        return style + ("\n" if is_tight else "\n\n").join(parts)

    def _definition(self, term: Runs, meanings: list[list[Block]]) -> str:
        texts = [indented(self.blocks(meaning), 2, ": ") for meaning in meanings]
        return "\n".join([escaped_start(self.line(term)), *texts])

    def _figure(self, figure: Figure) -> str:
        """A figure; a caption that starts with no paragraph follows it."""
        picture = figure.picture
        options = [f":alt: {quoted(picture.text)}"] if plain(picture.text) else []
        if picture.link.startswith(("http://", "https://", "mailto:")):
            options.append(f":target: {quoted(_target(picture.link))}")
        elif picture.link:
            self.losses.append(Loss("link", picture.link))
        caption = self.blocks(figure.caption)
        is_inside = isinstance(next(iter(figure.caption), None), Paragraph)
        fence = fence_around(caption, ":")
        lines = [f"{fence}{{figure}} {picture.path}", *options]
        lines += ["", caption] if caption and is_inside else []
        text = "\n".join([*lines, fence])
        return text if is_inside or not caption else f"{text}\n\n{caption}"

    def _gallery(self, gallery: Gallery) -> str:
        """A gallery as a grid of figures."""
        items = []
        for figure in gallery.figures:
            text = self.block(figure)
            fence = fence_around(text, ":")
            items.append(f"{fence}{{grid-item}}\n{text}\n{fence}")
        body = "\n\n".join(items)
        fence = fence_around(body, ":")
        return f"{fence}{{grid}} 2 2 3 3\n\n{body}\n{fence}"


def joined(
    blocks: Sequence[Block], forms: Sequence[Form], losses: list[Loss], apart: str = "\n\n"
) -> str:
    """Blocks in their forms; adjacent lists get different marks."""
    parts: list[str] = []
    is_second = False
    for place, (block, form) in enumerate(zip(blocks, forms, strict=True)):
        is_second = not is_second and _meet(blocks[place - 1] if place else None, block)
        parts.append(Writer(form, losses).block(block, is_second=is_second))
    return apart.join(filter(None, parts))


def _meet(before: Block | None, block: Block) -> bool:
    """Whether two lists would run into one."""
    return (
        isinstance(before, Items)
        and isinstance(block, Items)
        and (before.start is None) == (block.start is None)
    )


def _is_tight(items: Items) -> bool:
    """Whether items need no empty lines: one paragraph each, perhaps with a list."""
    for item in items.items:
        first, *rest = item
        if not isinstance(first, Paragraph) or first.anchors or len(rest) > 1:
            return False
        if rest and not (isinstance(rest[0], Items) and _is_tight(rest[0])):
            return False
        if rest and (rest[0].anchors or (isinstance(rest[0], Items) and rest[0].style)):
            return False
        if rest and isinstance(rest[0], Items) and rest[0].start not in {None, 1}:
            return False  # only a list from 1 may follow a paragraph without an empty line
    return True


def _formula(math: Math) -> str:
    """A display formula; an empty line keeps its start from being options."""
    fence = fence_around(math.text, "`")
    apart = "\n" if math.text.startswith((":", "-")) else ""
    return f"{fence}{{math}}\n{apart}{code_lines(math.text)}\n{fence}"


def _target(address: str) -> str:
    """An address for ``:target:``; one that ends in ``_`` would be a reference."""
    return f"{address[:-1]}%5F" if address.endswith("_") else address

"""Blocks as MyST."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Sequence

from html2myst.html.facts import plain, shortened
from html2myst.losses import Loss
from html2myst.myst import write_tables
from html2myst.myst.blocks import (
    Block,
    Code,
    Definitions,
    Figure,
    Gallery,
    Heading,
    Items,
    More,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
)
from html2myst.myst.escape import escaped_start, fence_around, quoted
from html2myst.myst.flatten import flat
from html2myst.myst.forms import Form
from html2myst.myst.inline import Inline
from html2myst.myst.lines import code_lines, indented, paragraph_lines


@dc.dataclass(slots=True)
class Writer:
    """Writes blocks in a form; what is simplified is told."""

    form: Form
    losses: list[Loss] = dc.field(default_factory=list)

    def blocks(self, blocks: Sequence[Block], apart: str = "\n\n") -> str:
        """Blocks one after the other."""
        return joined(blocks, [self.form] * len(blocks), self.losses, apart)

    def note(self, number: int, blocks: list[Block]) -> str:
        """A footnote."""
        return indented(self.blocks(blocks), 4, f"[^{number}]: ")

    def block(self, block: Block, *, is_second: bool = False) -> str:
        """A block with its labels before it."""
        if self.form >= Form.FLAT and not isinstance(block, Paragraph | Code | More | Rule):
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
                return write_tables.written(block, self)

    def inline(self, runs: Runs, *, is_one_line: bool = False) -> str:
        """The text of a paragraph, before it is parted into lines."""
        return Inline(self.form, self.losses, is_one_line=is_one_line).written(runs)

    def line(self, runs: Runs) -> str:
        """Runs in one line."""
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
        """A figure; a caption that does not begin with a paragraph stands below."""
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
        """Pictures side by side, in the grid that pages and books can show."""
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
    """Blocks in their forms; of two lists that meet, the second has other marks."""
    parts: list[str] = []
    is_second = False
    for place, (block, form) in enumerate(zip(blocks, forms, strict=True)):
        is_second = not is_second and _meet(blocks[place - 1] if place else None, block)
        parts.append(Writer(form, losses).block(block, is_second=is_second))
    return apart.join(filter(None, parts))


def _meet(before: Block | None, block: Block) -> bool:
    """Whether two lists of one kind would run into one."""
    return (
        isinstance(before, Items)
        and isinstance(block, Items)
        and (before.start is None) == (block.start is None)
    )


def _is_tight(items: Items) -> bool:
    """Whether items need no empty lines between: each a paragraph, perhaps with a list below."""
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


def _target(address: str) -> str:
    """An address that is not taken for the name of a place, as one with a last ``_`` is."""
    return f"{address[:-1]}%5F" if address.endswith("_") else address

"""Reads MyST back with the parser of a publication, and gives its content."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.options import TokenizeError, options_to_items

from html2myst.blocks import (
    Block,
    Code,
    Heading,
    Items,
    Kind,
    Math,
    Paragraph,
    Runs,
    Table,
    inner_blocks,
)
from html2myst.inventory import Inventory, TextInventory, code_text, plain

EXTENSIONS: Final = frozenset(
    {
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "strikethrough",
        "tasklist",
    }
)
"""The MyST extensions of a publication."""

LONGEST_LINE: Final = 10_000

_DIRECTIVE = re.compile(r"\{([\w-]+)\}[ ]?(.*)")
_ROLES: Final = frozenset({"emphasis", "strong", "sub", "sup"})
_PLAIN: Final = frozenset(
    f"{name}_{end}" for name in ("em", "strong", "span") for end in ("open", "close")
)

_CONTAINERS: Final = (
    *("paragraph", "blockquote", "bullet_list", "ordered_list", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr"),
)
_BLOCKS: Final = frozenset(f"{name}_{end}" for name in _CONTAINERS for end in ("open", "close")) | {
    "hr",
    "myst_target",
}
_TEXTS: Final = frozenset({"heading", "td", "th", "list_item"})


@functools.cache
def parser(extensions: frozenset[str] = EXTENSIONS) -> MarkdownIt:
    """The Markdown parser of a publication."""
    config = MdParserConfig(
        enable_extensions=set(extensions), disable_syntax=["html_block", "html_inline"]
    )
    return create_md_parser(config, RendererHTML)


def read(text: str) -> TextInventory:
    """The content of a body in MyST."""
    gathering = Inventory()
    _Reading(gathering).go_through(parser().parse(text))
    if any(len(line) >= LONGEST_LINE for line in text.split("\n")):
        gathering.facts.strange.append("long line")
    return gathering.finished()


class _Reading:
    """Collects the content of tokens; ``cells`` says that list items are cells."""

    def __init__(self, gathering: Inventory, *, cells: bool = False) -> None:
        self.gathering, self.facts, self.parts = gathering, gathering.facts, gathering.parts
        self.cells = cells
        self.marks: list[tuple[int, int]] = []
        self.notes: list[tuple[int, int]] = []

    def go_through(self, tokens: list[Token]) -> None:
        """Collect the content of all tokens."""
        for token in tokens:
            kind = token.type
            if kind == "inline":
                self._inline(token.children or [])
            elif kind in _BLOCKS:
                self.parts.append(" ")
            elif kind in {"fence", "colon_fence"}:
                self._fence(token)
            elif kind.startswith("footnote_reference"):
                self._note(token)
            elif kind.endswith("_open") and kind[:-5] in _TEXTS:
                self.parts.append(" ")
                self.marks.append((len(self.parts), len(self.facts.pictures)))
            elif kind.endswith("_close") and kind[:-6] in _TEXTS:
                self._close(kind[:-6], token, *self.marks.pop())
                self.parts.append(" ")
            elif kind != "myst_line_comment" or token.content.strip() != "more":
                self.facts.strange.append(kind)

    def _close(self, kind: str, token: Token, mark: int, pictures: int) -> None:
        """Add a part whose text was collected."""
        facts = self.facts
        text = self.gathering.since(mark)
        if kind == "heading":
            facts.headings += filter(None, [text])
        elif kind in {"td", "th"} or (self.cells and token.level == 3):
            facts.cells += filter(None, [text])
        elif not self.cells or token.level != 1:
            facts.items += bool(text) or len(facts.pictures) > pictures

    def _note(self, token: Token) -> None:
        """Begin or end a footnote; its text is kept apart."""
        if token.type.endswith("_open"):
            self.notes.append((_number(token), len(self.parts)))
            return
        number, mark = self.notes.pop()
        self.facts.notes[number] = self.gathering.since(mark)
        del self.parts[mark:]

    def _inline(self, tokens: list[Token]) -> None:
        parts = self.parts
        for token in tokens:
            kind = token.type
            if kind in {"text", "code_inline"}:
                parts.append(token.content)
            elif kind in {"softbreak", "hardbreak"}:
                parts.append(" ")
            elif kind == "link_open":
                self.gathering.link(str(token.attrs.get("href", "")))
            elif kind == "image":
                alt = "".join(_texts(token.children or []))
                self.gathering.picture(str(token.attrs.get("src", "")), alt)
            elif kind == "myst_role" and token.meta.get("name") in _ROLES:
                parts.append(token.content)
            elif kind == "myst_role" and token.meta.get("name") == "math":
                self.gathering.formula(token.content)
            elif kind == "footnote_ref":
                self.facts.references.append(_number(token))
            elif kind not in _PLAIN and kind != "link_close":
                self.facts.strange.append(kind)

    def _fence(self, token: Token) -> None:
        """Collect code, or a directive."""
        directive = _DIRECTIVE.fullmatch(token.info.strip())
        if directive is None:
            if token.type == "colon_fence" or token.info.startswith("{"):
                self.facts.strange.append(token.info)
            self.parts.append(f" {token.content} ")
            self.facts.codes.append(code_text(token.content))
        else:
            self._directive(directive[1], directive[2], token.content)

    def _directive(self, name: str, argument: str, content: str) -> None:
        """Collect a directive; its content is MyST again."""
        options, body = _options(content)
        inner = _Reading(self.gathering, cells=name == "list-table")
        self.parts.append(" ")
        if name == "math":
            self.gathering.formula(body.rstrip("\n"))
            self.parts.append(" ")
            return
        if name == "figure":
            self.gathering.picture(argument, options.get("alt", ""))
            if "target" in options:
                self.gathering.link(options["target"])
        elif name == "list-table":
            inner.go_through(parser().parseInline(argument))
        elif name not in {"grid", "grid-item"}:
            self.facts.strange.append(name)
        inner.go_through(parser().parse(body, {}))
        self.parts.append(" ")


def _number(token: Token) -> int:
    """The number of a footnote; -1 for labels that are no numbers."""
    label = str(token.meta.get("label", ""))
    return int(label) if label.isascii() and label.isdigit() else -1


def _texts(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        yield " " if token.type in {"softbreak", "hardbreak"} else token.content


def _options(content: str) -> tuple[dict[str, str], str]:
    """The options of a directive, as MyST reads them, and its body."""
    lines = content.split("\n")
    count = 0
    while count < len(lines) and lines[count].startswith(":") and lines[count][:3] != ":::":
        count += 1
    block = "\n".join(line[1:] for line in lines[:count])
    try:
        items = options_to_items(block)
    except TokenizeError:
        return {"alt": "�"}, content
    return {name: plain(value) for name, value in items[0]}, "\n".join(lines[count:])


def block_content(blocks: Iterable[Block]) -> TextInventory:
    """The content of blocks."""
    gathering = Inventory()
    _collect_all(blocks, gathering)
    return gathering.finished()


def _collect_all(blocks: Iterable[Block], gathering: Inventory) -> None:
    for block in blocks:
        gathering.parts.append(" ")
        _collect_block(block, gathering)
        gathering.parts.append(" ")


def _collect_block(block: Block, gathering: Inventory) -> None:
    facts = gathering.facts
    match block:
        case Paragraph():
            _collect_runs(block.runs, gathering)
        case Heading():
            mark = len(gathering.parts)
            _collect_runs(block.runs, gathering)
            facts.headings += filter(None, [gathering.since(mark)])
        case Code():
            gathering.parts.append(block.text)
            facts.codes.append(code_text(block.text))
        case Math():
            gathering.formula(block.text)
        case Items():
            facts.items += len(block.items)
            _collect_all(inner_blocks(block), gathering)
        case Table():
            _collect_table(block, gathering)
        case _:
            _collect_all(inner_blocks(block), gathering)


def _collect_table(table: Table, gathering: Inventory) -> None:
    _collect_runs(table.caption, gathering)
    for row in table.rows:
        for cell in row:
            mark = len(gathering.parts)
            _collect_all(cell, gathering)
            gathering.facts.cells += filter(None, [gathering.since(mark)])


def _collect_runs(runs: Runs, gathering: Inventory) -> None:
    link = 0
    for run in runs:
        if run.link and run.link_number != link:
            gathering.link(run.link)
        link = run.link_number if run.link else 0
        if run.kind is Kind.PICTURE:
            gathering.picture(run.path, run.text)
        elif run.kind is Kind.MATH:
            gathering.formula(run.text)
        elif run.kind is Kind.NOTE:
            gathering.facts.references.append(run.number)
        else:
            gathering.parts.append(" " if run.kind is Kind.BREAK else run.text)

"""The blocks of a body, each with its runs of equally formatted text.

Only quotes, lists, definitions, figures and tables can nest, and only as deep as parsers allow.
"""

from __future__ import annotations

import dataclasses as dc
import enum
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final


class Style:
    """Inline formatting, except links: flags that are added up."""

    NONE: Final = 0
    EMPHASIS: Final = 1
    STRONG: Final = 2
    CODE: Final = 4
    DELETED: Final = 8
    LOWERED: Final = 16
    RAISED: Final = 32


class Kind(enum.Enum):
    """The kind of a run."""

    TEXT = enum.auto()
    BREAK = enum.auto()
    PICTURE = enum.auto()
    NOTE = enum.auto()
    MATH = enum.auto()


@dc.dataclass(slots=True)
class Run:
    """A run of equally formatted text, a line break, image, mark or formula.

    ``text`` is the alternative text of an image, or the LaTeX of a formula. ``path`` is the path of
    an image, ``number`` the number of a footnote. ``link`` is the address of the link around the
    run; ``link_number`` distinguishes two links to the same address.
    """

    text: str = ""
    style: int = 0
    link: str = ""
    kind: Kind = Kind.TEXT
    path: str = ""
    number: int = 0
    title: str = ""
    link_number: int = 0


Runs = list[Run]


@dc.dataclass(slots=True)
class Paragraph:
    """A paragraph; ``anchors`` are the labels before it, as for every block."""

    runs: Runs
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Heading:
    """A heading; ``level`` is 1 to 6, as in the source."""

    level: int
    runs: Runs
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Rule:
    """A horizontal rule, which marks a change of scene."""

    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class More:
    """The end of the excerpt."""

    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Code:
    """A code block; ``language`` is a name that Pygments knows, or empty."""

    text: str
    language: str = ""
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Math:
    """A display formula, in LaTeX."""

    text: str
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Quote:
    """A quotation."""

    blocks: list[Block]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Items:
    """A list; ``start`` is its first number, None for bullets.

    ``style`` is the style of its numbers, such as ``lower-roman``.
    """

    items: list[list[Block]]
    start: int | None = None
    style: str = ""
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Definitions:
    """A list of terms with their definitions."""

    entries: list[tuple[Runs, list[list[Block]]]]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Figure:
    """An image with a caption."""

    picture: Run
    caption: list[Block]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Gallery:
    """Images side by side."""

    figures: list[Figure]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Table:
    """A table; all rows have equally many cells.

    ``headers`` is the number of header rows, ``stubs`` that of header columns.
    """

    rows: list[list[list[Block]]]
    headers: int = 0
    stubs: int = 0
    caption: Runs = dc.field(default_factory=list)
    aligns: list[str] = dc.field(default_factory=list)
    anchors: list[str] = dc.field(default_factory=list)


Block = (
    Paragraph
    | Heading
    | Rule
    | More
    | Code
    | Math
    | Quote
    | Items
    | Definitions
    | Figure
    | Gallery
    | Table
)


@dc.dataclass(slots=True)
class Document:
    """The blocks of a body, and of its footnotes by number."""

    blocks: list[Block]
    notes: dict[int, list[Block]] = dc.field(default_factory=dict)


class Form(enum.IntEnum):
    """Ways to write a block, each safer and plainer than the last."""

    LEAST_ESCAPED = 0
    """Only characters that would be syntax are escaped."""
    ESCAPED = 1
    """All punctuation is escaped."""
    ROLES = 2
    """Emphasis is written as roles, and only around plain text."""
    BARE = 3
    """No emphasis, no inline code."""
    FLAT = 4
    """Paragraphs only: no lists, quotes, tables or figures."""
    WORDS = 5
    """Paragraphs without links."""


def plain_of(runs: Runs) -> str:
    """The plain text of runs."""
    return "".join(" " if run.kind is Kind.BREAK else run.text for run in runs)


def inner_blocks(block: Block) -> list[Block]:  # noqa: PLR0911  # one a kind
    """The blocks directly inside a block; a term or heading as a paragraph."""
    match block:
        case Heading():
            return [Paragraph(block.runs)]
        case Figure():
            return [Paragraph([block.picture]), *block.caption]
        case Gallery():
            return [*block.figures]
        case Quote():
            return block.blocks
        case Items():
            return [inner for item in block.items for inner in item]
        case Table():
            caption: list[Block] = [Paragraph(block.caption)] if block.caption else []
            return caption + [inner for row in block.rows for cell in row for inner in cell]
        case Definitions():
            entries = (
                (Paragraph(term), *chain.from_iterable(found)) for term, found in block.entries
            )
            return [inner for entry in entries for inner in entry]
        case _:
            return []


def flat(block: Block) -> list[Block]:
    """The paragraphs, code blocks, formulas and markers inside a block."""
    if isinstance(block, Paragraph | Code | Math | More | Rule):
        return [block]
    found = [leaf for inner in inner_blocks(block) for leaf in flat(inner)]
    if found:
        found[0] = dc.replace(found[0], anchors=[*block.anchors, *found[0].anchors])
    return found


def within(blocks: Iterable[Block]) -> Iterator[Block]:
    """All blocks and the blocks inside them, in no particular order."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        waiting += inner_blocks(block)

"""A body as it is written: a few kinds of blocks, each with runs of text that are dressed alike.

Nothing nests but quotes, lists, definitions, figures and tables, and these only so deep that no
parser gives up.
"""

from __future__ import annotations

import dataclasses as dc
import enum
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final


class Dress:
    """How a run of text is dressed, apart from links: numbers that are added up."""

    NONE: Final = 0
    EMPHASIS: Final = 1
    STRONG: Final = 2
    CODE: Final = 4
    DELETED: Final = 8
    LOWERED: Final = 16
    RAISED: Final = 32


class Kind(enum.Enum):
    """What a run is, if not text."""

    TEXT = enum.auto()
    BREAK = enum.auto()
    PICTURE = enum.auto()
    NOTE = enum.auto()
    MATH = enum.auto()


@dc.dataclass(slots=True)
class Run:
    """A text that is dressed alike; or a line break, a picture, a formula.

    ``text`` is the alternative of a picture, the LaTeX of a formula.
    ``path`` is that of a picture, ``number`` that of a footnote. ``link`` is the address of the
    link that the run is part of, ``link_number`` tells it from others to the same place.
    """

    text: str = ""
    dress: int = 0
    link: str = ""
    kind: Kind = Kind.TEXT
    path: str = ""
    number: int = 0
    title: str = ""
    link_number: int = 0


Runs = list[Run]


@dc.dataclass(slots=True)
class Paragraph:
    """A paragraph. ``anchors`` are the labels that stand before it, as before any block."""

    runs: Runs
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Heading:
    """A heading of a level, 1 to 6 as in the source."""

    level: int
    runs: Runs
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Rule:
    """A line across: a change of scene."""

    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class More:
    """Where the excerpt ends."""

    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Code:
    """Lines that are kept as they are, in a language that Pygments can read them in, or none."""

    text: str
    language: str = ""
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Math:
    """A formula on lines of its own, in LaTeX."""

    text: str
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Quote:
    """What somebody else said."""

    blocks: list[Block]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Items:
    """A list. ``start`` is the first number, none for bullets; ``style`` how numbers look."""

    items: list[list[Block]]
    start: int | None = None
    style: str = ""
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Definitions:
    """Terms, each with what it means."""

    entries: list[tuple[Runs, list[list[Block]]]]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Figure:
    """A picture with a caption."""

    picture: Run
    caption: list[Block]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Gallery:
    """Pictures side by side."""

    figures: list[Figure]
    anchors: list[str] = dc.field(default_factory=list)


@dc.dataclass(slots=True)
class Table:
    """Rows of cells, all of one length; the first rows and columns may be headings."""

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
    """A body, and its footnotes by number."""

    blocks: list[Block]
    notes: dict[int, list[Block]] = dc.field(default_factory=dict)


class Form(enum.IntEnum):
    """Each form is safer than the one before it, and says less by dress and structure."""

    LEAST_ESCAPED = 0
    """Marks are escaped where they would mean something."""
    ESCAPED = 1
    """All marks are escaped."""
    ROLES = 2
    """Emphasis by roles, and only where all of it is plain text."""
    BARE = 3
    """No emphasis, no code in the text."""
    FLAT = 4
    """Paragraphs only: no lists, quotes, tables, figures."""
    WORDS = 5
    """Paragraphs without links."""


def plain_of(runs: Runs) -> str:
    """The text of runs."""
    return "".join(" " if run.kind is Kind.BREAK else run.text for run in runs)


def inner_blocks(block: Block) -> list[Block]:  # noqa: PLR0911  # one a kind
    """The blocks directly inside a block; its own line, such as a term, as a paragraph."""
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
    """The paragraphs, the code, the formulas and the marks inside a block."""
    if isinstance(block, Paragraph | Code | Math | More | Rule):
        return [block]
    found = [leaf for inner in inner_blocks(block) for leaf in flat(inner)]
    if found:
        found[0] = dc.replace(found[0], anchors=[*block.anchors, *found[0].anchors])
    return found


def within(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks and all blocks inside them, in no order."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        waiting += inner_blocks(block)

"""A body as it is written: a few kinds of blocks, each with runs of text that are dressed alike.

Nothing nests but quotes, lists, definitions, figures and tables, and these only so deep that no
parser gives up.
"""

from __future__ import annotations

import dataclasses as dc
import enum
from collections.abc import Iterable, Iterator
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


def flat(block: Block) -> list[Block]:  # noqa: C901  # one a kind
    """The paragraphs, the code, the formulas and the marks that are inside a block."""
    if isinstance(block, Paragraph | Code | Math | More | Rule):
        return [block]
    found: list[Block] = []
    if isinstance(block, Heading):
        found = [Paragraph(block.runs)]
    elif isinstance(block, Figure):
        found = [Paragraph([block.picture]), *_flat_all(block.caption)]
    elif isinstance(block, Gallery):
        found = _flat_all(block.figures)
    elif isinstance(block, Quote):
        found = _flat_all(block.blocks)
    elif isinstance(block, Items):
        found = [inner for item in block.items for inner in _flat_all(item)]
    elif isinstance(block, Table):
        found = [Paragraph(block.caption)] if block.caption else []
        found += [inner for row in block.rows for cell in row for inner in _flat_all(cell)]
    elif isinstance(block, Definitions):
        for term, meanings in block.entries:
            found += [Paragraph(term), *(i for meaning in meanings for i in _flat_all(meaning))]
    if found:
        found[0] = dc.replace(found[0], anchors=[*block.anchors, *found[0].anchors])
    return found


def _flat_all(blocks: list[Block] | list[Figure]) -> list[Block]:
    return [inner for block in blocks for inner in flat(block)]


def within(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks and all that is inside them."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        yield block
        match block:
            case Quote():
                waiting += block.blocks
            case Items():
                waiting += [inner for item in block.items for inner in item]
            case Definitions():
                waiting += [i for _, meanings in block.entries for m in meanings for i in m]
            case Figure():
                waiting += block.caption
            case Gallery():
                waiting += block.figures
            case Table():
                waiting += [inner for row in block.rows for cell in row for inner in cell]


def runs_of(block: Block) -> Runs:
    """The runs of a block itself."""
    match block:
        case Paragraph() | Heading():
            return block.runs
        case Figure():
            return [block.picture]
        case Table():
            return block.caption
        case Definitions():
            return [run for term, _ in block.entries for run in term]
    return []

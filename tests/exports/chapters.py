"""Where each document of a volume is in a PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sphinx_anthology.model.volume import Volume
from tests.validators.tagged import OBJECT, Block

_NUMBER = re.compile(r"^[\d.]+\s")
BETWEEN = 6
"""So many letters may a formula have in a title."""


def chapters(
    blocks: Sequence[Block], volume: Volume, title_of: Callable[[str], str]
) -> dict[str, str]:
    """The text of every document."""
    found = placed(blocks, volume, title_of)
    return {docname: "\n".join(block.text for block in inside) for docname, inside in found.items()}


def placed(
    blocks: Sequence[Block], volume: Volume, title_of: Callable[[str], str]
) -> dict[str, Sequence[Block]]:
    """The blocks of every document, from the page of its heading to the heading of the next.

    Of the first document it is everything that stands before the next; one whose heading is not
    found has the text around the place where it should be.
    """
    starts = _starts(blocks, [(c.depth, title_of(c.docname)) for c in volume.chapters])
    found: dict[str, Sequence[Block]] = {}
    for number, chapter in enumerate(volume.chapters):
        heading = max((s for s in starts[: number + 1] if s is not None), default=0)
        end = next((s for s in starts[number + 1 :] if s is not None), len(blocks))
        page = blocks[heading].page
        start = next(i for i, block in enumerate(blocks) if block.page == page or i == heading)
        found[chapter.docname] = blocks[start:end]
    return found


def _starts(blocks: Sequence[Block], titles: Sequence[tuple[int, str]]) -> list[int | None]:
    """The place of each heading, in order; the first document begins with the volume."""
    headings = [(place, block) for place, block in enumerate(blocks) if is_heading(block)]
    starts: list[int | None] = [0]
    last = 0
    for depth, title in titles[1:]:
        places = [place for place, b in headings if place > last and is_same(b.text, [title])]
        # a section of the document before may have the same title, further down
        right = (place for place in places if blocks[place].kind == f"H{max(depth, 1)}")
        starts.append(next(right, None) or next(iter(places), None))
        last = starts[-1] or last
    return starts


def is_heading(block: Block) -> bool:
    """Whether a block is a heading of any level."""
    return block.kind[:1] == "H" and block.kind[1:].isdigit()


def letters(text: str) -> str:
    """What two spellings of a text have in common: no marks, no blanks, no capitals."""
    return re.sub(r"\W", "", text).casefold()


def is_same(title: str, parts: Iterable[str]) -> bool:
    """Whether a title, with a number before it or not, has these parts and no more than formulas.

    Formulas stand between the parts, or before and after them.
    """
    said = letters(_NUMBER.sub("", title.strip()))
    between = f"\\w{{0,{BETWEEN}}}"
    return bool(re.fullmatch(between.join(["", *map(letters, parts), ""]), said))


def missing(titles: Iterable[Sequence[str]], among: Sequence[str]) -> list[str]:
    """The titles, in parts, that do not stand in order among others."""
    place = 0
    found = []
    for parts in titles:
        later = (i for i in range(place, len(among)) if is_same(among[i], parts))
        at = next(later, None)
        if at is None:
            found.append(" … ".join(parts))
        else:
            place = at + 1
    return found


def parts_of(block: Block) -> list[str]:
    """A heading, parted where a formula or a picture is."""
    return _NUMBER.sub("", block.text).split(OBJECT)

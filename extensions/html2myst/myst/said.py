"""What blocks say, before they are written."""

from __future__ import annotations

from collections.abc import Iterable

from html2myst.html.facts import Facts, Gathering, code_text
from html2myst.myst.blocks import (
    Block,
    Code,
    Definitions,
    Figure,
    Gallery,
    Heading,
    Items,
    Kind,
    Paragraph,
    Quote,
    Runs,
    Table,
)


def said(blocks: Iterable[Block]) -> Facts:
    """The facts of blocks; links are told, but not counted."""
    gathering = Gathering()
    _say_all(blocks, gathering)
    return gathering.finished()


def _say_all(blocks: Iterable[Block], gathering: Gathering) -> None:
    for block in blocks:
        gathering.parts.append(" ")
        _say(block, gathering)
        gathering.parts.append(" ")


def _say(block: Block, gathering: Gathering) -> None:  # noqa: C901  # one a kind
    facts = gathering.facts
    match block:
        case Paragraph():
            _say_runs(block.runs, gathering)
        case Heading():
            mark = len(gathering.parts)
            _say_runs(block.runs, gathering)
            facts.headings.append(gathering.since(mark))
        case Code():
            gathering.parts.append(block.text)
            facts.codes.append(code_text(block.text))
        case Quote():
            _say_all(block.blocks, gathering)
        case Items():
            for item in block.items:
                facts.items += 1
                _say_all(item, gathering)
        case Definitions():
            for term, meanings in block.entries:
                _say_all([Paragraph(term), *(i for m in meanings for i in m)], gathering)
        case Figure():
            _say_runs([block.picture], gathering)
            _say_all(block.caption, gathering)
        case Gallery():
            _say_all(block.figures, gathering)
        case Table():
            _say_table(block, gathering)
        case _:
            pass


def _say_table(table: Table, gathering: Gathering) -> None:
    _say_runs(table.caption, gathering)
    for row in table.rows:
        for cell in row:
            mark = len(gathering.parts)
            _say_all(cell, gathering)
            gathering.facts.cells += filter(None, [gathering.since(mark)])


def _say_runs(runs: Runs, gathering: Gathering) -> None:
    link = 0
    for run in runs:
        if run.link and run.link_number != link:
            gathering.link(run.link)
        link = run.link_number if run.link else 0
        if run.kind is Kind.PICTURE:
            gathering.picture(run.path, run.text)
        elif run.kind is Kind.NOTE:
            gathering.facts.references.append(run.number)
        else:
            gathering.parts.append(" " if run.kind is Kind.BREAK else run.text)

"""MyST's parser, which reads texts however deep they are nested, and rows that are too long."""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from types import MethodType
from typing import Any

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.token import Token
from myst_parser.parsers import sphinx_ as myst
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx

from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.comments import hide_comments, never_closed
from sphinx_anthology.reading.domain import domain_of, file_being_read
from sphinx_anthology.reading.lost_words import KeepingRenderer
from sphinx_anthology.reading.marks import read_within_bounds

MOST_LEVELS = 200
"""How deep blocks may stand in each other. CommonMark's parser leaves out what is below 20."""


class TooDeeplyNested(RecursionError):  # noqa: N818  # said to editors
    """A text has more levels of lists, quotes and directives than can be read."""


class MarkdownParser(MystParser):
    """Reads what MyST's parser reads, and leaves nothing out without a word."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text."""
        made: list[MarkdownIt] = []

        def make(*given: Any) -> MarkdownIt:
            made.append(_deep(*given))
            return made[-1]

        # MyST's makes its own, by this name of its module
        vars(myst)["create_md_parser"] = make
        try:
            super().parse(inputstring, document)
        finally:
            vars(myst)["create_md_parser"] = create_md_parser
        for parser in made:
            _tell_of_comments(document, never_closed(parser.options, inputstring))
            _tell_of_rows(document, long_rows(parser.options, inputstring))


def _tell_of_comments(document: nodes.document, lines: list[int]) -> None:
    """Report comments that hide the rest of a text."""
    message = (
        "A comment begins here with ‘<!--’, and nothing ends it: the text behind it is not "
        "shown. Write ‘-->’ where the comment ends, or ‘\\<!--’ if it is none."
    )
    _tell(document, lines, message, Code.OPEN_COMMENT)


def _tell_of_rows(document: nodes.document, lines: list[int]) -> None:
    """Report rows of tables that have more cells than the table's head."""
    message = (
        "The row has more cells than the head of its table, and its last cell shows them all. "
        "Write as many cells into the head, or ‘\\|’ for a ‘|’ that parts no cells."
    )
    _tell(document, lines, message, Code.LONG_ROW)


def _tell(document: nodes.document, lines: list[int], message: str, code: Code) -> None:
    env = document.settings.env
    file = file_being_read(env)
    for line in lines:
        domain_of(env).note_problem(env.docname, Problem(file, line, message, code))


def _deep(config: Any, _: object) -> MarkdownIt:
    """A parser of Markdown for deep texts, with a renderer that loses no words."""
    parser = create_md_parser(config, KeepingRenderer)
    parser.options["maxNesting"] = MOST_LEVELS
    hide_comments(parser)
    keep_cells(parser)
    read_within_bounds(parser)
    tokenize = parser.block.tokenize

    def tokenized(_: object, state: StateBlock, start: int, end: int) -> None:
        if state.level >= MOST_LEVELS:
            raise TooDeeplyNested("Its parts are nested too deeply.")
        tokenize(state, start, end)

    parser.block.tokenize = MethodType(tokenized, parser.block)  # type: ignore[method-assign]
    return parser


def use_for_markdown(app: Sphinx) -> None:
    """Put it in the place of MyST's."""
    app.add_source_parser(MarkdownParser, override=True)


_LONG = "rows_too_long"
_MOST_EMPTY = 5_000
"""How many cells Markdown fills in where rows are shorter than the head."""


def keep_cells(md: MarkdownIt) -> None:
    """Let a parser put the cells that are too many into the last one."""
    vars(sys.modules[table.__module__])["MAX_AUTOCOMPLETED_CELLS"] = _MOST_EMPTY
    md.block.ruler.at("table", _long_row, {"alt": ["paragraph", "reference"]})


def long_rows(options: MutableMapping[str, Any], text: str) -> list[int]:
    """The lines of the rows of a text that have too many cells."""
    found = set(options.get(_LONG, ()))
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines if line.strip(" \t>") in found] if found else []


def _long_row(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    before = len(state.tokens)
    if not table(state, first, last, silent):
        return False
    for row, cells in _rows(state.tokens[before:]):
        line = state.src[state.bMarks[row] + state.tShift[row] : state.eMarks[row]].strip()
        written = escapedSplit(line)
        written = written[not written[0] :]
        written = written[: len(written) - (not written[-1:] or not written[-1])]
        if more := written[len(cells) :]:
            cells[-1].content = " | ".join([cells[-1].content, *map(str.strip, more)])
            state.md.options.setdefault(_LONG, []).append(line)
    return True


def _rows(tokens: list[Token]) -> Iterator[tuple[int, list[Token]]]:
    """The line of each row, and what stands in its cells."""
    row, cells = 0, list[Token]()
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row, cells = token.map[0], []
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            yield row, cells

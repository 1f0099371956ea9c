"""MyST's parser and renderer, changed so that no words of a text are lost.

Nesting may be deep. The words of unknown or failing directives and roles are shown; MyST would put
a message there, which readers never see.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, MutableMapping
from types import MethodType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers import sphinx_ as myst
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.options import TokenizeError, options_to_items
from myst_parser.parsers.sphinx_ import MystParser
from myst_parser.warnings_ import MystWarnings
from sphinx.application import Sphinx

from sphinx_anthology.model.myst_options import too_large
from sphinx_anthology.model.problem import Code
from sphinx_anthology.reading.domain import note
from sphinx_anthology.reading.markdown_rules import (
    TOO_MANY,
    TOO_MANY_SAID,
    hide_comments,
    open_comments,
    read_within_bounds,
)
from sphinx_anthology.reading.unknown_markup import (
    find_directive,
    find_role,
    is_code,
    is_hidden,
    known_directives,
    known_roles,
    option_words,
    role_words,
    unknown_directive,
    unknown_role,
    wrong_arguments,
)

MOST_LEVELS = 200
"""The deepest nesting of blocks; CommonMark's parser drops what is deeper than 20."""


_LISTS = frozenset({"acks", "hlist"})
"""Directives of Sphinx that drop content which is no list."""


class KeepingRenderer(SphinxRenderer):
    """MyST's renderer, which shows the words of unknown markup."""

    def run_directive(
        self,
        name: str,
        first_line: str,
        content: str,
        position: int,
        additional_options: dict[str, str] | None = None,
        **given: Any,
    ) -> list[nodes.Element]:
        """The nodes of a directive; its words if it is unknown or fails."""
        kind = find_directive(self.sphinx_env, name, self.language_module_rst, self.document)
        if kind is None:
            self._tell(position, unknown_directive(name, known_directives(self.sphinx_env)))
            return [] if is_hidden(name) else self._words(name, first_line, content, position)
        if kind.option_spec:
            content, wrong = _mended_options(content)
            for place, message in wrong:
                self._tell(position + place + 1, message)
        try:
            parsed = parse_directive_text(kind, first_line, content)
        except states.MarkupError:
            needed, more = kind.required_arguments, kind.optional_arguments
            self._tell(position, wrong_arguments(name, first_line, needed, needed + more))
            return self._words(name, first_line, content, position)
        made = super().run_directive(
            name, first_line, content, position, additional_options, **given
        )
        body, line = "\n".join(parsed.body), position + parsed.body_offset
        if (made and all(map(_is_message, made))) or (not made and name in _LISTS):
            _take_out_quotes(made)
            return made + self._words(name, first_line, content, position)
        if _take_out_quotes(made) or not kind.has_content:
            made += self._words(name, "", body, line)
        known = kind.option_spec
        options = option_words(content, known)[0] if known else []
        return made + [nodes.paragraph("", words) for words in options]

    def _words(self, name: str, first_line: str, content: str, position: int) -> list[Any]:
        """The words of a directive, as Markdown or as written."""
        place = nodes.Element()
        options, text = option_words(content)
        with self.current_node_context(place):
            for words in filter(None, (first_line.strip(), *options)):
                place += nodes.paragraph("", words)
            if not text.strip():
                pass
            elif is_code(name, known_directives(self.sphinx_env)):
                words = text.strip("\n")
                place += nodes.literal_block(words, words, language="none")
            else:
                line = position + content.count("\n") - text.count("\n")
                self.nested_render_text(text, line)
        return list(place.children)

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Render a role; if it is unknown, its words."""
        name = token.meta["name"]
        line = token_line(token) if token.map else 0
        if find_role(self.sphinx_env, name, self.language_module_rst, line, self.reporter):
            super().render_myst_role(token)
            return
        self._tell(line, unknown_role(name, known_roles(self.sphinx_env)))
        if not is_hidden(name):
            self.current_node.append(nodes.Text(role_words(token.content)))

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """Parse reStructuredText; a text with too long a line is shown as written."""
        text = token.content
        most = self.document.settings.line_length_limit
        if max(map(len, text.split("\n"))) <= most:
            super().render_restructuredtext(token)
            return
        message = (
            f"‘{{eval-rst}}’ has a line of more than {most} characters, and is shown as it is "
            "written. Part the line."
        )
        self._tell(token_line(token, 0), message)
        self.current_node.append(nodes.literal_block(text, text, language="none"))

    def render_inline(self, token: SyntaxTreeNode) -> None:
        """Render inline text, and report text with too many marks."""
        if token.meta.get(TOO_MANY):
            self._tell(token_line(token, 0), TOO_MANY_SAID)
        super().render_inline(token)

    def create_highlighted_code_block(self, *given: Any, **options: Any) -> nodes.Element:
        """A code block, without emphasized lines if there are too many."""
        lines = options.get("emphasize_lines")
        if isinstance(lines, str) and (wrong := too_large("emphasize-lines", lines)):
            message = f"‘emphasize-lines’: {wrong}"
            self.create_warning(message, MystWarnings.INVALID_ATTRIBUTE, line=options.get("line"))
            options["emphasize_lines"] = None
        return super().create_highlighted_code_block(*given, **options)

    def _tell(self, line: int, message: str) -> None:
        source = self.document["source"]
        note(self.sphinx_env, line, message, Code.UNKNOWN_MARKUP, source)


def _is_message(node: nodes.Node) -> bool:
    return isinstance(node, nodes.system_message)


def _take_out_quotes(made: list[nodes.Element]) -> bool:
    """Whether messages quote a source that was not rendered; removes the quotes."""
    quotes = [
        quote
        for message in filter(_is_message, made)
        for quote in message.children
        if isinstance(quote, nodes.literal_block)
    ]
    for quote in quotes:
        quote.parent.remove(quote)
    return bool(quotes)


_OPTION = re.compile(r"(?P<begin>[ \t]*:(?!::)(?P<key>[\w-]+):[ \t]*)(?P<value>.*)")


def _mended_options(content: str) -> tuple[str, list[tuple[int, str]]]:
    r"""The content of a directive with unreadable option values quoted, and the messages.

    >>> print(_mended_options(':alt: "Ebb" and flow\n:width: 3px')[0])
    :alt: '"Ebb" and flow'
    :width: 3px
    >>> _mended_options(":alt: Ebb")
    (':alt: Ebb', [])
    """
    lines = content.split("\n")
    wrong = []
    for place, line in enumerate(lines):
        match = _OPTION.fullmatch(line)
        if match is None:
            break
        if not _is_read(f"{match['key']}: {match['value']}"):
            value = match["value"].strip().replace("'", "''")
            lines[place] = f"{match['begin']}'{value}'"
            message = (
                f"The option ‘{match['key']}’ has a sign at which YAML reads no further; it is "
                f"taken as it is written. Write: {lines[place].strip()}"
            )
            wrong.append((place, message))
    return "\n".join(lines), wrong


def _is_read(option: str) -> bool:
    try:
        options_to_items(option)
    except TokenizeError:
        return False
    return True


class TooDeeplyNested(RecursionError):  # noqa: N818  # editors read the name
    """A text with too many levels of lists, quotes and directives."""


class MarkdownParser(MystParser):
    """MyST's parser, which leaves nothing out silently."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse a text."""
        made: list[MarkdownIt] = []

        def make(*given: Any) -> MarkdownIt:
            made.append(_parser(*given))
            return made[-1]

        # MyST's parser calls this name of its module
        vars(myst)["create_md_parser"] = make
        try:
            super().parse(inputstring, document)
        finally:
            vars(myst)["create_md_parser"] = create_md_parser
        for parser in made:
            _tell_of_comments(document, open_comments(parser.options, inputstring))
            _tell_of_rows(document, long_rows(parser.options, inputstring))


def _tell_of_comments(document: nodes.document, lines: list[int]) -> None:
    """Report comments without an end, which hide the rest of a text."""
    message = (
        "A comment begins here with ‘<!--’, and does not end: the text after it is not "
        "shown. Write ‘-->’ where the comment ends, or ‘\\<!--’ if it is none."
    )
    _tell(document, lines, message, Code.OPEN_COMMENT)


def _tell_of_rows(document: nodes.document, lines: list[int]) -> None:
    """Report table rows with more cells than the head."""
    message = (
        "The row has more cells than the head of its table, and its last cell shows the rest. "
        "Add cells to the head, or write ‘\\|’ for a ‘|’ that separates no cells."
    )
    _tell(document, lines, message, Code.LONG_ROW)


def _tell(document: nodes.document, lines: list[int], message: str, code: Code) -> None:
    for line in lines:
        note(document.settings.env, line, message, code)


def _parser(config: Any, _: object) -> MarkdownIt:
    """A Markdown parser for deep nesting, with our renderer."""
    parser = create_md_parser(config, KeepingRenderer)
    parser.options["maxNesting"] = MOST_LEVELS
    hide_comments(parser)
    keep_surplus_cells(parser)
    read_within_bounds(parser)
    tokenize = parser.block.tokenize

    def tokenized(_: object, state: StateBlock, start: int, end: int) -> None:
        if state.level >= MOST_LEVELS:
            raise TooDeeplyNested("Its parts are nested too deeply.")
        tokenize(state, start, end)

    parser.block.tokenize = MethodType(tokenized, parser.block)  # type: ignore[method-assign]
    return parser


def register_parser(app: Sphinx) -> None:
    """Replace MyST's parser by ours."""
    app.add_source_parser(MarkdownParser, override=True)


_LONG = "rows_too_long"
_MOST_EMPTY = 5_000
"""The most cells that Markdown adds to short rows."""


def keep_surplus_cells(md: MarkdownIt) -> None:
    """Put surplus cells of a row into its last cell."""
    vars(sys.modules[table.__module__])["MAX_AUTOCOMPLETED_CELLS"] = _MOST_EMPTY
    md.block.ruler.at("table", _long_row, {"alt": ["paragraph", "reference"]})


def long_rows(options: MutableMapping[str, Any], text: str) -> list[int]:
    """The lines of table rows with surplus cells."""
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
    """The line of each row, and its cells."""
    row, cells = 0, list[Token]()
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row, cells = token.map[0], []
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            yield row, cells

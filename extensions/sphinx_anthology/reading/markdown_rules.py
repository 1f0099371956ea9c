"""Rules that are added to MyST's parser: comments of HTML, and bounds for what it reads.

MyST's rules of HTML are off (``myst_disable_syntax``), so that tags are shown as text. Ours stand
before them, and before those of quotes and lists: a comment may begin anywhere but in code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import MutableMapping
from typing import Any

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from sphinx.application import Sphinx

_OPEN = "<!--"
_CLOSE = re.compile(r"--!?>")
_SHORT = re.compile(r"<!--?-?>")
_PIECE = re.compile(
    r"\\.|(?<!`)(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)|`+|<!---?>|<!--.*?--!?>|(?P<open><!--)",
    re.DOTALL,
)
"""What can hide the beginning of a comment, comments that are closed, and one that is not."""
_NEVER_CLOSED = "comments_never_closed"


@functools.lru_cache(8)
def _has_comment(source: str) -> bool:
    """Whether a text has any, which every block of it asks."""
    return _OPEN in source


def _end(source: str, start: int) -> int:
    """Where the comment ends that begins at a place; -1 where nothing closes it."""
    if short := _SHORT.match(source, start):
        return short.end()
    found = _CLOSE.search(source, start + len(_OPEN))
    return found.end() if found else -1


def _note(options: MutableMapping[str, Any], text: str) -> None:
    """Keep how a comment begins that nothing closes."""
    options.setdefault(_NEVER_CLOSED, []).append(text.partition("\n")[0])


def never_closed(options: MutableMapping[str, Any], text: str) -> list[int]:
    """The lines of the comments of a text that nothing closes."""
    lines = f"{text}\n"
    places = (lines.find(f"{beginning}\n") for beginning in options.get(_NEVER_CLOSED, ()))
    return sorted({text.count("\n", 0, max(place, 0)) + 1 for place in places})


def block_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A comment that begins a line, over as many lines as it has."""
    start = state.bMarks[first] + state.tShift[first]
    if not state.src.startswith(_OPEN, start) or state.is_code_block(first):
        return False
    if silent:
        return True
    end = _end(state.src, start)
    if 0 <= end <= state.eMarks[first]:
        is_more = state.src[start + len(_OPEN) : end].removesuffix("-->").strip() == "more"
        if state.src[end : state.eMarks[first]].strip():
            _blank(state, first, start, end)
            return block_rule(state, first, last, silent)  # the next, or the words behind it
    else:
        is_more = False
        end = _blank(state, first, start, end)
    state.line = first + 1
    while state.line < last and state.bMarks[state.line] < end and state.isEmpty(state.line):
        state.line += 1
    if is_more:
        _push_more(state, first)
    return True


def _push_more(state: StateBlock, line: int) -> None:
    """WordPress's mark of an excerpt's end, as ours is read."""
    token = state.push("myst_line_comment", "", 0)
    token.attrSet("class", "myst-line-comment")
    token.content, token.markup, token.map = " more", "%", [line, line + 1]


def _blank(state: StateBlock, first: int, start: int, end: int) -> int:
    """Put spaces in the place of a comment, and take its lines for empty ones; where it ends."""
    if end < 0:
        end = len(state.src)
        _note(state.md.options, state.src[start:])
    spaces = re.sub(r"[^\n]", " ", state.src[start:end])
    state.src = state.src[:start] + spaces + state.src[end:]
    line = first
    while line < len(state.bMarks) - 1 and state.bMarks[line] < end:
        stop = state.eMarks[line]
        begin = min(end, stop) if line > first or start == _text_start(state, line) else None
        if begin is not None:
            rest = state.src[begin:stop]
            state.bMarks[line] = begin
            state.tShift[line] = len(rest) - len(rest.lstrip())
        line += 1
    return end


def _text_start(state: StateBlock, line: int) -> int:
    return state.bMarks[line] + state.tShift[line]


def paragraph_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Before a paragraph is read: a comment in it that goes on beyond its end is taken out."""
    if silent or not _has_comment(state.src):
        return False
    start = _text_start(state, first)
    end = state.eMarks[_paragraph_end(state, first, last) - 1]
    _take_out(state, first, start, end)
    return False


def _take_out(
    state: StateBlock, first: int, start: int, end: int, *, in_rows: bool = False
) -> None:
    """Blank the comment between two places that ends beyond them, or beyond its row."""
    if _OPEN not in state.src[start:end]:
        return
    for piece in _PIECE.finditer(state.src, start, end):
        is_long = in_rows and piece[0].startswith(_OPEN) and "\n" in piece[0]
        if piece["open"] or is_long:
            begin = piece.start()
            _blank(state, _line_of(state, first, begin), begin, _end(state.src, begin))
            if piece["open"]:
                return  # nothing is left behind it


def _line_of(state: StateBlock, first: int, place: int) -> int:
    line = first
    while state.eMarks[line] < place:
        line += 1
    return line


def line_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The same for headings, which have one line, and for tables, which have one a row."""
    start = _text_start(state, first)
    mark = state.src[start : start + 1]
    is_one = not silent and mark in {"#", "|"} and _has_comment(state.src)
    if not is_one or state.is_code_block(first):
        return False
    line = first + 1
    while mark == "|" and line < last and not state.isEmpty(line):
        line += 1
    _take_out(state, first, start, state.eMarks[line - 1], in_rows=mark == "|")
    return False


def _paragraph_end(state: StateBlock, first: int, last: int) -> int:
    """The line after a paragraph's last, as CommonMark's rule finds it."""
    rules = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    line = first + 1
    while line < state.lineMax and not state.isEmpty(line):
        is_lazy = state.sCount[line] < 0 or state.sCount[line] - state.blkIndent > 3
        if not is_lazy and any(rule(state, line, last, True) for rule in rules):
            break
        line += 1
    state.parentType = before
    return line


def inline_rule(state: StateInline, silent: bool) -> bool:
    """A comment within a line or a paragraph."""
    if not state.src.startswith(_OPEN, state.pos):
        return False
    end = _end(state.src, state.pos)
    if end < 0:
        end = state.posMax
        if not silent:
            _note(state.md.options, state.src[state.pos :])
    before = state.src[: state.pos]
    if not before or before[-1] in " \n":  # no two spaces where it stood
        end += len(state.src[end:]) - len(state.src[end:].lstrip(" "))
    state.pos = min(end, state.posMax)
    if not silent and state.pos == state.posMax:
        state.pending = state.pending.rstrip(" ")
    return True


_WHOLE = re.compile(r"\s*<!--.*?--!?>", re.DOTALL)
_OPTIONS = re.compile(r"\s*:[\w-]+:[^\n]*(?:\n|$)")


def hidden_rule(state: StateCore) -> None:
    """Comments that no rule of text sees: in titles of links and blocks, in options of blocks."""
    if _OPEN not in state.src:
        return
    for token in (t for block in state.tokens for t in (block, *(block.children or ()))):
        if title := token.attrs.get("title"):
            token.attrSet("title", _WHOLE.sub("", str(title)))
        if token.info.startswith("{"):
            token.info = _WHOLE.sub("", token.info)
            token.content = _without_in_options(token.content)


def _without_in_options(content: str) -> str:
    """A block's content, without comments in the options that it begins with."""
    end = 0
    while option := _OPTIONS.match(content, end):
        end = option.end()
    return _WHOLE.sub("", content[:end]) + content[end:]


SHOWN_BY = frozenset({"xml", "pseudoxml", "texinfo", "man"})
"""The builders that would write down the comments of a document."""


def drop_comments(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take comments of whatever kind out of a document, for builders that would show them."""
    if app.builder.name in SHOWN_BY:
        for comment in list(doctree.findall(nodes.comment)):
            comment.parent.remove(comment)


def hide_comments(md: MarkdownIt) -> None:
    """Add the rules to a parser."""
    ended = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    rules = md.block.ruler
    rules.before(rules.__rules__[0].name, "comment", block_rule, {"alt": ended})
    rules.before(rules.__rules__[1].name, "comment_of_line", line_rule)
    rules.before("lheading", "comment_of_paragraph", paragraph_rule)
    md.inline.ruler.before("autolink", "comment", inline_rule)
    md.core.ruler.push("hidden_comment", hidden_rule)


MOST_MARKS = 10_000
"""How many brackets, or stars and the like, a paragraph may have.

Markdown asks of each whether another closes it, and so takes four times as long for twice as many.
"""
_MOST_LEVELS = 20
"""How deep links and the like may stand in each other; what is deeper is shown as written."""
TOO_MANY = "anthology_too_many"
TOO_MANY_SAID = (
    f"The paragraph has more than {MOST_MARKS} signs such as ‘[’ or ‘*’, and is shown "
    "as it is written. Part it by empty lines, or take them out."
)
_MARKS = (
    (re.compile(r"[\[\]!]"), MOST_MARKS),
    (re.compile(r"[*_~]"), MOST_MARKS),
    (re.compile(r"\[\^|\^\["), 1_000),
)


def read_within_bounds(md: MarkdownIt) -> None:
    """Let a parser read no paragraph that has too many marks."""
    md.core.ruler.at("inline", _inline_within_bounds)


def _inline_within_bounds(state: StateCore) -> None:
    deep = state.md.options["maxNesting"]
    state.md.options["maxNesting"] = _MOST_LEVELS
    try:
        _read_inline(state)
    finally:
        state.md.options["maxNesting"] = deep


def _read_inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = token.children or []
        if has_too_many(token.content):
            token.meta[TOO_MANY] = True
            token.children.append(Token("text", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def has_too_many(text: str) -> bool:
    """Whether a text has more marks of one kind than are read."""
    if len(text) < 1_000:
        return False
    return any(len(mark.findall(text)) > most for mark, most in _MARKS)

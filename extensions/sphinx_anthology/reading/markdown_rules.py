"""Rules added to MyST's parser: comments of HTML, and limits.

MyST's rules for HTML are off (``myst_disable_syntax``), so tags are shown as text. Our rules come
before those, and before those of quotes and lists: a comment may begin anywhere except in code.
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
"""Code, complete comments, and the beginning of an open one."""
_OPEN_COMMENTS = "comments_never_closed"


@functools.lru_cache(8)
def _has_comment(source: str) -> bool:
    """Whether a text has comments; every block asks this."""
    return _OPEN in source


def _end(source: str, start: int) -> int:
    """The end of the comment at a place; -1 if it is not closed."""
    if short := _SHORT.match(source, start):
        return short.end()
    found = _CLOSE.search(source, start + len(_OPEN))
    return found.end() if found else -1


def _note(options: MutableMapping[str, Any], text: str) -> None:
    """Record the first line of a comment that is not closed."""
    options.setdefault(_OPEN_COMMENTS, []).append(text.partition("\n")[0])


def open_comments(options: MutableMapping[str, Any], text: str) -> list[int]:
    """The lines of comments that are not closed."""
    lines = f"{text}\n"
    places = (lines.find(f"{beginning}\n") for beginning in options.get(_OPEN_COMMENTS, ()))
    return sorted({text.count("\n", 0, max(place, 0)) + 1 for place in places})


def block_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The rule for a comment that begins a line."""
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
            return block_rule(state, first, last, silent)  # the next comment, or the text after it
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
    """Add our mark for WordPress's ‘more’ comment, which ends an excerpt."""
    token = state.push("myst_line_comment", "", 0)
    token.attrSet("class", "myst-line-comment")
    token.content, token.markup, token.map = " more", "%", [line, line + 1]


def _blank(state: StateBlock, first: int, start: int, end: int) -> int:
    """Replace a comment by spaces and empty lines; give its end."""
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
    """The rule that removes comments that go beyond a paragraph."""
    if silent or not _has_comment(state.src):
        return False
    start = _text_start(state, first)
    end = state.eMarks[_paragraph_end(state, first, last) - 1]
    _take_out(state, first, start, end)
    return False


def _take_out(
    state: StateBlock, first: int, start: int, end: int, *, in_rows: bool = False
) -> None:
    """Blank comments between two places that end beyond them, or beyond their row."""
    if _OPEN not in state.src[start:end]:
        return
    for piece in _PIECE.finditer(state.src, start, end):
        is_long = in_rows and piece[0].startswith(_OPEN) and "\n" in piece[0]
        if piece["open"] or is_long:
            begin = piece.start()
            _blank(state, _line_of(state, first, begin), begin, _end(state.src, begin))
            if piece["open"]:
                return  # nothing follows


def _line_of(state: StateBlock, first: int, place: int) -> int:
    line = first
    while state.eMarks[line] < place:
        line += 1
    return line


def line_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """The same rule for headings and for table rows."""
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
    """The line after a paragraph's last, as in CommonMark's rule."""
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
    """The rule for a comment inside a line or paragraph."""
    if not state.src.startswith(_OPEN, state.pos):
        return False
    end = _end(state.src, state.pos)
    if end < 0:
        end = state.posMax
        if not silent:
            _note(state.md.options, state.src[state.pos :])
    before = state.src[: state.pos]
    if not before or before[-1] in " \n":  # leave no two spaces
        end += len(state.src[end:]) - len(state.src[end:].lstrip(" "))
    state.pos = min(end, state.posMax)
    if not silent and state.pos == state.posMax:
        state.pending = state.pending.rstrip(" ")
    return True


_WHOLE = re.compile(r"\s*<!--.*?--!?>", re.DOTALL)
_OPTIONS = re.compile(r"\s*:[\w-]+:[^\n]*(?:\n|$)")


def hidden_rule(state: StateCore) -> None:
    """The rule for comments in titles of links and in options of directives."""
    if _OPEN not in state.src:
        return
    for token in (t for block in state.tokens for t in (block, *(block.children or ()))):
        if title := token.attrs.get("title"):
            token.attrSet("title", _WHOLE.sub("", str(title)))
        if token.info.startswith("{"):
            token.info = _WHOLE.sub("", token.info)
            token.content = _without_in_options(token.content)


def _without_in_options(content: str) -> str:
    """The content of a directive without comments in its options."""
    end = 0
    while option := _OPTIONS.match(content, end):
        end = option.end()
    return _WHOLE.sub("", content[:end]) + content[end:]


SHOWN_BY = frozenset({"xml", "pseudoxml", "texinfo", "man"})
"""Builders that would write comments."""


def drop_comments(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Remove all comments from a document, for builders that would write them."""
    if app.builder.name in SHOWN_BY:
        for comment in list(doctree.findall(nodes.comment)):
            comment.parent.remove(comment)


def hide_comments(md: MarkdownIt) -> None:
    """Add the rules for comments to a parser."""
    ended = ["paragraph", "reference", "blockquote", "list", "footnote_def"]
    rules = md.block.ruler
    rules.before(rules.__rules__[0].name, "comment", block_rule, {"alt": ended})
    rules.before(rules.__rules__[1].name, "comment_of_line", line_rule)
    rules.before("lheading", "comment_of_paragraph", paragraph_rule)
    md.inline.ruler.before("autolink", "comment", inline_rule)
    md.core.ruler.push("hidden_comment", hidden_rule)


MOST_MARKS = 10_000
"""The most brackets, or emphasis marks, in a paragraph.

Markdown looks for the closing mark of each, so twice as many take four times as long.
"""
_MOST_LEVELS = 20
"""The deepest nesting of links and emphasis; deeper ones are shown as written."""
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
    """Make a parser skip paragraphs with too many marks."""
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
    """Whether a text has too many marks of one kind."""
    if len(text) < 1_000:
        return False
    return any(len(mark.findall(text)) > most for mark, most in _MARKS)

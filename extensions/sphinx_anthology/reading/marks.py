"""Texts of more marks than Markdown reads in time: they are shown as they are written."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

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
    md.core.ruler.at("inline", _rule)


def _rule(state: StateCore) -> None:
    deep = state.md.options["maxNesting"]
    state.md.options["maxNesting"] = _MOST_LEVELS
    try:
        _read(state)
    finally:
        state.md.options["maxNesting"] = deep


def _read(state: StateCore) -> None:
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

"""Markdown documents of ABlog: front matter or a directive, the title, and the text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from anthology_import.ablog import restructured
from anthology_import.ablog.markup import (
    Parsed,
    dedented,
    is_stated,
    options_of,
    plain_title,
    without,
)
from anthology_import.records import UnusableError
from sphinx_anthology.model.front_matter import FrontMatter, read_front_matter

KEPT: Final = ("tocdepth", "no-search", "nocomments", "myst")
"""Fields of front matter that Sphinx and MyST read in this publication too."""
_DIRECTIVE = re.compile(r"\{(?P<name>post|eval-rst)\}\s*(?P<rest>.*)")

Gone = dict[tuple[int, int], Sequence[str]]


def parse_markdown(text: str) -> Parsed:
    """A document in Markdown.

    :raises UnusableError: where its front matter cannot be read.
    """
    front_matter, problems = read_front_matter(text, "")
    if problems:
        raise UnusableError(f"Line {problems[0].line}: {problems[0].message}")
    lines = text.split("\n")
    reading = _Reading(lines, front_matter)
    reading.read()
    given = reading.fields
    written = given.get("title") or front_matter.values.get("title")
    return Parsed(
        title=plain_title(str(written)) if written else reading.title,
        fields=given,
        body=without(lines, reading.gone),
        kept=_kept(lines, front_matter),
        posts=reading.posts or int(is_stated(front_matter.values)),
        excerpt=reading.excerpt,
        other_titles=max(0, reading.titles - 1),
    )


def _kept(lines: Sequence[str], front_matter: FrontMatter) -> str:
    """The lines of fields that stay front matter, as they are written."""
    starts = {
        front_matter.lines[name,] - 1: name
        for name in front_matter.values
        if (name,) in front_matter.lines
    }
    order = [*sorted(starts), front_matter.length - 1]
    ranges = itertools.pairwise(order)
    found = (lines[start:end] for start, end in ranges if starts[start] in KEPT)
    return "".join(f"{line.rstrip()}\n" for block in found for line in block)


class _Reading:
    """Reads a document's blocks."""

    def __init__(self, lines: Sequence[str], front_matter: FrontMatter) -> None:
        self.lines = lines
        self.fields: dict[str, Any] = dict(front_matter.values)
        self.gone: Gone = {(0, front_matter.length): ()} if front_matter.length else {}
        self.title, self.titles = "", 0
        self.posts, self.excerpt = 0, ""
        blank = [""] * front_matter.length
        self._text = "\n".join((*blank, *lines[front_matter.length :]))

    def read(self) -> None:
        """Find title and directives."""
        parser = MarkdownIt("commonmark").use(colon_fence_plugin).disable("inline")
        tokens = parser.parse(self._text)
        for number, token in enumerate(tokens):
            if token.level or token.map is None:
                continue
            if token.type == "heading_open":
                self._heading(token, tokens[number + 1])
            elif token.type in {"fence", "colon_fence"}:
                self._fence(token)

    def _heading(self, token: Token, inline: Token) -> None:
        self.titles += token.tag == "h1"
        if not self.title and token.map:
            self.title = plain_title(inline.content)
            self.gone[token.map[0], token.map[1]] = ()

    def _fence(self, token: Token) -> None:
        found = _DIRECTIVE.fullmatch(token.info.strip())
        if found is None or token.map is None:
            return
        content = self.lines[token.map[0] + 1 : token.map[1] - 1]
        if found["name"] == "post":
            self.posts += 1
            self.gone[token.map[0], token.map[1]] = self._directive(found["rest"], content)
        elif (inner := restructured.parse_restructured("\n".join(content))).posts:
            self._embedded(token, inner)

    def _embedded(self, token: Token, inner: Parsed) -> None:
        """A directive inside of reStructuredText in Markdown."""
        self.posts += inner.posts
        self.fields |= inner.fields
        if token.map and not inner.body.strip():
            self.gone[token.map[0], token.map[1]] = ()

    def _directive(self, argument: str, content: Sequence[str]) -> Sequence[str]:
        """Take over the options of a directive; give the text that stays in its place."""
        options, length = _options(content)
        self.fields |= options | ({"date": argument.strip()} if argument.strip() else {})
        rest = dedented(content[length:])
        if "exclude" in options:
            self.excerpt = "\n".join(rest)
            return ()
        return rest


def _options(content: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The options of a directive, as lines or as YAML between marks."""
    if not content or content[0].strip() != "---":
        return options_of(content)
    end = next((n for n, line in enumerate(content[1:], 1) if line.strip() == "---"), 0)
    try:
        found = yaml.load("\n".join(content[1:end]), yaml.BaseLoader)  # noqa: S506  # texts alone
    except yaml.YAMLError:
        return {}, 0
    return ({str(k): v for k, v in found.items()} if isinstance(found, Mapping) else {}), end + 1

"""Directives of a text, found before Sphinx reads it."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import datetime as dt
import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin

from sphinx_anthology.model.corrections import NAME, day_and_words, numbered
from sphinx_anthology.model.dates import parse_day
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.source import ListedArticle, Source

_NAME = re.compile(r"\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)", re.DOTALL)
_PARSER = MarkdownIt("commonmark").use(colon_fence_plugin)
OF_CODE = frozenset(
    """
    altair-plot argparse autoclass autofunction automodule autosummary bokeh-plot code code-block
    code-cell code-tab command-output csv-table ditaa digraph doctest eval-rst exec graph graphviz
    highlight ipython jupyter-execute kroki literalinclude math mermaid parsed-literal plantuml
    plot productionlist program-output raw sourcecode testcode tikz uml vega-lite
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Directives whose content is not Markdown."""

_ARTICLE = "article"
_DEEPEST = 20
"""How many directives may stand inside each other; each is parsed with all that it holds."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """A directive in a text: name, argument, the line of its fence, and its content."""

    name: str
    argument: str
    line: int
    content: str


def directives_in(text: str, before: int = 0, depth: int = 0) -> Iterator[Directive]:
    r"""The directives of a text in order, each before those inside it.

    ``before`` is the number of lines before the text. What stands in code is no directive.

    >>> [(d.name, d.line) for d in directives_in("::::{note}\n:::{posts}\n:::\n::::")]
    [('note', 1), ('posts', 2)]
    """
    for token in _PARSER.parse(text):
        match = _NAME.match(token.info.strip()) if token.type.endswith("fence") else None
        if match is None or token.map is None:
            continue
        line = before + token.map[0] + 1
        argument = match["argument"].strip()
        yield Directive(name=match["name"], argument=argument, line=line, content=token.content)
        if match["name"] not in OF_CODE and depth < _DEEPEST:
            yield from directives_in(token.content, line, depth + 1)


def options_of(content: str) -> tuple[dict[str, str], str]:
    r"""The options of a directive, in either form of MyST, and the rest of its content.

    >>> options_of(":a: 1\n:b:\n\nText."), options_of("---\na: 1\n---\nText.")
    (({'a': '1', 'b': ''}, '\nText.'), ({'a': '1'}, 'Text.'))
    """
    if block := _YAML.match(content):
        lines = (line.partition(":") for line in (block["lines"] or "").splitlines())
        return {n.strip(): v.strip() for n, _, v in lines}, content[block.end() :]
    found: dict[str, str] = {}
    end = 0
    while option := _OPTION.match(content, end):
        found[option["name"]] = option["value"].strip()
        end = option.end()
    return found, content[end:]


_YAML = re.compile(r"---[ \t]*\n(?P<lines>.*?\n)??---[ \t]*(?:\n|$)", re.DOTALL)
_OPTION = re.compile(r"[ \t]*:(?P<name>[\w-]+):(?P<value>[^\n]*)(?:\n|$)")


def with_noted(source: Source, text: str) -> Source:
    """A post with what its text says of corrections, of articles and of free access."""
    post = source.record
    if not isinstance(post, Post):
        return source
    if any(f"{{{name}}}" in text for name in (NAME, _ARTICLE)):
        body = "\n".join(text.split("\n")[source.length :])
        found = tuple(directives_in(body, source.length))
        corrections, articles = tuple(numbered(_corrections(found))), tuple(_articles(found))
        source = dc.replace(source, corrections=corrections, articles=articles)
    days = [*(a.free_until for a in post.articles), *(a.free_until for a in source.articles)]
    return dc.replace(source, says_free=_line_of_free(text)) if any(days) else source


def _line_of_free(text: str) -> int:
    """The first line that says that something is free to read; 0 if none does."""
    match = _FREE.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 0


_FREE = re.compile(
    r"(?<!\bno longer )(?<!\bnot )(?<!\bwas )(?<!\bwere )\bfree(?:ly)?[\s-]+"
    r"(?:to\s+(?:read|access|download|view)|access|available|accessible|online|of\s+charge|until"
    r"|for\s+(?:a|the|one|two)\b)|\bopen[\s-]access\b|\bun(?:gated|paywalled)\b"
    r"|\bfrei\s+(?:zugänglich|verfügbar|lesbar|zu\s+lesen)|\bkosten(?:los|frei)"
    r"|\bgratuit|\baccès\s+libre|\blibre\s+accès",
    re.IGNORECASE,
)
"""Words that say that an article is free to read, in English, German and French."""


def _corrections(directives: Iterable[Directive]) -> Iterator[tuple[dt.date, int]]:
    """The days and lines of the corrections that have a day and say something."""
    for found in directives:
        if found.name != NAME:
            continue
        with contextlib.suppress(ValueError):  # a wrong day is reported where the text is read
            day, words = day_and_words(found.argument)
            if words or options_of(found.content)[1].strip():
                yield day, found.line


def _articles(directives: Iterable[Directive]) -> Iterator[ListedArticle]:
    """The articles that stand in a text, as in a reading list."""
    for found in directives:
        if found.name == _ARTICLE and found.argument:
            until = _free_until(found.content)
            key = found.argument.partition(" ")[0]
            yield ListedArticle(key=key, free_until=until, line=found.line)


def _free_until(content: str) -> dt.date | None:
    """The last day of free access; a wrong one is reported where the text is read."""
    stated = options_of(content)[0].get("free_until", "")
    try:
        return parse_day(stated.strip("\"'"))
    except ValueError:
        return None

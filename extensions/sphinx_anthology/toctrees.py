"""Toctrees: a series' reading order before Sphinx reads it, and circles."""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from sphinx.util.matching import patfilter

from sphinx_anthology.directives import directives_in
from sphinx_anthology.model.source import Entry

_OPTION = re.compile(r":(?P<name>[\w-]+):")
_EXPLICIT = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
_ADDRESS = re.compile(r"[a-z][a-z\d+.-]*://", re.IGNORECASE)
_COMMENT = re.compile(r"[%#;]|//|--|/\*|~~|\{#|\[//\]|\.\.(\s|$)")


def read_entries(
    text: str, docname: str, found_docs: Collection[str], suffixes: Sequence[str]
) -> tuple[Entry, ...]:
    """The documents in a text's toctrees, in order, each once.

    ``text`` is the file's text with its front matter blanked, so that lines count from the file's
    first. Globs match against ``found_docs``.
    """
    entries: dict[str, Entry] = {}
    for line, content in toctrees_in(text):
        for entry in _entries(content, line, docname, found_docs, suffixes):
            entries.setdefault(entry.docname, entry)
    entries.pop(docname, None)
    return tuple(entries.values())


@functools.lru_cache(maxsize=1024)  # a preview asks again and again for all series
def toctrees_in(text: str) -> tuple[tuple[int, str], ...]:
    """The content of every toctree, nested ones too, with the line on which it begins."""
    found = (each for each in directives_in(text) if each.name == "toctree")
    return tuple((each.line + 1, each.content) for each in found)


def _entries(
    content: str, line: int, docname: str, found_docs: Collection[str], suffixes: Sequence[str]
) -> Iterator[Entry]:
    """The entries of a toctree, read as Sphinx does."""
    options, first = options_of(content)
    listed = []
    lines = content.splitlines()[first:]
    hidden = comment_lines(lines)
    for place, raw in enumerate(lines):
        if place in hidden:
            continue
        text, number = raw.strip(), line + first + place
        explicit = _EXPLICIT.fullmatch(text)
        if "glob" in options and not explicit and re.search(r"[*?\[]", text):
            pattern = _absolute(text, docname)
            matching = sorted(patfilter(set(found_docs) - {docname}, pattern))
            listed += [Entry(docname=d, line=number) for d in matching]
        elif target := entry_docname(text, docname, suffixes):
            title = explicit["title"] if explicit else None
            listed.append(Entry(docname=target, line=number, title=title))
    yield from reversed(listed) if "reversed" in options else listed


def comment_lines(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of commented lines in a toctree, in any language's comments.

    >>> sorted(comment_lines(["a", "% b", "<!--", "c", "-->", "<!-- d -->", "e", "# f", "../g"]))
    [1, 2, 3, 4, 5, 7]
    """
    found, is_open = set(), False
    for place, line in enumerate(lines):
        text = line.strip()
        is_open = is_open or text.startswith("<!--")
        if is_open or _COMMENT.match(text):
            found.add(place)
        is_open = is_open and "-->" not in text
    return frozenset(found)


def entry_docname(text: str, docname: str, suffixes: Sequence[str]) -> str:
    """The docname of a toctree entry; empty for ``self`` and web addresses."""
    explicit = _EXPLICIT.fullmatch(text.strip())
    target = explicit["target"] if explicit else text.strip()
    if not target or target == "self" or _ADDRESS.match(target):
        return ""
    for suffix in suffixes:
        target = target.removesuffix(suffix)
    return _absolute(target, docname)


def options_of(content: str) -> tuple[frozenset[str], int]:
    """The names of a directive's options, and their number of lines."""
    lines = content.splitlines()
    names: set[str] = set()
    if lines and lines[0].strip() == "---":
        end = next((i for i, li in enumerate(lines[1:], 1) if li.strip() == "---"), len(lines) - 1)
        return frozenset(li.partition(":")[0].strip() for li in lines[1:end]), end + 1
    for number, text in enumerate(lines):
        match = _OPTION.match(text.strip())
        if not match:
            return frozenset(names), number
        names.add(match["name"])
    return frozenset(names), len(lines)


def matches(name: str, pattern: str) -> bool:
    """Whether a path matches a pattern, as Sphinx has them."""
    return bool(patfilter([name], pattern))


def _absolute(target: str, docname: str) -> str:
    """A docname from the publication's folder."""
    joined = posixpath.join("/" + posixpath.dirname(docname), target)
    return posixpath.normpath(joined).lstrip("/")


def circles(root: str, below: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """The circles of toctrees, from the front page first.

    >>> circles("index", {"index": ["a", "b"], "a": ["b"], "b": ["b", "index"]})
    [('b', 'b'), ('index', 'a', 'b', 'index')]
    """
    found = []
    done: set[str] = set()
    for start in (root, *sorted(below)):
        path = [start]
        waiting = [iter(below.get(start, ()))] if start not in done else []
        while waiting:
            child = next(waiting[-1], None)
            if child is None:
                waiting.pop()
                done.add(path.pop())
            elif child in path:
                found.append((*path[path.index(child) :], child))
            elif child not in done:
                path.append(child)
                waiting.append(iter(below.get(child, ())))
    return found


def relations(root: str, below: Mapping[str, Sequence[str]]) -> dict[str, list[str | None]]:
    """Parent, previous and next document of each, as in Sphinx.

    Sphinx's own function recurses without end in a circle.

    >>> relations("index", {"index": ["a"], "a": ["index", "b"]})["a"]
    ['index', 'index', 'b']
    """
    parents: dict[str, str | None] = {}
    waiting: list[tuple[str, str | None]] = [(root, None)]
    while waiting:
        docname, parent = waiting.pop()
        if docname not in parents:
            parents[docname] = parent
            waiting += [(child, docname) for child in reversed(below.get(docname, ()))]
    order: list[str | None] = [None, *parents, None]
    return {
        docname: [parent, order[place], order[place + 2]]
        for place, (docname, parent) in enumerate(parents.items())
    }

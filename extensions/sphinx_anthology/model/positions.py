"""Where fields and their values are in the text of a document."""

from __future__ import annotations

import bisect
import dataclasses as dc
import functools
import re
from collections.abc import Iterator, Mapping

import yaml

from sphinx_anthology.model.front_matter import Path, composed, read_front_matter


@dc.dataclass(frozen=True, slots=True)
class Span:
    """The place of a field, or of an item of a list, as offsets in the text.

    The name is ``[name:name_end]``, empty for an item; the value is ``[start:end]``. ``text`` is a
    scalar's text, :data:`None` for a list or a mapping. ``is_block`` says that the value stands in
    lines of its own, ``is_item`` that it is one of a list written so.
    """

    name: int
    name_end: int
    start: int
    end: int
    text: str | None
    is_block: bool
    is_item: bool = False


@functools.lru_cache(maxsize=4)
def spans(text: str) -> Mapping[Path, Span]:
    """The places of all values in front matter, by path; empty if it cannot be read."""
    front_matter, problems = read_front_matter(text, "")
    if problems or not front_matter.length:
        return {}
    root, offset = composed(text)
    return {} if root is None else dict(_inside(root, (), offset))


def _inside(node: yaml.Node, path: Path, offset: int) -> Iterator[tuple[Path, Span]]:
    """The places of all that a mapping or list holds."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            where = (*path, key.value)
            name = (key.start_mark.index + offset, key.end_mark.index + offset)
            yield where, _span(value, name, offset)
            yield from _inside(value, where, offset)
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            start = item.start_mark.index + offset
            span = _span(item, (start, start), offset)
            yield (*path, place), dc.replace(span, is_item=not node.flow_style)
            yield from _inside(item, (*path, place), offset)


def _span(node: yaml.Node, name: tuple[int, int], offset: int) -> Span:
    start, end = node.start_mark.index + offset, _end(node) + offset
    if isinstance(node, yaml.ScalarNode):
        return Span(*name, start, end, node.value, is_block=node.style in {"|", ">"})
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    return Span(*name, start, end, None, is_block=is_block)


def _end(node: yaml.Node) -> int:
    """The end of a value, without the lines between it and what follows."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


@dc.dataclass(frozen=True)
class Lines:
    """The beginnings of a text's lines, to turn offsets into lines and columns, both from 1."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text with line feeds."""
        found = [0]
        for line in text.split("\n"):
            found.append(found[-1] + len(line) + 1)
        return cls(tuple(found[:-1]))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset."""
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


_QUOTED = re.compile(r"(?<=‘)[^‘’…]+|\{[\w:-]+\}`[^`]+`")


def column_of(line: int, path: Path, message: str, text: str) -> int:
    """The column of a problem, from 1: of its value, or of what its message quotes; else 0.

    ``line`` is the problem's line, ``path`` that of its value in front matter.
    """
    if not text or line < 1:
        return 0
    return _column_of_value(line, path, text) or _column_of_words(line, message, text)


def _column_of_value(line: int, path: Path, text: str) -> int:
    """The column of a value, or of its name, whichever is in the line; 0 if neither is."""
    span = spans(text).get(path) if path else None
    if span is None:
        return 0
    lines = Lines.of(text)
    for offset in (span.start, span.name):
        found, column = lines.place(offset)
        if found == line:
            return column
    return 0


def _column_of_words(line: int, message: str, text: str) -> int:
    """The column of the first words in quotation marks that the line has just once; else 0."""
    lines = text.split("\n", line)
    written = lines[line - 1] if line <= len(lines) else ""
    found = (words for words in _QUOTED.findall(message) if written.count(words) == 1)
    return next((written.index(words) + 1 for words in found), 0)

"""Edits of a document's text, and the edits that a change of front matter needs."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.positions import Span
from sphinx_anthology.model.problem import Change, Part


@dc.dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A part of a text, from offset to offset, and what is written in its place."""

    start: int
    end: int
    write: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits that do not overlap.

    >>> edited("one two", [Edit(4, 7, "three"), Edit(0, 0, "zero ")])
    'zero one three'
    """
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.write + text[edit.end :]
    return text


def overlap(one: Sequence[Edit], other: Iterable[Edit]) -> bool:
    """Whether two lists of edits touch each other."""
    return any(a.start <= b.end and b.start <= a.end for a in one for b in other)


_COMMENT = re.compile(r"(?:^|\s)#")


def edits_of(change: Change, spans: Mapping[Path, Span], text: str) -> tuple[Edit, ...]:
    """The edits that make a change; none if it cannot be made without doubt."""
    path, is_bare = change.path, False
    if path not in spans and path[-1:] == (0,):  # a text in place of a list
        path, is_bare = path[:-1], True
    span = spans.get(path)
    if span is None or (is_bare and span.text is None):
        return ()
    if change.part is Part.PLACE:
        return _moved(change, span, text, spans)
    if change.part is Part.NAME:
        is_name = span.name_end > span.name
        return (Edit(span.name, span.name_end, change.write),) if is_name else ()
    start = span.name if change.part is Part.FIELD else span.start
    is_meant = not change.old or _has(span, path, spans, change.old)
    if not is_meant or not _is_replaceable(span, text[start : span.end]):
        return ()
    return (_replaced(change, span, start, text, is_bare=is_bare),)


def _is_replaceable(span: Span, written: str) -> bool:
    """Whether a value ends where it seems to, and no comment is in it."""
    if span.text is not None:
        return not span.is_block  # its end is in another line
    return _COMMENT.search(written) is None


def _moved(change: Change, span: Span, text: str, spans: Mapping[Path, Span]) -> tuple[Edit, ...]:
    """The edits that move a field in a line of its own; none for any other."""
    first = text.rfind("\n", 0, span.name) + 1
    last = text.find("\n", span.end)
    field = text[span.name : span.end]
    is_alone = text[first:last].strip() == field.strip()
    if not is_alone or span.is_block or "\n" in field:
        return ()
    if change.write:
        put = added(field, change.write, text, spans)
    else:
        line = text.rfind("\n", 0, spans[change.path[:1]].name) + 1
        put = Edit(line, line, f"{field}\n")
    return (Edit(first, last + 1, ""), put) if put else ()


def _has(span: Span, path: Path, spans: Mapping[Path, Span], old: str) -> bool:
    """Whether a value is a text, alone or as the only field of a mapping."""
    if span.text is not None:
        return span.text.strip() == old.strip()
    inside = [inner for where, inner in spans.items() if where[:-1] == path]
    return len(inside) == 1 and inside[0].text is not None and inside[0].text.strip() == old.strip()


def _replaced(change: Change, span: Span, start: int, text: str, *, is_bare: bool) -> Edit:
    """The edit of a value, as the list or mapping around it asks."""
    write = change.write
    if change.part is Part.ITEM and span.is_item:
        line = text.rfind("\n", 0, span.start) + 1
        write = f"\n{text[line : span.start]}".join(_items(write))
    elif change.part is Part.ITEM and is_bare:
        write = f"[{write}]"
    if span.is_block and start == span.start and span.name_end > span.name:
        # a list in the lines below its name
        start = text.index(":", span.name_end) + 1
    if start == span.end or text[start - 1] == ":":
        write = f" {write}"
    return Edit(start, span.end, write)


def _items(write: str) -> list[str]:
    """The items of a list in YAML, as they are written."""
    whole = f"[{write}]"
    root = yaml.compose(whole, Loader=yaml.SafeLoader)
    items = root.value if isinstance(root, yaml.SequenceNode) else ()
    return [whole[item.start_mark.index : item.end_mark.index] for item in items]


def held_back(text: str, kind: str, spans: Mapping[Path, Span]) -> Edit | None:
    """The edit that adds ‘draft: true’; :data:`None` where a document can state none."""
    if kind == "topic" or (kind, "draft") in spans:
        return None
    if kind == "page" and ("page",) not in spans:
        first = text.find("\n") + 1
        return Edit(first, first, "page: {draft: true}\n") if first and spans else None
    return added("draft: true", kind, text, spans)


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def added(field: str, kind: str, text: str, spans: Mapping[Path, Span]) -> Edit | None:
    """The edit that adds a field below a document's own key."""
    span = spans.get((kind,))
    if span is None:
        return None
    if span.text is None:
        return _first_field(text, span, field)
    spaces = re.match(r" *(?=\n)", text[span.end :])
    end = span.end + (spaces.end() if spaces else 0)
    space = " " if text[span.start - 1] == ":" else ""
    return Edit(span.start, end, f"{space}{{{field}}}") if span.text in _NULLS else None


def _first_field(text: str, span: Span, field: str) -> Edit:
    """The edit that adds a field before the first one of a mapping."""
    if not span.is_block:
        is_empty = not text[span.start + 1 : span.end - 1].strip()
        return Edit(span.start + 1, span.start + 1, field if is_empty else f"{field}, ")
    indent = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return Edit(span.start, span.start, f"{field}\n{indent}")

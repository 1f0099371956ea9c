"""What both kinds of documents have in common: what is taken out of a text, and what is left."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

OPTIONS: Final = re.compile(r"[ \t]*:(?P<name>[\w-]+):(?:[ \t]+(?P<value>.*?))?[ \t]*")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document as ABlog reads it.

    ``fields`` are those of the post, each a text, a list or true; ``body`` is the text without
    title, front matter and directive. ``kept`` are the lines of front matter that Sphinx and MyST
    read. ``posts`` is how many posts the document holds.
    """

    title: str = ""
    fields: Mapping[str, Any] = dc.field(default_factory=dict)
    body: str = ""
    kept: str = ""
    posts: int = 0
    excerpt: str = ""
    """The text of the directive, if the post does not show it."""
    is_rst: bool = False
    other_titles: int = 0
    """How many more titles of the first level the text has."""


def options_of(lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The options at the beginning of a directive's lines, and how many lines they take."""
    found: dict[str, Any] = {}
    name = ""
    for number, line in enumerate(lines):
        option = OPTIONS.fullmatch(line.rstrip())
        if option:
            name = option["name"]
            found[name] = (option["value"] or "").strip() or True
        elif name and line.strip() and line[:1] in " \t":
            before = "" if found[name] is True else f"{found[name]} "
            found[name] = f"{before}{line.strip()}"
        else:
            return found, number
    return found, len(lines)


def without(lines: Sequence[str], gone: Mapping[tuple[int, int], Sequence[str]]) -> str:
    """Lines without some ranges, in whose place others may stand; the rest is as it was."""
    kept: list[str] = []
    place = 0
    for (start, end), instead in sorted(gone.items()):
        kept += [*lines[place:start], *instead]
        place = max(place, end)
    kept += lines[place:]
    while kept and not kept[0].strip():
        del kept[0]
    return "\n".join(kept)


def dedented(lines: Sequence[str]) -> list[str]:
    """Lines without their common indentation, and without blank lines around them."""
    filled = [line for line in lines if line.strip()]
    depth = min((len(line) - len(line.lstrip()) for line in filled), default=0)
    found = [line[depth:] if line.strip() else line.lstrip(" \t") for line in lines]
    while found and not found[0].strip():
        del found[0]
    while found and not found[-1].strip():
        del found[-1]
    return found


def is_stated(fields: Mapping[str, Any]) -> bool:
    """Whether fields say that a document is a post."""
    stated = fields.get("blogpost")
    return stated is not None and str(stated).strip().lower() not in {"false", "no", "off", "0"}


_INLINE: Final = (
    (re.compile(r":[\w:.+-]+:`~?([^`<]*?)\s*(?:<[^`>]*>)?`"), r"\1"),
    (re.compile(r"\{[\w:.+-]+\}`~?([^`<]*?)\s*(?:<[^`>]*>)?`"), r"\1"),
    (re.compile(r"``(.+?)``"), r"\1"),
    (re.compile(r"`([^`<]+?)\s*(?:<[^`>]*>)?`__?"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\\([^\w\s])"), r"\1"),
)


_LONGEST: Final = 1_000
"""The most characters of a title."""


def plain_title(text: str) -> str:
    r"""A title without markup.

    >>> plain_title("The ``post`` of *May* and [more](x.md)"), plain_title("C\\# \\* 3 * 4")
    ('The post of May and more', 'C# * 3 * 4')
    """
    text = text[:_LONGEST]
    for pattern, plain in _INLINE:
        text = pattern.sub(plain, text)
    return " ".join(text.split())


_OF_ABLOG: Final = re.compile(
    r"^[ \t>]*(?:\.\. (?P<rst>update|postlist)::|(?:`{3,}|:{3,}|~{3,})\{(?P<md>update|postlist)\})"
    r"[ \t]*(?P<rest>.*?)[ \t\r]*$",
    re.MULTILINE,
)


def directives_left(text: str) -> Iterator[tuple[str, str]]:
    """The directives of ABlog that stay in a text: name and argument."""
    for found in _OF_ABLOG.finditer(text):
        yield found["rst"] or found["md"], found["rest"]

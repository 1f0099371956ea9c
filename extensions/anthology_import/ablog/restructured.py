"""reStructuredText documents of ABlog: fields or a directive, the title, and the text.

Only what stands at the margin is read, line by line; the text is not parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from anthology_import.ablog.markup import (
    Parsed,
    dedented,
    is_stated,
    options_of,
    plain_title,
    without,
)

_POST = re.compile(r"\.\. post::[ \t]*(?P<date>.*?)[ \t\r]*")
_FIELD = re.compile(r":(?P<name>[\w -]+):(?:[ \t]+(?P<value>.*?))?[ \t\r]*")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t\r]*")
_LONGEST: Final = 300

Gone = dict[tuple[int, int], Sequence[str]]


def parse_restructured(text: str) -> Parsed:
    """A document in reStructuredText."""
    lines = text.split("\n")
    gone: Gone = {}
    fields, length = _fields(lines)
    if length:
        gone[0, length] = ()
    excerpt = ""
    found = list(_directives(lines))
    for start, end, options, content in found:
        fields |= options
        shown = dedented(content)
        if "exclude" in options:
            excerpt, shown = "\n".join(shown), []
        gone[start, end] = shown
    title, place = _title(lines, length)
    if title:
        gone[place] = ()
    written = fields.get("title")
    return Parsed(
        title=plain_title(str(written)) if isinstance(written, str) else title,
        fields=fields,
        body=without(lines, gone),
        posts=len(found) or int(is_stated(fields)),
        excerpt=excerpt,
        is_rst=True,
    )


def _fields(lines: Sequence[str]) -> tuple[dict[str, Any], int]:
    """The field list at the beginning, and the number of its lines."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    found: dict[str, Any] = {}
    name, place = "", start
    for place in range(start, len(lines) + 1):
        line = lines[place].rstrip() if place < len(lines) else "."
        field = _FIELD.fullmatch(line)
        if field:
            name = field["name"].strip()
            found[name] = (field["value"] or "").strip() or True
        elif name and line.strip() and line[:1] in " \t":
            before = "" if found[name] is True else f"{found[name]} "
            found[name] = f"{before}{line.strip()}"
        elif line.strip() or not found:
            break
    return found, place if found else 0


def _directives(
    lines: Sequence[str],
) -> Iterator[tuple[int, int, dict[str, Any], Sequence[str]]]:
    """Each directive ``post``: first and last line, options with the date, and content."""
    for start, line in enumerate(lines):
        found = _POST.fullmatch(line)
        if found is None:
            continue
        end = start + 1
        while end < len(lines) and (not lines[end].strip() or lines[end][:1] in " \t"):
            end += 1
        while not lines[end - 1].strip():
            end -= 1
        content = lines[start + 1 : end]
        options, length = options_of(content)
        if found["date"]:
            options["date"] = found["date"]
        yield start, end, options, content[length:]


def _title(lines: Sequence[str], first: int) -> tuple[str, tuple[int, int]]:
    """The first title after a line, and its lines; empty if there is none."""
    for number in range(first, len(lines) - 1):
        line, under = lines[number].rstrip(), lines[number + 1]
        if not line or line[:1] in " \t" or len(line) > _LONGEST or not _is_under(line, under):
            continue
        above = number > 0 and _RULE.fullmatch(lines[number - 1])
        if above or number == 0 or not lines[number - 1].strip():
            return plain_title(line), (number - 1 if above else number, number + 2)
    for number in range(first, len(lines) - 2):  # a title between two lines may be indented
        over, line, under = (one.rstrip() for one in lines[number : number + 3])
        if over and over == under and _RULE.fullmatch(over) and len(over) >= len(line.strip()) > 0:
            return plain_title(line), (number, number + 3)
    return "", (0, 0)


def _is_under(line: str, under: str) -> bool:
    """Whether a line is a title's line: as long as the title, and no title itself."""
    is_rule = _RULE.fullmatch(under) and len(under.rstrip()) >= min(len(line), 4)
    return bool(is_rule) and not _RULE.fullmatch(line) and len(under.rstrip()) + 2 >= len(line)


_LABEL = re.compile(r"^[ \t]*\.\. _([^:\n`]+|`[^`\n]+`):[ \t\r]*$", re.MULTILINE)
_SUBSTITUTION = re.compile(r"^[ \t]*\.\. \|([^|\n]+)\| ", re.MULTILINE)


def labels(text: str) -> frozenset[str]:
    """The labels that a text sets."""
    found = {name.strip("`") for name in _LABEL.findall(text)}
    return frozenset(" ".join(name.split()).lower() for name in found)


def substitutions(text: str) -> tuple[str, ...]:
    """The substitutions that a text defines."""
    return tuple(dict.fromkeys(_SUBSTITUTION.findall(text)))


def embedded(body: str) -> str:
    """A text in a block of Markdown that is read as reStructuredText."""
    if not body.strip():
        return ""
    longest = max((len(run) for run in re.findall(r"`{3,}", body)), default=2)
    fence = "`" * max(3, longest + 1)
    end = "\r\n" if "\r\n" in body else "\n"
    last = "" if body.endswith("\n") else end
    return f"{fence}{{eval-rst}}{end}{body}{last}{fence}{end}"

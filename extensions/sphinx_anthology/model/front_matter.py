"""Front matter: from a file's text to a mapping that knows the line of every value.

YAML is read by the core schema of YAML 1.2 (section 10.3), as mystmd does, but for numbers that
would not be printed as they are written: ``no`` is text, and so are a date and ``1.10``. Aliases
are refused: no editor needs them, and they can explode.
"""

from __future__ import annotations

import dataclasses as dc
import re
import unicodedata
from typing import Any

import yaml

from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.yaml_errors import explain, not_fields

LIMIT = 64 * 1024
"""The greatest front matter that is read, in characters."""

DEPTH = 16
"""How deep a value may be nested."""

MOST_VALUES = 10_000
"""How many values front matter may have, names of fields counted."""

Path = tuple[str | int, ...]
"""Where a value stands: ``("post", "articles", 0, "key")``."""


@dc.dataclass(frozen=True, slots=True)
class FrontMatter:
    """A document's front matter.

    ``values`` is what YAML says; ``lines`` gives the line (from 1, in the file) of every path
    of it; ``length`` is the number of lines that the block takes, both marks included:
    0 where there is none. ``cut`` gives texts that end at a comment in their line, with it.
    """

    values: dict[str, Any] = dc.field(default_factory=dict)
    lines: dict[Path, int] = dc.field(default_factory=dict)
    length: int = 0
    cut: dict[Path, str] = dc.field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


_SEPARATORS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""What YAML takes for the end of a line, and an editor does not."""


class _Refusal(Exception):  # noqa: N818  # never leaves this module
    """Front matter that cannot be used, with the line and the reason."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_front_matter(text: str, file: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Read the front matter of a document's text.

    Without front matter the result is empty and there is no problem. Where it cannot be read
    the result is empty too, and the problems say why: all duplicate keys at once, or the one
    place where YAML itself breaks off.
    """
    lines = text.split("\n")  # as editors count them: other separators end no line
    if lines[0].rstrip() != "---" or _is_break(lines):
        return FrontMatter(), ()
    try:
        block = _block(lines)
        return _load(block, file)
    except _Refusal as refusal:
        return FrontMatter(), (Problem(file, refusal.line, str(refusal), Code.FRONT_MATTER),)


_FIELD = re.compile(r"[\s\-{]*[\"']?[\w.-]+[\"']?\s*[:=]")


def _is_break(lines: list[str]) -> bool:
    """Whether the first line is a thematic break: an empty one and text without fields follow."""
    end = next((i for i, li in enumerate(lines[1:], 1) if li.rstrip() in {"---", "..."}), 400)
    block = lines[1:end]
    if not any(line.strip() for line in block) or block[0].strip():
        return False
    return not any(_FIELD.match(line) for line in block)


def _block(lines: list[str]) -> list[str]:
    """The lines between the marks."""
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() in {"---", "..."}:
            return lines[1:number]
    raise _Refusal(1, "The front matter is not closed; expected a line ‘---’ after it.")


def _load(block: list[str], file: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Turn the block into values and lines."""
    text = ("\n".join(block) + "\n").translate(_SEPARATORS)
    if len(text) > LIMIT:
        message = f"The front matter has {len(text):,} characters; at most {LIMIT:,} are read."
        raise _Refusal(1, message)
    try:
        _check_events(text)
        root = yaml.compose(text, Loader=_Loader)
        reader = _Reader(file, text.split("\n"))
        if root is not None and not isinstance(root, yaml.MappingNode):
            line, message = not_fields(block)
            raise _Refusal(line + 2, message)
        values = reader.value(root, ()) if root is not None else {}
    except yaml.MarkedYAMLError as error:
        line, message = explain(error, block)
        raise _Refusal(line + 2, message) from None
    except (ValueError, OverflowError):  # an escape such as \\UFFFFFFFF
        raise _Refusal(1, "The front matter has an escape that stands for no character.") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 2
        message = f"The front matter has a character that YAML refuses (U+{error.character:04X})."
        raise _Refusal(line, message) from None
    if reader.duplicates:
        return FrontMatter(), tuple(reader.duplicates)
    return FrontMatter(values, reader.lines, len(block) + 2, reader.cut), ()


def _check_events(text: str) -> None:
    """Refuse aliases and deep nesting before anything is built of them."""
    depth = count = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line(event.start_mark)
        count += isinstance(event, yaml.NodeEvent)
        if count > MOST_VALUES:
            raise _Refusal(line, f"The front matter has more than {MOST_VALUES:,} values.")
        if isinstance(event, yaml.AliasEvent):
            raise _Refusal(
                line,
                f"YAML aliases (*{event.anchor}) are not read here; repeat the value.",
            )
        if getattr(event, "tag", None) is not None:
            tag = getattr(event, "tag", "")
            raise _Refusal(line, f"YAML tags ({tag}) are not read here; quote the text.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH:
            raise _Refusal(line, f"The front matter is nested more than {DEPTH} deep.")
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
            raise _Refusal(line, "The front matter has a second YAML document.")


def _line(mark: Any) -> int:
    """The line in the file: marks count from 0, and the first line is ``---``."""
    return (mark.line if mark else 0) + 2


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the scalars of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    # only what is written as it would be printed: «007» and «1.10» are texts
    ("int", r"0|-?[1-9][0-9]{0,17}", "-0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern})$"),
        ["" if letter == "\0" else letter for letter in _first],
    )


class _Reader:
    """Builds values out of YAML nodes and notes the line of each."""

    def __init__(self, file: str, block: list[str]) -> None:
        self.file, self.block = file, block
        self.lines: dict[Path, int] = {}
        self.cut: dict[Path, str] = {}
        self.duplicates: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        """The value of a node, whose place is the path."""
        self.lines.setdefault(path, _line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        self._note_comment(node, path)
        return self._scalar(node)

    def _note_comment(self, node: yaml.Node, path: Path) -> None:
        """Keep a text without quotes after which a comment stands, with the comment."""
        if not isinstance(node, yaml.ScalarNode) or node.style or node.end_mark is None:
            return
        rest = self.block[node.end_mark.line][node.end_mark.column :]
        if re.match(r"\s+#" if node.value else r"\s+#[^\s#]", rest):
            self.cut[path] = f"{node.value} {rest.strip()}".strip()

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = _line(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Refusal(line, "The name of a field is a list or a mapping; write a word.")
            key = key_node.value
            if key in values:
                first = self.lines[*path, key]
                message = f"The field ‘{key}’ is here twice; the first is in line {first}."
                self.duplicates.append(Problem(self.file, line, message, Code.FRONT_MATTER))
                continue
            self.lines[*path, key] = line
            values[key] = self.value(value_node, (*path, key))
        return values

    @staticmethod
    def _scalar(node: yaml.Node) -> str | int | bool | None:
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool":
                return text.lower() == "true"
            case "int":
                return int(text)
            case _:
                return _printable(text, node)


def _printable(text: str, node: yaml.Node) -> str:
    """A text, unless an escape put a character into it that no page can hold."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r":
            message = f"A text has a character that no page can hold (U+{ord(character):04X})."
            raise _Refusal(_line(node.start_mark), message)
    return text

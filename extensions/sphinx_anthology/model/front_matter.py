"""Front matter: YAML at the start of a file as values with line numbers.

YAML is read by the core schema of YAML 1.2 (section 10.3), as in mystmd, except numbers that would
print differently: ``no`` is text, and so are dates and ``1.10``. Aliases are refused, since they
can expand without limit and no editor needs them.
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
"""The most characters of front matter."""

DEPTH = 16
"""The deepest nesting of values."""

MOST_VALUES = 10_000
"""The most values in front matter, names included."""

Path = tuple[str | int, ...]
"""The path of a value: ``("post", "articles", 0, "key")``."""


@dc.dataclass(frozen=True, slots=True)
class FrontMatter:
    """The front matter of a document.

    ``values`` is the mapping that YAML gives; ``lines`` has the line (from 1, in the file) of every
    path; ``length`` is the number of lines of the block with both marks, 0 without front matter;
    ``cut`` has unquoted texts that a comment follows, with the comment.
    """

    values: dict[str, Any] = dc.field(default_factory=dict)
    lines: dict[Path, int] = dc.field(default_factory=dict)
    length: int = 0
    cut: dict[Path, str] = dc.field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of a value, else of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


_SEPARATORS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
"""Characters that end a line for YAML, but not for editors."""


class _Refusal(Exception):  # noqa: N818  # never leaves this module
    """Front matter that is refused, with line and reason."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_front_matter(text: str, file: str) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Read the front matter at the start of a text.

    Without front matter the result is empty, without problems. If it cannot be read, the result is
    empty too, and the problems are all duplicate keys, or the first error of YAML.
    """
    lines = text.split("\n")  # as editors count lines: YAML has more separators
    if lines[0].rstrip() != "---" or _is_break(lines):
        return FrontMatter(), ()
    try:
        block = _block(lines)
        return _load(block, file)
    except _Refusal as refusal:
        return FrontMatter(), (Problem(file, refusal.line, str(refusal), Code.FRONT_MATTER),)


def composed(text: str) -> tuple[yaml.Node | None, int]:
    """The YAML node of a readable front matter, and where in the text its block begins."""
    lines = text.split("\n")
    block = "\n".join(_block(lines)) + "\n"
    return yaml.compose(block.translate(_SEPARATORS), Loader=_Loader), len(lines[0]) + 1


_FIELD = re.compile(r"[\s\-{]*[\"']?[\w.-]+[\"']?\s*[:=]")


def _is_break(lines: list[str]) -> bool:
    """Whether the first line is a thematic break, followed by text without fields."""
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
    """The values and lines of a block."""
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
    """Refuse aliases and deep nesting, before values are built."""
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
    """The line in the file, from 1; YAML's marks count from 0 after ``---``."""
    return (mark.line if mark else 0) + 2


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the scalars of YAML 1.2's core schema."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    # only numbers that print as written: «007» and «1.10» are texts
    ("int", r"0|-?[1-9][0-9]{0,17}", "-0123456789"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern})$"),
        ["" if letter == "\0" else letter for letter in _first],
    )


class _Reader:
    """Builds values from YAML nodes, and records the line of each."""

    def __init__(self, file: str, block: list[str]) -> None:
        self.file, self.block = file, block
        self.lines: dict[Path, int] = {}
        self.cut: dict[Path, str] = {}
        self.duplicates: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Any:
        """The value of a node at a path."""
        self.lines.setdefault(path, _line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, i)) for i, child in enumerate(node.value)]
        self._note_comment(node, path)
        return self._scalar(node)

    def _note_comment(self, node: yaml.Node, path: Path) -> None:
        """Record an unquoted text that a comment follows, with the comment."""
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
    """A text; refused if an escape made a character that pages cannot hold."""
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\t\n\r":
            message = f"A text has a character that no page can hold (U+{ord(character):04X})."
            raise _Refusal(_line(node.start_mark), message)
    return text

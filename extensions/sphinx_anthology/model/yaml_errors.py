"""Messages for front matter that is not YAML, with the line to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import yaml

_FIELD = re.compile(r"(?P<start>\s*(?:- +)?(?P<name>[\w.-]+)\s*:\s+)(?P<value>\S.*)")
_TIGHT = re.compile(r"(?P<start>\s*(?:- +)?[\w-]+:)(?P<value>[^\s/:].*)")
_COMMENT = re.compile(r"[^\"']*?\s#.*")
"""A line with a comment, unless it is in quotes."""
_TYPOGRAPHIC = "“”„‟‘’‚«»‹›"

Found = tuple[int, str]
"""A line of the block, from 0, and the message."""


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Found:
    """The line and message for a YAML error; ``lines`` are those between the marks."""
    problem, context = error.problem or "", error.context or ""
    lines = [line.rstrip() for line in lines]
    at = min(error.problem_mark.line if error.problem_mark else 0, len(lines) - 1)
    if "'\\t'" in problem:
        return max(at, 0), "There is a tab here; YAML takes only spaces before a field."
    start = min(error.context_mark.line if error.context_mark else at, len(lines) - 1)
    if found := _comment(problem, context, max(start, 0), max(at, 0), lines):
        return found
    for words, handler in _HANDLERS:
        if words in problem or words in context:
            line, message = handler(problem, max(start, 0), max(at, 0), lines)
            return line, f"This is not YAML: {message}"
    return max(at, 0), f"This is not YAML: {problem}."


def _comment(problem: str, context: str, start: int, at: int, lines: Sequence[str]) -> Found | None:
    """The message if a bracket or a text ends at a comment."""
    message = "This is not YAML: a space and ‘#’ begin a comment"
    if "parsing a flow" in context:
        found = next((i for i in range(start, at + 1) if _COMMENT.fullmatch(lines[i])), None)
        if found is None:
            return None
        return found, f"{message}, so the bracket is not closed.{_write_list(lines[found])}"
    before = _before(at, lines)
    if before < 0 or not _COMMENT.fullmatch(lines[before]) or _indent(lines[at]) == 0:
        return None
    field = _FIELD.fullmatch(lines[before])
    is_text = field and field["value"][0] not in "\"'[{|>#" and not _FIELD.fullmatch(lines[at])
    write = (
        _write(lines[before], in_quotes(f"{field['value']} {lines[at].strip()}")) if field else ""
    )
    return (before, f"{message}, which ends the text.{write}") if is_text else None


def _write_list(line: str) -> str:
    """The end of a message: a list in one line, with quotes around ‘#’."""
    field = _FIELD.fullmatch(line)
    value = field["value"] if field else ""
    if not re.fullmatch(r"\[[^\[\]{}\"']*\]", value):
        return ' A text with ‘#’ in it needs quotes around it, such as "C #".'
    items = (item.strip() for item in value[1:-1].split(","))
    return _write(line, f"[{', '.join(in_quotes(i) if '#' in i else i for i in items)}]")


def in_quotes(text: str) -> str:
    """A text in straight quotation marks.

    >>> in_quotes("“Draft: the thing”")
    '"Draft: the thing"'
    """
    if len(text) > 1 and text[0] in _TYPOGRAPHIC and text[-1] in _TYPOGRAPHIC:
        text = text[1:-1].strip()
    if "\\" in text:
        return "'{}'".format(text.replace("'", "''"))
    return '"{}"'.format(text.replace('"', '\\"'))


def _write(line: str, value: str = "") -> str:
    """The end of a message: the right line."""
    field = _FIELD.fullmatch(line)
    if not field:
        return ""
    return f" Write {field['start'].strip()} {value or in_quotes(field['value'])}"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _before(at: int, lines: Sequence[str]) -> int:
    """The index of the previous line with text; -1 if none."""
    return next((i for i in range(at - 1, -1, -1) if lines[i].strip()), -1)


def _colon(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for a misplaced colon."""
    before = _before(at, lines)
    previous = lines[before] if before >= 0 else ""
    if found := _no_field(before, previous):
        return found
    is_deeper = _indent(lines[at]) > _indent(previous)
    if is_deeper and _FIELD.fullmatch(previous) and _FIELD.fullmatch(lines[at]):
        message = f"the line is indented further than the one before it. Write {lines[at].strip()}"
        return at, f"{message} below ‘{previous.strip()}’, beginning in the same column."
    value = _FIELD.fullmatch(lines[at])
    if value and value["value"][0] in _TYPOGRAPHIC:
        message = "typographic quotation marks are no quotes in YAML, and a text with ‘: ’ in it"
        return at, f"{message} needs quotes around it.{_write(lines[at])}"
    return at, f"a text with ‘: ’ in it needs quotes around it.{_write(lines[at])}"


_BULLET = re.compile(r"\s*[*•·‣◦▪–—]\s+(?P<item>[^\s*].*)")


def _no_field(at: int, line: str) -> Found | None:
    """The message for a line that only looks like a field."""
    if bullet := _BULLET.fullmatch(line):
        return at, f"an item of a list begins with a hyphen. Write - {bullet['item']}"
    if tight := _TIGHT.fullmatch(line):
        message = f"there is no space after the colon. Write {tight['start'].strip()} "
        return at, message + tight["value"]
    if line.strip() and ":" not in line and not line.lstrip().startswith(("-", "#")):
        name, _, value = line.strip().partition(" ")
        write = f" Write {name}: {value.lstrip('= ')}" if value and name.isidentifier() else ""
        return at, f"‘{line.strip()[:60]}’ is not a field, since it has no colon.{write}"
    return None


def _quotation(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for an open quotation mark, or a wrong escape."""
    field = _FIELD.fullmatch(lines[start])
    value = field["value"] if field else ""
    if "escape" in problem:
        message = "in double quotes a backslash begins an escape; single quotes keep it."
        return start, message + (_write(lines[start], in_quotes(value[1:-1])) if value[1:] else "")
    closed = in_quotes(value[1:].rstrip()) if value[:1] in {'"', "'"} else ""
    return start, f"a quotation mark is not closed.{_write(lines[start], closed) if closed else ''}"


_CLOSING = {"sequence": ("[", "]"), "mapping": ("{", "}")}


def _bracket(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for an open bracket, or unquoted text in brackets."""
    opening, closing = _CLOSING["sequence" if "']'" in problem.partition(" but ")[0] else "mapping"]
    line = lines[start].rstrip(" ,")
    field = _FIELD.fullmatch(line)
    got = problem.rpartition("'")[0].rpartition("'")[2]
    if got in {"]", "}"} and got != closing and field:
        mended = f"{field['value'][: -len(got)]}{closing}"
        return start, f"‘{opening}’ is closed by ‘{got}’.{_write(line, mended)}"
    if (got == "<stream end>" or at > start) and closing not in line[line.find(opening) :]:
        write = _write(line, f"{field['value']}{closing}") if field else ""
        return start, f"the bracket ‘{opening}’ is not closed.{write}"
    message = "in brackets a text with a comma, a colon or another bracket in it needs quotes"
    return at, f'{message} around it, such as "a: b".'


def _after(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for text where a field or the end was expected."""
    line = lines[at]
    field = _FIELD.fullmatch(line)
    value = field["value"] if field else ""
    got = problem.rpartition("'")[0].rpartition("'")[2]
    if got in {"]", "}", ","}:
        shorter = value.rstrip(" ,") if got == "," else value[: value.rfind(got)].rstrip()
        return at, f"there is one ‘{got}’ too many.{_write(line, shorter) if shorter else ''}"
    if value[:1] == "'":
        message = "an apostrophe ends a text that is in single quotes."
        return at, f"{message}{_write(line, in_quotes(value.strip(chr(39))))}"
    if value[:1] == '"':
        return at, f"there is something after the closing quotation mark.{_write(line)}"
    return _indentation(problem, start, at, lines)


def _indentation(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for wrong indentation."""
    if "document start" in problem and _indent(lines[start]) == 0:
        first = next((i for i, line in enumerate(lines) if _indent(line)), at)
        message = f"the line begins with a space. Write {lines[first].strip()}"
        return first, f"{message} in the column of the other lines."
    before = lines[_before(at, lines)]
    if (field := _FIELD.fullmatch(before)) and _indent(lines[at]) > _indent(before):
        message = f"‘{before.strip()}’ has its value beside it, so nothing can stand below it."
        return at, f"{message} Write {field['start'].strip()} alone in that line."
    columns = sorted({_indent(line) for line in lines[:at] if line.strip()})
    known = " or ".join(map(str, columns)) or "0"
    spaces = f"{_indent(lines[at])} space{'s' if _indent(lines[at]) != 1 else ''}"
    message = f"the line begins with {spaces}, and the lines above it with"
    return at, f"{message} {known}. Lines of one level begin in the same column."


def _quotes_needed(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for a text that begins with a special character."""
    field = _FIELD.fullmatch(lines[at])
    sign = field["value"][0] if field else lines[at].lstrip()[:1]
    if not field and _BULLET.fullmatch(lines[at]):
        return _no_field(at, lines[at]) or (at, "")
    if sign in {"[", "{"}:
        return at, "there is a comma, or something in brackets, too many."
    return at, f"a text that begins with ‘{sign}’ needs quotes around it.{_write(lines[at])}"


def _key(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for a line that is neither field nor item."""
    line = lines[start].strip()
    if re.fullmatch(r"-[^\s-].*", line):
        return start, f"there is no space after the hyphen. Write - {line[1:]}"
    if line.startswith("<!--"):
        comment = line.removeprefix("<!--").removesuffix("-->").strip()
        return start, f"HTML comments do not work here. Write # {comment}"
    found = _no_field(start, lines[start])
    if found and _BULLET.fullmatch(lines[start]):
        return found
    wrong = found[1] if found else f"‘{line[:60]}’ is no field."
    message = "A field is written ‘name: value’, an item of a list ‘- value’; a text that goes on"
    return start, f"{wrong.rstrip('.')}. {message} in the next line is indented."


def _items(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for a list beside its field."""
    field = _FIELD.fullmatch(lines[at])
    item = field["value"].lstrip("- ") if field else "one"
    return at, f"a list begins in the line below its field.{_write(lines[at], f'[{item}]')}"


def _block_text(problem: str, start: int, at: int, lines: Sequence[str]) -> Found:
    """The message for a text beside ``>`` or ``|``."""
    field = _FIELD.fullmatch(lines[at])
    value = field["value"] if field else ""
    text = value.lstrip(">|+-0123456789 ")
    message = f"after ‘{value[:1]}’ the text begins in the next line, indented."
    return at, message + _write(lines[at], in_quotes(text))


def not_fields(lines: Sequence[str]) -> Found:
    """The message for YAML that holds no fields."""
    at = next((i for i, line in enumerate(lines) if line.strip(" -")), 0)
    found = _no_field(at, lines[at]) if lines else None
    message = "The front matter is not a list of fields; expected ‘title: …’."
    _, write, line = found[1].partition(" Write ") if found else ("", "", "")
    return at, f"{message}{write}{line}"


_Handler = Callable[[str, int, int, Sequence[str]], Found]
_HANDLERS: tuple[tuple[str, _Handler], ...] = (
    ("found character", _quotes_needed),
    ("mapping values are not allowed", _colon),
    ("scanning a quoted scalar", _quotation),
    ("scanning a double-quoted scalar", _quotation),
    ("parsing a flow sequence", _bracket),
    ("parsing a flow mapping", _bracket),
    ("scanning an alias", _quotes_needed),
    ("scanning an anchor", _quotes_needed),
    ("scanning a directive", _quotes_needed),
    ("scanning a block scalar", _block_text),
    ("sequence entries are not allowed", _items),
    ("could not find expected ':'", _key),
    ("expected <block end>", _after),
    ("<document start>", _indentation),
    ("expected the node content", _quotes_needed),
)

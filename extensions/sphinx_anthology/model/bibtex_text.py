"""Repair of BibTeX as text: missing commas, braces and keys are added and reported."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator

_KINDS = (
    "article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc"
    "|online|phdthesis|proceedings|report|techreport|thesis|unpublished|periodical|collection"
)
_START = re.compile(
    rf"^[^\S\n]*(?:@(?P<kind>\w+)|(?P<bare>{_KINDS}))[^\S\n]*[{{(]", re.IGNORECASE | re.MULTILINE
)
"""The beginning of an entry, with or without ‘@’."""
_NO_ENTRIES = frozenset({"string", "preamble", "comment"})
_NAME = re.compile(r"\s*(?P<name>[A-Za-z][\w+.-]*)\s*(?P<sign>[=:])\s*")
_NEXT = re.compile(r"\n\s*[A-Za-z][\w+:-]*\s*=\s*[{\"\d“]|\n\s*[})]\s*(?=\n|$)")
_BARE = re.compile(r"[^\n]*?(?=,[^\S\n]*(?:\n|$)|,\s*[A-Za-z][\w-]*\s*=|\s*[})]\s*$|\n|$)")
_MONTHS = frozenset(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
)
_MISSPELT = {
    "authors": "author",
    "autor": "author",
    "autoren": "author",
    "auteur": "author",
    "auteurs": "author",
    "editors": "editor",
    "titel": "title",
    "titre": "title",
    "jahr": "year",
    "journals": "journal",
}
"""Wrong names of fields, and the right ones."""

_STRING = re.compile(r"@string\s*[{(]\s*([\w:.-]+)\s*=", re.IGNORECASE)
_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}]+)\s*,")
_SPACES = re.compile(r"(?:[\s,]|%[^\n]*(?=\n|$))*")
_BRACKET = re.compile(r"\\.|[{}]", re.DOTALL)

Note = tuple[int, str]
"""A line number and its message."""


@dc.dataclass
class _Chunk:
    """One entry, up to the next one, and what was found in it."""

    text: str
    line: int
    kind: str
    strings: frozenset[str]
    told: list[Note] = dc.field(default_factory=list)
    fields: list[tuple[str, str]] = dc.field(default_factory=list)
    at: int = 0
    is_changed: bool = False

    def tell(self, message: str, at: int | None = None) -> None:
        """Add a message about a place in the text."""
        place = self.at if at is None else at
        self.told.append((self.line + self.text.count("\n", 0, place), message))


def repaired(text: str) -> tuple[str, tuple[Note, ...]]:
    r"""Readable BibTeX with the same number of lines, and the messages about repairs.

    >>> repaired("@article{a,\n title = {T}\n year = 2020}")[1]
    ((2, 'there is no comma after the field. Write title = {T},'),)
    """
    starts = list(_START.finditer(text))
    if not starts:
        return text, tuple(_without_entries(text))
    pieces, told, line, last = [text[: starts[0].start()]], [], 1, 0
    strings = frozenset(found[1].lower() for found in _STRING.finditer(text))
    keys = {found[1] for found in _KEY.finditer(text)}
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=True):
        kind = start["kind"] or start["bare"]
        line += text.count("\n", last, start.start())
        last = start.start()
        chunk = _Chunk(text[last:end], line, kind, strings, at=start.end() - last)
        written = chunk.text if kind.lower() in _NO_ENTRIES else _entry(chunk, start, keys)
        pieces.append(written)
        told += chunk.told
    return "".join(pieces), tuple(told)


def _without_entries(text: str) -> Iterator[Note]:
    """The message about a file of another format."""
    if re.match(r"\s*TY\s+-", text):
        yield 1, "this is RIS, and no entry of it is read. Export BibTeX instead (.bib)."


def _entry(chunk: _Chunk, start: re.Match[str], keys: set[str]) -> str:
    """An entry that can be read; unchanged if it has no fault."""
    if start["bare"]:
        chunk.tell(f"an entry begins with ‘@’. Write @{chunk.text.split(',')[0].strip()},", 0)
    key = _key(chunk, keys)
    _read_fields(chunk)
    if not (chunk.told or chunk.is_changed):
        return chunk.text
    fields = "".join(f", {name} = {value}" for name, value in chunk.fields)
    return f"@{chunk.kind}{{{key}{fields}}}" + "\n" * chunk.text.count("\n")


def _key(chunk: _Chunk, keys: set[str]) -> str:
    """The key of an entry; a new one from author and year if missing."""
    head = re.compile(r"\s*(?P<key>[^,={}\n\"]*)(?P<comma>\s*,)?").match(chunk.text, chunk.at)
    if head is None:
        return ""
    key, at = head["key"].strip(), chunk.at
    rest = chunk.text[head.end() :].lstrip()
    is_field = not head["comma"] and rest.startswith("=")
    if not key or is_field:
        made = _made_key(chunk.text, keys)
        chunk.tell(f"the entry has no key. Write @{chunk.kind}{{{made},")
        chunk.at = at if is_field else head.end()
        return made
    chunk.at = head.end()
    if " " in key:
        plain = "".join(key.split())
        chunk.tell(f"a key is one word. Write @{chunk.kind}{{{plain},", at)
        return plain
    if not head["comma"] and rest[:1] not in {"}", ")", ""}:
        chunk.tell(f"there is no comma after the key. Write @{chunk.kind}{{{key},", at)
    return key


def _made_key(text: str, keys: set[str]) -> str:
    """A key that no other entry has."""
    author = re.search(r"\bauthors?\s*=\s*[{\"]+\s*([^\W\d_]+)", text, re.IGNORECASE)
    year = re.search(r"\b(?:year|date)\s*=\s*[{\"]?\s*(\d{4})", text, re.IGNORECASE)
    stem = (author[1].lower() if author else "entry") + (year[1] if year else "")
    made = next(k for k in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if k not in keys)
    keys.add(made)
    return made


def _read_fields(chunk: _Chunk) -> None:
    """Read the fields of an entry, whatever separates them."""
    text = chunk.text
    seen: set[str] = set()
    while True:
        if spaces := _SPACES.match(text, chunk.at):
            chunk.is_changed = chunk.is_changed or "%" in spaces[0]
            chunk.at = spaces.end()
        if chunk.at >= len(text):
            chunk.tell("the entry does not end. Write } below its last field.", len(text.rstrip()))
            return
        if text[chunk.at] in "})":
            if not re.match(r"[})]\s*,\s*[A-Za-z][\w-]*\s*=", text[chunk.at :]):
                return
            chunk.tell(f"there is one ‘{text[chunk.at]}’ too many. Delete it.")
            chunk.at += 1
            continue
        found = _NAME.match(text, chunk.at)
        if found is None:
            _skip(chunk)
            continue
        _field(chunk, found, seen)


def _skip(chunk: _Chunk) -> None:
    """Skip text that is not a field, and report it."""
    end = _NEXT.search(chunk.text, chunk.at)
    stop = end.start() if end else len(chunk.text.rstrip())
    if not end and chunk.text.rstrip().endswith("}"):
        stop -= 1
    lost = " ".join(chunk.text[chunk.at : max(stop, chunk.at + 1)].split())[:60]
    chunk.tell(f"‘{lost}’ is no field, and is not read. A field is written name = {{value}},")
    chunk.at = max(stop, chunk.at + 1)


def _field(chunk: _Chunk, found: re.Match[str], seen: set[str]) -> None:
    """Read one field."""
    name, begin, before = found["name"], found.start("name"), len(chunk.told)
    chunk.at = found.end()
    value = _value(chunk, name)
    if found["sign"] == ":":
        chunk.tell(f"a field has a ‘=’. Write {name} = {_short(value)},", begin)
    if meant := _MISSPELT.get(name.lower()):
        chunk.tell(f"there is no field ‘{name}’. Write {meant} = {_short(value)},", begin)
        name = meant
    if name.lower() in seen:
        chunk.tell(f"the field ‘{name}’ is here twice; the first is used. Delete one.", begin)
        return
    seen.add(name.lower())
    chunk.fields.append((name, value))
    if len(chunk.told) == before and _NAME.match(chunk.text, chunk.at):
        chunk.tell(f"there is no comma after the field. Write {name} = {_short(value)},")


def _short(value: str) -> str:
    """A value as text to copy, shortened to 80 characters."""
    flat = " ".join(value.split())
    return flat if len(flat) <= 80 else f"{flat[:70]}…{flat[-1]}"


def _value(chunk: _Chunk, name: str) -> str:
    """The value of a field, which may join several with ‘#’."""
    parts = [_part(chunk, name)]
    while joined := re.compile(r"\s*#\s*").match(chunk.text, chunk.at):
        chunk.at = joined.end()
        parts.append(_part(chunk, name))
    return " # ".join(parts)


def _part(chunk: _Chunk, name: str) -> str:
    first = chunk.text[chunk.at : chunk.at + 1]
    if first == "{":
        return _in_brackets(chunk, name)
    if first == '"':
        return _in_quotes(chunk, name)
    return _bare(chunk, name)


def _close(text: str, at: int) -> int:
    """The place after the matching brace; 0 if there is none."""
    depth = 0
    for sign in _BRACKET.finditer(text, at):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if not depth:
            return sign.end()
    return 0


def _in_brackets(chunk: _Chunk, name: str) -> str:
    """A value in braces; an unclosed one ends with its line."""
    text, begin = chunk.text, chunk.at
    end = _close(text, begin)
    following = _NEXT.search(text, begin, end or len(text))
    is_swallowed = following and (not end or not text[end:].strip(" \n\t,"))
    ends_entry = end and text[end:].lstrip(" \n\t,")[:1] in {"}", ")"}
    if following and is_swallowed and not ends_entry:
        inner = text[begin + 1 : following.start()].rstrip().rstrip(",").rstrip("}")
        open_ones = inner.count("{") - inner.count("}")
        value = "{" + inner + "}" * (open_ones + 1)
        chunk.tell(f"a bracket is not closed. Write {name} = {_short(value)},", begin)
        chunk.at = following.start()
        return value
    if not end:
        inner = text[begin + 1 :].rstrip().rstrip("},")
        chunk.tell(f"a bracket is not closed. Write {name} = {_short('{' + inner + '}')},", begin)
        chunk.at = len(text)
        return "{" + re.sub(r"[{}]", "", inner) + "}"
    chunk.at = end
    return text[begin:end]


def _in_quotes(chunk: _Chunk, name: str) -> str:
    """A value in quotes; braces replace quotes that contain quotes."""
    text, begin = chunk.text, chunk.at
    ending = re.compile(r'"(?=\s*(?:,\s*(?:\n|$|[A-Za-z][\w-]*\s*=)|[})]|#|$|[A-Za-z][\w-]*\s*=))')
    found = ending.search(text, begin + 1)
    if found is None:
        found = re.compile(r"(?=\n|$)").search(text, begin)
    stop = found.start() if found else len(text)
    inner = text[begin + 1 : stop].rstrip(",")
    chunk.at = found.end() if found and found[0] else stop
    depth, is_plain = 0, bool(found and found[0])
    for sign in inner:
        depth += (sign == "{") - (sign == "}")
        is_plain = is_plain and not (sign == '"' and depth == 0)
    if is_plain:
        return text[begin : chunk.at]
    value = "{" + inner + "}"
    chunk.tell(f"quotes stand in quotes, or are not closed. Write {name} = {_short(value)},", begin)
    return value


def _bare(chunk: _Chunk, name: str) -> str:
    """A number, a month's name or an ‘@string’ name; anything else gets braces."""
    found = _BARE.match(chunk.text, chunk.at)
    begin, value = chunk.at, (found[0].strip() if found else "")
    word = re.compile(r"[\w:.-]+(?=\s*#)").match(chunk.text, begin)
    if word and (word[0].isdigit() or word[0].lower() in _MONTHS | chunk.strings):
        chunk.at = word.end()
        return word[0]
    chunk.at = begin + len(found[0] if found else "")
    if value.isdigit() or value.lower() in _MONTHS | chunk.strings:
        return value
    inner = value.strip('“”„‘’{}"')
    made = "{" + re.sub(r"[{}]", "", inner) + "}"
    what = "a value that is not a number needs brackets" if value else "a field has no value"
    chunk.tell(f"{what}. Write {name} = {_short(made if value else '{…}')},", begin)
    return made

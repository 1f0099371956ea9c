"""Misplaced front matter: fields and flags near the beginning of a document's text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from sphinx_anthology.model.doubts import (
    OTHER_FIELDS,
    POST_FIELDS,
    may_mean_private,
    parts_of,
)
from sphinx_anthology.model.private_values import FLAG_LINE

_NEAR = 400
"""The number of lines searched for flags; a tenth of them for other fields."""

OWN_KEYS = frozenset({"post", "author", "series", "topic"})
_SURE = OWN_KEYS | {"draft", "private", "published"}
_FORMATS = frozenset({"yaml", "yml", "toml", "json"})
_TITLES = frozenset({"title", "subtitle", "description"})

_DASHES = "-\u2010-\u2015\u2212\u2e3a\u2e3b\u30fc"
_MARK = re.compile(
    rf"^[>#\s\\]*(?:<!--\s*)?(?:(?:[{_DASHES}]\s?){{2,}}|[\u2013\u2014\u2015\u2e3a\u2e3b]|\+{{2,}}"
    r"|;{2,}|~{3,}|[*_=](?:\s?[*_=]){2,}\s*$|\.{3}$)\s*(?P<rest>.*)$"
    rf"|^(?=[^|]*?(?:[{_DASHES}]{{3}}|\+{{3}}))(?:\[\^?\w+\]:|\d+[.)])?[^\w|]*$"
)
"""A line that may be meant as a mark of front matter."""
_MARK_AFTER_WORDS = re.compile(rf"^[^|]{{1,40}}?\s*(?:[{_DASHES}]{{3,}}|\+{{3,}})\s*$")
_KEY = re.compile(
    r"^(?:\W|_){0,80}?"
    r"(?P<name>[^\W\d][\w .\-]{0,30}?)[\"'*_]{0,4}\s*[:=|]\s*(?P<value>.*)$"
)
_MORE = re.compile(r"^(\s+\S|[-#\[\]{}\"',|>%*]|$)")
_ITEM = re.compile(r"^[#*+\u2022\u2023\u25aa\u00b7-] ")
_FENCE = re.compile(r"^[\s>]*(?P<mark>`{3,}|~{3,}|:{3,})\s*(?P<info>.*)$")
_CODE = re.compile(
    r"^(\{(code|code-block|sourcecode|code-cell|literal|raw|parsed-literal|ya?ml|toml|json)\}"
    r"|[^{])|^$",
    re.IGNORECASE,
)
_OPTION = re.compile(r"^[\s>]*:[\w-]+:(\s|$)")
_TAG = re.compile(
    r"<summary[^<>]*>[^<>]*</summary>|</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>|<[!?](?=[a-zA-Z\[])[^<>]*>|<!\[CDATA\["
)
_FRAME = re.compile(r"^\s*(<!-+[^>]*|\$\$|\{[%{#][^{}]*([%}#]\})?|:{3,}.*)$")
"""A line that opens a block with the text inside: comment, formula, template, directive."""
_END_OF_FRAME = re.compile(r"^\s*(`{3,}|~{3,}|:{3,}|\$\$|-+>)\s*$")
_UNSEEN = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800\u034f"), " ")
_JSON = re.compile(r"[\"']?(?P<name>[^\W\d][\w-]*)[\"']?\s*:\s*(?P<value>[^,}\n]*)")
_BEFORE = re.compile(r"^\s*(#{1,6}\s|#{1,6}$|%|<!--.*-->\s*$|\([^)]*\)=\s*$|$)")

Line = tuple[int, str]
"""A line number, and the line as compared."""


def _seen(text: str, first: int) -> list[Line]:
    """The lines of a text without invisible characters."""
    found = []
    for number, line in enumerate(
        text.split("\n", first + _NEAR)[first : first + _NEAR], first + 1
    ):
        for piece in _TAG.sub("", html.unescape(line[:2000])).splitlines() or [""]:
            normal = unicodedata.normalize("NFKC", piece).translate(_UNSEEN)
            shown = (c for c in normal if c == "\t" or unicodedata.category(c) not in {"Cf", "Cc"})
            found.append((number, "".join(shown)))
    return found


def misplaced_line(text: str, first: int = 0, *, is_ours: bool = False) -> int:
    """The line of misplaced front matter after the first lines; 0 if none.

    If the document has front matter of a known kind (``is_ours``), only flags count, and code is
    not searched.
    """
    lines = _seen(text, first)
    found = () if is_ours else [*_block_of_pandoc(lines), *_at_the_beginning(lines, 0)]
    numbers = [*found, *_blocks(_outside_code(lines), first, is_ours=is_ours)]
    return min(numbers, default=0)


def _at_the_beginning(lines: Sequence[Line], start: int) -> Iterator[int]:
    """Fields at the first content, and in the blocks that begin there."""
    for _ in range(_MOST_FRAMES):
        start = next((i for i in range(start, len(lines)) if not _BEFORE.match(lines[i][1])), -1)
        if start < 0 or lines[start][1].lstrip().startswith(".. "):  # reStructuredText
            return
        yield from _first_content(lines, start)
        inner = _inside_frame(lines, start)
        if inner is None:
            return
        start = inner


_PANDOC = re.compile(
    r"%.*\S\n%.*\n% *(?:.* )?"
    r"(?:\d{4}-\d\d|\d{1,2}[ ./]\w+[ ./]\d{2,4}|\w+ \d{1,2}, \d{4}).*"
)


def _block_of_pandoc(lines: Sequence[Line]) -> Iterator[int]:
    """The line of Pandoc's title block: title, authors and date after ‘%’."""
    if _PANDOC.fullmatch("\n".join(line for _, line in lines[:3])):
        yield lines[0][0]


_MOST_FRAMES = 8
"""The most nested blocks that are searched."""


def _inside_frame(lines: Sequence[Line], start: int) -> int | None:
    """The index of a block's content after its options; :data:`None` if no block."""
    fence = _FENCE.match(lines[start][1])
    if not fence and not _FRAME.match(lines[start][1]):
        return None
    after = start + 1
    while after < len(lines) and _OPTION.match(lines[after][1]):
        after += 1
    return after + _options(lines[after:]) if fence else after


def _options(lines: Sequence[Line]) -> int:
    """The number of lines of YAML options; 0 if they may be front matter."""
    texts = [line.strip() for _, line in lines[:20]]
    if texts[:1] != ["---"] or "---" not in texts[1:]:
        return 0
    end = texts.index("---", 1)
    fields = [m for text in texts[1:end] if (m := _KEY.match(text))]
    is_ours = any(m["name"] in _NO_OPTIONS or _is_sure(*m.groups()) for m in fields)
    return 0 if is_ours else end + 1


_NO_OPTIONS = frozenset({"title", "authors", "date", "tags", "draft"})


def _first_content(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The line of fields without marks, after a mark, in JSON, or in code."""
    number, line = lines[start]
    fence = _FENCE.match(line)
    if fence and _CODE.match(fence["info"].strip()):
        if _has_field(_until(lines[start + 1 :], fence["mark"])):
            yield number
    elif line.lstrip().startswith("{") and not re.match(r"\s*\{[\w:-]+\}`", line):
        block = "\n".join(li for _, li in lines[start : start + 40])
        if any(_is_field(m["name"], m["value"]) for m in _JSON.finditer(block)):
            yield number
    elif _MARK.match(line) or _MARK_AFTER_WORDS.match(line):
        if _has_field(_fields_after(lines[start + 1 :])):
            yield number
    else:
        yield from _bare(lines, start)


def _bare(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The line of the first paragraph, if all of it is fields."""
    paragraph: list[Line] = []
    for number, line in lines[start:]:
        if not line.strip() or _MARK.match(line) or _END_OF_FRAME.match(line):
            break
        if line.strip().casefold() in _FORMATS:
            continue
        paragraph.append((number, line))
    if all(_KEY.match(line) or _MORE.match(line) for _, line in paragraph):
        fields = [m for _, line in paragraph if (m := _KEY.match(line)) and _is_field(*m.groups())]
        is_sure = any(_is_sure(*m.groups()) for m in fields)
        begins = bool(fields) and fields[0]["name"] == "title" and len(paragraph) == 1
        if is_sure or begins or len(fields) > 1:
            yield lines[start][0]


def _is_sure(written: str, value: str) -> bool:
    """Whether one line is proof: text may begin with ‘date:’, hardly with ‘post:’."""
    is_empty = _value(value) in {None, True, False} or value.startswith("{")
    return is_empty and _is_field(written, value) and "_".join(parts_of(written)) in _SURE


def _until(lines: Sequence[Line], mark: str) -> Iterator[Line]:
    """The lines of a code block, up to its closing mark."""
    for number, line in lines:
        if line.strip().startswith(mark):
            return
        yield number, line


def _outside_code(lines: Sequence[Line]) -> list[Line]:
    """The lines outside code blocks."""
    found, mark = [], ""
    for number, line in lines:
        fence = _FENCE.match(line)
        if mark:
            if fence and fence["mark"].startswith(mark) and not fence["info"].strip():
                mark = ""
        elif fence and fence["mark"][0] != ":":
            mark = fence["mark"]
        else:
            found.append((number, line))
    return found


def _blocks(lines: Sequence[Line], first: int, *, is_ours: bool) -> Iterator[int]:
    """The lines of fields after a mark, and of flags that stand alone."""
    for place, (number, line) in enumerate(lines):
        near = number - first <= _NEAR // 10
        mark = _MARK.match(line)
        if mark and not _is_underline(lines, place):
            block = [(0, mark["rest"] or ""), *_fields_after(lines[place + 1 :])]
            if _has_field(block, flags_only=is_ours or not near):
                yield number
        if near and FLAG_LINE.search(_bare_words(line)):
            yield number


def _bare_words(line: str) -> str:
    """A line without emphasis, and without punctuation at both ends."""
    plain = re.sub(r"^\W*\d+[.)]", "", line.replace("**", "").replace("\\", ""))
    words = [place for place, letter in enumerate(plain) if letter.isalnum()]
    return plain[words[0] : words[-1] + 1] if words else ""


def _is_underline(lines: Sequence[Line], place: int) -> bool:
    """Whether a mark underlines a heading."""
    before = lines[place - 1][1] if place else ""
    after = lines[place + 1][1] if place + 1 < len(lines) else ""
    return bool(before.strip()) and not _BEFORE.match(before) and not after.strip()


def _fields_after(lines: Sequence[Line]) -> Iterator[Line]:
    """The field lines of a block; no headings, no list items."""
    has_words = has_fields = False
    for number, line in lines[:60]:
        if _MARK.match(line) or not (_KEY.match(line) or _MORE.match(line)):
            return
        if line.startswith("##") or (not line.strip() and has_words and not has_fields):
            return
        has_words = has_words or bool(line.strip())
        if _KEY.match(line) and not _ITEM.match(line):
            has_fields = True
            yield number, line


def _has_field(lines: Iterable[Line], *, flags_only: bool = False) -> bool:
    matches = (_KEY.match(line) for _, line in lines)
    return any(_is_field(m["name"], m["value"], flags_only=flags_only) for m in matches if m)


def _is_field(written: str, value: str, *, flags_only: bool = False) -> bool:
    """Whether a line is a field of our front matter, or a flag."""
    name = "_".join(parts_of(written))
    if name == "draft" or FLAG_LINE.match(f"{name}: {value.rstrip(' ,}->')}"):
        return True
    if flags_only or not name:
        return False
    if name in OWN_KEYS | POST_FIELDS | OTHER_FIELDS | _TITLES:
        return True
    # words with spaces are the beginning of a sentence rather than a field
    return " " not in written.strip() and may_mean_private(written, _value(value))


def _value(written: str) -> object:
    """A value as YAML would roughly read it."""
    plain = written.partition(" #")[0].strip().rstrip(",}->").strip().strip("\"'")
    if plain.casefold() in {"", "~", "null"}:
        return None
    return {"true": True, "false": False}.get(plain.casefold(), plain)


_FIELD = re.compile(r"^:(?P<name>[^:\s][^:]*):(?:\s+(?P<value>.*))?$")
_POST_DIRECTIVE = re.compile(r"^\.\.\s+(post|blogpost|draft)::", re.IGNORECASE)


_NEAR_RST = _NEAR // 10


def without_fields_of_rst(text: str) -> str:
    """A document in reStructuredText without its field lines at the beginning."""
    lines = text.split("\n")
    near = [
        # a field with unprintable characters may hide line breaks
        "" if _FIELD.match(line.rstrip()) and line.rstrip().isprintable() else line
        for line in lines[:_NEAR_RST]
    ]
    return "\n".join([*near, *lines[_NEAR_RST:]])


def fields_of_rst(text: str) -> dict[str, object]:
    """The fields at the beginning of a document in reStructuredText, as YAML values.

    Further down only flags count, since texts also have field lists. ABlog's directive ``post``
    counts as a field.
    """
    found: dict[str, object] = {}
    for place, (_, line) in enumerate(_seen(text, 0)):
        field = _FIELD.match(line)
        is_near = place < _NEAR_RST
        if field and (is_near or FLAG_LINE.fullmatch(f"{field['name']}: {field['value'] or ''}")):
            found[field["name"]] = _value(field["value"] or "")
        elif is_near and (directive := _POST_DIRECTIVE.match(line)):
            found[f".. {directive[1]}::"] = None
    return found

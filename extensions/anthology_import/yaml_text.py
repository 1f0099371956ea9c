"""YAML as it is written here: what any reader of YAML, of 1.1 or 1.2, takes for the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

_PLAIN = re.compile(r"[^\W\d_](?:[\w ’–/.()&+-]*[\w.)])?|/[\w/.-]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# what YAML refuses, or takes for the end of a line
_UNPRINTABLE = re.compile("[\x7f-\x9f\u00ad\u2028\u2029\ufeff\ufffe\uffff\U000e0000-\U0010ffff]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def scalar(value: object) -> str:
    """A text, a number, a flag or nothing, on one line.

    >>> scalar("Ann Lee"), scalar("no"), scalar("a: b"), scalar(3)
    ('Ann Lee', '"no"', '"a: b"', '3')
    """
    if not isinstance(value, str):
        return json.dumps(value)
    text = _NO_CHARACTER.sub("\ufffd", value)  # no page can hold it
    if _DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and text.casefold() not in _WORDS):
        return text
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def flow(value: object) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(k)}: {flow(v)}' for k, v in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(flow, value))}]"
    return scalar(value)


def block(values: Mapping[str, object], indent: int = 0) -> str:
    """A mapping, a field a line; mappings in it are indented, lists stand on their line."""
    lines = []
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{' ' * indent}{scalar(name)}:\n", block(value, indent + 2)]
        else:
            lines.append(f"{' ' * indent}{scalar(name)}: {flow(value)}\n")
    return "".join(lines)


def front_matter(values: Mapping[str, object]) -> str:
    """The front matter of a document, with its marks."""
    return f"---\n{block(values)}---\n"

"""Front matter as text: values by the names of the model's fields, written as YAML.

What is written here means the same to readers of YAML 1.1 (PyYAML) and of YAML 1.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.example_values import EXAMPLES
from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.record import Standard, own_fields
from sphinx_anthology.model.source import KINDS

_PLAIN = re.compile(r"[^\W\d_](?:[\w ’–/.()&+-]*[\w.)])?|/[\w/.-]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# what YAML refuses, or takes for the end of a line
_UNPRINTABLE = re.compile("[\x7f-\x9f\u00ad\u2028\u2029\ufeff\ufffe\uffff\U000e0000-\U0010ffff]")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def front_matter(kind: str, values: Mapping[str, object]) -> str:
    """The front matter of a document, with its marks, in the order of the model's fields.

    ``kind`` is a key of :data:`~sphinx_anthology.model.source.KINDS`, or ``page``. ``values`` are
    texts, numbers, flags, days, and lists and mappings of them, by the names of the model's
    fields; those of the own key stand beside the others. A value that is :data:`None` is left out.

    >>> print(front_matter("post", {"part": 3, "title": "Tides: a start"}), end="")
    ---
    title: "Tides: a start"
    post:
      part: 3
    ---

    :raises TypeError: where the model has no field of a name, inside of a value too.
    """
    margin, own = _in_order(kind, values)
    if own or own_fields(KINDS.get(kind, Standard)):
        margin[kind] = own
    return f"---\n{_block(margin)}---\n"


def template(kind: str, values: Mapping[str, object]) -> str:
    """The same for an editor to go on with: every other field is a comment with an example.

    Texts stand in quotes, but for ids and other single words.

    :raises TypeError: where the model has no field of a name, inside of a value too.
    """
    model = KINDS[kind]
    own_names = own_fields(model)
    margin, own = _in_order(kind, values)
    unset = [name for name in model.model_fields if name not in margin | own]
    lines = [f"{name}: {flow(value, quoted=True)}" for name, value in margin.items()]
    lines += [_comment(kind, name) for name in unset if name not in own_names]
    lines += [f"{kind}:"] if own_names else []
    lines += [f"  {name}: {flow(value, quoted=True)}" for name, value in own.items()]
    lines += [f"  {_comment(kind, name)}" for name in unset if name in own_names]
    return "\n".join(("---", *lines, "---", ""))


def _comment(kind: str, name: str) -> str:
    """A field as a comment: what it may be, and what it means."""
    value = flow(EXAMPLES[kind][name], quoted=True)
    return f"# {name}: {value}  # {KINDS[kind].model_fields[name].description}"


def _in_order(
    kind: str, values: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """The values at the margin, and those below the own key, in the order of the model.

    :raises TypeError: where the model has no field of a name.
    """
    stated = {name: value for name, value in values.items() if value is not None}
    if kind == PAGE:
        model, own_names = Standard, frozenset({"draft"})
        names = (*model.model_fields, "draft")
    else:
        model = KINDS[kind]
        own_names, names = own_fields(model), tuple(model.model_fields)
    unknown = [name for name in stated if name not in names] or _unknown_inside(model, stated)
    if unknown:
        message = f"No field of ‘{kind}’: {', '.join(unknown)}"
        raise TypeError(message)
    ordered = {name: stated[name] for name in names if name in stated}
    margin = {name: value for name, value in ordered.items() if name not in own_names}
    return margin, {name: value for name, value in ordered.items() if name in own_names}


def _unknown_inside(model: type[Standard], values: Mapping[str, object]) -> list[str]:
    """The paths of names inside of values that the model has no field for."""
    known = {name: value for name, value in values.items() if name in model.model_fields}
    try:
        model.model_validate(known)
    except ValidationError as error:
        wrong = (e["loc"] for e in error.errors() if e["type"] == "extra_forbidden")
        return [".".join(map(str, path)) for path in wrong]
    return []


def scalar(value: object, *, quoted: bool = False) -> str:
    """A text, a number, a flag, a day or nothing, on one line; ``quoted`` texts in quotes.

    >>> scalar("Ann Lee"), scalar("no"), scalar("a: b"), scalar(3)
    ('Ann Lee', '"no"', '"a: b"', '3')
    """
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    text = _NO_CHARACTER.sub("\ufffd", str(value))  # no page can hold it
    is_plain = (
        (not quoted or is_id(text)) and _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    )
    if is_plain or _DAY.fullmatch(text):
        return text
    return _UNPRINTABLE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def flow(value: object, *, quoted: bool = False) -> str:
    """A value on one line, lists and mappings in brackets."""
    if isinstance(value, Mapping):
        pairs = (f"{scalar(k)}: {flow(v, quoted=quoted)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(flow(item, quoted=quoted) for item in value)}]"
    return scalar(value, quoted=quoted)


def _block(values: Mapping[str, object], indent: int = 0) -> str:
    """A mapping, a field a line; mappings in it are indented, lists stand on their line."""
    lines = []
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            lines += [f"{' ' * indent}{scalar(name)}:\n", _block(value, indent + 2)]
        else:
            lines.append(f"{' ' * indent}{scalar(name)}: {flow(value)}\n")
    return "".join(lines)

"""Why a value is refused, in words, and what to write in its place: pydantic's errors as ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from sphinx_anthology.model.problem import did_you_mean, quoted, yaml_text

_CHOICES = frozenset({"literal_error", "enum"})
_MAPPING = "a mapping (name: value)"
_EXPECTED: Mapping[str, str] = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a smaller number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
}

_SHAPES: Mapping[str, str] = {
    "origin": '{relation: …, url: "https://…"}, with full, repost, excerpt, digest or record',
    "withdrawn": '{date: 2022-01-31, reason: "…"}',
    "issue": '{journal: "…", volume: 49, number: 2}',
    "event": '{name: "…", start: 2021-09-01}',
    "announced": '[{part: 3, title: "…", authors: [jane-doe]}]',
    "roles": "{jane-doe: Professor}",
    "name": "{given: Jane, family: Doe}",
    "photo": '{file: jane.jpg, alt: "…"}',
    "links": '{web: "https://…"}',
    "affiliations": '[{name: "…", ror: "https://ror.org/…"}]',
    "articles": "[{key: doe2021}]",
    "authors": "[jane-doe, {name: A Guest}]",
    "convenors": "[jane-doe, {name: A Guest}]",
    "speakers": "[jane-doe, {name: A Guest}]",
    "earlier": '[{site: "…", url: "https://…"}]',
    "copies": '[{site: "…", url: "https://…"}]',
}
"""What a field looks like that is a mapping, or a list of them."""

_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1"), "true"),
    **dict.fromkeys(("false", "no", "off", "n", "0"), "false"),
}


def reason(details: ErrorDetails, siblings: Iterable[str] = ()) -> str:
    """What was found and what was expected; ``siblings`` are the names that are known there."""
    kind, context = details["type"], details.get("ctx", {})
    name = str(details["loc"][-1]) if details["loc"] else ""
    if kind == "extra_forbidden":
        known = sorted(siblings)
        hint = did_you_mean(name, known).strip(" ?")
        allowed = f"; expected one of {', '.join(known)}" if known else ""
        return f"{quoted(name)} is not known here{allowed}" + (f". {hint}?" if hint else "")
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return " ".join(str(context["error"]).split())
    found = shown(details["input"])
    if kind in _CHOICES:
        return f"expected one of {', '.join(_allowed(details))}; found {found}"
    expected = _EXPECTED.get(kind, "something else").format(**context)
    return f"expected {expected}, found {found}"


def instead(details: ErrorDetails) -> str:
    """The end of a message: what to write in place of a value, as text to copy; or nothing."""
    kind, value = details["type"], details["input"]
    name = next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "")
    name = name.rpartition(".")[2]
    if kind in _CHOICES:
        return did_you_mean(str(value), _allowed(details))
    expected = _EXPECTED.get(kind, "")
    if expected == "true or false":
        flag = _FLAGS.get(str(value).strip().lower())
        quotes = " without quotes" if isinstance(value, str) else ""
        return (
            f" Write {name}: {flag}{quotes}." if flag else f" Write {name}: true or {name}: false."
        )
    return shape(name) if expected == _MAPPING else _other_text(name, kind, value)


def shape(name: str) -> str:
    """The end of a message: what a field looks like that holds a mapping; or nothing."""
    if name in _KINDS:
        return f" Write {name}: {{draft: true}} to keep it back, or {name}: {{}} to publish it."
    return f" Write {name}: {_SHAPES[name]}" if name in _SHAPES else ""


_KINDS = frozenset({"post", "author", "series"})
"""The own keys of what can be a draft: what such a key said may have meant that it is one."""


def _other_text(name: str, kind: str, value: object) -> str:
    """What to write where a text was asked for, and something else stands there."""
    if kind != "string_type":
        return ""
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, (str, int)) for v in value):
        return f" Write {name}: {yaml_text(', '.join(map(str, value)))}"
    if isinstance(value, bool):
        return f' Write {name}: "{shown(value)}"'
    return ' A text with ‘: ’ in it needs quotes: "…: …"' if isinstance(value, dict) else ""


def _allowed(details: ErrorDetails) -> list[str]:
    """The values that would have been right, where only some are."""
    expected = str(details.get("ctx", {}).get("expected", ""))
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def shown(value: object) -> str:
    """A value as it may stand in a message: short, and on one line."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value)

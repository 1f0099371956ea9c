"""What is surely meant by a wrong value or a misspelt field, as changes of front matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from sphinx_anthology.model.doubts import may_mean_private
from sphinx_anthology.model.foreign_fields import foreign_field, foreign_value
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.problem import Change, Part, only_near, yaml_text
from sphinx_anthology.model.reasons import NUMBERS, allowed_values, synonym

_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1", "ja", "oui"), "true"),
    **dict.fromkeys(("false", "no", "off"), "false"),
}
"""Words for flags. ‘n’, ‘0’ and words of other languages for no might publish by mistake."""
_FLAGS_OF_OURS = frozenset({"draft", "withdrawn", "unpublished"})
"""Fields that say who may read a document; what resembles another may mean something else."""
_AROUND = "\"'“”„‟‘’‚‛«»‹› \t\u00a0\u2007\u202f\u200b\u200c\u200d\u2060\ufeff"


def corrected(path: Path, details: ErrorDetails) -> Change | None:
    """The change of a wrong value, if only one thing can be meant."""
    value = details["input"]
    write = _MEANT.get(details["type"], _nothing)(value, details)
    return Change(path, write) if write else None


def _nothing(value: object, details: ErrorDetails) -> str:
    return ""


def _of_error(value: object, details: ErrorDetails) -> str:
    """What the check of the value says."""
    write: str = getattr(details.get("ctx", {}).get("error"), "write", "")
    if not write and details["loc"][-1] == "part":
        return _number(value, details)
    return yaml_text(write) if write else ""


def _flag(value: object, details: ErrorDetails) -> str:
    if isinstance(value, (str, int)):
        return _FLAGS.get(str(value).strip(_AROUND).casefold(), "")
    return ""


def _text(value: object, details: ErrorDetails) -> str:
    """The only item of a list, where a text is expected."""
    is_text = isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)
    return yaml_text(value[0]) if is_text and isinstance(value, list) else ""


def _number(value: object, details: ErrorDetails) -> str:
    """A number in quotes or brackets, or in words."""
    only = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(only, bool) or not isinstance(only, (str, int)):
        return ""
    plain = str(only).strip(_AROUND).casefold()
    return plain if re.fullmatch(r"[1-9]\d{0,2}", plain) else NUMBERS.get(plain, "")


def _choice(value: object, details: ErrorDetails) -> str:
    """The only allowed value that is near; another word for one is a guess, unless it is ours."""
    if not isinstance(value, str):
        return ""
    allowed = allowed_values(details)
    plain = "-".join(value.strip(_AROUND).casefold().replace("_", " ").split())
    if plain in allowed:
        return plain
    return "" if synonym(plain) else only_near(plain, allowed)


_MEANT: Mapping[str, Callable[[object, ErrorDetails], str]] = {
    "value_error": _of_error,
    "string_type": _text,
    "int_type": _number,
    "int_parsing": _number,
    "bool_type": _flag,
    "bool_parsing": _flag,
    "enum": _choice,
    "literal_error": _choice,
}
"""Functions that give what is meant, by type of error."""


def renamed(
    path: Path, value: object, siblings: Collection[str], values: Mapping[str, Any]
) -> Change | None:
    """The change of an unknown field into the only one that can be meant.

    ``siblings`` are the known names there; none that is stated already is given again.
    """
    beside = _beside(path, values)
    name = str(path[-1])
    free = [known for known in siblings if known not in beside]
    ours = foreign_field(name) if len(path) == 1 else None
    if ours is None:
        near = only_near(name.strip(_AROUND), siblings)
        is_known = not may_mean_private(name, value) or near in _FLAGS_OF_OURS
        return Change(path, near, Part.NAME) if near in free and is_known else None
    if may_mean_private(name, value):
        return None
    field = foreign_value(name, value)
    return Change(path, field, Part.FIELD) if field.partition(":")[0] in free else None


def _beside(path: Path, values: Mapping[str, Any]) -> Collection[str]:
    """The names that are stated beside a field."""
    found: Any = values
    for part in path[:-1]:
        try:
            found = found[part]
        except (LookupError, TypeError):
            return ()
    return found if isinstance(found, Mapping) else ()

"""What an editor may write in the place of a proposal, by what was found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from anthology_import.findings.proposal import Finding, Value
from sphinx_anthology.model.dates import parse_date, parse_day
from sphinx_anthology.model.documents import MOST_PARTS, Kind
from sphinx_anthology.model.identifiers import doi
from sphinx_anthology.model.problem import did_you_mean, quoted

_KEYS: Final[Mapping[Finding, tuple[str, ...]]] = {
    Finding.ROLE: ("name", "role", "affiliation"),
    Finding.BIOGRAPHY: ("name", "text"),
    Finding.PORTRAIT: ("name", "picture", "alt"),
    Finding.ARTICLE: ("doi", "title", "authors", "url"),
    Finding.REPOST: ("site", "url", "date"),
    Finding.SAME_PERSON: ("name", "other"),
}
"""The fields of values that are mappings; but for an article's, the first is needed."""

_NEEDED: Final = {
    Finding.BIOGRAPHY: ("name", "text"),
    Finding.PORTRAIT: ("name", "picture"),
    Finding.SAME_PERSON: ("name", "other"),
    Finding.ARTICLE: (),
}


def checked(kind: Finding, value: object) -> Value:
    """A value as the finding has it.

    :raises ValueError: where it cannot be one, saying what was expected.
    """
    if kind in _KEYS:
        return _mapping(kind, value)
    if kind is Finding.AUTHORS:
        return _names(value)
    if not isinstance(value, str) or not value.strip():
        message = f"expected a text under ‘value’, found {_shown(value)}"
        raise ValueError(message)
    return _text(kind, value.strip())


def _text(kind: Finding, text: str) -> Value:
    if kind is Finding.PART:
        return _part(text)
    if kind is Finding.FREE_UNTIL:
        return parse_day(text).isoformat()
    if kind is Finding.KIND and text not in set(Kind):
        message = (
            f"{quoted(text)} is no kind of post; expected {', '.join(Kind)}"
            f".{did_you_mean(text, tuple(Kind))}"
        )
        raise ValueError(message)
    return text


def _part(text: str) -> Value:
    if text.casefold() == "none":
        return "none"
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_PARTS:
        message = f"expected a number from 1 to {MOST_PARTS}, or none; found {quoted(text)}"
        raise ValueError(message)
    return int(text)


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        message = f"expected a list of names, [Ann Lee, Bo Ek]; found {_shown(value)}"
        raise ValueError(message)
    if any(not isinstance(name, str) or not name.strip() for name in names):
        raise ValueError("expected a list of names; one of them is empty, or no text")
    return tuple(name.strip() for name in names)


def _mapping(kind: Finding, value: object) -> Mapping[str, str]:
    keys = _KEYS[kind]
    if not isinstance(value, dict) or not value:
        message = f"expected {{{keys[0]}: …}} with {', '.join(keys)}; found {_shown(value)}"
        raise ValueError(message)
    for key, text in value.items():
        if key not in keys:
            hint = did_you_mean(str(key), keys)
            message = f"{quoted(key)} is no field here; expected {', '.join(keys)}.{hint}"
            raise ValueError(message)
        _need_text(key, text)
    missing = [key for key in _NEEDED.get(kind, keys[:1]) if not value.get(key, "").strip()]
    if missing:
        message = f"‘{missing[0]}’ is missing"
        raise ValueError(message)
    return {key: _checked_field(key, value[key].strip()) for key in keys if value.get(key)}


def _need_text(key: str, text: object) -> None:
    if not isinstance(text, str):
        message = f"expected a text for ‘{key}’, found {_shown(text)}"
        raise ValueError(message)  # noqa: TRY004  # it is the editor's value


def _checked_field(key: str, text: str) -> str:
    if key == "doi":
        return doi(text)
    if key == "date":
        return str(parse_date(text))
    if key == "url" and not text.startswith(("https://", "http://")):
        message = f"{quoted(text)} is not an address; expected one that begins with https://"
        raise ValueError(message)
    return text


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return quoted(value) if value else "nothing"

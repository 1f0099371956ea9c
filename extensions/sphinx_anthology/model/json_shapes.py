"""Shapes of values in JSON Schema: what an editor may write for a text, a date, an identifier.

A shape admits every value that the field takes, and refuses what the form alone shows to be wrong.
Check digits, calendars and lists of codes are beyond it; ``anthology check`` knows them.
Patterns are those of ECMA 262, which Python reads alike.
"""

from __future__ import annotations

from pydantic.json_schema import JsonSchemaValue


def _any_case(text: str) -> str:
    """A pattern for a text in capitals or small letters.

    >>> _any_case("doi")
    '[dD][oO][iI]'
    """
    letters = (f"[{c}{c.upper()}]" if c.isalpha() else f"\\{c}" for c in text)
    return "".join(letters)


def _matching(pattern: str, expected: str, **more: object) -> JsonSchemaValue:
    """The shape of a text by its pattern, with the words for a text of another form."""
    shape = {"type": "string", "pattern": f"^\\s*(?:{pattern})\\s*$"}
    return {**shape, "patternErrorMessage": f"Expected {expected}.", **more}


_PROTOCOL = f"{_any_case('http')}[sS]?:\\/\\/"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE = "[0-9]{4}(?:-[0-9]{2}){0,2}"
_TIME = r"(?:[Tt_]|\s+)[0-9].*"

TEXT: JsonSchemaValue = {
    "type": ["string", "number"],
    "pattern": "\\S",
    "patternErrorMessage": "Expected a text, found an empty one.",
}
ADDRESS = {
    "type": "string",
    "pattern": "^https?:\\/\\/\\S*$",
    "patternErrorMessage": "Expected an address that begins with https://",
}
DOI = _matching(
    f"(?:{_PROTOCOL}(?:{_any_case('dx.')})?{_any_case('doi.org')}\\/|{_any_case('doi')}:\\s*)?"
    r"10\.[0-9]{4,9}(?:\.[0-9]+)*\/[^\s\"<>]+",
    "a DOI, such as 10.1332/030557321X",
)
ORCID = _matching(
    f"(?:(?:{_PROTOCOL})?(?:{_any_case('www.')})?{_any_case('orcid.org')}\\/)?"
    r"(?:[0-9][- ]*){15}[0-9Xx][- ]*\/*",
    "an ORCID iD, such as 0000-0002-1825-0097",
)
ROR = _matching(
    f"(?:{_PROTOCOL}{_any_case('ror.org')}\\/)?0[0-9A-Za-z]{{6}}[0-9]{{2}}",
    "a ROR id, such as https://ror.org/05dxps055",
)
ISSN = _matching("(?:[0-9]-*){7}[0-9Xx]-*", "an ISSN, such as 2049-3630")
LANGUAGE = {
    "type": "string",
    "pattern": "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$",
    "patternErrorMessage": "Expected a language tag, such as en or pt-BR.",
    "examples": ["en", "de", "fr", "es", "pt-BR"],
}
LICENSE: JsonSchemaValue = {
    "type": "string",
    "pattern": "\\S",
    "patternErrorMessage": "Expected a licence, such as CC-BY-4.0.",
    "examples": [
        *("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"),
        *("CC0-1.0", "LicenseRef-All-Rights-Reserved"),
    ],
}
DATE = _matching(
    f"{_DATE}(?:\\/{_DATE})?|{_DAY}{_TIME}",
    "a day (2021-04-21), a month (2014-09), a year or an interval (2014-11/2015-03)",
    type=["string", "integer"],
    minimum=1000,
    maximum=9999,
)
DAY = _matching(f"{_DAY}(?:\\/{_DAY})?|{_DAY}{_TIME}", "a full day, such as 2021-04-21")


def part(most: int) -> JsonSchemaValue:
    """The shape of a part number from 1 to the highest one, or ``none``."""
    return _matching(
        f"0*[1-9][0-9]*|{_any_case('none')}",
        f"a whole number from 1 to {most}, or none",
        type=["integer", "string"],
        minimum=1,
        maximum=most,
    )

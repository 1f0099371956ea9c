"""The types of fields: what a value may be, and what is said where it is not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
)
from pydantic.config import JsonDict

from sphinx_anthology.model import dates, identifiers
from sphinx_anthology.model.problem import quoted


class Record(BaseModel):
    """A frozen value that says what it may hold."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=False
    )


def _text(value: object) -> object:
    """Numbers are text where text is asked for; the ends are trimmed, emptiness refused."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        if not value.strip():
            message = "expected a text, found an empty one"
            raise ValueError(message)
        return value.strip()
    return value


def _checked(check: Callable[[str], str]) -> BeforeValidator:
    """A check of text for a field."""

    def run(value: object) -> object:
        return check(value) if isinstance(value, str) else value

    return BeforeValidator(run)


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c.isspace() for c in value):
        message = f"{quoted(value)} is not an address; expected one that begins with https://"
        if re.fullmatch(r"(?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", value):
            message += f"; write https://{value.removeprefix('//')}"
        raise ValueError(message)
    return value


def _listed(value: object) -> object:
    """One value will do where a list is asked for."""
    return value if isinstance(value, (list, tuple)) else [value]


def shorthand(key: str) -> BeforeValidator:
    """A bare text stands for a mapping with only this key."""

    def run(value: object) -> object:
        return {key: value} if isinstance(value, (str, int)) else value

    return BeforeValidator(run)


Text = Annotated[str, BeforeValidator(_text)]
Address = Annotated[str, _checked(_address), WithJsonSchema({"type": "string", "format": "uri"})]
Doi = Annotated[str, _checked(identifiers.doi)]
Orcid = Annotated[str, _checked(identifiers.orcid)]
Ror = Annotated[str, _checked(identifiers.ror)]
Issn = Annotated[str, _checked(identifiers.issn)]
Language = Annotated[str, _checked(identifiers.language)]
License = Annotated[str, _checked(identifiers.spdx)]
Date = Annotated[
    dates.PartialDate,
    BeforeValidator(dates.parse_date),
    WithJsonSchema({"type": ["string", "integer"], "description": "EDTF level 0"}),
]
Day = Annotated[
    dt.date,
    BeforeValidator(dates.parse_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Flag = StrictBool
Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], BeforeValidator(_listed)]


def own(default: Any, description: str, **options: Any) -> Any:
    """A field that stands under the document's own key (``post:``, ``series:``, …)."""
    extra: JsonDict = {"own": True}
    return Field(default, description=description, json_schema_extra=extra, **options)

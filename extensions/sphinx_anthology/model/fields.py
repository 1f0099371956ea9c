"""Types of front matter fields, from texts and dates to people."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    WithJsonSchema,
    model_validator,
)
from pydantic.config import JsonDict

from sphinx_anthology.model import dates, identifiers, json_shapes, names, timezones
from sphinx_anthology.model.problem import WrongValue, quoted


class Record(BaseModel):
    """A frozen pydantic model that refuses unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, use_attribute_docstrings=False
    )


def _text(value: object) -> object:
    """A number as text, and a text without outer spaces; refuses an empty text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        if not value.strip():
            message = "expected a text, found an empty one"
            raise ValueError(message)
        return value.strip()
    return value


def _checked(check: Callable[[str], str]) -> BeforeValidator:
    """A validator that checks texts with a function."""

    def run(value: object) -> object:
        return check(value) if isinstance(value, str) else value

    return BeforeValidator(run)


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c.isspace() for c in value):
        message = f"{quoted(value)} is not an address; expected one that begins with https://"
        write = ""
        if re.fullmatch(r"(?://)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", value):
            write = f"https://{value.removeprefix('//')}"
            message += f"; write {write}"
        raise WrongValue(message, write)
    return value


def _listed(value: object) -> object:
    """A list of one for a value that is no list."""
    return value if isinstance(value, (list, tuple)) else [value]


@dc.dataclass(frozen=True, slots=True)
class Shorthand:
    """Reads a bare text as a mapping with one key."""

    key: str

    def __call__(self, value: object) -> object:
        """The mapping of a text; any other value as it is."""
        return {self.key: value} if isinstance(value, (str, int)) else value


def shorthand(key: str) -> BeforeValidator:
    """A validator that reads a bare text as a mapping with one key."""
    return BeforeValidator(Shorthand(key))


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(json_shapes.TEXT)]
Address = Annotated[str, _checked(_address), WithJsonSchema(json_shapes.ADDRESS)]
Doi = Annotated[str, _checked(identifiers.doi), WithJsonSchema(json_shapes.DOI)]
Orcid = Annotated[str, _checked(identifiers.orcid), WithJsonSchema(json_shapes.ORCID)]
Ror = Annotated[str, _checked(identifiers.ror), WithJsonSchema(json_shapes.ROR)]
Issn = Annotated[str, _checked(identifiers.issn), WithJsonSchema(json_shapes.ISSN)]
Language = Annotated[str, _checked(identifiers.language), WithJsonSchema(json_shapes.LANGUAGE)]
License = Annotated[str, _checked(identifiers.spdx), WithJsonSchema(json_shapes.LICENSE)]
Timezone = Annotated[str, _checked(timezones.timezone)]
Date = Annotated[
    dates.PartialDate, BeforeValidator(dates.parse_date), WithJsonSchema(json_shapes.DATE)
]
Day = Annotated[dt.date, BeforeValidator(dates.parse_day), WithJsonSchema(json_shapes.DAY)]
Flag = StrictBool
Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], BeforeValidator(_listed)]


def own(default: Any, description: str, **options: Any) -> Any:
    """A field below the document's own key (``post:``, ``series:``, …)."""
    extra: JsonDict = {"own": True}
    return Field(default, description=description, json_schema_extra=extra, **options)


class NameParts(Record):
    """A name in parts, for sorting and citing (as in MyST's front matter)."""

    literal: Text | None = Field(None, description="The whole name, never split: a group's")
    given: Text | None = Field(None, description="Given names")
    family: Text | None = Field(None, description="Family name with its particles")
    suffix: Text | None = Field(None, description="What follows the name: PhD, Jr.")


class PersonName(NameParts):
    """The name of a person without a document: as printed, or in parts."""

    printed: Text | None = Field(None, description="The name as it is printed")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.printed or self.is_in_parts):
            message = "expected a name, such as {given: Jane, family: Doe}"
            raise ValueError(message)
        return self

    @property
    def is_in_parts(self) -> bool:
        """Whether the name is stated in parts."""
        return bool(self.literal or self.given or self.family)

    @property
    def parts(self) -> names.Name:
        """The name in parts: as stated, else as read from print."""
        printed = self.printed or ""
        if self.literal:
            return names.Name(family=self.literal, display=printed or self.literal, literal=True)
        if not self.is_in_parts:
            return names.split_name(printed)
        return names.in_parts(self.given or "", self.family or "", self.suffix or "", printed)

    def __str__(self) -> str:
        """The printed name."""
        return str(self.parts)


PrintedName = Annotated[PersonName, shorthand("printed")]


class Affiliation(Record):
    """An institution where a person works."""

    name: Text = Field(description="Name of the institution")
    ror: Ror | None = Field(None, description="Its ROR address")
    department: Text | None = Field(None, description="Department or school")

    def __str__(self) -> str:
        """Department and institution as printed."""
        return ", ".join(filter(None, (self.department, self.name)))


Affiliations = Many[Annotated[Affiliation, shorthand("name")]]


class Role(Record):
    """A person's role at the time of a post, as its byline gave it."""

    role: Text | None = Field(None, description="Role or title as of then")
    affiliations: Affiliations = Field((), description="Affiliations as of then")
    name: PrintedName | None = Field(
        None, description="The name as it was printed, or in parts (given, family, suffix, literal)"
    )
    bio: Text | None = Field(None, description="The biography that stood under the post")


class Contributor(Record):
    """An author of a post: an author document's id, or a guest."""

    id: Text | None = Field(None, description="Id of an author document")
    name: PrintedName | None = Field(
        None,
        description="Name of a guest without a document, or in parts (given, family, suffix, "
        "literal)",
    )
    role: Text | None = Field(None, description="The guest's role as of then")
    affiliations: Affiliations = Field((), description="The guest's affiliations as of then")
    url: Address | None = Field(None, description="The guest's own page")
    orcid: Orcid | None = Field(None, description="The guest's ORCID iD")

    @model_validator(mode="before")
    @classmethod
    def _parts_of_a_name(cls, value: Any) -> Any:
        """A mapping with the parts of a name gathered under ``name``."""
        if not isinstance(value, dict) or "name" in value:
            return value
        parts = {n: v for n, v in value.items() if n in NameParts.model_fields}
        rest = {n: v for n, v in value.items() if n not in parts}
        return rest | ({"name": parts} if parts else {})

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.id or self.name):
            message = "expected the id of an author document, or a mapping with a name"
            raise ValueError(message)
        return self


Contributors = Many[Annotated[Contributor, shorthand("id")]]

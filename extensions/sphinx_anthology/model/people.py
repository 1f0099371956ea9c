"""What is said of people wherever they are named: affiliations, roles, one-off guests."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from sphinx_anthology.model.fields import Address, Many, Record, Ror, Text, shorthand


class Affiliation(Record):
    """Where somebody works."""

    name: Text = Field(description="Name of the institution")
    ror: Ror | None = Field(None, description="Its ROR address")
    department: Text | None = Field(None, description="Department or school")

    def __str__(self) -> str:
        """Give department and institution as they are printed."""
        return ", ".join(filter(None, (self.department, self.name)))


Affiliations = Many[Annotated[Affiliation, shorthand("name")]]


class Role(Record):
    """Somebody as of then: what a byline said on the day of the post."""

    role: Text | None = Field(None, description="Role or title as of then")
    affiliations: Affiliations = Field((), description="Affiliations as of then")
    name: Text | None = Field(None, description="The name as it was printed")
    bio: Text | None = Field(None, description="The biography that stood under the post")


class Contributor(Record):
    """An author of a post: the id of an author document, or a guest with a name only."""

    id: Text | None = Field(None, description="Id of an author document")
    name: Text | None = Field(None, description="Name of a guest without a document")
    role: Text | None = Field(None, description="The guest's role as of then")
    affiliations: Affiliations = Field((), description="The guest's affiliations as of then")
    url: Address | None = Field(None, description="The guest's own page")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.id or self.name):
            message = "expected the id of an author document, or a mapping with a name"
            raise ValueError(message)
        return self


Contributors = Many[Annotated[Contributor, shorthand("id")]]

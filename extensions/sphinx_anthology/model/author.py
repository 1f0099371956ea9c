"""An author: a person or a group with a document of their own."""

from __future__ import annotations

import posixpath
from typing import Annotated

from pydantic import Field

from sphinx_anthology.model import names
from sphinx_anthology.model.fields import Address, Flag, Many, Orcid, Record, Text, own, shorthand
from sphinx_anthology.model.people import Affiliations, NameParts
from sphinx_anthology.model.record import Standard


class Photo(Record):
    """A portrait."""

    file: Text = Field(description="The image, by its path from the document")
    alt: Text = Field(description="What it shows, for those who do not see it")
    credit: Text | None = Field(None, description="Who took it")
    rights: Text | None = Field(None, description="Under what terms it may be shown")


def photo_path(docname: str, photo: Photo) -> str:
    """The path of an author's portrait from the publication's folder; never outside it."""
    folder = posixpath.dirname(docname)
    return posixpath.normpath(posixpath.join("/", folder, photo.file)).lstrip("/")


class Links(Record):
    """An author's places elsewhere."""

    web: Address | None = Field(None, description="Own web site")
    institution: Address | None = Field(None, description="Page at the institution")
    mastodon: Address | None = Field(None, description="Mastodon profile")
    bluesky: Address | None = Field(None, description="Bluesky profile")
    scholar: Address | None = Field(None, description="Google Scholar profile")
    linkedin: Address | None = Field(None, description="LinkedIn profile")
    github: Address | None = Field(None, description="GitHub profile")
    wikidata: Address | None = Field(None, description="Wikidata item")


class Author(Standard):
    """A person or group: a document with ``author:``.

    Its title is the name, its body the biography, its id the file's stem.
    """

    name: Annotated[NameParts, shorthand("literal")] | None = own(
        None, "The name in parts (given, family, suffix); a group's as literal"
    )
    orcid: Orcid | None = own(None, "ORCID iD")
    affiliations: Affiliations = own((), "Current affiliations")
    role: Text | None = own(None, "Current role")
    bio: Text | None = own(None, "One sentence, for cards")
    photo: Annotated[Photo, shorthand("file")] | None = own(None, "Portrait")
    links: Links | None = own(None, "Places elsewhere, by kind")
    members: Many[Text] = own((), "Ids of a group's members")
    draft: Flag = own(False, "Kept out of the public build")

    @property
    def parts(self) -> names.Name:
        """The name in parts: as stated, else split as BibTeX would."""
        if self.members or (self.name and self.name.literal):
            return names.Name(family=self.title, display=self.title, literal=True)
        if self.name is None or not (self.name.family or self.name.given):
            return names.split_name(self.title)
        stated = self.name
        return names.in_parts(
            stated.given or "", stated.family or "", stated.suffix or "", self.title
        )

"""A post: one piece, as its front matter states it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from sphinx_anthology.model.fields import (
    Address,
    Date,
    Day,
    Doi,
    Flag,
    Many,
    Record,
    Text,
    own,
    shorthand,
)
from sphinx_anthology.model.people import Contributors, Role
from sphinx_anthology.model.problem import quoted
from sphinx_anthology.model.record import Standard


class Kind(enum.StrEnum):
    """What sort of piece a post is."""

    ARTICLE = "article"
    PREVIEW = "preview"
    REPORT = "report"
    COMMENTARY = "commentary"
    NEWS = "news"
    READING_LIST = "reading-list"


class Relation(enum.StrEnum):
    """How a page relates to the place where the post was first published."""

    FULL = "full"
    REPOST = "repost"
    EXCERPT = "excerpt"
    DIGEST = "digest"
    RECORD = "record"


class ArticleLink(Record):
    """A journal article that a post presents."""

    key: Text = Field(description="Key of the entry in references.bib")
    free_until: Day | None = Field(None, description="Last day on which it is free to read")


class Publication(Record):
    """An earlier publication, or a sister copy, of a post."""

    site: Text | None = Field(None, description="Name of the site")
    url: Address | None = Field(None, description="Address of the copy")
    date: Date | None = Field(None, description="When it appeared there")
    title: Text | None = Field(None, description="Its title there, where it differs")
    authors: Contributors = Field((), description="Its authors there: ids or names")
    declared: Flag = Field(True, description="Whether the post itself says so")


class Origin(Record):
    """Where a post was first published, and how this page relates to it."""

    relation: Relation | None = Field(
        None, description="How the page relates to it; it must be stated"
    )
    site: Text | None = Field(None, description="Name of the site of the original")
    url: Address | None = Field(None, description="Address of the original")
    earlier: Many[Publication] = Field((), description="The chain of earlier publications")
    copies: Many[Publication] = Field((), description="Sister copies elsewhere")


class Withdrawal(Record):
    """That a post was taken back; a tombstone stays at its address."""

    date: Day = Field(description="The day of the withdrawal")
    reason: Text = Field(description="Why, in a sentence")


MOST_PARTS = 999
"""No series has more parts; a greater number is something else, such as a date."""


def _part(value: object) -> object:
    if isinstance(value, str) and value.strip().lower() == "none":
        return UNNUMBERED
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PARTS:
        message = f"expected a whole number from 1 to {MOST_PARTS}, or none; found {quoted(value)}"
        raise ValueError(message)
    return value


UNNUMBERED = 0
"""The part of a member that has no number (``part: none``)."""

Part = Annotated[
    int,
    BeforeValidator(_part),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "none"}]}),
]
RoleOf = Annotated[Role, shorthand("role")]


class Post(Standard):
    """One piece: a document with ``post:`` in its front matter.

    Its id is its docname.
    """

    authors: Contributors = Field(
        (), description="Ids of author documents, in order; a mapping with a name for a guest"
    )
    date: Date | None = Field(
        None, description="First publication: a day or, where no more is known, EDTF level 0"
    )
    tags: Many[Text] = Field((), description="Topics")
    doi: Doi | None = Field(None, description="The post's own DOI, never the article's")
    part: Part | None = own(
        None, "Number in the series; none for a member without one. Left out: the place"
    )
    kind: Kind = own(Kind.ARTICLE, "What sort of piece it is")
    articles: Many[Annotated[ArticleLink, shorthand("key")]] = own(
        (), "Journal articles that the post presents: keys in references.bib"
    )
    roles: Mapping[str, RoleOf] = own({}, "Roles and affiliations as of then, by author id")
    origin: Origin | None = own(None, "Where it was first published")
    about: Many[Text] = own((), "Ids of authors who are the subject")
    responds_to: Many[Text] = own((), "Docnames of posts that this one answers")
    former_addresses: Many[Text] = own((), "Paths that redirect here")
    updated: Day | None = own(None, "Day of the last correction")
    draft: Flag = own(False, "Kept out of the public build")
    withdrawn: Withdrawal | None = own(None, "That it was taken back, when and why")

    @property
    def relation(self) -> Relation | None:
        """How the page relates to the original: full without one, none where it is not known."""
        return self.origin.relation if self.origin else Relation.FULL

    @property
    def is_whole(self) -> bool:
        """Whether the page is known to hold the author's own whole text."""
        return self.relation in {Relation.FULL, Relation.REPOST}

    @property
    def is_theirs(self) -> bool:
        """Whether the words of the page are its authors' own, the whole text or a part of it."""
        return self.is_whole or self.relation is Relation.EXCERPT

    @property
    def author_ids(self) -> tuple[str, ...]:
        """The ids of those authors who have a document, in order."""
        return tuple(c.id for c in self.authors if c.id)

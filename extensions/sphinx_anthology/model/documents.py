"""The kinds of documents: posts, series, authors and topics, as front matter states them."""

from __future__ import annotations

import enum
import posixpath
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from sphinx_anthology.model import json_shapes, names
from sphinx_anthology.model.fields import (
    Address,
    Affiliations,
    Contributors,
    Date,
    Day,
    Doi,
    Flag,
    Many,
    NameParts,
    Orcid,
    Record,
    Role,
    Text,
    own,
    shorthand,
)
from sphinx_anthology.model.problem import quoted
from sphinx_anthology.model.record import Standard


class Kind(enum.StrEnum):
    """The kind of a post."""

    ARTICLE = "article"
    PREVIEW = "preview"
    REPORT = "report"
    COMMENTARY = "commentary"
    NEWS = "news"
    READING_LIST = "reading-list"


class Relation(enum.StrEnum):
    """The relation of a page to the post's first publication."""

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
    """An earlier publication of a post, or a copy elsewhere."""

    site: Text | None = Field(None, description="Name of the site")
    url: Address | None = Field(None, description="Address of the copy")
    date: Date | None = Field(None, description="When it appeared there")
    title: Text | None = Field(None, description="Its title there, where it differs")
    authors: Contributors = Field((), description="Its authors there: ids or names")
    declared: Flag = Field(True, description="Whether the post itself says so")


class Origin(Record):
    """The first publication of a post, and the page's relation to it."""

    relation: Relation | None = Field(
        None, description="How the page relates to it; it must be stated"
    )
    site: Text | None = Field(None, description="Name of the site of the original")
    url: Address | None = Field(None, description="Address of the original")
    earlier: Many[Publication] = Field((), description="The chain of earlier publications")
    copies: Many[Publication] = Field((), description="Sister copies elsewhere")


class Withdrawal(Record):
    """The withdrawal of a post; a tombstone stays at its address."""

    date: Day = Field(description="The day of the withdrawal")
    reason: Text = Field(description="Why, in a sentence")


MOST_PARTS = 999
"""The highest part number; greater numbers are something else, such as dates."""


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
"""The part number of a member without a number (``part: none``)."""

Part = Annotated[
    int,
    BeforeValidator(_part),
    WithJsonSchema(json_shapes.part(MOST_PARTS)),
]
RoleOf = Annotated[Role, shorthand("role")]


class Post(Standard):
    """A post: a document with ``post:`` in its front matter.

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
        """The relation to the original: full without an origin, :data:`None` if not stated."""
        return self.origin.relation if self.origin else Relation.FULL

    @property
    def is_whole(self) -> bool:
        """Whether the page holds the authors' whole text."""
        return self.relation in {Relation.FULL, Relation.REPOST}

    @property
    def is_theirs(self) -> bool:
        """Whether the page's words are the authors' own, in whole or in part."""
        return self.is_whole or self.relation is Relation.EXCERPT

    @property
    def needs_text(self) -> bool:
        """Whether readers expect a text, more than facts or a list of articles."""
        is_list = self.kind is Kind.READING_LIST and self.articles
        return self.relation is not Relation.RECORD and not is_list

    def text_terms(self, default: str) -> str:
        """The licence of the page's text; an excerpt, or a text of unknown kind, must state it."""
        return self.terms("" if self.relation in {Relation.EXCERPT, None} else default)

    @property
    def author_ids(self) -> tuple[str, ...]:
        """The ids of authors who have a document, in order."""
        return tuple(c.id for c in self.authors if c.id)


PartNumber = Annotated[int, Field(ge=1, le=MOST_PARTS, strict=True)]


class SeriesKind(enum.StrEnum):
    """The occasion of a series."""

    SPECIAL_ISSUE = "special-issue"
    CONFERENCE = "conference"
    COLUMN = "column"


class Unpublished(enum.StrEnum):
    """Whether unpublished parts are announced or hidden."""

    ANNOUNCE = "announce"
    HIDE = "hide"


class Issue(Record):
    """The journal issue that a series presents."""

    journal: Text | None = Field(None, description="Title of the journal")
    volume: Text | None = Field(None, description="Volume")
    number: Text | None = Field(None, description="Number within the volume")
    date: Date | None = Field(None, description="When the issue appeared (EDTF level 0)")
    url: Address | None = Field(None, description="Address of the issue")
    title: Text | None = Field(None, description="Title of the issue")
    other_titles: Many[Text] = Field((), description="Other titles in use for it")


class Event(Record):
    """The conference that a series reports."""

    name: Text | None = Field(None, description="Name of the event")
    start: Date | None = Field(None, description="First day")
    end: Date | None = Field(None, description="Last day")
    venue: Text | None = Field(None, description="House where it was held")
    place: Text | None = Field(None, description="Town")
    hashtag: Text | None = Field(None, description="Hashtag, with its #")
    convenors: Contributors = Field((), description="Convenors: author ids or names")
    speakers: Contributors = Field((), description="Speakers: author ids or names")


class Announcement(Record):
    """An announced part of a series."""

    part: PartNumber | None = Field(None, description="Its number")
    title: Text | None = Field(None, description="Its title")
    authors: Contributors = Field((), description="Its authors: ids or names")
    expected: Date | None = Field(None, description="When it is expected (EDTF level 0)")


class Series(Standard):
    """A series: a document with ``series:`` whose toctree lists its posts.

    Its id is the file's stem, or the folder's name for ``index``.
    """

    short_title: Text | None = Field(None, description="Short form of the title, for lists")
    kind: SeriesKind = own(SeriesKind.COLUMN, "What the series accompanies")
    part_label: Text | None = own(None, "What a part is called: Blog, Part")
    parts: PartNumber | None = own(None, "How many parts are planned")
    editors: Many[Text] = own((), "Ids of the editors")
    issue: Issue | None = own(None, "The journal issue that it presents")
    event: Event | None = own(None, "The event that it reports")
    of_journal: Flag = own(
        True, "Whether its posts are the journal's; `false`: its volumes do not name the journal"
    )
    announced: Many[Announcement] = own((), "Parts that are promised")
    unpublished: Unpublished = own(Unpublished.HIDE, "What is shown of parts not public yet")
    draft: Flag = own(False, "Kept out of the public build")


class Photo(Record):
    """A portrait of an author."""

    file: Text = Field(description="The image, by its path from the document")
    alt: Text = Field(description="What it shows, for those who do not see it")
    credit: Text | None = Field(None, description="Who took it")
    rights: Text | None = Field(None, description="Under what terms it may be shown")


def photo_path(docname: str, photo: Photo) -> str:
    """The path of a portrait from the publication's folder; never outside it."""
    folder = posixpath.dirname(docname)
    return posixpath.normpath(posixpath.join("/", folder, photo.file)).lstrip("/")


class Links(Record):
    """An author's pages elsewhere."""

    web: Address | None = Field(None, description="Own web site")
    institution: Address | None = Field(None, description="Page at the institution")
    mastodon: Address | None = Field(None, description="Mastodon profile")
    bluesky: Address | None = Field(None, description="Bluesky profile")
    scholar: Address | None = Field(None, description="Google Scholar profile")
    linkedin: Address | None = Field(None, description="LinkedIn profile")
    github: Address | None = Field(None, description="GitHub profile")
    wikidata: Address | None = Field(None, description="Wikidata item")


class Author(Standard):
    """An author, person or group: a document with ``author:``.

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
        """The name in parts: as stated, else split as BibTeX does."""
        if self.members or (self.name and self.name.literal):
            return names.Name(family=self.title, display=self.title, literal=True)
        if self.name is None or not (self.name.family or self.name.given):
            return names.split_name(self.title)
        stated = self.name
        return names.in_parts(
            stated.given or "", stated.family or "", stated.suffix or "", self.title
        )


class Topic(Standard):
    """A topic's own document, which serves as the page of the topic."""

    topic: Text = Field(description="The topic whose page this is")

    @property
    def slug(self) -> str:
        """The topic's slug, as compared and used in addresses."""
        return names.slug(self.topic)

"""A series: posts in a reading order, with what they accompany."""

from __future__ import annotations

import enum
from typing import Annotated

from pydantic import Field

from sphinx_anthology.model.fields import Address, Date, Flag, Many, Record, Text, own
from sphinx_anthology.model.people import Contributors
from sphinx_anthology.model.post import MOST_PARTS
from sphinx_anthology.model.record import Standard

PartNumber = Annotated[int, Field(ge=1, le=MOST_PARTS, strict=True)]


class SeriesKind(enum.StrEnum):
    """What a series accompanies."""

    SPECIAL_ISSUE = "special-issue"
    CONFERENCE = "conference"
    COLUMN = "column"


class Unpublished(enum.StrEnum):
    """What is shown of parts that are not public yet."""

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
    """A part that is promised."""

    part: PartNumber | None = Field(None, description="Its number")
    title: Text | None = Field(None, description="Its title")
    authors: Contributors = Field((), description="Its authors: ids or names")
    expected: Date | None = Field(None, description="When it is expected (EDTF level 0)")


class Series(Standard):
    """Posts in order: a document with ``series:`` whose toctree lists them.

    The id is the file's stem, or its folder's name for ``index``.
    """

    short_title: Text | None = Field(None, description="Short form of the title, for lists")
    kind: SeriesKind = own(SeriesKind.COLUMN, "What the series accompanies")
    part_label: Text | None = own(None, "What a part is called: Blog, Part")
    parts: PartNumber | None = own(None, "How many parts are planned")
    editors: Many[Text] = own((), "Ids of the editors")
    issue: Issue | None = own(None, "The journal issue that it presents")
    event: Event | None = own(None, "The event that it reports")
    announced: Many[Announcement] = own((), "Parts that are promised")
    unpublished: Unpublished = own(Unpublished.HIDE, "What is shown of parts not public yet")
    draft: Flag = own(False, "Kept out of the public build")

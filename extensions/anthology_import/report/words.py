"""The report's words for losses, outcomes, findings and grades."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping
from typing import Final

from anthology_import.lock import Outcome
from anthology_import.migration import Grade
from anthology_import.records import Finding, Value


@dc.dataclass(frozen=True, slots=True)
class GradeWords:
    """A grade: its name, its mark in black and white, and its meaning."""

    name: str
    mark: str
    meaning: str


GRADES: Final[Mapping[Grade, GradeWords]] = {
    Grade.RED: GradeWords("Red", "■", "words were lost, or may have been lost"),
    Grade.AMBER: GradeWords(
        "Amber", "▲", "all words are there; some formatting, links or media were lost"
    ),
    Grade.GREEN: GradeWords("Green", "●", "nothing was lost"),
}
"""The grades, the worst first."""

LOSSES: Final[Mapping[str, str]] = {
    "anchor-missing": "Place in the text that a link leads to, gone",
    "article-unknown": "Article that your references.bib lacks",
    "cell": "Table cell, not the same",
    "code": "Code, not the same",
    "code-line": "Code with signs that end a line, broken there",
    "control-character": "Control characters, taken out",
    "date-missing": "Date, not there or impossible",
    "depth": "Nested too deep, made shallower",
    "drawing": "Drawing in the page itself, left out",
    "dress": "Emphasis or the like, left off",
    "dynamic-block": "Block that the blog's program filled, empty now",
    "embed": "Something shown from elsewhere, a link to it now",
    "embed-dropped": "Something shown from elsewhere, without an address",
    "footnote": "Footnote, not the same",
    "footnote-mark": "Marks of footnotes, how many",
    "footnote-missing": "Mark of a footnote that is not there, left out",
    "footnote-unused": "Footnote that no mark led to, put at the end",
    "form-control": "Field of a form, left out",
    "formula": "Formula, kept as its text",
    "formula-changed": "Formula, not the same",
    "formula-empty": "Formula without anything in it, left out",
    "heading": "Heading, not the same",
    "heading-level": "Level of a heading, changed to keep the order",
    "link": "Link, its words kept",
    "link-dropped": "Link without a usable address, its words kept",
    "link-empty": "Link without words, left out",
    "list-item": "List items, how many",
    "more": "End of the excerpt, in a place where none can be",
    "more-label": "Words of the blog's own “continue reading”",
    "nesting": "Nested too deep, put side by side",
    "page-break": "Break between two pages, joined",
    "picture": "Image, not the same",
    "picture-dropped": "Image without an address, left out",
    "picture-missing": "Image that is not among the media, a link now",
    "pixel": "Invisible image that counts visits, left out",
    "rule": "Line across the page, in a place where none can be",
    "shortcode": "Shortcode that is not known, kept as text",
    "strange": "Something in the result that was not in the source",
    "structure": "Block that cannot stand where it stood",
    "table": "Table, kept as its text",
    "table-span": "Table cell over several rows or columns, in one now",
    "text": "Words, not the same",
    "title-missing": "Title, not there",
}
"""The words for each kind of loss."""

OUTCOMES: Final[Mapping[Outcome | None, str]] = {
    None: "would be written",
    Outcome.NEW: "new",
    Outcome.UNCHANGED: "unchanged",
    Outcome.REWRITTEN: "written anew",
    Outcome.RESTORED: "written again, for it had been deleted",
    Outcome.EDITED: "left as an editor changed it",
    Outcome.CONFLICT: "changed by an editor and in the blog: the new text lies beside it",
}

FINDINGS: Final[Mapping[Finding, str]] = {
    Finding.AUTHORS: "Authors",
    Finding.ROLE: "Roles and affiliations",
    Finding.BIOGRAPHY: "Biographies",
    Finding.PORTRAIT: "Portraits",
    Finding.SAME_PERSON: "Names that may be one person's",
    Finding.TITLE: "Titles without their label",
    Finding.SERIES: "Series",
    Finding.PART: "Numbers in a series",
    Finding.EVENT: "Conferences",
    Finding.KIND: "Kinds of post",
    Finding.ARTICLE: "Journal articles",
    Finding.FREE_UNTIL: "Free access",
    Finding.REPOST: "Where it was first published",
}
"""The words for each finding, in the order of the report."""

PEOPLE: Final = frozenset(
    {Finding.AUTHORS, Finding.ROLE, Finding.BIOGRAPHY, Finding.PORTRAIT, Finding.SAME_PERSON}
)
"""The findings about people."""


def loss_words(kind: str) -> str:
    """The words for a kind of loss; for an unknown kind its own name."""
    return LOSSES.get(kind, kind)


def value_words(value: Value) -> str:
    """The value of a proposal as a text.

    >>> value_words({"name": "Ann Lee", "role": "Dean"})
    'name: Ann Lee; role: Dean'
    """
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value) or "(not known: to be written by the editor)"


def counted(count: int, one: str, many: str) -> str:
    """A number with the noun that it counts.

    >>> counted(1200, "post", "posts")
    '1,200 posts'
    """
    return f"{count:,} {one if count == 1 else many}"

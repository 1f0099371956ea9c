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
    "anchor-missing": "Target of a link inside the text, missing",
    "article-unknown": "Article that your references.bib lacks",
    "cell": "Table cell, changed",
    "code": "Code, changed",
    "code-line": "Code with very long lines, which were broken",
    "control-character": "Control characters, removed",
    "date-ambiguous": "Date that can mean two days",
    "date-missing": "Date, missing or impossible",
    "date-unread": "Date that cannot be read",
    "directive-unknown": "Directive of the old system, not known here",
    "depth": "Nesting too deep, flattened",
    "drawing": "Inline drawing, left out",
    "dress": "Emphasis or other formatting, left out",
    "dynamic-block": "Block that the blog's software filled, now empty",
    "embed": "Embedded content, now a link",
    "embed-dropped": "Embedded content without an address, left out",
    "field-dropped": "Field that has no place here, left out",
    "footnote": "Footnote, changed",
    "footnote-mark": "Number of footnote marks, changed",
    "footnote-missing": "Footnote mark without a footnote, left out",
    "footnote-unused": "Footnote without a mark, put at the end",
    "form-control": "Form field, left out",
    "formula": "Formula, kept as its text",
    "formula-changed": "Formula, changed",
    "formula-empty": "Empty formula, left out",
    "heading": "Heading, changed",
    "heading-level": "Heading level, changed to keep the order",
    "link": "Link, removed; its text was kept",
    "link-dropped": "Link without a usable address, removed; its text was kept",
    "link-empty": "Link without text, left out",
    "list-item": "Number of list items, changed",
    "more": "End of the excerpt, in a place where none is possible",
    "more-label": "Text of the blog's own “continue reading”",
    "nesting": "Nesting too deep, put side by side",
    "page-break": "Page break, removed",
    "picture": "Image, changed",
    "picture-dropped": "Image without an address, left out",
    "picture-missing": "Image that is not among the media, now a link",
    "pixel": "Tracking pixel, left out",
    "place": "Name of the file, changed",
    "rule": "Horizontal rule, in a place where none is possible",
    "shortcode": "Unknown shortcode, kept as text",
    "strange": "Syntax in the result that was not in the source",
    "structure": "Block, reduced to paragraphs",
    "substitution": "Substitution, shown as it is written",
    "table": "Table, kept as its text",
    "table-span": "Table cell across rows or columns, now one cell",
    "text": "Text, changed",
    "title-again": "Headings of the first level below the title",
    "title-missing": "Title, missing",
}
"""The words for each kind of loss."""

OUTCOMES: Final[Mapping[Outcome | None, str]] = {
    None: "would be written",
    Outcome.NEW: "new",
    Outcome.UNCHANGED: "unchanged",
    Outcome.REWRITTEN: "written anew",
    Outcome.RESTORED: "written again, since it had been deleted",
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
    """The words for a kind of loss, else the kind itself."""
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

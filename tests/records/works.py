"""Works of values, some with every text that hurts."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sphinx_anthology.model.dates import parse_date
from sphinx_anthology.model.fields import Affiliation
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.formats import Record, one_line

ADDRESS = "https://notes.example.org/a.html"
PEOPLE = (
    Person(name=Name(given="Jane", family="Doe", suffix="PhD", display="Jane Doe, PhD")),
    Person(name=Name(given="Signe", family="Sørensen"), orcid="0000-0002-1825-0097"),
    Person(name=Name(given="Nicolette", family="van Gestel")),
    Person(
        name=Name(given="Ana", family="de la Cruz y Gómez"),
        affiliations=(
            Affiliation(name="Uni", ror="https://ror.org/05dxps055", department="Ports"),
            Affiliation(name="A & B"),
        ),
    ),
    Person(name=Name(family="Ports, Harbours and Quays", literal=True)),
    Person(name=Name(given="Ελένη", family="Παπαδοπούλου")),
    Person(name=Name(family="Harjomulyo")),
    Person(name=Name(given="Martin", family="King", suffix="Jr.")),
    Person(name=Name(given="And", family="Others")),
)
"""Names that hurt."""

FAMILIES = (
    "Doe",
    "Sørensen",
    "van Gestel",
    "de la Cruz y Gómez",
    "Ports, Harbours and Quays",
    "Παπαδοπούλου",
    "Harjomulyo",
    "King",
    "Others",
)
"""What every format gives back of them, in order: the family, or the whole name."""

DATES = ("2021-04-21", "2014-09", "2013", "2014-11/2015-03", "2014-03/2014-05", None)


def work(**changes: Any) -> Work:
    """A work of which everything is known."""
    date = changes.pop("date", "2021-04-21")
    known: dict[str, Any] = {
        "docname": "a",
        "key": "doe2021tides",
        "title": "Tides & trust",
        "authors": PEOPLE,
        "date": parse_date(date) if date else None,
        "site": "Harbour Notes",
        "url": ADDRESS,
        "page": ADDRESS,
        "is_ours": True,
        "is_whole": True,
        "doi": "10.5555/notes.1",
        "language": "en",
        "description": "A tide table is a public good.",
        "tags": ("Ports & people", "trust"),
        "license": "CC-BY-4.0",
        "publisher": "Example Press",
    }
    return Work(**{**known, **changes})


def record(**changes: Any) -> Record:
    """The same with its key."""
    found = work(**changes)
    return Record(found, found.key, found.address or found.key)


HURTING = (
    "</script>",
    "]]>",
    "<i>",
    "&amp;",
    '"',
    "''",
    "``",
    "?`",
    "--",
    "<<",
    ",,",
    "\\",
    "\\{",
    "{",
    "}",
    "~",
    "^",
    "$",
    "%",
    "#",
    "_",
    "@",
    " and ",
    "others",
    ", ",
    "\nER  - \nTY  - BOOK",
    "\r",
    "\x85",
    "\u2028",
    "\x1d",
    "\0",
    "\N{NO-BREAK SPACE}",
)
_pieces = st.one_of(st.text(st.characters(), min_size=1), st.sampled_from(HURTING))
texts = (
    st.lists(_pieces, min_size=1, max_size=6).map("".join).filter(lambda text: bool(one_line(text)))
)
"""Any text of which something can be shown."""


@st.composite
def any_record(draw: st.DrawFn) -> Record:
    """A work in whose every text there may be anything."""
    people = draw(st.lists(st.one_of(_groups, _people), max_size=4))
    return record(
        title=draw(texts),
        site=draw(texts),
        description=draw(texts),
        publisher=draw(texts),
        authors=tuple(Person(name=name) for name in people),
        date=draw(st.sampled_from(DATES)),
    )


_groups = texts.map(lambda text: Name(family=text, literal=True))
_people = st.tuples(texts, texts).map(lambda parts: Name(given=parts[0], family=parts[1]))


def spaced(text: str) -> str:
    """A text as every format has it: on one line, with one space where there are many."""
    return " ".join(one_line(text).split())

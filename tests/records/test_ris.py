"""RIS gives back what was written, to readers that others wrote."""

from __future__ import annotations

import pytest
from hypothesis import given

from sphinx_anthology.model.citing.pieces import undivided
from sphinx_anthology.model.names import Name
from sphinx_anthology.outputs.records.formats import Record, one_line, ris
from tests.records.readers import by_citation_js, by_rispy, people
from tests.records.works import ADDRESS, DATES, FAMILIES, any_record, record

EXPECTED = """\
TY  - BLOG
ID  - doe2021tides
AU  - Doe, Jane
AU  - Sørensen, Signe
AU  - van Gestel, Nicolette
AU  - de la Cruz y Gómez, Ana
AU  - Ports, Harbours and Quays
AU  - Παπαδοπούλου, Ελένη
AU  - Harjomulyo
AU  - King, Martin, Jr.
AU  - Others, And
TI  - Tides & trust
T2  - Harbour Notes
PB  - Example Press
PY  - 2021
DA  - 2021/04/21
DO  - 10.5555/notes.1
UR  - https://notes.example.org/a.html
LA  - en
AB  - A tide table is a public good.
KW  - Ports & people
KW  - trust
ER  -\N{SPACE}
"""


def test_a_record_is_written_as_was_written_down_beforehand() -> None:
    """With every author in order, and lines that end in CR and LF."""
    assert ris(record()) == EXPECTED.replace("\n", "\r\n")


DAYS = (
    ("2021", "2021/04/21"),
    ("2014", "2014/09/"),
    ("2013", None),
    (None, None),
    ("2014", None),
    (None, None),
)


@pytest.mark.parametrize(("date", "expected"), [*zip(DATES, DAYS, strict=True)])
def test_a_date_is_as_exact_as_it_is_known(
    date: str | None, expected: tuple[str | None, str | None]
) -> None:
    """What is not known of a date is not there."""
    (read,) = by_rispy(ris(record(date=date)))
    assert (read.get("year"), read.get("date")) == expected


def _expected(name: Name) -> str:
    return one_line(undivided(name) or f"{name.family}, {name.given}")


@given(any_record())
def test_rispy_reads_any_text_back(written: Record) -> None:
    """Whatever stands in a text, it is one line of one record."""
    (read,) = by_rispy(ris(written))
    work = written.work
    assert read["type_of_reference"] == "BLOG"
    assert _text(read, "title") == one_line(work.title)
    assert _text(read, "secondary_title") == one_line(work.site)
    assert _text(read, "abstract") == one_line(work.description)
    assert _text(read, "publisher") == one_line(work.publisher)
    named = [one_line(name) for name in read.get("authors", ())]
    assert named == [_expected(person.name) for person in work.authors]
    assert read["urls"] == [ADDRESS]


def _text(read: dict[str, str], field: str) -> str:
    return one_line(read[field])


def test_citation_js_reads_the_record() -> None:
    """All authors in order, title, date, address; to it a comma parts every name."""
    ((item,),) = by_citation_js(ris(record()))
    expected = [*FAMILIES]
    expected[4] = "Ports"
    assert [family for family, _ in people(item)] == expected
    assert (item["title"], item["URL"]) == ("Tides & trust", ADDRESS)
    assert item["issued"]["date-parts"] == [[2021, 4, 21]]
    assert item["type"] == "post-weblog"

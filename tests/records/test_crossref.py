"""A deposit is what Crossref's schema 5.5.0 allows, and says nothing that is not known."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import functools
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given, settings

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.records.crossref import (
    SCHEMA,
    Depositor,
    Registration,
    deposit,
    registration,
)
from sphinx_anthology.outputs.records.formats import Record, one_line
from tests.records.readers import schemas
from tests.records.works import FAMILIES, any_record, record, spaced

DEPOSITOR = Depositor(
    prefix="10.5555", name="Example Press", email="doi@example.org", registrant="Example Press"
)
PUBLICATION = Publication(
    title="Harbour Notes", publisher="Example Press", publisher_ror="https://ror.org/05dxps055"
)
MATHS = "http://www.w3.org/1998/Math/MathML"
NAMES = {"c": SCHEMA, "j": "http://www.ncbi.nlm.nih.gov/JATS1"}


@functools.cache
def _schema() -> xmlschema.XMLSchema11:
    """The schema; its assertions are of XSD 1.1, which few readers know."""
    folder = schemas() / "crossref"
    return xmlschema.XMLSchema11(
        str(folder / "crossref5.5.0.xsd"),
        base_url=str(folder),
        # which the schema would fetch from elsewhere
        locations={MATHS: str(folder / "standard-modules" / "mathml3" / "mathml3.xsd")},
        allow="sandbox",
        validation="skip",
    )


def _faults(text: str) -> list[str]:
    return [f"{error.path}: {error.reason}" for error in _schema().iter_errors(text)]


def _deposit(*records: Record, updated: dt.date | None = None) -> str:
    found = [registration(each, updated, DEPOSITOR) for each in records]
    assert all(found)
    return deposit([each for each in found if each], DEPOSITOR, PUBLICATION)


def _texts(text: str, path: str) -> Sequence[str | None]:
    return [found.text for found in ET.fromstring(text).iterfind(path, NAMES)]  # noqa: S314  # ours


ARTICLE = Article(key="k", title="Tides", authors=(), doi="10.5555/article")


def test_the_schema_sees_what_is_wrong() -> None:
    """A checker that finds nothing proves nothing."""
    text = _deposit(record())
    assert _faults(text.replace('type="blog"', 'type="blogpost"'))
    assert _faults(text.replace(' contributor_role="author"', ""))


@pytest.mark.parametrize("name", ["one", "two", "repost", "bare"])
def test_a_deposit_is_valid(name: str) -> None:
    """With everything, of two posts, of a repost, and with as little as can be."""
    bare = {"authors": (), "description": "", "license": "", "language": "zh-Hant", "tags": ()}
    deposits = {
        "one": _deposit(record(articles=(ARTICLE,))),
        "two": _deposit(record(), record(docname="b", doi="10.5555/notes.2")),
        "repost": _deposit(record(is_ours=False, url="https://other.example/a")),
        "bare": _deposit(record(**bare)),
    }
    assert _faults(deposits[name]) == []


def test_all_authors_stand_in_order() -> None:
    """Persons and groups; the first is named as such, and ORCID and ROR are kept."""
    text = _deposit(record())
    people = ET.fromstring(text).find(".//c:contributors", NAMES)  # noqa: S314  # ours
    assert people is not None
    found = [
        each.text if len(each) == 0 else each.findtext("c:surname", "", NAMES) for each in people
    ]
    assert found == list(FAMILIES)
    assert [each.get("sequence") for each in people] == ["first"] + ["additional"] * 8
    assert _texts(text, ".//c:ORCID") == ["https://orcid.org/0000-0002-1825-0097"]
    assert _texts(text, ".//c:affiliations//c:institution_id") == ["https://ror.org/05dxps055"]


def test_the_article_is_commented_on() -> None:
    """Its DOI stands in a relation, and nowhere else."""
    text = _deposit(record(articles=(ARTICLE,)))
    assert text.count("10.5555/article") == 1
    assert 'relationship-type="isCommentOn" identifier-type="doi">10.5555/article<' in text
    assert "isIdenticalTo" not in text


def test_a_repost_says_where_the_text_stood_first() -> None:
    """What is registered is our page."""
    text = _deposit(record(is_ours=False, url="https://other.example/a"))
    assert (
        'relationship-type="isIdenticalTo" identifier-type="uri">https://other.example/a<' in text
    )
    assert _texts(text, ".//c:resource") == ["https://notes.example.org/a.html"]


def test_id_and_time_stamp_come_from_what_is_deposited() -> None:
    """The newest day that is known; the same input gives the same file, another one another."""
    plain, corrected = _deposit(record()), _deposit(record(), updated=dt.date(2022, 1, 31))
    assert plain == _deposit(record())
    assert _texts(plain, ".//c:timestamp") == ["20210421000000"]
    assert _texts(corrected, ".//c:timestamp") == ["20220131000000"]
    other = _deposit(record(title="Tides and trust"))
    assert _texts(plain, ".//c:doi_batch_id") != _texts(other, ".//c:doi_batch_id")


@pytest.mark.parametrize(
    "changes",
    [
        {"doi": ""},
        {"doi": "10.9999/notes.1"},
        {"doi": "10.55550/notes.1"},
        {"date": "2014-09"},
        {"date": None},
        {"is_whole": False},
        {"page": ""},
    ],
)
def test_what_lacks_something_is_not_registered(changes: dict[str, Any]) -> None:
    """No DOI of ours, no full day, not the whole text, no address."""
    assert registration(record(**changes), None, DEPOSITOR) is None


@settings(max_examples=40)
@given(any_record())
def test_any_text_is_read_back(written: Record) -> None:
    """Whatever stands in a text, the deposit is valid and has it."""
    day = dt.date(2021, 4, 21)
    publication = dc.replace(PUBLICATION, title=written.work.site, publisher=written.work.publisher)
    text = deposit([Registration(written, day, None)], DEPOSITOR, publication)
    assert _faults(text) == []
    assert _texts(text, ".//c:title") == [one_line(written.work.title)]
    assert _texts(text, ".//j:p") == [one_line(written.work.description)]
    people = ET.fromstring(text).findall(".//c:contributors/*", NAMES)  # noqa: S314  # ours
    families = [spaced(person.name.family) for person in written.work.authors]
    assert [spaced(p.findtext("c:surname", p.text or "", NAMES)) for p in people] == families

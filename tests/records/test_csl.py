"""CSL-JSON keeps to the schema of CSL, and gives back what was written."""

from __future__ import annotations

import functools
import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from sphinx_anthology.model.citing.pieces import undivided
from sphinx_anthology.model.names import Name
from sphinx_anthology.outputs.records.formats import Record, csl, listed, one_line
from tests.records.readers import by_citation_js, people, schemas
from tests.records.works import ADDRESS, DATES, FAMILIES, any_record, record

PARTS: dict[str | None, list[list[int]] | None] = {
    "2021-04-21": [[2021, 4, 21]],
    "2014-09": [[2014, 9]],
    "2013": [[2013]],
    "2014-11/2015-03": [[2014, 11], [2015, 3]],
    "2014-03/2014-05": [[2014, 3], [2014, 5]],
    None: None,
}


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    text = (schemas() / "csl-data.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    return jsonschema.validators.validator_for(schema)(schema)


def _read(*records: Record) -> list[dict[str, Any]]:
    """The items of a file, once the schema has no fault to find."""
    found: list[dict[str, Any]] = json.loads(listed(map(csl, records)))
    assert [error.message for error in _validator().iter_errors(found)] == []
    return found


def test_the_schema_sees_what_is_wrong() -> None:
    """A checker that finds nothing proves nothing."""
    item = {"id": "a", "type": "blog", "author": [{"family": "A", "ORCID": "0000"}]}
    assert len(list(_validator().iter_errors([item]))) == 2


@pytest.mark.parametrize("date", DATES)
def test_a_date_is_as_exact_as_it_is_known(date: str | None) -> None:
    """A day, a month, a year, or two of them."""
    (item,) = _read(record(date=date))
    assert item.get("issued", {}).get("date-parts") == PARTS[date]


def test_an_item_says_what_is_known() -> None:
    """The type, all names in parts or whole, and ORCID iDs where the schema allows them."""
    (item,) = _read(record())
    assert item["type"] == "post-weblog"
    assert item["id"] == "https://doi.org/10.5555/notes.1"
    assert item["author"][2] == {"family": "van Gestel", "given": "Nicolette"}
    assert item["author"][4] == {"literal": "Ports, Harbours and Quays"}
    assert item["author"][7] == {"family": "King", "given": "Martin", "suffix": "Jr."}
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert item["custom"] == {"orcid": [{"name": "Signe Sørensen", "orcid": orcid}]}
    assert "editor" not in item


def test_what_is_not_known_is_not_there() -> None:
    """An item of which only the title is known has no empty field."""
    unknown = dict.fromkeys(("site", "url", "doi", "language", "description", "publisher"), "")
    (item,) = _read(record(**unknown, authors=(), tags=(), date=None))
    assert item == {
        "id": "doe2021tides",
        "citation-key": "doe2021tides",
        "type": "post-weblog",
        "title": "Tides & trust",
    }


def _expected(name: Name) -> dict[str, str]:
    if whole := undivided(name):
        return {"literal": one_line(whole)}
    return {"family": one_line(name.family), "given": one_line(name.given)}


@given(any_record())
def test_any_text_is_read_back(written: Record) -> None:
    """Whatever stands in a text, the item is valid and has it."""
    (item,) = _read(written)
    work = written.work
    assert item["title"] == one_line(work.title)
    assert item["container-title"] == one_line(work.site)
    assert item["abstract"] == one_line(work.description)
    assert item.get("author", []) == [_expected(person.name) for person in work.authors]
    assert listed([csl(written)]).encode("utf-8")


def test_citation_js_reads_the_item() -> None:
    """All authors in order, title, date, address."""
    ((item,),) = by_citation_js(listed([csl(record())]))
    assert [family for family, _ in people(item)] == list(FAMILIES)
    assert (item["title"], item["URL"]) == ("Tides & trust", ADDRESS)
    assert item["issued"]["date-parts"] == [[2021, 4, 21]]

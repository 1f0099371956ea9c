"""BibTeX gives back what was written, to readers that others wrote."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pybtex.richtext import Text

from sphinx_anthology.model.citing.pieces import undivided
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.outputs.records.bibtex import bibtex
from sphinx_anthology.outputs.records.formats import Record
from tests.records.readers import by_citation_js, by_pybtex, people
from tests.records.works import ADDRESS, DATES, FAMILIES, any_record, record, spaced

EXPECTED = """\
@online{doe2021tides,
  author = {Doe, Jane and Sørensen, Signe and van Gestel, Nicolette and de la {Cruz y Gómez}, \
Ana and {Ports, Harbours and Quays} and Παπαδοπούλου, Ελένη and {Harjomulyo} and \
King, Jr., Martin and {Others}, {And}},
  title = {{Tides \\& trust}},
  journaltitle = {Harbour Notes},
  organization = {Example Press},
  date = {2021-04-21},
  year = {2021},
  doi = {10.5555/notes.1},
  url = {https://notes.example.org/a.html},
  langid = {english},
  keywords = {Ports \\& people, trust},
  abstract = {A tide table is a public good.},
}
"""


def test_an_entry_is_written_as_was_written_down_beforehand() -> None:
    """With every author in order, and no note."""
    assert bibtex(record()) == EXPECTED


@pytest.mark.parametrize(
    ("date", "year"),
    [*zip(DATES, ("2021", "2014", "2013", "", "2014", ""), strict=True)],
)
def test_a_date_is_as_exact_as_it_is_known(date: str | None, year: str) -> None:
    """An interval over two years has no year; what is not known is not there."""
    text = bibtex(record(date=date))
    assert (f"  date = {{{date}}},\n" in text) == bool(date)
    assert (f"  year = {{{year}}},\n" in text) == bool(year)
    assert "{}," not in text


def _expected(name: Name) -> tuple[str, str]:
    whole = undivided(name)
    return (spaced(whole), "") if whole else (spaced(name.family), spaced(name.given))


@given(any_record())
def test_pybtex_reads_any_text_back(written: Record) -> None:
    """Whatever stands in titles, names and abstracts, there is one entry with all of it."""
    (read,) = by_pybtex(bibtex(written))
    work = written.work
    assert read.title == spaced(work.title)
    assert read.site == spaced(work.site)
    assert read.abstract == spaced(work.description)
    assert list(read.authors) == [_expected(person.name) for person in work.authors]
    assert (read.date, read.url) == (str(work.date or ""), ADDRESS)


@pytest.mark.parametrize("title", ["Don't “R&D” – 5 % #1 a_b", "``a'' -- b --- ?`", "Ports, <<a>>"])
def test_pybtex_knows_our_latex(title: str) -> None:
    """Its own idea of LaTeX agrees with that of the tests."""
    (entry,) = by_pybtex(bibtex(record(title=title)))
    fields = bibtex(record(title=title)).split("title = {", 1)[1].split("},\n", 1)[0]
    assert str(Text.from_latex(fields)) == title == entry.title


def test_citation_js_reads_the_entry() -> None:
    """All authors in order, title, date, address."""
    ((item,),) = by_citation_js(bibtex(record()))
    families = [family for family, _ in people(item)]
    assert families == list(FAMILIES)
    assert (item["title"], item["URL"]) == ("Tides & trust", ADDRESS)
    assert item["issued"]["date-parts"] == [[2021, 4, 21]]


SIGNS = ("{", "}", "\\", "~", "^", "$5 %", "#_&", "a--b", "''``", "<<>>", ",,", "?`!`", "@a{b,}")


def test_citation_js_reads_every_sign() -> None:
    """Each of the signs that LaTeX has for itself, in a title and in a name."""
    works = [
        record(title=f"a {s} b", authors=(Person(name=Name(family=f"A {s} B", literal=True)),))
        for s in SIGNS
    ]
    for sign, (item,) in zip(SIGNS, by_citation_js(*map(bibtex, works)), strict=True):
        assert item["title"] == f"a {sign} b"
        assert people(item) == [(f"A {sign} B", "")]


@settings(max_examples=4, phases=[Phase.generate])
@given(st.lists(any_record(), min_size=20, max_size=40))
def test_citation_js_reads_any_text_back(written: list[Record]) -> None:
    """Whatever stands in titles and names, there is one entry with all of it."""
    for each, (item,) in zip(written, by_citation_js(*map(bibtex, written)), strict=True):
        assert spaced(item["title"]) == spaced(each.work.title)
        assert people(item) == [_expected(person.name) for person in each.work.authors]

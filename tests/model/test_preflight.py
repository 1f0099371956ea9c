"""What services and tools need, and a publication does not say."""

from __future__ import annotations

import dataclasses as dc

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.preflight import CODES, Stated, preflight
from sphinx_anthology.model.problem import Level
from sphinx_anthology.model.volume import Publication

FULL = Publication(
    title="Book",
    tagline="A blog",
    publisher="A Press",
    publisher_ror="https://ror.org/05dxps055",
    journal="A Journal",
    issn=("2049-3630",),
    license="CC-BY-4.0",
    base="https://blog.example/",
)
ABOUT = "Posts are archived by a library, indexed by search engines, and say how to cite them."
STATED = Stated(publication=FULL, creator="We", about={"about.md": ABOUT})
TEXTS = {
    "authors/ann": author(orcid="0000-0002-1825-0097"),
    "s/index": series(description="A series.", editors=["ann"]),
    "s/one": post(description="One.", doi="10.5555/one"),
}


def _found(stated: Stated = STATED, **texts: str) -> list[tuple[str, int, str]]:
    """File, line and code of each finding."""
    catalogue = catalogue_of({**TEXTS, **texts}, {"s/index": ["s/one"]})
    return [(p.file, p.line, p.code.slug) for p in preflight(catalogue, stated)]


def test_nothing_is_said_where_nothing_is_lacking() -> None:
    """A publication can be without a finding."""
    assert _found() == []


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        ({"base": ""}, "no-address", 'html_baseurl = "https://…/"'),
        ({"tagline": ""}, "no-tagline", 'anthology_tagline = "…"'),
        ({"publisher": ""}, "no-publisher", "anthology_publisher = {"),
        ({"publisher_ror": ""}, "no-publisher", '"name": "A Press", "ror": "https://ror.org/…"'),
        ({"journal": ""}, "no-journal", "anthology_journal = {"),
        ({"issn": ()}, "no-journal", '"title": "A Journal", "issn": ["…"]'),
        ({"license": ""}, "no-license", 'anthology_license = "CC-BY-4.0"'),
        ({"license": "CC-BY-NC-4.0"}, "license-not-open", 'anthology_license = "CC-BY-4.0"'),
    ],
)
def test_what_conf_py_lacks(change: dict[str, object], code: str, line: str) -> None:
    """It is told with the line to add."""
    stated = dc.replace(STATED, publication=dc.replace(FULL, **change))
    (problem,) = preflight(catalogue_of(TEXTS, {"s/index": ["s/one"]}), stated)
    assert (problem.file, problem.line, problem.code.slug) == ("conf.py", 1, code)
    assert line in problem.message


def test_what_is_a_default_is_not_stated() -> None:
    """Title and language."""
    stated = dc.replace(STATED, has_title=False, has_language=False)
    assert {code for _, _, code in _found(stated)} == {"no-title", "no-language"}


def test_somebody_must_have_made_it() -> None:
    """The author in conf.py, or the publisher."""
    nobody = dc.replace(FULL, publisher="")
    stated = dc.replace(STATED, creator="", publication=nobody)
    assert {code for _, _, code in _found(stated)} == {"no-creator", "no-publisher"}


def test_a_licence_of_each_post_will_do() -> None:
    """Nothing is lacking where every post has its own."""
    stated = dc.replace(STATED, publication=dc.replace(FULL, license=""))
    licensed = post(description="One.", doi="10.5555/one", license="CC-BY-4.0")
    assert _found(stated, **{"s/one": licensed}) == []


@pytest.mark.parametrize(
    ("about", "lacking"),
    [
        ({}, ["archived, found and cited"]),
        ({"about.md": "A blog."}, ["of archiving", "of citation", "of discoverability"]),
        ({"about.md": ABOUT.replace("archived", "in the archive")}, ["of archiving"]),
        ({"a.md": "Zitierweise; auffindbar", "b.md": "aufbewahrt"}, []),
    ],
)
def test_the_page_about_the_publication(about: dict[str, str], lacking: list[str]) -> None:
    """Each subject that no page has a word of is named, with words to begin from."""
    catalogue = catalogue_of(TEXTS, {"s/index": ["s/one"]})
    found = preflight(catalogue, dc.replace(STATED, about=about))
    assert [subject in p.message for p, subject in zip(found, lacking, strict=True)] == [
        True for _ in lacking
    ]
    assert all("## " in p.message for p in found)


def test_what_a_post_lacks() -> None:
    """Each at its line."""
    texts = {"s/one": post(tags=list("abcdef"), date="2014-09", doi="10.5555/one")}
    assert _found(**texts) == [
        ("s/one.md", 2, "no-description"),
        ("s/one.md", 5, "no-day"),
        ("s/one.md", 12, "many-tags"),
    ]
    undated = post(description="One.", date=None, origin={"relation": "full"}, doi="10.5555/one")
    assert _found(**{"s/one": undated}) == [("s/one.md", 2, "no-date")]


def test_one_doi_shows_that_the_publication_knows_of_them() -> None:
    """Only where no post has one it is worth a word."""
    without = post(description="Two.")
    assert _found(**{"s/two": without}) == []
    assert _found(**{"s/one": without}) == [("conf.py", 1, "no-doi")]


def test_only_what_is_ours_and_public_is_looked_at() -> None:
    """Neither drafts nor tombstones nor digests, nor authors who wrote nothing."""
    assert (
        _found(
            draft=post(draft=True),
            gone=post(withdrawn={"date": "2022-01-01", "reason": "Wrong."}),
            digest=post(origin={"relation": "digest"}),
            subject=author(title="Bob"),
        )
        == []
    )


def test_authors_without_an_orcid() -> None:
    """A person is told of; a group has none."""
    texts = {
        "authors/ann": author(),
        "authors/us": author(title="The Group", members=["ann"]),
        "s/one": post(description="One.", doi="10.5555/one", authors=["ann", "us"]),
    }
    assert _found(**texts) == [("authors/ann.md", 3, "no-orcid")]


def test_nothing_of_it_is_grave() -> None:
    """The book is not wrong, whatever is lacking; and whatever can be lacking is found."""
    nothing = Stated(publication=Publication(title="x"), has_title=False, has_language=False)
    texts = {
        "one": post(tags=list("abcdef"), date="2014"),
        "two": post(date=None, origin={"relation": "full"}),
        "authors/ann": author(),
    }
    closed = dc.replace(nothing, publication=Publication(title="x", license="CC-BY-NC-4.0"))
    found = [p for stated in (nothing, closed) for p in preflight(catalogue_of(texts), stated)]
    assert {p.level for p in found} == {Level.SHOULD, Level.COULD}
    assert {p.code for p in found} == CODES

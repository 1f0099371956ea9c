"""What the reader of those who wrote Signposting finds, on pages and in link sets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from signposting import Signposting
from signposting.htmllinks import HTML, _parse_html  # what it does once a page is there
from signposting.linkset import LinksetJSON, _parse_linkset_json

from sphinx_anthology.reading.domain import domain_of
from tests.building import Built

Get = Callable[[str, str], Built]


def _found(read: Signposting) -> set[tuple[str, str, str]]:
    """Relation, address and media type of every link."""
    return {(str(s.rel), str(s.target), str(s.type or "")) for s in read}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_pages_and_link_sets_say_the_same(publication: Get, builder: str) -> None:
    """Every page of a post, a series and an author; and a DOI is cited where there is one."""
    made = publication("journal", builder)
    catalogue = domain_of(made.app.env).catalogue
    docnames = [
        *catalogue.public_posts,
        *(catalogue.series[i].docname for i in catalogue.public_series),
        *(catalogue.authors[i].docname for i in catalogue.public_authors),
    ]
    for docname in docnames:
        address = catalogue.site.address(docname)
        page = made.app.builder.get_outfilename(docname)  # type: ignore[attr-defined]
        inside = _page(page.read_text("utf-8"), address)
        text = (made.out / catalogue.site.file(docname, ".linkset.json")).read_text("utf-8")
        beside = _set(text, address)
        linkset = ("linkset", catalogue.site.beside(docname, ".linkset.json"))
        assert {link[:2] for link in _found(inside) - _found(beside)} == {linkset}, docname
        assert _found(beside) <= _found(inside)


def _page(text: str, address: str) -> Signposting:
    return _parse_html(HTML(text, "text/html", address, address))


def _set(text: str, address: str) -> Signposting:
    return _parse_linkset_json(LinksetJSON(text, "application/linkset+json", address, address))

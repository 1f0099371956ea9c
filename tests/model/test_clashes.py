"""Names of documents that are taken, or are none on some systems."""

from __future__ import annotations

import unicodedata

import pytest
from tests.samples import catalogue_of, post

from sphinx_anthology.model.addresses import folded, name_problems
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import left_out
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.states import Reason

DECOMPOSED = unicodedata.normalize("NFD", "é")


def _problems(*docnames: str, folders: bool = False) -> list[tuple[str, Code, str]]:
    found = catalogue_of({d: post() for d in docnames})
    catalogue = Catalogue(
        sources=found.sources,
        bibliography=found.bibliography,
        as_of=found.as_of,
        site=Site(folders=folders),
    )
    return [(p.file, p.code, p.message) for p in name_problems(catalogue)]


@pytest.mark.parametrize(
    ("docnames", "other"),
    [
        (("A", "a"), "‘A.md’ and ‘a.md’"),
        (("s/é", f"s/{DECOMPOSED}"), "the code points of the same letters"),
        (("Straße", "STRASSE"), "‘STRASSE.md’ and ‘Straße.md’"),
        (("s./a", "s/a"), "‘s./a.md’ and ‘s/a.md’"),
        (("S/a", "s/a"), "‘S/a.md’ and ‘s/a.md’"),
    ],
)
def test_names_that_are_one_on_some_systems(docnames: tuple[str, str], other: str) -> None:
    """Both are named, and a name that is free."""
    found = [m for _, code, m in _problems(*docnames) if code is Code.NAME_CLASH]
    assert len(found) == 1
    assert other in found[0]
    assert "-2.md’." in found[0]


@pytest.mark.parametrize(
    ("docname", "what"),
    [
        ("search", "the search page"),
        ("Search", "the search page"),
        ("404", "the page for addresses that are not there"),
        ("genindex", "the index"),
        ("py-modindex", "the index of modules"),
        ("_search/a", "the folder ‘_search’"),
        ("_static/a/b", "the folder ‘_static’"),
        ("feed.atom/a", "the file ‘feed.atom’"),
        ("a.bib/b", "a record of ‘a’"),
    ],
)
def test_a_name_of_the_sites_own_is_taken(docname: str, what: str) -> None:
    """The document is named, and what else has the name."""
    ((file, code, message),) = _problems("a", docname)
    assert (file, code) == (f"{docname}.md", Code.NAME_CLASH)
    assert f"‘{docname}.md’" in message
    assert what in message


def test_a_document_beside_a_folder_of_its_name() -> None:
    """They need one page only where each page has a folder."""
    assert _problems("a", "a/index") == []
    ((file, code, message),) = _problems("a", "a/index", folders=True)
    assert (file, code) == ("a/index.md", Code.NAME_CLASH)
    assert message == (
        "‘a.md’ and ‘a/index.md’ both need the page ‘a/index.html’; ‘a/index.md’ has no page, and "
        "is left out. Rename it, for example to ‘a/a-2.md’."
    )


def _in_folders(texts: dict[str, str]) -> Catalogue:
    """A catalogue of a site where each page has a folder."""
    found = catalogue_of(texts)
    return Catalogue(sources=found.sources, as_of=found.as_of, site=Site(folders=True))


@pytest.mark.parametrize("fields", ["date: 2021-01-01\npost: {}", "author: {}", "page: {}"])
def test_a_document_without_an_address_is_left_out(fields: str) -> None:
    """Whatever it is: it is told of once, and stands in no list."""
    second = f"---\ntitle: Second\n{fields}\n---\n"
    catalogue = _in_folders({"a": post(), "a/index": second, "p": post()})
    assert catalogue.reasons == {"a/index": Reason.DUPLICATE_PAGE}
    (told,) = left_out(catalogue)
    assert "both need the page ‘a/index.html’" in told.message
    assert "a/index" not in catalogue.public_posts
    assert catalogue_of({"a": post(), "a/index": second, "p": post()}).reasons == {}


def test_the_page_of_a_document_that_is_withheld_is_free() -> None:
    """It is the other's, and nothing is said of a clash."""
    catalogue = _in_folders({"a": post(draft=True), "a/index": post()})
    assert catalogue.reasons == {"a": Reason.DRAFT}
    assert list(name_problems(catalogue)) == []


def test_two_of_one_id_at_one_address_are_told_of_once() -> None:
    """That they have one id is what has to be mended."""
    author = "---\ntitle: Ann Low\nauthor: {}\n---\n"
    catalogue = _in_folders({"a": author, "a/index": author})
    assert catalogue.reasons == {"a/index": Reason.DUPLICATE_ID}
    assert list(name_problems(catalogue)) == []


def test_pages_of_the_sites_own_where_each_page_has_a_folder() -> None:
    """They are in folders as well, but for that of addresses which are not there."""
    ((_, _, message),) = _problems("search/index", folders=True)
    assert "the search page both need the page ‘search/index.html’" in message
    assert _problems("404", "404/index.x", "search/a", folders=True) == []


def test_a_document_with_the_name_of_a_record_where_pages_have_folders() -> None:
    """Its folder would be a file."""
    ((_, code, message),) = _problems("robots.txt", folders=True)
    assert code is Code.NAME_CLASH
    assert "‘robots.txt’" in message


@pytest.mark.parametrize("docname", ["con", "s/NUL", "aux.x", "com1", "s /a", "a?", 'a"b', "s./a"])
def test_a_name_that_windows_cannot_have(docname: str) -> None:
    """It is worth another name."""
    assert [code for _, code, _ in _problems(docname)] == [Code.FILE_NAME]


@pytest.mark.parametrize("docname", ["console", "s/search", "downloads/index", "_drafts/a", "nav"])
def test_all_other_names_are_free(docname: str) -> None:
    """Nothing is said of them."""
    assert _problems("a", "b/index", docname) == []


def test_folding_is_that_of_the_least_exact_system() -> None:
    """Capitals, accents, and dots and blanks at the end of a name."""
    assert folded("Ä. /É.md") == folded(unicodedata.normalize("NFD", "ä/é.md"))

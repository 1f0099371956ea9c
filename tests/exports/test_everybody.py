"""Invariant 1: all authors, in order, everywhere. One test; its table is in ``names``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinx_anthology.reading.domain import domain_of
from tests.conftest import DOCS, JOURNAL
from tests.exports.everybody import Everything, everything, public_posts
from tests.exports.names import NAMES
from tests.exports.naming import ONLY_WHOLE, POST_FORMATS, VOLUME_FORMATS
from tests.exports.publications import Publication
from tests.scholar.heads import read_page

SOURCES = {"journal": JOURNAL, "docs": DOCS}


@pytest.fixture(scope="session")
def made(
    exported: Callable[[str], Publication], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Everything]:
    """A publication in every format; each once a session."""
    done: dict[str, Everything] = {}

    def get(name: str) -> Everything:
        if name not in done:
            folder = tmp_path_factory.mktemp(f"everybody-{name}")
            done[name] = everything(SOURCES[name], folder, exported(name))
        return done[name]

    return get


def _grouped(name: str, *others: str) -> object:
    """A case, named for its publication."""
    return pytest.param(name, *others, id="-".join((name, *others)))


@pytest.mark.parametrize("form", POST_FORMATS)
@pytest.mark.parametrize("name", SOURCES)
def test_all_authors_in_order(made: Callable[[str], Everything], name: str, form: str) -> None:
    """Of every post, as front matter has them, each in the form that was written down for it."""
    publication = made(name)
    read, in_form = POST_FORMATS[form]
    expected, found = {}, {}
    for docname in public_posts(SOURCES[name]):
        written = [in_form(NAMES[author]) for author in publication.written(docname)]
        assert written, docname
        expected[docname] = written if _is_said(publication, docname, form) else []
        found[docname] = list(read(publication, docname))
    assert found == expected


def _is_said(publication: Everything, docname: str, form: str) -> bool:
    """Whether a format has the authors of such a post."""
    if form == "text in feeds":
        return not publication.is_whole(docname)
    if form == "Atom":  # it demands a date
        return publication.is_dated(docname)
    return form not in ONLY_WHOLE or publication.is_whole(docname)


VOLUMES = [_grouped(name, form) for name in SOURCES for form in VOLUME_FORMATS]


@pytest.mark.parametrize(("name", "form"), VOLUMES)
def test_volumes_name_all_in_order(made: Callable[[str], Everything], name: str, form: str) -> None:
    """In what they say of themselves: each once, as first printed, in the order of the posts."""
    publication = made(name)
    read, expected = VOLUME_FORMATS[form]
    assert len(publication.volumes.volumes) > 1
    for volume in publication.volumes.volumes:
        assert list(read(publication, volume)) == list(expected(publication, volume)), volume.name


@pytest.mark.xdist_group("journal")
def test_people_of_one_name_are_not_taken_for_each_other(
    made: Callable[[str], Everything],
) -> None:
    """Of six authors the third and the fifth have one name: what identifies them has not."""
    publication, docname = made("journal"), "posts/six-hands-on-one-chart"
    pages = [publication.address(f"authors/{a}") for a in ("alex-martin", "alex-martin-lighthouse")]
    head = read_page(publication.file(docname, ".html"))
    things = [thing["@id"] for thing in head.post["author"]]
    item = publication.feed[publication.address(docname)]
    entry = publication.entries[publication.address(docname)]
    assert [author.get("url") for author in item["authors"]][2:5:2] == pages
    assert [author.get("href") for author in entry.authors][2:5:2] == pages
    assert [head.things[thing]["url"] for thing in things][2:5:2] == pages


@pytest.mark.parametrize("name", [_grouped(name) for name in SOURCES])
def test_no_post_is_forgotten(made: Callable[[str], Everything], name: str) -> None:
    """The posts that are tested are all that readers see."""
    catalogue = domain_of(made(name).site.app.env).catalogue
    assert set(public_posts(SOURCES[name])) == set(catalogue.public_posts)

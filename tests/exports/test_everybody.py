"""Invariant 1: all authors, in order, everywhere. One test; its table is in ``everybody``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sphinx_anthology.reading.domain import domain_of
from tests.conftest import DOCS, JOURNAL
from tests.exports.everybody import (
    FORMATS,
    NAMES,
    ONLY_WHOLE,
    Everything,
    everything,
    public_posts,
)
from tests.exports.publications import Publication

SOURCES = {"journal": JOURNAL, "docs": DOCS}
POSTS = [(name, docname) for name, source in SOURCES.items() for docname in public_posts(source)]


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


def _cases() -> Iterator[object]:
    """Every post in every format; those of one publication are tested where its volumes are."""
    for name, docname in POSTS:
        for form in FORMATS:
            group = pytest.mark.xdist_group(f"exports-{name}")
            yield pytest.param(name, docname, form, marks=group, id=f"{docname}-{form}")


@pytest.mark.parametrize(("name", "docname", "form"), [*_cases()])
def test_all_authors_in_order(
    made: Callable[[str], Everything], name: str, docname: str, form: str
) -> None:
    """As front matter has them, each in the form that was written down for the format."""
    publication = made(name)
    read, in_form = FORMATS[form]
    written = [in_form(NAMES[author]) for author in publication.written(docname)]
    assert written
    is_left_out = form in ONLY_WHOLE and not publication.post(docname).is_whole
    undated = form == "Atom" and publication.post(docname).date is None
    expected = [] if is_left_out or undated else written
    assert list(read(publication, docname)) == expected


@pytest.mark.parametrize("name", SOURCES)
def test_no_post_is_forgotten(made: Callable[[str], Everything], name: str) -> None:
    """The posts that are tested are all that readers see."""
    catalogue = domain_of(made(name).site.app.env).catalogue
    assert set(public_posts(SOURCES[name])) == set(catalogue.public_posts)

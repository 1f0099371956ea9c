"""The publications that are exported."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from tests.building import Built
from tests.conftest import PUBLICATIONS
from tests.exports.publications import Publication


@pytest.fixture(scope="session")
def exported(publication: Callable[[str, str], Built]) -> Callable[[str], Publication]:
    """A publication by its name; each once a session, built with what a test asks for."""
    done: dict[str, Publication] = {}

    def get(name: str) -> Publication:
        return done.setdefault(name, Publication(functools.partial(publication, name)))

    return get


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a publication is a test of each."""
    if "publication_name" in metafunc.fixturenames:
        metafunc.parametrize("publication_name", list(PUBLICATIONS))


@pytest.fixture
def published(exported: Callable[[str], Publication], publication_name: str) -> Publication:
    """One publication after another."""
    return exported(publication_name)

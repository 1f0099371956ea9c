"""The publications that are exported."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import DOCS, JOURNAL
from tests.exports.publications import Publication

ROOTS = {"docs": DOCS, "journal": JOURNAL, "nodes": JOURNAL.parent / "test-nodes"}


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Publication]:
    """A publication by its name; each once a session, built with what a test asks for."""
    done: dict[str, Publication] = {}
    folder = tmp_path_factory.mktemp("exported")

    def get(name: str) -> Publication:
        return done.setdefault(name, Publication(ROOTS[name], folder / name))

    return get


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a publication is a test of each."""
    if "publication_name" in metafunc.fixturenames:
        metafunc.parametrize("publication_name", list(ROOTS))


@pytest.fixture
def published(exported: Callable[[str], Publication], publication_name: str) -> Publication:
    """One publication after another."""
    return exported(publication_name)

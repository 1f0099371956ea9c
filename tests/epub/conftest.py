"""EPUBs of the whole publications, made once a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.building import Built


@pytest.fixture(scope="session")
def epubs(publication: Callable[[str, str], Built]) -> Callable[[str], Built]:
    """A publication's EPUBs."""
    return lambda name: publication(name, "epubs")

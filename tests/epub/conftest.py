"""EPUBs of the sample publications, made once a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.building import Built, build
from tests.conftest import DOCS, JOURNAL

NODES = JOURNAL.parent / "test-nodes"
SOURCES = {"docs": DOCS, "journal": JOURNAL, "nodes": NODES}


@pytest.fixture(scope="session")
def epubs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Build a sample publication's EPUBs."""
    folder = tmp_path_factory.mktemp("epubs")
    done: dict[str, Built] = {}

    def get(name: str) -> Built:
        if name not in done:
            out, doctrees = folder / name, folder / f"{name}-doctrees"
            done[name] = build(SOURCES[name], out, doctrees, builder="epubs")
        return done[name]

    return get

"""Tests that share what is made for them run in one process."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def shared() -> object:
    """What is made once for this file."""
    return object()


def test_xdist_knows_the_group(request: pytest.FixtureRequest, shared: object) -> None:
    """A test that takes what is made for its file names it behind its id: xdist reads that.

    Where nobody does, nothing fails; each process only makes everything again.
    """
    assert shared
    is_grouped = request.config.getoption("loadgroup", default=False)
    assert request.node.nodeid.endswith("@test_running" if is_grouped else "_the_group")

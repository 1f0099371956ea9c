"""Large documents cost in proportion: what grows, grows no faster than they do.

It is calls that are counted, not seconds, so that a busy machine changes nothing.
``tests/benchmarks/limits.py`` measures the sizes that the guide states.
"""

from __future__ import annotations

import cProfile
import pstats
from pathlib import Path

import pytest

from sphinx_anthology.model import names
from tests.benchmarks.limits import authors, citations, headings, text, topics, write
from tests.building import build, remember

pytestmark = pytest.mark.slow
SIZE = 4
FEW = 200
"""So many calls more are no matter: what others remember is made once, and when is theirs."""
Calls = dict[tuple[str, str], int]


def _calls(folder: Path, size: int) -> Calls:
    """How often each function is called when a publication is built."""
    files = {
        **citations(size),
        **topics(size),
        **authors(size),
        **headings(size),
        **text(size),
    }
    write(folder / "docs", files)
    for remembered in (names.folded, names.split_name):  # each size does all of its own work
        remembered.cache_clear()
    remember(whether=False)
    profile = cProfile.Profile()
    profile.enable()
    built = build(folder / "docs", folder / "out", folder / "doctrees")
    profile.disable()
    remember(whether=True)
    assert built.warnings == ()
    found: Calls = {}
    for (file, _, name), (_, count, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        found[file, name] = found.get((file, name), 0) + count
    return found


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Calls]:
    """The calls of builds of one size, of twice that, and of four times."""
    _calls(tmp_path_factory.mktemp("first"), SIZE)  # what is loaded once
    return [_calls(tmp_path_factory.mktemp("limits"), SIZE * times) for times in (1, 2, 4)]


def test_no_function_is_called_out_of_proportion(calls: list[Calls]) -> None:
    """With twice as much of everything, it is called twice as often, not four times.

    Parts of a series are not among it: the page of each names all the others.
    """
    once, twice, four = calls
    too_often = {}
    for function, count in four.items():
        before = twice.get(function, 0)
        more, most = before - once.get(function, 0), count - before
        if most > FEW + 2.6 * max(more, 0):
            too_often[function] = (once.get(function, 0), before, count)
    assert too_often == {}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("importlib/metadata/__init__.py", "entry_points"),
        ("sphinx/jinja2glue.py", "get_source"),
    ],
)
def test_what_stays_the_same_is_asked_once(calls: list[Calls], file: str, name: str) -> None:
    """Neither the packages nor the templates are searched for each citation or page."""
    counts = [
        sum(n for (at, what), n in found.items() if what == name and at.endswith(file))
        for found in calls
    ]
    assert counts[0] == counts[1] == counts[2]

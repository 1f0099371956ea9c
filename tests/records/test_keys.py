"""No two works have one key, and a new one changes none that there was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.formats import records_of
from tests.records.works import work


def _keys(*works: Work) -> dict[str, str]:
    return {docname: record.key for docname, record in records_of(works).items()}


def test_the_oldest_has_the_key_alone() -> None:
    """The next ones have letters after it, whatever the order in which they are named."""
    newest = work(docname="a", key="doe", date="2021-04-21")
    oldest = work(docname="b", key="doe", date="2013")
    undated = work(docname="c", key="doe", date=None)
    expected = {"b": "doe", "a": "doea", "c": "doeb"}
    assert _keys(newest, oldest, undated) == _keys(undated, oldest, newest) == expected


def test_a_letter_makes_no_key_that_another_has() -> None:
    """Where ``doea`` is somebody's own key, the next letter is taken."""
    first, second = work(docname="a", key="doe"), work(docname="b", key="doe")
    other = work(docname="c", key="doea")
    assert _keys(first, second, other) == {"a": "doe", "b": "doeb", "c": "doea"}


def test_works_of_one_address_are_known_by_their_keys() -> None:
    """An id, too, is that of one work."""
    first = work(docname="a", key="one", doi="")
    second = work(docname="b", key="two", doi="")
    found = records_of([first, second, work(docname="c", key="three")])
    assert [found[d].id for d in "abc"] == ["one", "two", "https://doi.org/10.5555/notes.1"]


@given(st.lists(st.sampled_from(["doe", "doea", "doeb", "post"]), max_size=80))
def test_keys_are_unique(keys: list[str]) -> None:
    """However many works want the same."""
    found = _keys(*(work(docname=f"d{n}", key=key) for n, key in enumerate(keys)))
    assert len(set(found.values())) == len(keys)

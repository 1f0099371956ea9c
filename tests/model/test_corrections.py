"""Corrections: their days, from the text and from the front matter, on the as-of date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples import catalogue_of, post

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.corrections import day_and_words
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.problem import Code

DAY = "2021-05-02"


def _note(day: str, content: str = "A word.") -> str:
    return f"```{{correction}} {day}\n{content}\n```\n\n"


def _catalogue(body: str, as_of: str = "2024-06-15", **fields: object) -> Catalogue:
    return catalogue_of({"p": post(**fields) + body}, as_of=as_of)


def _days(body: str) -> list[tuple[str, int]]:
    source = _catalogue(body).sources["p"]
    return [(str(c.day), c.line) for c in source.corrections]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (_note(DAY), [(DAY, 10)]),
        (f":::{{correction}} {DAY}\nA word.\n:::\n", [(DAY, 10)]),
        (f"::::{{note}}\n{_note(DAY)}::::\n", [(DAY, 11)]),
        (f"- In a list\n\n  ```{{correction}} {DAY}\n  A word.\n  ```\n", [(DAY, 12)]),
        (f"> ```{{correction}} {DAY}\n> A word.\n> ```\n", [(DAY, 10)]),
        (f"```{{correction}} {DAY} In its line.\n```\n", [(DAY, 10)]),
        (f"```{{correction}} {DAY}: In its line.\n```\n", [(DAY, 10)]),
        (f"```{{correction}} {DAY}\nwithout an end", [(DAY, 10)]),
        (_note(DAY) + _note("2021-06-03"), [(DAY, 10), ("2021-06-03", 14)]),
        (f"```{{correction}} {DAY}\n```\n", []),
        (_note("2 May 2021"), []),
        (_note(""), []),
        (f"````{{code-block}} markdown\n{_note(DAY)}````\n", []),
        (f"````markdown\n{_note(DAY)}````\n", []),
        (f"<!--\n{_note(DAY)}-->\n", []),
        (f"    {_note(DAY).strip()}\n", []),
    ],
)
def test_a_correction_is_found_where_markdown_has_it(
    body: str, found: list[tuple[str, int]]
) -> None:
    """In any markup, with its line; not in code, in comments, without a day or words."""
    assert _days(body) == found


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    """The scan gives the model line feeds; a last line may have no end."""
    assert _days(_note(DAY).rstrip("\n")) == [(DAY, 10)]


def test_the_later_day_counts() -> None:
    """Of front matter and text; what is still to come does not."""
    body = _note("2021-06-03") + _note(DAY) + _note("2030-01-01")
    assert _catalogue(body).posts["p"].updated == dt.date(2021, 6, 3)
    assert _catalogue(body, updated="2021-07-01").posts["p"].updated == dt.date(2021, 7, 1)
    assert _catalogue(body, updated="2021-01-01").posts["p"].updated == dt.date(2021, 6, 3)
    assert _catalogue(body, updated="2031-01-01").posts["p"].updated == dt.date(2021, 6, 3)
    assert _catalogue(body, "2021-05-02").posts["p"].updated == dt.date(2021, 5, 2)
    assert _catalogue(body, "2021-05-01").posts["p"].updated is None
    assert _catalogue("", updated="2031-01-01").posts["p"].updated is None


def test_corrections_of_one_day_have_anchors_of_their_own() -> None:
    """In their order; lines are no part of what a page shows."""
    view = PostPage("p").result(_catalogue(_note(DAY) + _note("2021-05-01") + _note(DAY)))
    assert view is not None
    anchors = [correction.anchor for correction in view.corrections]
    first = "correction--2021-05-02"
    assert anchors == [first, "correction--2021-05-01", f"{first}--2"]
    moved = PostPage("p").result(_catalogue("\n\n" + _note(DAY) + _note("2021-05-01") + _note(DAY)))
    assert view == moved


def test_only_posts_have_corrections() -> None:
    """A page and an author have none."""
    texts = {"a": f"# A\n\n{_note(DAY)}", "b": f"---\ntitle: B\nauthor: {{}}\n---\n\n{_note(DAY)}"}
    assert not any(s.corrections for s in catalogue_of(texts).sources.values())


def test_days_that_contradict_each_other_are_told() -> None:
    """At the field in the front matter; of equal days nothing is said."""
    told = (Code.CORRECTION, Code.CORRECTION_DAY)

    def found(**fields: object) -> list[tuple[int, Code]]:
        every = problems(_catalogue(_note(DAY), **fields))
        return [(p.line, p.code) for p in every if p.code in told]

    assert found() == []
    assert found(updated=DAY) == []
    assert found(updated="2021-05-01") == [(7, Code.CORRECTION_DAY)]
    assert found(updated="2021-05-03") == [(7, Code.CORRECTION_DAY)]
    assert found(updated="2031-05-03") == [(7, Code.CORRECTION)]


@given(text=st.text())
def test_any_line_begins_with_a_day_or_is_told(text: str) -> None:
    """Never anything but a sentence."""
    try:
        told = str(day_and_words(text)[0])
    except ValueError as error:
        told = str(error)
    assert told
    assert "\n" not in told


@given(body=st.text(st.sampled_from("`:{}correction 2021-05\n >-<!")))
def test_any_text_has_corrections_in_its_lines(body: str) -> None:
    """Whatever stands there, a line of a correction is one of the file."""
    text = post() + _note(DAY) + body
    for correction in catalogue_of({"p": text}).sources["p"].corrections:
        assert "{correction}" in text.split("\n")[correction.line - 1]

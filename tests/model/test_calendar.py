"""The editors' calendar: what is in it, on which day, and in which order."""

from __future__ import annotations

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.calendar_queries import Due, EditorsCalendar, calendar_entries
from sphinx_anthology.model.catalogue import Catalogue

BIB = """
@article{whole, author={Low, Ann}, title={On low things}, year=2020, doi={10.5555/low}}
@article{half, author={Bee, Bob}, title={A bee}, year=2021}
"""
TODAY = "2024-06-15"


def _catalogue(texts: dict[str, str], entries: dict[str, list[str]] | None = None) -> Catalogue:
    return catalogue_of(texts, entries, as_of=TODAY, bibliography=BIB)


def _found(texts: dict[str, str], entries: dict[str, list[str]] | None = None) -> list[object]:
    found = calendar_entries(_catalogue(texts, entries))
    return [(entry.due, str(entry.date or ""), entry.title, entry.line) for entry in found]


def test_drafts_and_scheduled_posts_stand_with_their_day() -> None:
    """Scheduled ones first, each by its day; drafts of every kind, with or without a day."""
    texts = {
        "later": post(title="Later", date="2024-07-02"),
        "soon": post(title="Soon", date="2024-06-16"),
        "late": post(title="Late", date="2024-01-02", draft=True),
        "someday": post(title="Someday", date="2030-01", draft=True),
        "s/index": series(title="Kept", draft=True),
        "jo": author(title="Jo Kept", draft=True),
        "public": post(title="Public"),
    }
    assert _found(texts) == [
        (Due.SCHEDULED, "2024-06-16", "Soon", 5),
        (Due.SCHEDULED, "2024-07-02", "Later", 5),
        (Due.DRAFT, "2024-01-02", "Late", 5),
        (Due.DRAFT, "2030-01", "Someday", 5),
        (Due.DRAFT, "", "Jo Kept", 4),
        (Due.DRAFT, "", "Kept", 4),
    ]
    late = {entry.title for entry in calendar_entries(_catalogue(texts)) if entry.is_late}
    assert late == {"Late"}


def test_what_a_series_promises_is_due_until_it_is_published() -> None:
    """A part that is out is not due; one that is late says so."""
    announced = [
        {"part": 1, "title": "Out"},
        {"part": 2, "title": "Kept", "expected": "2024-05"},
        {"title": "Without a number", "expected": "2024-06"},
        {"part": 4},
    ]
    texts = {
        "s/index": series(title="Quays", announced=announced),
        "s/one": post(part=1),
        "s/two": post(part=2, draft=True),
    }
    found = calendar_entries(_catalogue(texts, {"s/index": ["s/one", "s/two"]}))
    promised = [entry for entry in found if entry.due is Due.ANNOUNCED]
    assert [(e.title, e.part, str(e.date or ""), e.is_late) for e in promised] == [
        ("Kept", 2, "2024-05", True),
        ("Without a number", 0, "2024-06", False),
        ("", 4, "", False),
    ]
    assert {entry.series for entry in promised} == {"Quays"}


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2024-06-14", []),
        ("2024-06-15", [Due.ENDING]),
        ("2024-07-15", [Due.ENDING]),
        ("2024-07-16", []),
    ],
)
def test_free_access_is_due_in_its_last_thirty_days(until: str, due: list[Due]) -> None:
    """Its last day is the last one, and the thirtieth before it the first."""
    texts = {"p": post(articles=[{"key": "whole", "free_until": until}])}
    assert [entry.due for entry in calendar_entries(_catalogue(texts))] == due


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("The article is free to read.", 14),
        ("The article is *free\nto read* until May.", 14),
        ("It is freely available.", 14),
        ("It is open access.", 14),
        ("Words.\n\nEr ist kostenlos.", 16),
        ("L’article est en accès libre.", 14),
        ("Er ist frei zugänglich.", 14),
        ("It was free to read, and is no longer free to read.", 0),
        ("A free port, and freedom.", 0),
        ("Access was hard.", 0),
        ("To be read freely.", 0),
    ],
)
def test_a_text_that_still_says_open_is_due_when_access_has_ended(words: str, line: int) -> None:
    """At the line that says so; a text that says nothing of it is not due."""
    text = post(articles=[{"key": "whole", "free_until": "2024-05-31"}]) + f"\n{words}\n"
    found = [(e.due, e.line) for e in calendar_entries(_catalogue({"p": text}))]
    assert found == ([(Due.ENDED, line)] if line else [])


def test_a_standfirst_says_so_too() -> None:
    """The description is shown in lists and feeds."""
    article = {"key": "whole", "free_until": "2024-05-31"}
    texts = {"p": post(description="Free to read until May.", articles=[article])}
    assert [entry.due for entry in calendar_entries(_catalogue(texts))] == [Due.ENDED]


def test_an_article_of_a_text_is_due_at_its_line() -> None:
    """As those of the front matter are."""
    body = "\n:::{article} whole\n:free_until: 2024-07-01\nA note.\n:::\n"
    (entry,) = calendar_entries(_catalogue({"p": post() + body}))
    assert (entry.due, entry.article, entry.line) == (Due.ENDING, "On low things", 11)


def test_articles_without_data_are_due() -> None:
    """An unknown key, a record without DOI; and a post that should present one."""
    texts = {
        "a": post(title="A", articles=["whole", "half", "none"]),
        "b": post(title="B", kind="article"),
        "c": post(title="C", kind="report"),
        "d": post(title="D"),
        "s/index": series(kind="special-issue"),
        "s/e": post(title="E"),
        "w": post(title="W", articles=["none"], withdrawn={"date": "2024-01-01", "reason": "R"}),
    }
    found = calendar_entries(_catalogue(texts, {"s/index": ["s/e"]}))
    assert [(entry.title, entry.article) for entry in found] == [
        ("A", "A bee"),
        ("A", "none"),
        ("B", ""),
        ("E", ""),
    ]


def test_the_calendar_on_a_page_is_empty_but_in_a_preview() -> None:
    """A public build asks the same and is told nothing."""
    texts = {"d": post(draft=True), "p": post()}
    public = _catalogue(texts)
    assert EditorsCalendar().result(public) == ()
    preview = Catalogue(sources=public.sources, as_of=public.as_of, preview=True)
    (entry,) = EditorsCalendar().result(preview)
    assert (entry.due, entry.is_shown) == (Due.DRAFT, True)

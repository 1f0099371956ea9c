"""The ledger: parts in order, gaps and promises included, and nothing of what is withheld."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.entries import ledger, progress
from sphinx_anthology.model.views import Part, PartStatus, Progress

SECRET = {"title": "A secret title", "authors": ["eve"], "draft": True}
SCHEDULED = {"title": "A secret title", "authors": ["eve"], "date": "2031-01-01"}
UNREADABLE = {"title": "A secret title", "authors": ["eve"], "date": "soon"}


def _ledger(
    *posts: Mapping[str, object], as_of: str = "2024-06-15", **fields: object
) -> tuple[Part, ...]:
    """The ledger of a series of these posts."""
    docnames = [f"s/{place}" for place in range(1, len(posts) + 1)]
    texts = {d: post(**given) for d, given in zip(docnames, posts, strict=True)}
    texts |= {"s/index": series(**fields), "ann": author(), "eve": author(title="Eve Hidden")}
    return ledger("s", catalogue_of(texts, {"s/index": docnames}, as_of=as_of))


def _rows(parts: tuple[Part, ...]) -> list[tuple[PartStatus, int, str]]:
    return [(part.standing, part.number, part.title) for part in parts]


def test_published_parts_have_everything() -> None:
    """Number, post, authors, date and articles."""
    (part,) = _ledger({"title": "First", "articles": ["k"], "roles": {"ann": "Poet"}})
    assert part.standing is PartStatus.PUBLISHED
    assert (part.number, part.docname, part.title) == (1, "s/1", "First")
    assert [(str(person), person.role) for person in part.people] == [("Ann Lee", "Poet")]
    assert str(part.date) == "2021-04-21"
    assert [box.key for box in part.articles] == ["k"]


def test_gap_is_shown_where_it_is() -> None:
    """A series that declares 7 parts, of which 1, 2 and 4 exist."""
    parts = _ledger({"part": 1}, {"part": 2}, {"part": 4}, parts=7)
    assert [(part.standing, part.number, part.last) for part in parts] == [
        (PartStatus.PUBLISHED, 1, 0),
        (PartStatus.PUBLISHED, 2, 0),
        (PartStatus.MISSING, 3, 0),
        (PartStatus.PUBLISHED, 4, 0),
        (PartStatus.PLANNED, 5, 7),
    ]


def test_gap_at_the_beginning_is_shown() -> None:
    """The blog has series of which only blogs 5 and 6 are known."""
    parts = _ledger({"part": 3})
    assert [(part.standing, part.number) for part in parts] == [
        (PartStatus.MISSING, 1),
        (PartStatus.MISSING, 2),
        (PartStatus.PUBLISHED, 3),
    ]


def test_planned_parts_end_with_the_declared_number() -> None:
    """One part to come is from 2 to 2; a complete series plans nothing."""
    assert [
        (p.number, p.last) for p in _ledger({}, parts=2) if p.standing is PartStatus.PLANNED
    ] == [(2, 2)]
    assert PartStatus.PLANNED not in {p.standing for p in _ledger({}, {}, parts=2)}
    assert PartStatus.PLANNED not in {p.standing for p in _ledger({}, {})}
    assert [(p.number, p.last) for p in _ledger(parts=3)] == [(1, 3)]


def test_tombstone_keeps_number_and_title() -> None:
    """It has its address, and neither authors nor articles."""
    withdrawn = {"date": "2022-01-01", "reason": "r"}
    first, second = _ledger({"title": "Gone", "withdrawn": withdrawn}, {"title": "There"})
    assert (first.standing, first.number, first.docname) == (PartStatus.WITHDRAWN, 1, "s/1")
    assert (first.title, first.people, first.articles) == ("Gone", (), ())
    assert second.number == 2


@pytest.mark.parametrize("hidden", [SECRET, SCHEDULED, UNREADABLE])
@pytest.mark.parametrize("unpublished", ["hide", "announce"])
def test_nothing_of_a_withheld_post_is_shown(hidden: dict[str, object], unpublished: str) -> None:
    """Neither its title nor its authors, its address or its date: not even where it is told of."""
    parts = _ledger({}, hidden, {}, unpublished=unpublished, parts=3)
    shown = repr(parts)
    for secret in ("secret", "eve", "Hidden", "s/2", "2031"):
        assert secret not in shown


@pytest.mark.parametrize("hidden", [SECRET, SCHEDULED, UNREADABLE])
def test_withheld_part_is_hidden_by_default(hidden: dict[str, object]) -> None:
    """Its number shows as a gap; the last one is only planned, if that."""
    assert _rows(_ledger({}, hidden, {})) == [
        (PartStatus.PUBLISHED, 1, "A post"),
        (PartStatus.MISSING, 2, ""),
        (PartStatus.PUBLISHED, 3, "A post"),
    ]
    assert _rows(_ledger({}, hidden)) == [(PartStatus.PUBLISHED, 1, "A post")]


@pytest.mark.parametrize("hidden", [SECRET, SCHEDULED, UNREADABLE])
def test_withheld_part_is_announced_by_its_number(hidden: dict[str, object]) -> None:
    """``unpublished: announce`` says that there will be one."""
    assert _rows(_ledger({}, hidden, unpublished="announce")) == [
        (PartStatus.PUBLISHED, 1, "A post"),
        (PartStatus.ANNOUNCED, 2, ""),
    ]


@pytest.mark.parametrize("unpublished", ["hide", "announce"])
def test_announcement_says_what_is_shown_of_a_withheld_part(unpublished: str) -> None:
    """Its own title, authors and date of appearance, in the place of the post."""
    announced = [{"part": 2, "title": "A promise", "authors": ["ann"], "expected": "2024-09"}]
    parts = _ledger({}, SECRET, {}, announced=announced, unpublished=unpublished)
    assert _rows(parts)[1] == (PartStatus.ANNOUNCED, 2, "A promise")
    assert [str(person) for person in parts[1].people] == ["Ann Lee"]
    assert str(parts[1].expected) == "2024-09"
    assert "secret" not in repr(parts)


def test_announcement_gives_way_to_the_published_part() -> None:
    """What is there is not promised."""
    assert _rows(_ledger({}, {}, announced=[{"part": 2, "title": "A promise"}])) == [
        (PartStatus.PUBLISHED, 1, "A post"),
        (PartStatus.PUBLISHED, 2, "A post"),
    ]


def test_announced_parts_stand_in_their_place() -> None:
    """By number among the others; without a number at the end."""
    announced = [
        {"title": "Some day"},
        {"part": 6, "title": "Six"},
        {"part": 2, "title": "Two"},
        {"part": 5, "title": "Five"},
    ]
    parts = _ledger({"part": 1}, {"part": 4}, announced=announced, parts=7)
    assert [(p.standing, p.number, p.title) for p in parts] == [
        (PartStatus.PUBLISHED, 1, "A post"),
        (PartStatus.ANNOUNCED, 2, "Two"),
        (PartStatus.MISSING, 3, ""),
        (PartStatus.PUBLISHED, 4, "A post"),
        (PartStatus.ANNOUNCED, 5, "Five"),
        (PartStatus.ANNOUNCED, 6, "Six"),
        (PartStatus.ANNOUNCED, 0, "Some day"),
        (PartStatus.PLANNED, 7, ""),
    ]


def test_members_without_a_number_keep_their_place() -> None:
    """They stand where the toctree has them."""
    parts = _ledger({"part": "none", "title": "Introduction"}, {}, {"part": "none"}, {})
    assert [part.number for part in parts] == [0, 1, 0, 2]


def test_entry_that_is_not_there_is_a_gap() -> None:
    """Its place is counted, and nothing can be shown of it."""
    texts = {"s/index": series(), "s/1": post(), "s/3": post(), "ann": author()}
    parts = ledger("s", catalogue_of(texts, {"s/index": ["s/1", "s/2", "s/3"]}))
    assert [(part.standing, part.number) for part in parts] == [
        (PartStatus.PUBLISHED, 1),
        (PartStatus.MISSING, 2),
        (PartStatus.PUBLISHED, 3),
    ]


def test_announced_author_who_is_withheld_is_only_a_name() -> None:
    """What the announcement states is shown, without a link to a page that is not there."""
    texts = {
        "s/index": series(announced=[{"part": 2, "authors": ["eve", "A Guest"]}]),
        "s/1": post(),
        "ann": author(),
        "eve": author(title="Eve Hidden", draft=True, bio="Secret."),
    }
    parts = ledger("s", catalogue_of(texts, {"s/index": ["s/1"]}))
    assert [(str(person), person.docname, person.bio) for person in parts[1].people] == [
        ("Eve Hidden", "", ""),
        ("A Guest", "", ""),
    ]


@pytest.mark.parametrize(
    ("posts", "parts", "expected"),
    [
        ([], 3, Progress.NOT_STARTED),
        ([SECRET], 3, Progress.NOT_STARTED),
        ([{}], 3, Progress.RUNNING),
        ([{}, {}, {}], 3, Progress.COMPLETE),
        ([{}, SECRET, {}], 3, Progress.RUNNING),
        ([{}, {}], None, Progress.RUNNING),
        ([{"part": 1}, {"part": 3}], 3, Progress.RUNNING),
        ([{}, {"withdrawn": {"date": "2022-01-01", "reason": "r"}}], 2, Progress.COMPLETE),
        ([{"withdrawn": {"date": "2022-01-01", "reason": "r"}}], 1, Progress.NOT_STARTED),
    ],
)
def test_progress_counts_what_was_published(
    posts: list[dict[str, object]], parts: int | None, expected: Progress
) -> None:
    """Complete is only what declares its parts and has them all; a tombstone was one."""
    rows = _ledger(*posts, parts=parts)
    assert progress(rows, parts or 0) is expected


def test_ledger_changes_with_the_day_alone() -> None:
    """A scheduled part appears on its date."""
    posts = {"date": "2022-01-01"}, {"date": "2022-02-02"}
    assert len(_ledger(*posts, as_of="2022-02-01")) == 1
    assert len(_ledger(*posts, as_of="2022-02-02")) == 2


@pytest.mark.parametrize(
    "fields",
    [{"unpublished": value} for value in ("Anounce", True, "show", ["announce"], {"a": True}, None)]
    + [{"announced": value} for value in ("x", ["s/2"], True, [["s/2"]], None)],
)
def test_what_is_not_understood_announces_nothing(fields: Mapping[str, object]) -> None:
    """A withheld part has no row, where a series does not clearly say that it may have one."""
    assert [part.docname for part in _ledger({}, SECRET, **fields)] == ["s/1"]

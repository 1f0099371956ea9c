"""Part numbers: from the declaration, never from what happens to be published."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.samples import FIRST_ENTRY, author, catalogue_of, post, series

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.entries import place
from sphinx_anthology.model.problem import Code, Level

NUMBERS = {
    Code.MIXED_PARTS,
    Code.DUPLICATE_PART,
    Code.PART_BEYOND,
    Code.ORDER,
    Code.GAP,
    Code.TWO_SERIES,
    Code.MISSING_DOCUMENT,
}


def _of(
    *posts: str | None, fields: Mapping[str, object] | None = None, as_of: str = "2024-06-15"
) -> Catalogue:
    """A series of posts ``s/1``, ``s/2``, …; a post that is None is not there."""
    docnames = [f"s/{place}" for place in range(1, len(posts) + 1)]
    texts = {d: text for d, text in zip(docnames, posts, strict=True) if text is not None}
    texts |= {"s/index": series(**fields or {}), "ann": author()}
    return catalogue_of(texts, {"s/index": docnames}, as_of=as_of)


def _numbers(catalogue: Catalogue) -> list[int | None]:
    return [member.number for member in catalogue.members["s"]]


def _found(catalogue: Catalogue) -> list[tuple[str, int, Code, str]]:
    """What is said about numbers and order."""
    return [(p.file, p.line, p.code, p.message) for p in problems(catalogue) if p.code in NUMBERS]


def _line(text: str, start: str) -> int:
    """The line in which a field stands."""
    lines = text.splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.strip().startswith(start))


def test_place_in_the_toctree_is_the_number() -> None:
    """Where no post declares a part, the entries are counted from 1."""
    assert _numbers(_of(post(), post(), post())) == [1, 2, 3]


def test_withheld_and_missing_entries_take_their_place() -> None:
    """A draft, a scheduled post and one that cannot be read or found are counted."""
    catalogue = _of(
        post(),
        post(draft=True),
        post(date="2031-01-01"),
        post(title=None),
        "---\ntitle: A: B\n---\n",
        None,
        post(),
    )
    assert _numbers(catalogue) == [1, 2, 3, 4, 5, 6, 7]


def test_page_in_a_series_takes_no_place() -> None:
    """Only posts have parts."""
    catalogue = _of(post(), "# A page\n", author(), post())
    assert [m.docname for m in catalogue.members["s"]] == ["s/1", "s/4"]
    assert _numbers(catalogue) == [1, 2]


def test_declared_part_is_the_number() -> None:
    """The place does not matter then."""
    catalogue = _of(post(part=2), post(part=4), post(part=7))
    assert _numbers(catalogue) == [2, 4, 7]


def test_member_without_a_number_takes_no_place() -> None:
    """``part: none`` is an introduction, say: the next post is still part 1."""
    catalogue = _of(post(part="none"), post(), post(part="None"), post())
    assert _numbers(catalogue) == [None, 1, None, 2]
    assert _found(catalogue) == []


def test_member_without_a_number_stands_beside_declared_parts() -> None:
    """It is no mixture."""
    catalogue = _of(post(part="none"), post(part=1), post(part=2))
    assert _numbers(catalogue) == [None, 1, 2]
    assert _found(catalogue) == []


def test_mixing_parts_and_places_is_a_problem() -> None:
    """Every post that declares none is named; only declared parts are numbers."""
    undeclared = post()
    catalogue = _of(post(part=1), undeclared, post(part=3), undeclared)
    assert _numbers(catalogue) == [1, None, 3, None]
    message = (
        "The post declares no part, but others of the series ‘s’ do; "
        "write ‘part: N’, or ‘part: none’ for a member without a number."
    )
    line = _line(undeclared, "post:")
    assert [entry for entry in _found(catalogue) if entry[2] is Code.MIXED_PARTS] == [
        ("s/2.md", line, Code.MIXED_PARTS, message),
        ("s/4.md", line, Code.MIXED_PARTS, message),
    ]


def test_part_of_a_draft_counts_in_the_mixture() -> None:
    """What is declared does not depend on what is public."""
    catalogue = _of(post(), post(part=2, draft=True))
    assert _numbers(catalogue) == [None, 2]
    assert {entry[2] for entry in _found(catalogue)} == {Code.GAP, Code.MIXED_PARTS}


def test_one_number_twice_names_the_first() -> None:
    """Each further post with it is reported in the line of its part."""
    text = post(part=3)
    catalogue = _of(post(part=1), text, post(part=2), text, text)
    repeated = [entry for entry in _found(catalogue) if entry[2] is Code.DUPLICATE_PART]
    assert repeated == [
        ("s/4.md", _line(text, "part"), Code.DUPLICATE_PART, "Part 3 is also ‘s/2’."),
        ("s/5.md", _line(text, "part"), Code.DUPLICATE_PART, "Part 3 is also ‘s/2’."),
    ]


def test_part_beyond_the_declared_ones_is_a_problem() -> None:
    """Whether it is declared, or a place."""
    text = post(part=4)
    assert _found(_of(post(part=3), text, fields={"parts": 3})) == [
        ("s/2.md", _line(text, "part"), Code.PART_BEYOND, _BEYOND.format(part=4, parts=3)),
        ("s/index.md", 3, Code.GAP, "The series has no part 1, 2; the list of parts shows a gap."),
    ]
    assert [entry[2:] for entry in _found(_of(post(), post(), fields={"parts": 1}))] == [
        (Code.PART_BEYOND, _BEYOND.format(part=2, parts=1))
    ]


_BEYOND = "This is part {part}, but the series declares {parts} parts."


def test_last_declared_part_is_not_beyond() -> None:
    """A series of two has a part 2."""
    assert _found(_of(post(), post(), fields={"parts": 2})) == []


def test_gaps_are_worth_knowing() -> None:
    """Every missing number below the last is named, in the line of the series' own key."""
    catalogue = _of(post(part=2), post(part=4), post(part=7))
    (gap,) = [p for p in problems(catalogue) if p.code is Code.GAP]
    assert gap.level is Level.COULD
    assert gap.message == "The series has no part 1, 3, 5, 6; the list of parts shows a gap."
    assert (gap.file, gap.line) == ("s/index.md", 3)


def test_announced_part_fills_its_gap() -> None:
    """It is promised, so it is not missing."""
    fields = {"announced": [{"part": 2, "title": "Soon"}]}
    assert _found(_of(post(part=1), post(part=3), fields=fields)) == []


def test_parts_still_to_come_are_no_gap() -> None:
    """A series of seven may have two."""
    assert _found(_of(post(part=1), post(part=2), fields={"parts": 7})) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2021-04-21", "2021-04-21"),
        ("2021-04-21", "2021-04-22"),
        ("2021-04-21", "2021-04"),
        ("2021-04-21", "2021"),
        ("2021-04", "2021-04-01"),
        ("2021", "2021-01-01"),
        ("2021-12-31", "2021"),
        ("2021-03/2021-05", "2021-03"),
    ],
)
def test_order_that_dates_allow_is_right(first: str, second: str) -> None:
    """A date less exact than a day is taken at its best."""
    assert _found(_of(post(date=first), post(date=second))) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2021-04-21", "2021-04-20"),
        ("2021-04-21", "2021-03"),
        ("2021-05", "2021-04-30"),
        ("2021", "2020-12-31"),
        ("2021-01-01", "2020"),
        ("2021-03/2021-05", "2021-02"),
    ],
)
def test_order_that_contradicts_the_dates_is_a_problem(first: str, second: str) -> None:
    """The latest possible day of a post comes before the earliest one of its predecessor."""
    text = post(date=second)
    assert _found(_of(post(date=first), text)) == [
        (
            "s/2.md",
            _line(text, "date"),
            Code.ORDER,
            f"The post stands after ‘s/1’ ({first}) in its series, but is dated earlier "
            f"({second}).",
        )
    ]


def test_undated_post_contradicts_nothing() -> None:
    """It may stand anywhere."""
    undated = post(date=None, origin={"relation": "record"})
    assert _found(_of(post(), undated, post())) == []


def test_date_of_a_draft_is_provisional() -> None:
    """Its order is judged when it is published."""
    assert _found(_of(post(date="2021-04-21"), post(date="2020-01-01", draft=True))) == []


def test_parts_that_fall_along_the_toctree_are_a_problem() -> None:
    """Reading order and numbers say the same."""
    text = post(part=2)
    assert _found(_of(post(part=1), post(part=3), text)) == [
        (
            "s/3.md",
            _line(text, "date"),
            Code.ORDER,
            "Part 2 stands after part 3 (‘s/2’) in the series' toctree.",
        )
    ]


def test_post_in_two_series_belongs_to_the_first() -> None:
    """The second is told in the line of its entry, and does not count the post."""
    catalogue = catalogue_of(
        {"a/index": series(), "b/index": series(), "p": post(), "q": post(), "ann": author()},
        {"b/index": ["q", "p"], "a/index": ["p"]},
    )
    assert _found(catalogue) == [
        ("b/index.md", FIRST_ENTRY + 1, Code.TWO_SERIES, "‘p’ is already in the series ‘a’.")
    ]
    assert catalogue.places["p"][0] == "a"
    assert [member.docname for member in catalogue.members["b"]] == ["q"]


def test_series_without_a_title_keeps_its_posts_to_itself() -> None:
    """It is left out and its posts are shown; the same post in a second series is a problem."""
    catalogue = catalogue_of(
        {"a/index": series(title=None), "b/index": series(), "p": post(), "ann": author()},
        {"a/index": ["p"], "b/index": ["p"]},
    )
    codes = {(problem.file, problem.code) for problem in problems(catalogue)}
    assert ("a/index.md", Code.WITHHELD) in codes
    assert ("b/index.md", Code.TWO_SERIES) in codes
    assert catalogue.public_posts == ("p",)
    assert place("p", catalogue) is None


def test_entry_that_is_not_there_names_the_nearest() -> None:
    """It is reported in its own line of the toctree."""
    catalogue = catalogue_of(
        {"s/index": series(), "s/01-game-changer": post(), "ann": author()},
        {"s/index": ["s/01-game-changer", "s/02-new-kid", "s/01-game-changr"]},
    )
    missing = [entry for entry in _found(catalogue) if entry[2] is Code.MISSING_DOCUMENT]
    assert missing == [
        (
            "s/index.md",
            FIRST_ENTRY + 1,
            Code.MISSING_DOCUMENT,
            "The toctree names ‘s/02-new-kid’, which is not there.",
        ),
        (
            "s/index.md",
            FIRST_ENTRY + 2,
            Code.MISSING_DOCUMENT,
            "The toctree names ‘s/01-game-changr’, which is not there. "
            "Did you mean ‘01-game-changer’?",
        ),
    ]

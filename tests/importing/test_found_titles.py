"""Series and parts, out of titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology_import.findings.titles import parsed_title, spelled, title_proposals
from anthology_import.records import Confidence, Finding
from sphinx_anthology.model.numbering import without_label

LABELLED = [
    ("NEW SPECIAL ISSUE BLOG SERIES: Blog 1 – Tides as a resource", 1, "", "Tides as a resource"),
    ("FORTHCOMING SPECIAL ISSUE BLOG SERIES: Blog 1 – Tides", 1, "", "Tides"),
    ("SPECIAL ISSUE BLOG SERIES: Blog 2 – Quays: the new town", 2, "", "Quays: the new town"),
    ("SPECIAL ISSUE BLOG SERIES: Blog 4 -Big boats: small crews", 4, "", "Big boats: small crews"),
    ("SPECIAL ISSUE BLOG SERIES: Blog 5 &#8211; Tides &amp; quays", 5, "", "Tides & quays"),
    ("SPECIAL ISSUE BLOG SERIES: Blog 7\u00a0– The last\u00a0tide", 7, "", "The last tide"),
    ("NEW SPECIAL ISSUE BLOG SERIES: Blog 6 -The tide of 1953", 6, "", "The tide of 1953"),
    ("NEW SPECIAL ISSUE BLOG SERIES ON TIDES IN TOWNS: BLOG 1 – Mud", 1, "TIDES IN TOWNS", "Mud"),
    ("NEW SPECIAL ISSUE BLOG SERIES ON TIDES IN TOWNS. BLOG 6: Mud", 6, "TIDES IN TOWNS", "Mud"),
    ("SPECIAL ISSUE BLOG SERIES ON A: B: BLOG 12 — Mud", 12, "A: B", "Mud"),
    ("Special Issue Blog Series: Blog IV: Mud", 4, "", "Mud"),
    ("SPECIAL ISSUE BLOG SERIES: Blog 3 of 7 – Mud", 3, "", "Mud"),
    ("SPECIAL ISSUE BLOG SERIES – BLOG 3/7: Mud", 3, "", "Mud"),
    ("SPECIAL ISSUE BLOG SERIES: Mud: a history", None, "", "Mud: a history"),
]


@pytest.mark.parametrize(("title", "part", "series", "clean"), LABELLED)
def test_a_label_is_taken_apart(title: str, part: int | None, series: str, clean: str) -> None:
    """State word, label, name of the series, number, separator; what is left is the title."""
    found = parsed_title(title)
    assert found is not None
    assert (found.part, found.series, found.title) == (part, series, clean)
    assert found.confidence is Confidence.SURE


@pytest.mark.parametrize(
    "title",
    [
        "Co-operation: the new mud on the quay",
        "Ann Lee asks: What do tides make?",
        "Harbours & Towns 2014 conference: The challenges of mud",
        "Blog 10-year plans: mud",
        "Time series: what they tell",
        "Reign of Charles II: harbours",
        "No 10: the view from the quay",
        "The part 3 boats play",
        "A blog series that nobody read",
        "",
    ],
)
def test_a_colon_makes_no_series(title: str) -> None:
    """Titles of other kinds are left alone."""
    assert parsed_title(title) is None


@pytest.mark.parametrize(
    ("title", "part", "planned"),
    [
        ("Blog 3 of 7: Mud", 3, 7),
        ("Part II: Mud", 2, None),
        ("Mud (part 2 of 3)", 2, 3),
        ("Mud – Part II", 2, None),
        ("SPECIAL ISSUE BLOG SERIES: Blog 3 Mud", 3, None),
    ],
)
def test_a_number_alone_is_doubted(title: str, part: int, planned: int | None) -> None:
    """A number without the label of a series is asked about."""
    found = parsed_title(title)
    assert found is not None
    assert (found.part, found.planned, found.confidence) == (part, planned, Confidence.DOUBTFUL)
    assert found.title == "Mud"


def test_proposals_quote_the_title() -> None:
    """Title and part are proposed, and the whole title is the sentence that says so."""
    title, part = title_proposals("SPECIAL ISSUE BLOG SERIES: Blog 4 -Big\u00a0boats")
    assert (title.kind, title.value) == (Finding.TITLE, "Big boats")
    assert (part.kind, part.value) == (Finding.PART, 4)
    assert part.quote == "SPECIAL ISSUE BLOG SERIES: Blog 4 -Big boats"


PIECES = st.sampled_from(
    [
        "NEW",
        "SPECIAL ISSUE",
        "BLOG SERIES",
        "ON",
        ":",
        ".",
        " – ",
        "-",
        " ",
        "Blog",
        "Part",
        "3",
        "IV",
        "of",
        "7",
        "Mud",
        "(",
        ")",
        "&amp;",
        "\xa0",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_what_is_left_carries_no_label(title: str) -> None:
    """Whatever the pieces, the clean title is one that the model does not complain about."""
    found = parsed_title(title)
    if found is not None and found.is_labelled:
        assert without_label(found.title) is None
        assert found.title in spelled(title)
        assert found.part is None or 1 <= found.part <= 999


@given(st.text(max_size=200))
def test_any_title_can_be_asked(title: str) -> None:
    """No title is too strange."""
    title_proposals(title)

"""Series labels in titles: every variant that the blog has used, and titles that only look so."""

from __future__ import annotations

import pytest

from sphinx_anthology.model.numbering import without_label

OWN_TITLES = (
    "Public value as the game changer for co-creation of innovative solutions in the public sector",
    "Co-creation: the new kid on the block in public governance",
    "How public leaders can use co-creation to make things better",
    "Big dreams and small steps: regional policy networks and what they achieve",
    "Digital platforms for the co-creation of public value",
    "Strategic Management as an Enabler of Co-creation in Public Services",
    "Key Themes In The (Possible) Move to Co-production and Co-creation in Public Management",
)
"""The seven posts of the series of 2021, by their own titles."""

LABELS = (
    "SPECIAL ISSUE BLOG SERIES: Blog {n} – ",
    "NEW SPECIAL ISSUE BLOG SERIES: Blog {n} – ",
    "FORTHCOMING SPECIAL ISSUE BLOG SERIES: Blog {n} – ",
    "NEW SPECIAL ISSUE BLOG SERIES: Blog {n} -",
    "NEW SPECIAL ISSUE BLOG SERIES ON POLICY EXPERTISE IN TIMES OF CRISIS: BLOG {n} – ",
    "NEW SPECIAL ISSUE BLOG SERIES ON POLICY EXPERTISE IN TIMES OF CRISIS. BLOG {n}: ",
    "SPECIAL ISSUE BLOG SERIES ON POLICY EXPERTISE: A VIEW: BLOG {n} – ",
    "Special issue blog series: blog {n} — ",
    "Special Issue Blog Series: Blog {n} - ",
    "SPECIAL ISSUE BLOG SERIES: Blog {n}\N{FIGURE DASH} ",
    "SPECIAL ISSUE BLOG SERIES: Part {n}: ",
    "SPECIAL ISSUE BLOG SERIES: ",
    "NEW SPECIAL ISSUE BLOG SERIES: ",
    "SPECIAL ISSUE BLOG SERIES – ",
)
"""Labels as they were typed: separators, letter case, age words, and no number at all."""


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize(("number", "title"), list(enumerate(OWN_TITLES, 1)))
def test_label_goes_and_the_own_title_stays(label: str, number: int, title: str) -> None:
    """Every variant leaves the piece's own title whole, its colons and brackets included."""
    assert without_label(label.format(n=number) + title) == title


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        (
            "NEW SPECIAL ISSUE BLOG SERIES: Blog 1 – Public value as the game changer for "
            "co-creation of innovative solutions in the public sector",
            OWN_TITLES[0],
        ),
        (f"SPECIAL ISSUE BLOG SERIES: Blog 2 – {OWN_TITLES[1]}", OWN_TITLES[1]),
        (f"SPECIAL ISSUE BLOG SERIES: Blog 4 -{OWN_TITLES[3]}", OWN_TITLES[3]),
        (f"SPECIAL ISSUE BLOG SERIES: Blog 7 – {OWN_TITLES[6]}", OWN_TITLES[6]),
        (
            "NEW SPECIAL ISSUE BLOG SERIES: Blog 6 -The transformative potential of disasters",
            "The transformative potential of disasters",
        ),
    ],
)
def test_titles_of_the_blog_are_cleaned(title: str, clean: str) -> None:
    """As they stood on the page, to the letter."""
    assert without_label(title) == clean


@pytest.mark.parametrize(
    "title",
    [
        *OWN_TITLES,
        "The Diminishing Returns of Leadership Capital",
        "What impact do mayors have on the cities that elect them?",
        "Public leadership between ‘front’ and ‘back’ stage",
        "David Sweeting asks: What difference do directly elected mayors make?",
        "Policy & Politics 2014 conference: The challenges of leadership and collaboration "
        "in the 21st century",
        "How to lead and manage collaborative innovation",
        "Introduction to the 2018 special issue on practical lessons from policy theories",
        "Introduction to the special issue on the potential of design to improve public policy",
        "Policy & Politics Highlights collection November 2021 – January 2022",
        "Conference videos now available",
        "A special issue: blog series and what they are for",
        "What a special issue blog series is good for: three answers",
        "Part 3: The end",
        "Blog 3 – A title",
        "",
    ],
)
def test_title_with_a_colon_is_no_label(title: str) -> None:
    """Without a label there is nothing to clean: a colon alone parts nothing."""
    assert without_label(title) is None


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Blog 3: Leaders", "Leaders"),
        ("Blog 3 – Leaders", "Leaders"),
        ("BLOG 3 -Leaders", "Leaders"),
        ("blog 12. Leaders", "Leaders"),
        ("Blog 3 of 7: Leaders", "Leaders"),
        ("Blog 3\N{NO-BREAK SPACE}– Leaders", "Leaders"),
        ("Blog 3 — Co-creation: the new kid", "Co-creation: the new kid"),
    ],
)
def test_part_label_of_the_series_is_a_label(title: str, clean: str) -> None:
    """What a series calls its parts is added by itself, and not typed."""
    assert without_label(title, "Blog") == clean
    assert without_label(title) is None
    assert without_label(title, "Part") is None


@pytest.mark.parametrize(
    "title",
    [
        "Blog 3",
        "Blog",
        "Blogging 3: Leaders",
        "A Blog 3: Leaders",
        "Blog 3 Leaders",
        "Blog 10-year anniversary",
        "Blog 3.5 million and counting",
    ],
)
def test_number_that_belongs_to_the_title_is_no_label(title: str) -> None:
    """A label has a separator, and its number is no part of a word or of a greater number."""
    assert without_label(title, "Blog") is None


def test_part_label_is_taken_to_the_letter() -> None:
    """A label may hold any character."""
    assert without_label("Folge (neu) 3: Häfen", "Folge (neu)") == "Häfen"
    assert without_label("Folge neu 3: Häfen", "Folge (neu)") is None


def test_label_is_gone_once_it_is_taken_away() -> None:
    """A clean title is clean, unless the label was typed twice."""
    for label in LABELS:
        clean = without_label(label.format(n=3) + "Leaders")
        assert clean == "Leaders"
        assert without_label(clean) is None


def test_label_that_names_its_subject_needs_no_number() -> None:
    """``SERIES ON X:`` is a label as ``SERIES:`` is, up to the first colon."""
    title = "SPECIAL ISSUE BLOG SERIES ON POLICY EXPERTISE: Crises: a view"
    assert without_label(title) == "Crises: a view"


def test_label_alone_leaves_nothing_to_call_the_post() -> None:
    """Where only the label was typed, no title is proposed."""
    assert without_label("SPECIAL ISSUE BLOG SERIES:") is None

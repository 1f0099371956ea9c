"""Authors, roles, biographies and portraits, out of bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology_import.findings.bylines import author_proposals, biography_proposals
from anthology_import.findings.people import (
    byline,
    is_file_name,
    is_name,
    names_in,
    portrait_proposals,
    shows,
)
from anthology_import.findings.text import Picture, passages
from anthology_import.records import Confidence, Finding, Proposal, best

PROSE = (
    "<p>Mud comes with every tide, and each town that has a quay must do something about it.</p>"
)


def _authors(html: str, *accounts: str) -> Proposal | None:
    return best(author_proposals(passages(html), accounts), Finding.AUTHORS)


@pytest.mark.parametrize(
    "name",
    [
        *("Ann Lee", "Eva Sørensen", "Nicolette van Gestel", "Paul ’t Hart", "A. B. O’Neil"),
        *("Dr Ann Lee", "Zoë Éclair-Dubois", "Theresa May", "An Nguyen", "Ада Лавлейс"),
    ],
)
def test_names_look_like_names(name: str) -> None:
    """Accents, particles, initials, apostrophes, other alphabets."""
    assert is_name(name)


@pytest.mark.parametrize(
    "text",
    [
        *("Ann", "Policy Studies", "the harbour", "Continue Reading", "BLOG SERIES", "Mud 2014"),
        *("International Relations", "University of Mud", "Ann Lee is here", "Photo Credit", ""),
    ],
)
def test_other_words_do_not(text: str) -> None:
    """Institutions, subjects, headings and shouting are nobody."""
    assert not is_name(text)


def test_a_list_of_names_is_taken_apart() -> None:
    """In order, by commas, ‘and’ or ‘&’."""
    assert names_in("Eva Lind, Jon Aas and Mia Ek") == ("Eva Lind", "Jon Aas", "Mia Ek")
    assert names_in("Eva Lind, Jon Aas, and Mia Ek") == ("Eva Lind", "Jon Aas", "Mia Ek")
    assert names_in("Eva Lind, Jon Aas\nand Mia Ek") == ("Eva Lind", "Jon Aas", "Mia Ek")
    assert names_in("Eva Lind & Professor Jon Aas") == ("Eva Lind", "Jon Aas")
    assert names_in("Eva Lind and the mud") == ()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann Lee, guest blogger for the tides", [("Ann Lee", "guest blogger for the tides")]),
        ("Ann Lee, Editor of Harbours & Towns", [("Ann Lee", "Editor of Harbours & Towns")]),
        (
            "Ann Lee (King’s College, London) and Bo van der Ek (Mud Lab)",
            [("Ann Lee", "King’s College, London"), ("Bo van der Ek", "Mud Lab")],
        ),
        (
            "Ann Lee, University of Mud and Bo Ek, Tide University",
            [("Ann Lee", "University of Mud"), ("Bo Ek", "Tide University")],
        ),
        (
            "Ann Lee and Bo Ek, guest bloggers",
            [("Ann Lee", "guest bloggers"), ("Bo Ek", "guest bloggers")],
        ),
        (
            "Ann Lee, Department of Politics and International Relations, University of Mud",
            [("Ann Lee", "Department of Politics and International Relations, University of Mud")],
        ),
    ],
)
def test_roles_are_read_with_names(text: str, people: list[tuple[str, str]]) -> None:
    """A role is what stands after a name and is none, to the letter."""
    read = byline(text)
    assert read is not None
    assert [(person.name, person.role) for person in read.people] == people


def test_a_line_with_by_is_sure() -> None:
    """‘by Ann Lee, guest blogger’ names the author and her role, whoever has the account."""
    html = f"<p>by Ann Lee, guest blogger for the mud conference</p>{PROSE}"
    authors, role = author_proposals(passages(html), ("pressoffice",))
    assert (authors.value, authors.confidence) == (("Ann Lee",), Confidence.SURE)
    assert authors.quote == "by Ann Lee, guest blogger for the mud conference"
    assert role.value == {"name": "Ann Lee", "role": "guest blogger for the mud conference"}


def test_names_after_the_picture_are_sure() -> None:
    """A line of names after a picture is the byline; a note of the series may stand before."""
    html = (
        "<p>Special issue blog series on <em>mud in towns</em></p>"
        '<p><img src="/lind-et-al.jpg" alt="linnd et al">Eva Lind, Jon Aas and Mia Ek</p>'
    )
    found = _authors(html + PROSE)
    assert found is not None
    assert (found.value, found.confidence) == (("Eva Lind", "Jon Aas", "Mia Ek"), Confidence.SURE)


def test_a_place_may_stand_under_the_name() -> None:
    """After a picture, on a line of its own."""
    html = (
        '<div class="wp-block-image"><figure><img src="/leebridge.jpg" alt=""/></figure></div>'
        "<p><strong>Ann Leebridge</strong><br>Mud College<br>and Bo Ek, Tide College</p>"
    )
    authors, *said = author_proposals(passages(html + PROSE))
    assert authors.value == ("Ann Leebridge", "Bo Ek")
    assert [role.value for role in said] == [
        {"name": "Ann Leebridge", "affiliation": "Mud College"},
        {"name": "Bo Ek", "affiliation": "Tide College"},
    ]


def test_a_heading_is_nobody() -> None:
    """Two words with capitals may be anything."""
    assert author_proposals(passages(f"<h2>Widget Archives</h2>{PROSE}")) == ()


def test_the_file_of_a_picture_confirms_a_name() -> None:
    """One name after a picture of which the file has it too."""
    html = f'<img src="/x.jpg" alt="ann-leebridge-2.xaf3c0b17">Ann Leebridge\n\n{PROSE}'
    found = _authors(html)
    assert found is not None
    assert (found.value, found.confidence) == (("Ann Leebridge",), Confidence.SURE)


def test_a_caption_alone_is_asked_about() -> None:
    """The name under a picture may be that of whom the post is about."""
    caption = '[caption id="a"]<img src="/lee.jpg" alt="Ann Lee" /> Ann Lee[/caption]\n\n'
    found = _authors(f"{caption}Mud is everywhere.\n\n{PROSE}")
    assert found is not None
    assert (found.value, found.confidence) == (("Ann Lee",), Confidence.LIKELY)
    told = _authors(f"{caption}Here, Ann Lee presents her work on mud.\n\n{PROSE}")
    assert told is not None
    assert told.confidence is Confidence.SURE


def test_an_introduction_gives_role_and_place() -> None:
    """‘Professor Ann Lee, Mud University’ is what the editor says of the author."""
    html = (
        '<figure><img src="/lee.jpg" alt="x"><figcaption>Ann Lee</figcaption></figure>'
        "<p>Before the conference, Professor Ann Lee, Mud University, Norway, tells of tides.</p>"
    )
    _, role = author_proposals(passages(html + PROSE))
    assert role.value == {"name": "Ann Lee", "role": "Professor", "affiliation": "Mud University"}


def test_prose_is_no_byline() -> None:
    """‘By the end of the week’ names nobody, nor does a text without names."""
    assert author_proposals(passages(f"<p>By the end of the week</p>{PROSE}")) == ()
    assert author_proposals(passages("")) == ()


def test_biographies_stand_at_the_foot() -> None:
    """One for each author, to the letter; two in one passage are parted by their sentences."""
    html = PROSE * 5 + (
        "<p><em>Ann Lee has studied mud. She blogs. Dr Bo Ek is a fellow of the Tide Lab.</em></p>"
    )
    ann, bo = biography_proposals(passages(html), ("Ann Lee", "Bo Ek"))
    assert ann.value == {"name": "Ann Lee", "text": "Ann Lee has studied mud. She blogs."}
    assert bo.value == {"name": "Bo Ek", "text": "Dr Bo Ek is a fellow of the Tide Lab."}


def test_others_have_no_biography_here() -> None:
    """Sentences that begin with somebody else's name are prose."""
    html = PROSE * 5 + "<p>Erik Holm is the minister for mud.</p>"
    assert biography_proposals(passages(html), ("Ann Lee",)) == ()


def test_alternative_texts_may_be_file_names() -> None:
    """With an extension, hyphens or digits; a name or a sentence is none."""
    names = ["ann-lee-2.xaf3c0b17", "Sarah_Brown_credit_Bo", "lee.JPG", "IMG 2034", "dsc0012"]
    assert all(map(is_file_name, names))
    assert not any(map(is_file_name, ["Ann Lee", "A boat, half sunk", "noemi", "Bo van-Ek Lind"]))


def test_a_portrait_shows_its_author() -> None:
    """By caption, alternative text or file; a group's picture is nobody's portrait."""
    html = '<p><img src="https://b.example/ann-lee-2.jpg" alt="ann-lee-2"></p><p>Ann Lee</p>'
    (found,) = portrait_proposals(passages(html), ("Ann Lee",))
    assert found.value == {
        "name": "Ann Lee",
        "picture": "https://b.example/ann-lee-2.jpg",
        "alt": "ann-lee-2",
    }
    group = '<p><img src="/lind-aas.jpg" alt="lind aas">Eva Lind and Jon Aas</p>'
    assert portrait_proposals(passages(group), ("Eva Lind", "Jon Aas")) == ()


def test_a_misspelt_file_still_shows_its_author() -> None:
    """A letter or two may be wrong."""
    assert shows(Picture("/a.jpg", "sorenson et al"), "Eva Sørensen")
    assert not shows(Picture("/a.jpg", "a boat"), "Eva Sørensen")
    assert not shows(Picture("http://[", ""), "Eva Sørensen")


MARKUP = st.sampled_from(
    [
        "<p>",
        "</p>",
        "by ",
        "Ann Lee",
        ", ",
        " and ",
        "<img alt='Ann Lee'>",
        "[caption]",
        "\n\n",
        "(",
    ]
)


@given(st.lists(MARKUP | st.text(max_size=12), max_size=25).map("".join))
def test_any_body_can_be_asked(html: str) -> None:
    """Whatever stands there, what is quoted stands there, and names are no invention."""
    body = passages(html)
    text = " ".join(p.line for p in body)
    for proposal in author_proposals(body, ("Ann Lee",)):
        assert proposal.quote.rstrip("…") in text
        if isinstance(proposal.value, tuple):
            assert all(name in text for name in proposal.value)

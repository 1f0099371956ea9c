"""What is lost is noticed, and nothing else is."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from tests.validators.paragraphs import Paragraph, formulas, paragraphs, pictures
from tests.validators.words import lost

SENTENCE = "The officers’ first re-\nport on “Tides”, of 1887, is at H₂O level: ﬁne, in Malmö."


def _lost(said: str, text: str) -> list[str]:
    return lost([Paragraph("paragraph", (said,))], text)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Before. " + SENTENCE.replace("\n", " ") + " After.",
        SENTENCE.upper().replace("’", "'"),
        SENTENCE.replace("officers", "of\N{SOFT HYPHEN}fi\N{SOFT HYPHEN}cers"),
        SENTENCE.replace("first re-\nport", "ﬁrst re\N{SOFT HYPHEN}port"),
        SENTENCE.replace("ö", "o\N{COMBINING DIAERESIS}"),
        SENTENCE.replace("Tides", "Ti\ndes"),
    ],
)
def test_a_paragraph_may_be_set_in_another_way(text: str) -> None:
    """Case, quotes, ligatures, hyphens, line breaks and composed letters make no difference."""
    assert _lost(SENTENCE, text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SENTENCE.replace("of ", ""), "‘of’ is missing"),
        (SENTENCE.replace("of 1887", "1887 of"), "‘of’ is missing"),
        (SENTENCE.replace("1887", "1888"), "‘1887’ is missing"),
        (SENTENCE.replace("Malmö", "Malmo"), "‘malmö’ is missing"),
        (SENTENCE.replace("H₂O level", "H₂Olevel"), "words run together: 87isath2o|levelfine"),
        (SENTENCE.replace("officers", "other officers"), "‘officers’ is missing"),
        (SENTENCE.replace(", in Malmö", ""), "‘in’ is missing"),
        ("Nothing" + SENTENCE, "words run together: nothing|theoffice"),
        (SENTENCE[:-1] + "ism", "|ism"),
        ("", "‘the’ is missing"),
    ],
)
def test_a_loss_in_a_paragraph_is_noticed(text: str, problem: str) -> None:
    """A word left out, exchanged, changed, joined to another or put in is found."""
    (found,) = _lost(SENTENCE, text)
    assert problem in found
    assert found.startswith("paragraph “The officers’ first re- port")


def test_a_paragraph_that_stands_twice_is_sought_twice() -> None:
    """One that is left out is missed although another says the same."""
    twice = [Paragraph("paragraph", ("low",))] * 2
    assert lost(twice, "low and low") == []
    (found,) = lost(twice, "low and lower")
    assert found.startswith("paragraph “low”: ")
    (found,) = lost(twice, "low")
    assert found == "paragraph “low”: stands only where another paragraph is"


def test_every_paragraph_has_a_place_of_its_own() -> None:
    """One that is left out is missed although its words stand inside of another."""
    both = [Paragraph("title", ("The tide",)), Paragraph("paragraph", ("Of the tide and men",))]
    assert lost(both, "The tide. Of the tide and men") == []
    (found,) = lost(both, "Of the tide and men")
    assert found == "title “The tide”: stands only where another paragraph is"
    (found,) = lost(both, "Of the tide. The tide and men")
    assert found == "paragraph “Of the tide and men”: ‘and’ is missing after what stands before it"


SOURCE = """
Title
=====

.. |shown| replace:: substituted
.. A comment.

Text with *stress*, a note [#one]_ and :math:`x^2` and |shown| text.

.. [#one] The note's **words**.

.. image:: a.png
   :alt: A picture

.. warning:: Take care.

.. figure:: a.png

   The caption

   The legend

====  ====  ====
name  kind  size
====  ====  ====
oak   low   high
ash   low   low
====  ====  ====

Term : classifier
   Definition

-o FILE  An option

| A line
|    a second

.. math:: y = 2

:Field: body

.. raw:: html

   <b>no</b>
"""


def _document() -> nodes.document:
    return publish_doctree(SOURCE, settings_overrides={"report_level": 4})


def test_every_kind_of_text_is_a_paragraph() -> None:
    """Notes, captions, rows, terms, lines and fields are; comments and markup are not."""
    assert [str(p).partition(" “")[2][:-1] for p in paragraphs(_document())] == [
        "Title",
        "Text with stress, a note … and … and substituted text.",
        "The note's words.",
        "Warning",
        "Take care.",
        "The caption",
        "The legend",
        "name … kind … size",
        "oak … low … high",
        "ash … low … low",
        "Term",
        "classifier",
        "Definition",
        "-o",
        "FILE",
        "An option",
        "A line",
        "a second",
        "Field",
        "body",
    ]


def test_formulas_and_pictures_are_asked_for_apart() -> None:
    """A formula by its source, a picture by its alternative text."""
    assert formulas(_document()) == ["x^2", "y = 2"]
    assert pictures(_document()) == ["A picture"]


def test_a_part_can_be_left_out() -> None:
    """What a volume does not hold is not sought."""
    left = paragraphs(_document(), lambda node: not isinstance(node, nodes.table | nodes.footnote))
    assert not any("row" in p.where or "note's" in str(p) for p in left)


TEXT = """Title Text with stress, a note1 and x2 and substituted text. 1 The note’s words.
Warning: take care. The caption. The legend. name kind size oak low high ash low low
Term classifier Definition -o FILE An option A line a second Field body"""


def test_a_paragraph_makes_room_for_another() -> None:
    """What stands by chance across two others, and again by itself, is sought there."""
    three = [Paragraph("paragraph", (said,)) for said in ("by Ann, today", "by Ann", "today: news")]
    assert lost(three, "by Ann. Today: news. By Ann, today") == []
    assert len(lost(three, "by Ann. Today: news.")) == 2


def test_a_row_of_letters_is_found_among_words() -> None:
    """What only looks like the row, inside of other words, is passed over."""
    row = [Paragraph("row", ("a", "b", "c"))]
    assert lost(row, "plain a b 1 c") == []
    assert lost(row, "plain text about cranes") != []


def test_a_document_is_found_whole() -> None:
    """The mark of a note, and a formula, may stand in a paragraph."""
    assert lost(paragraphs(_document()), TEXT) == []


@pytest.mark.parametrize(
    ("gone", "instead", "what"),
    [
        ("oak low high", "oak high", "oak … low … high"),
        ("ash low low", "ash low", "ash … low … low"),
        ("The note’s words.", "", "The note's words."),
        ("classifier", "", "classifier"),
        ("Warning:", "", "warning “Warning”"),
        ("The legend.", "", "The legend"),
        ("note1 and x2 and", "note1 and x2", "Text with stress"),
        ("note1 and", "note1 and much more that is not there", "Text with stress"),
        ("a second", "", "a second"),
    ],
)
def test_a_loss_in_a_document_is_noticed(gone: str, instead: str, what: str) -> None:
    """A cell, a note, a classifier, a legend, a line, a word after a formula."""
    assert TEXT.count(gone) == 1
    (found,) = lost(paragraphs(_document()), TEXT.replace(gone, instead))
    assert what in found

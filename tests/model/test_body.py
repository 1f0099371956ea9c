"""What is known of a text: the sentence around a reference, and the reading time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.source import minutes, sentence_around


def _sentence(text: str) -> str:
    """The sentence around the word between the brackets."""
    before, _, rest = text.partition("[")
    anchor, _, after = rest.partition("]")
    start, end = sentence_around(before + anchor + after, len(before), len(before) + len(anchor))
    return (before + anchor + after)[start:end]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two [three] four. Five.", "Two three four."),
        ("[One] two. Three.", "One two."),
        ("One. Two [three].", "Two three."),
        ("One. [Two three]", "Two three"),
        ("[One]", "One"),
        ("Really? As [she] says! Yes.", "As she says!"),
        ("One… As [she] says… Yes.", "As she says…"),
        ("He said: “No.” As [she] says, “Yes.” Then more.", "As she says, “Yes.”"),
        ("One. “As [she] says.” Two.", "“As she says.”"),
        ("One (see above). As [she] says (ibid.). Two.", "As she says (ibid.)."),
        ("In 2020. 2021 was [hers]. End.", "2021 was hers."),
        ("One. Élodie [says] so. Øre.", "Élodie says so."),
        ("Eins. Über [sie] hinaus. Ende.", "Über sie hinaus."),
        ("Ένα. Όπως [λέει] τώρα. Τέλος.", "Όπως λέει τώρα."),
    ],
)
def test_sentence_ends_at_a_stop_before_a_capital_or_figure(text: str, sentence: str) -> None:
    """Closing quotes and brackets belong to it, opening ones to the next."""
    assert _sentence(text) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "The figure of 3.5 per cent that [she] names is right.",
        "This, e.g. as [she] says, is so.",
        "This is vol. iii of what [she] wrote.",
        "See example.org and [her] text.",
        "What? he asked, and [she] said so.",
    ],
)
def test_stop_within_a_sentence_does_not_end_it(text: str) -> None:
    """Where a small letter follows, or no space, it goes on."""
    assert _sentence(text) == text.replace("[", "").replace("]", "")


def test_reference_over_two_sentences_has_both() -> None:
    """The anchor itself may hold a stop."""
    assert _sentence("One. Two [three. Four] five. Six.") == "Two three. Four five."


def test_reference_to_a_title_with_a_question_keeps_its_sentence() -> None:
    """A stop inside the anchor parts nothing."""
    text = "One. As [Who leads? A view] says, leaders do. Two."
    assert _sentence(text) == "As Who leads? A view says, leaders do."


@given(st.text(st.sampled_from("aB. ?!\n”1é"), max_size=60), st.data())
def test_sentence_always_holds_the_reference(text: str, data: st.DataObject) -> None:
    """Its bounds are in the text, around the anchor but for blanks at its end."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start
    assert last <= len(text)
    assert text[first:last].rstrip() == text[first:last]
    assert text[start:end].rstrip() in text[first:last]


@pytest.mark.parametrize(
    ("words", "time"), [(0, 1), (1, 1), (230, 1), (344, 1), (346, 2), (460, 2), (2300, 10)]
)
def test_reading_time_is_at_least_a_minute(words: int, time: int) -> None:
    """At 230 words a minute, rounded."""
    assert minutes(words) == time

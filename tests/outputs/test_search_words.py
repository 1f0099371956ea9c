"""From text to what is compared."""

from __future__ import annotations

import re
import unicodedata

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from sphinx.search.de import SearchGerman
from sphinx.search.fr import SearchFrench
from tests.searching import ENGLISH, stems

from sphinx_anthology.outputs.html.search.words import (
    LONGEST,
    LONGEST_TEXT,
    Block,
    Stems,
    blocks,
    fold,
    is_sought,
    passages,
    weighed,
)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("sørensen", "sorensen"),
        ("łódź", "lodz"),
        ("þórður", "thordur"),
        ("œuvre", "oeuvre"),
        ("straße", "strasse"),
        ("jukić", "jukic"),
        ("plain", "plain"),
        ("研究", "研究"),
    ],
)
def test_a_word_is_folded_to_what_is_typed_elsewhere(word: str, folded: str) -> None:
    """Marks go, and letters that are none with a mark give way."""
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Policies for the leaders", ["polici", "leader"]),
        ("Eva Sørensen’s view", ["eva", "sorensen", "view"]),
        ("co\N{SOFT HYPHEN}creation snake_case", ["cocreat", "snake", "case"]),
        ("In 2014, 3 of 12 or 100000", ["2014"]),
        ("the of and", []),
        ("x" * (LONGEST + 1), []),
    ],
)
def test_a_text_is_split_filtered_and_stemmed(text: str, expected: list[str]) -> None:
    """Common words, single letters and numbers that are no years are left out."""
    assert stems(text) == expected


def test_a_name_is_found_as_it_is_typed_without_accents() -> None:
    """Where the accent makes another stem, the word has both."""
    assert set(stems("Garcés")) == {"garce", "garc"}
    assert set(stems("garces")) == {"garc"}


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        (SearchGerman, "Häuser", "Haus"),
        (SearchGerman, "Maßnahmen", "Massnahme"),
        (SearchFrench, "sociétés", "société"),
        (SearchFrench, "études", "etude"),
    ],
)
def test_other_languages_have_their_own_stems(language: type, text: str, typed: str) -> None:
    """With accents or without."""
    known = Stems(language({}))
    assert set(known.of(typed)) & set(known.of(text))


@given(st.text())
def test_stems_are_words_in_lower_case_without_marks(text: str) -> None:
    """Whatever the text: none is empty, and none has a space, a mark or a sign in it."""
    for stem in stems(text):
        assert re.fullmatch(r"\w+", stem)
        assert not any(unicodedata.combining(c) for c in stem)


@given(st.text())
def test_every_word_finds_its_text(text: str) -> None:
    """What the search page makes of a word of the text is among the text's stems."""
    found = set(stems(text))
    plain = unicodedata.normalize("NFKC", text.replace("\N{SOFT HYPHEN}", "")).replace("_", " ")
    for word in map(str.lower, ENGLISH.split(plain)):
        stem = fold(ENGLISH.stem(word))
        if is_sought(word, ENGLISH.stopwords) and stem:
            assert stem in found


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same(text: str) -> None:
    """An accent may be a character of its own."""
    assert stems(unicodedata.normalize("NFD", text)) == stems(unicodedata.normalize("NFC", text))


def test_the_heaviest_field_counts() -> None:
    """A stem in title and text has the title's weight."""
    assert weighed({1: ["sea", "salt"], 10: ["sea"], 3: []}) == {"sea": 10, "salt": 1}


def _document(myst: str) -> nodes.document:
    return publish_doctree(myst, settings_overrides={"report_level": 5, "doctitle_xform": False})


def test_a_text_is_a_line_for_each_block() -> None:
    """Without what readers do not look for: numbers of notes, comments, code of formulas."""
    document = _document(
        "Title\n=====\n\nOne *long*\nline [1]_ and :math:`x^2`.\n\n.. comment\n\n"
        "Heading\n-------\n\n- a point\n- another\n\n.. math:: y\n\n.. [1] A note.\n"
    )
    found = [(block.text, block.is_heading) for block in blocks(document)]
    assert ("One long line and ….", False) in found
    assert ("Heading", True) in found
    assert [text for text, _ in found if text in {"a point", "another", "A note."}] == [
        "a point",
        "another",
        "A note.",
    ]
    assert not any(text == "y" or "comment" in text or "Title" in text for text, _ in found)


def test_a_long_text_is_cut_between_blocks() -> None:
    """What is loaded for a result is never large."""
    block = Block("x" * (LONGEST_TEXT // 2 - 1))
    assert passages([block, block, block]) == f"{block.text}\n{block.text}"
    assert passages([Block("x" * LONGEST_TEXT)]) == ""

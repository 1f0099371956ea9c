"""Names of people, and what is made of a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model import names
from sphinx_anthology.model.names import Name, is_nobody, other_reading, split_name


@pytest.mark.parametrize(
    ("printed", "given_name", "family", "suffix"),
    [
        ("Ewan Ferlie", "Ewan", "Ferlie", ""),
        ("Nicolette van Gestel", "Nicolette", "van Gestel", ""),
        ("Ana de la Cruz y Gómez", "Ana", "de la Cruz y Gómez", ""),
        ("Alessandro Angelo Sancino", "Alessandro Angelo", "Sancino", ""),
        ("Erik-Hans Klijn", "Erik-Hans", "Klijn", ""),
        ("Paul 't Hart", "Paul", "'t Hart", ""),
        ("Martin Luther King, Jr.", "Martin Luther", "King", "Jr."),
        ("Harjomulyo", "", "Harjomulyo", ""),
    ],
)
def test_printed_name_is_split_as_bibtex_does(
    printed: str, given_name: str, family: str, suffix: str
) -> None:
    """Particles belong to the family name, and what follows a comma is a suffix."""
    name = split_name(printed)
    assert (name.given, name.family, name.suffix) == (given_name, family, suffix)
    assert str(name) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "The Clerk on Duty",
        "The Editors",
        "An anonymous reader",
        "A ferryman",
        "Clerk of Works",
        "Ann Low and Bob High",
        "The Clerk, Northhaven",
    ],
)
def test_what_describes_somebody_stays_whole(printed: str) -> None:
    """An article, or a word that joins others, and that no family has in its name."""
    name = split_name(printed)
    assert name.literal
    assert (name.given, name.family, str(name)) == ("", printed, printed)


@pytest.mark.parametrize(
    ("printed", "family"),
    [
        ("An Nguyen", "Nguyen"),
        ("An van Dijk", "van Dijk"),
        ("A de Vries", "de Vries"),
        ("Piet in 't Veld", "in 't Veld"),
        ("Manfred von und zu Gestel", "von und zu Gestel"),
        ("bell hooks", "bell hooks"),
        ("Theodora Low", "Low"),
    ],
)
def test_names_that_only_begin_like_a_description_are_split(printed: str, family: str) -> None:
    """Particles are particles, and ‘An’ is a given name in more than one language."""
    name = split_name(printed)
    assert (name.literal, name.family) == (False, family)


def test_an_article_does_not_count_in_lists() -> None:
    """A description stands under its first word that says something."""
    printed = ["The Clerk on Duty", "An anonymous reader", "Ewan Ferlie", "The Editors"]
    ordered = sorted((split_name(p) for p in printed), key=lambda n: n.sort_key)
    assert list(map(str, ordered)) == [printed[1], printed[0], printed[3], printed[2]]
    assert Name(family="Thebes", literal=True).sort_key == ("thebes", "")
    assert Name(family="The", literal=True).sort_key == ("the", "")


HARD = [
    # turned round
    ("García Márquez, Gabriel", "Gabriel", "García Márquez", "", "Gabriel García Márquez"),
    ("van der Berg, John M.", "John M.", "van der Berg", "", "John M. van der Berg"),
    ("Lee,Kim", "Kim", "Lee", "", "Kim Lee"),
    ("Tolkien, J. R. R.", "J. R. R.", "Tolkien", "", "J. R. R. Tolkien"),
    ("King, Martin Luther, Jr.", "Martin Luther", "King", "Jr.", "Martin Luther King Jr."),
    ("King, Jr., Martin Luther", "Martin Luther", "King", "Jr.", "Martin Luther King Jr."),
    ("Doe, Jane, PhD", "Jane", "Doe", "PhD", "Jane Doe, PhD"),
    ("Doe, Dr Jane", "Jane", "Doe", "", "Dr Jane Doe"),
    # particles, in capitals too, and what joins two family names
    ("Ursula K. Le Guin", "Ursula K.", "Le Guin", "", ""),
    ("Ludwig van Beethoven", "Ludwig", "van Beethoven", "", ""),
    ("Charles de Gaulle", "Charles", "de Gaulle", "", ""),
    ("Jan De Vries", "Jan", "De Vries", "", ""),
    ("Vincent Van Gogh", "Vincent", "Van Gogh", "", ""),
    ("Van Morrison", "Van", "Morrison", "", ""),
    ("Gerard ’t Hooft", "Gerard", "’t Hooft", "", ""),
    ("Jean d'Alembert", "Jean", "d'Alembert", "", ""),
    ("Salman bin Laden", "Salman", "bin Laden", "", ""),
    ("Musa al-Khwarizmi", "Musa", "al-Khwarizmi", "", ""),
    ("Jane Mc Donald", "Jane", "Mc Donald", "", ""),
    ("St. John Philby", "St. John", "Philby", "", ""),
    ("Flannery O’Connor", "Flannery", "O’Connor", "", ""),
    ("José Ortega y Gasset", "José", "Ortega y Gasset", "", ""),
    ("Ana Costa e Silva", "Ana", "Costa e Silva", "", ""),
    ("Antoni Gaudí i Cornet", "Antoni", "Gaudí i Cornet", "", ""),
    # titles before, degrees and generations after
    ("Dr Jane Doe", "Jane", "Doe", "", ""),
    ("Prof. Dr. Jane Doe", "Jane", "Doe", "", ""),
    ("Martin Luther King Jr.", "Martin Luther", "King", "Jr.", ""),
    ("Sammy Davis, Jr.", "Sammy", "Davis", "Jr.", ""),
    ("Jane Doe MD", "Jane", "Doe", "MD", ""),
    ("John Smith, PhD, FRSA", "John", "Smith", "PhD, FRSA", ""),
    ("John Ma", "John", "Ma", "", ""),
    # signs
    ("JRR Tolkien", "JRR", "Tolkien", "", ""),
    ("J.R.R. Tolkien", "J.R.R.", "Tolkien", "", ""),
    ("Jane\N{NO-BREAK SPACE} Doe", "Jane", "Doe", "", "Jane Doe"),
    ("Jane Doe \N{WATER WAVE}", "Jane", "Doe", "", ""),
    ("Jane Doe et al.", "Jane", "Doe", "", "Jane Doe"),
    ("Sukarno", "", "Sukarno", "", ""),
    ("O'Connor", "", "O'Connor", "", ""),
]


@pytest.mark.parametrize(("text", "given_name", "family", "suffix", "printed"), HARD)
def test_hard_names(text: str, given_name: str, family: str, suffix: str, printed: str) -> None:
    """One reader for all places; what it prints is in the natural order."""
    name = split_name(text)
    assert (name.given, name.family, name.suffix) == (given_name, family, suffix)
    assert (str(name), name.literal) == (printed or text, False)
    assert split_name(str(name)).key == name.key


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Histories Collective",
        "World Health Organization",
        "Policy & Politics",
        "Smith, Jones and Partners",
        "Smith & Jones, Ltd.",
        "University of Bristol, School for Policy Studies",
        "Team 7",
        "Acme, Inc.",
    ],
)
def test_names_of_groups_stay_whole(text: str) -> None:
    """A word of organisations, a number, a sign or a word that joins says what it is."""
    name = split_name(text)
    assert (name.literal, name.given, name.family, str(name)) == (True, "", text, text)
    assert other_reading(text) is None


def test_braces_of_bibtex_hold_a_group_together() -> None:
    """They protect a name, and are not printed."""
    assert split_name("{Harbour Histories}") == Name(
        family="Harbour Histories", display="Harbour Histories", literal=True
    )


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Gabriel García Márquez", "Gabriel", "García Márquez"),
        ("Ana Silva Santos", "Ana", "Silva Santos"),
        ("Mao Zedong", "Zedong", "Mao"),
        ("毛泽东", "泽东", "毛"),
        ("Nguyễn Văn A", "Văn A", "Nguyễn"),
        ("Orbán Viktor", "Viktor", "Orbán"),
        ("Murakami Haruki", "Haruki", "Murakami"),
        ("Park Geun-hye", "Geun-hye", "Park"),
        ("DOLE Jane", "Jane", "DOLE"),
        ("bell hooks", "bell", "hooks"),
    ],
)
def test_name_that_can_be_read_in_two_ways(text: str, given_name: str, family: str) -> None:
    """The other reading is offered; the name is printed as it is in both."""
    other = other_reading(text)
    assert other is not None
    assert (other.given, other.family, str(other)) == (given_name, family, text)


@pytest.mark.parametrize(
    "text",
    ["Kim Lee", "Alessandro Angelo Sancino", "Haruki Murakami", "J. M. Silva", "Lee, Kim", "Plato"],
)
def test_plain_names_are_not_asked_about(text: str) -> None:
    """Given name and family name need no question."""
    assert other_reading(text) is None


@pytest.mark.parametrize(
    "texts",
    [
        ("Kim Lee", "kim lee", "Lee, Kim", "Kim  Lee", "KIM LEE", "Kim Lee, PhD", "Dr Kim Lee"),
        ("José García", "Jose Garcia", "Jose\N{COMBINING ACUTE ACCENT} García", "García, José"),
    ],
)
def test_spellings_of_one_name_have_one_key(texts: tuple[str, ...]) -> None:
    """Capitals, order, spaces, accents, titles and degrees do not make another person."""
    assert len({split_name(text).key for text in texts}) == 1


def test_generations_are_different_people() -> None:
    """A son is not his father."""
    assert split_name("Sammy Davis, Jr.").key != split_name("Sammy Davis").key


@pytest.mark.parametrize("text", ["et al.", "others", "and others", "ET AL", "{others}", "& al."])
def test_those_who_are_not_named_are_nobody(text: str) -> None:
    """They are no person of that name."""
    assert is_nobody(text)
    assert not is_nobody("Al Others")


@given(st.text(max_size=40))
def test_every_text_is_a_name(text: str) -> None:
    """Reading never fails, and every letter of a name is printed, on one line."""
    printed = str(split_name(text))
    assert printed == " ".join(printed.split())
    letters = sorted(c for c in unicodedata.normalize("NFC", text) if c.isalpha())
    assert sorted(c for c in printed if c.isalpha()) == letters


def test_name_without_display_is_given_and_family() -> None:
    """A name of the bibliography is printed in its natural order."""
    assert str(Name(given="Eva", family="Sørensen")) == "Eva Sørensen"
    assert str(Name(family="Harjomulyo")) == "Harjomulyo"


def test_names_sort_without_particles_accents_and_case() -> None:
    """``van Gestel`` stands under G, and ``Öz`` beside ``Oz``."""
    printed = ["Nicolette van Gestel", "Tina Jukić", "Ewan Ferlie", "Ömer Öz", "Eva Sørensen"]
    ordered = sorted((split_name(p) for p in printed), key=lambda n: n.sort_key)
    assert [n.family for n in ordered] == ["Ferlie", "van Gestel", "Jukić", "Öz", "Sørensen"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Øre", "ore"), ("Łódź", "lodz"), ("ÉTÉ", "ete"), ("Straße", "strasse")],
)
def test_sort_key_folds_letters(text: str, folded: str) -> None:
    """Letters sort with those they are made of."""
    assert names.sort_key(text) == folded


def test_family_name_that_is_all_small_keeps_its_last_word() -> None:
    """Particles end at the last word at the latest."""
    assert names.without_particles("van der hart") == "hart"
    assert names.without_particles("hooks") == "hooks"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Leadership", "leadership"),
        ("Co-creation & Leadership", "co-creation-leadership"),
        ("policy_design", "policy-design"),
        ("  What's new? ", "what-s-new"),
        ("Straße", "strasse"),
        ("Λιμάνι", "λιμάνι"),
        ("ﬁsh", "fish"),
        ("e\N{COMBINING ACUTE ACCENT}te", "éte"),
        ("公共政策", "公共政策"),
        ("index", "index_"),
        ("C++", "c"),
    ],
)
def test_slug_folds_case_and_joins_words(text: str, slug: str) -> None:
    """Spellings that differ in case, spaces or punctuation have one slug; letters are kept."""
    assert names.slug(text) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [("हिन्दी", "हिन्दी"), ("καΐκι", "καΐκι"), ("ภาษาไทย", "ภาษาไทย")],
)
def test_slug_keeps_the_marks_of_letters(text: str, slug: str) -> None:
    """A vowel sign or an accent is part of its letter, and never parts a word."""
    assert names.slug(text) == slug


@given(st.text() | st.text(min_size=200))
def test_slug_of_a_slug_is_itself(text: str) -> None:
    """Folding twice changes nothing, so a slug may be compared with a slug."""
    assert names.slug(names.slug(text)) == names.slug(text)


@given(st.text())
def test_slug_can_stand_in_an_address(text: str) -> None:
    """A slug has no space, no slash, and no hyphen at its ends or twice."""
    slug = names.slug(text)
    assert not any(c.isspace() or c in "/\\?#%." for c in slug)
    assert slug.strip("-") == slug
    assert "--" not in slug


@pytest.mark.parametrize("text", ["x" * 400, "é" * 200, "a b " * 100], ids=["x", "é", "words"])
def test_slug_is_no_longer_than_a_file_name(text: str) -> None:
    """A very long one ends in a digest, and is still its own slug."""
    slug = names.slug(text)
    assert len(slug.encode()) < 200
    assert names.slug(slug) == slug
    assert names.slug(text + "y") != slug


@pytest.mark.parametrize("text", ["?", "+++", "", "\ud800", "\ud800x"])
def test_slug_is_never_empty(text: str) -> None:
    """A topic of signs alone has a page of its own."""
    assert names.slug(text)
    assert names.slug(text).isascii()


@given(st.text(alphabet="abcçdeéÉ &-_ß", min_size=1))
def test_slug_does_not_depend_on_case(text: str) -> None:
    """Topics are compared by their casefolded slug."""
    assert names.slug(text.upper()) == names.slug(text)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        (split_name("Nicolette van Gestel"), ("N", "G")),
        (split_name("Harjomulyo"), ("", "H")),
        (Name(family="Centre for Ports", literal=True), ("", "C")),
        (Name(given="eva", family="øster"), ("E", "Ø")),
    ],
)
def test_monogram_is_of_given_and_family_name(name: Name, letters: tuple[str, str]) -> None:
    """A group and a single name have one letter only."""
    assert names.initials(name) == letters


def test_hue_of_an_author_never_changes() -> None:
    """The ground of a monogram is worked out from the id, alike in every build."""
    assert [names.hue(i) for i in ("ewan-ferlie", "eva-sorensen", "")] == [5, 1, 0]


@given(st.text())
def test_hue_is_one_of_the_grounds(identifier: str) -> None:
    """Every id has a ground."""
    assert 0 <= names.hue(identifier) < names.HUES

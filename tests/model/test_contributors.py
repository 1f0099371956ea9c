"""Who is meant in lists of people: nobody is lost, invented or counted twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.byline_texts import ambiguity, split_people
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import post_people
from sphinx_anthology.model.page_queries import PostPage, SeriesPage
from sphinx_anthology.model.problem import Code

PEOPLE = {
    "kim-lee": author(title="Kim Lee", orcid="0000-0002-1825-0097"),
    "jane-doe": author(title="Jane Doe"),
    "jose-garcia": author(title="José García"),
}


def _shown(catalogue: Catalogue, docname: str = "p") -> list[str]:
    """The authors of a post as its page names them: an id where there is one, else the name."""
    return [p.id or str(p) for p in post_people(catalogue.posts[docname], catalogue)]


def _codes(catalogue: Catalogue) -> set[Code]:
    return {problem.code for source in catalogue.sources.values() for problem in source.problems}


def _messages(catalogue: Catalogue, docname: str = "p") -> list[str]:
    return [problem.message for problem in catalogue.sources[docname].problems]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("jane-doe, kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe,kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe; kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe and kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe & kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe / kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe/kim-lee", ("jane-doe", "kim-lee")),
        ("jane-doe\nkim-lee\n", ("jane-doe", "kim-lee")),
        ("jane-doe kim-lee", ("jane-doe", "kim-lee")),
        ("[jane-doe, kim-lee]", ("jane-doe", "kim-lee")),
        ("jane-doe, kim-le", ("jane-doe", "kim-le")),
        ("jane-doe, Ann Roe", ("jane-doe", "Ann Roe")),
        ("jane-doe, et al.", ("jane-doe", "et al.")),
        ("Jane Doe and Kim Lee", ("Jane Doe", "Kim Lee")),
        ("Jane Doe, Kim Lee, and Ann Roe", ("Jane Doe", "Kim Lee", "Ann Roe")),
        ("Doe, Jane; Lee, Kim", ("Doe, Jane", "Lee, Kim")),
        ("Jane Doe, PhD, and Kim Lee, MD", ("Jane Doe, PhD", "Kim Lee, MD")),
        ("Doe, J., Roe, R., Low, K.", ("Doe, J.", "Roe, R.", "Low, K.")),
        ("Doe, Jane and van der Berg, Jan", ("Doe, Jane", "van der Berg, Jan")),
        ("Roe J, Low K", ("Roe J", "Low K")),
        ("Jane Doe with Kim Lee", ("Jane Doe", "Kim Lee")),
        ("Jane Doe · Kim Lee", ("Jane Doe", "Kim Lee")),
        ("Jane Doe – Kim Lee", ("Jane Doe", "Kim Lee")),
        ("By Jane Doe and Kim Lee", ("Jane Doe", "Kim Lee")),
        ("Jane Doe, Kim Lee et al.", ("Jane Doe", "Kim Lee et al.")),
        ("Jane Doe¹, Kim Lee²", ("Jane Doe¹", "Kim Lee²")),
        (
            "Jane Doe (Law, University of X), Kim Lee",
            ("Jane Doe (Law, University of X)", "Kim Lee"),
        ),
        ("Jane Doe, jane@x.org, and Kim Lee", ("Jane Doe, jane@x.org", "Kim Lee")),
        ("authors/jane-doe, kim-lee.md", ("authors/jane-doe", "kim-lee.md")),
    ],
)
def test_several_people_in_one_text(text: str, parts: tuple[str, ...]) -> None:
    """All of them are counted."""
    assert split_people(text, {"jane-doe", "kim-lee"}) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe",
        "Doe, Jane",
        "García Márquez, Gabriel",
        "van der Berg, John M.",
        "King, Martin Luther, Jr.",
        "John Smith, PhD, FRSA",
        "José Ortega y Gasset",
        "Smith, Jones and Partners",
        "Policy & Politics",
        "Department of Health and Social Care",
        "University of Bristol, School for Policy Studies",
        "The Clerk on Duty",
        "jane-doe",
        "",
    ],
)
def test_one_name_stays_one(text: str) -> None:
    """A comma turns a name round, and groups have joining words in their names."""
    assert split_people(text) == (text,)


def test_comma_between_two_full_names_parts_them_where_a_list_should_stand() -> None:
    """As an item it may turn a name round, whose parts have two words each."""
    assert split_people("Jane Doe, Kim Lee", is_bare=True) == ("Jane Doe", "Kim Lee")
    assert split_people("Lopez Doe, Kim Ann") == ("Lopez Doe, Kim Ann",)
    assert split_people("van Doe, Kim Ann", is_bare=True) == ("van Doe, Kim Ann",)


def test_any_character_may_be_in_a_name() -> None:
    """Also the one that stands for brackets while a text is split."""
    assert split_people("Jane\0 Doe (X, Y), Kim Lee", is_bare=True) == (
        "Jane Doe (X, Y)",
        "Kim Lee",
    )
    assert split_people("\0") == ("\0",)


@given(st.text(alphabet="aB -,;&./\n", max_size=30))
def test_no_letter_is_lost_where_a_text_is_parted(text: str) -> None:
    """Whatever the text."""
    kept = "".join(split_people(text, is_bare=True))
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]


def test_text_in_place_of_a_list_is_told() -> None:
    """With the list to write in its place."""
    catalogue = catalogue_of({"p": post(authors="jane-doe, kim-lee and Ann Roe"), **PEOPLE})
    assert _shown(catalogue) == ["jane-doe", "kim-lee", "Ann Roe"]
    assert _messages(catalogue) == [
        "‘authors’: ‘jane-doe, kim-lee and Ann Roe’ is one text and names 3 people; "
        "it is read as a list. Write [jane-doe, kim-lee, {name: Ann Roe}]."
    ]


def test_text_in_place_of_a_list_is_told_with_the_ids_of_those_who_have_a_document() -> None:
    """Names of authors are not turned into guests."""
    catalogue = catalogue_of({**PEOPLE, "p": post(authors="Kim Lee, Jane Doe, Ann Roe")})
    assert _shown(catalogue) == ["kim-lee", "jane-doe", "Ann Roe"]
    (message,) = _messages(catalogue)
    assert message.endswith("Write [kim-lee, jane-doe, {name: Ann Roe}].")


def test_a_name_like_an_authors_may_be_a_guests() -> None:
    """Both are said: the author who is alike, and how a guest is written."""
    catalogue = catalogue_of({"p": post(authors=["jane-doe", "Jan Doe"]), **PEOPLE})
    assert _messages(catalogue) == [
        "There is no author ‘Jan Doe’. Did you mean ‘jane-doe’? For a guest write {name: Jan Doe}."
    ]


def test_unknown_id_is_nobody() -> None:
    """Nothing is invented of it, and the nearest id is named."""
    catalogue = catalogue_of({"p": post(authors=["jane-do", "kim-lee"]), **PEOPLE})
    assert _shown(catalogue) == ["kim-lee"]
    assert _messages(catalogue) == ["There is no author ‘jane-do’. Did you mean ‘jane-doe’?"]
    view = PostPage("p").result(catalogue)
    assert view is not None
    assert "jane-do" not in repr(view)


def test_unknown_id_is_nobody_in_a_series() -> None:
    """Neither among its editors, nor at its event, nor in what it announces."""
    event = {"name": "E", "convenors": ["jane-do", "Ann Roe"], "speakers": ["kim-le"]}
    announced = [{"part": 1, "authors": ["jane-do", "Bo High"]}]
    texts = {"s/index": series(editors=["kim-le", "jane-doe"], event=event, announced=announced)}
    catalogue = catalogue_of({**texts, **PEOPLE})
    view = SeriesPage("s").result(catalogue)
    assert view is not None
    assert [str(p) for p in (*view.entry.editors, *view.convenors, *view.speakers)] == [
        "Jane Doe",
        "Ann Roe",
    ]
    assert [str(p) for part in view.parts for p in part.people] == ["Bo High"]
    assert _codes(catalogue) == {Code.UNKNOWN_AUTHOR}


def test_author_whose_document_is_left_out_is_not_named_by_the_id() -> None:
    """The post says which file has to be mended."""
    texts = {"p": post(authors=["ann"]), "authors/ann": "---\ntitle: A: B\nauthor: {}\n---\n"}
    catalogue = catalogue_of(texts)
    assert _shown(catalogue) == []
    assert _messages(catalogue) == [
        "The author ‘ann’ cannot be named: ‘authors/ann.md’ is left out."
    ]


@pytest.mark.parametrize(
    "guest",
    [
        "Kim Lee",
        "kim lee",
        "Lee, Kim",
        "Kim  Lee",
        "KIM LEE",
        "Kím Lee",
        "Kim Lee, PhD",
        "Dr Kim Lee",
    ],
)
def test_guest_with_the_name_of_an_author_is_that_author(guest: str) -> None:
    """However it is spelt; and beside the id it is not a second person."""
    texts = {"p": post(authors=[{"name": guest}]), "q": post(authors=["kim-lee", {"name": guest}])}
    catalogue = catalogue_of({**texts, **PEOPLE})
    assert (_shown(catalogue), _shown(catalogue, "q")) == (["kim-lee"], ["kim-lee"])
    assert _codes(catalogue) == {Code.SAME_PERSON}
    assert catalogue.posts_by_author["kim-lee"] == ("p", "q")


def test_guest_with_the_orcid_of_an_author_is_that_author() -> None:
    """Whatever the name; another ORCID iD is another person of that name."""
    same = {"name": "K. Lee", "orcid": "https://orcid.org/0000-0002-1825-0097"}
    other = {"name": "Kim Lee", "orcid": "0000-0001-5109-3700"}
    catalogue = catalogue_of({"p": post(authors=[same, other]), **PEOPLE})
    assert _shown(catalogue) == ["kim-lee", "Kim Lee"]


def test_guest_with_the_name_of_two_authors_is_asked_about() -> None:
    """Nobody is taken for somebody else."""
    texts = {"p": post(authors=[{"name": "Kim Lee"}]), "kim-lee-2": author(title="Kim Lee")}
    catalogue = catalogue_of({**texts, **PEOPLE})
    assert _shown(catalogue) == ["Kim Lee"]
    assert _messages(catalogue) == [
        "‘Kim Lee’ is the name of kim-lee and kim-lee-2. Write the id that is meant."
    ]


def test_what_a_guest_states_is_kept_as_the_role_of_then() -> None:
    """Though the name is that of an author's document."""
    guest = {"name": "Kim Lee", "role": "Poet", "affiliations": ["Port"]}
    catalogue = catalogue_of({"p": post(authors=[guest]), **PEOPLE})
    (person,) = post_people(catalogue.posts["p"], catalogue)
    assert (person.id, person.role, [str(a) for a in person.affiliations]) == (
        "kim-lee",
        "Poet",
        ["Port"],
    )


def test_roles_by_name_are_those_of_the_author() -> None:
    """A key of ``roles`` may be the name of an author of the post."""
    texts = {"p": post(authors=["kim-lee"], roles={"Kim Lee": "Poet"}), **PEOPLE}
    (person,) = post_people(catalogue_of(texts).posts["p"], catalogue_of(texts))
    assert person.role == "Poet"


def test_the_same_guest_twice_is_one() -> None:
    """Unless something else says that they are two."""
    texts = {
        "p": post(authors=[{"name": "Bo High"}, {"name": "bo high"}, {"name": "High, Bo"}]),
        "q": post(
            authors=[
                {"name": "Bo High", "affiliations": ["Port"]},
                {"name": "Bo High", "affiliations": ["Quay"]},
            ]
        ),
    }
    catalogue = catalogue_of(texts)
    assert (_shown(catalogue), len(_shown(catalogue, "q"))) == (["Bo High"], 2)


@pytest.mark.parametrize("nobody", ["et al.", "others", "and others", {"name": "others"}, "Et Al"])
def test_those_who_are_not_named_are_left_out(nobody: object) -> None:
    """They are no author of that name."""
    catalogue = catalogue_of({"p": post(authors=["jane-doe", nobody]), **PEOPLE})
    assert _shown(catalogue) == ["jane-doe"]
    assert _codes(catalogue) == {Code.UNKNOWN_AUTHOR}


@pytest.mark.parametrize(
    "guest",
    [
        {"name": {"given": "Gabriel", "family": "García Márquez"}},
        {"given": "Gabriel", "family": "García Márquez"},
        {"name": "García Márquez, Gabriel"},
    ],
)
def test_guest_has_a_given_and_a_family_name(guest: object) -> None:
    """In parts, or turned round."""
    catalogue = catalogue_of({"p": post(authors=[guest])})
    (person,) = post_people(catalogue.posts["p"], catalogue)
    assert (person.name.given, person.name.family) == ("Gabriel", "García Márquez")
    assert str(person) == "Gabriel García Márquez"
    assert _messages(catalogue) == []


def test_name_of_then_has_parts_too() -> None:
    """``roles`` take a name as guests do."""
    roles = {"jane-doe": {"name": {"given": "Jane", "family": "van Roe", "suffix": "Jr."}}}
    catalogue = catalogue_of({"p": post(authors=["jane-doe"], roles=roles), **PEOPLE})
    (person,) = post_people(catalogue.posts["p"], catalogue)
    assert (person.name.family, person.name.suffix, str(person)) == (
        "van Roe",
        "Jr.",
        "Jane van Roe Jr.",
    )


@pytest.mark.parametrize("text", ["Kim Lee", "García Márquez, Gabriel", "Policy & Politics"])
def test_what_is_clear_is_not_asked(text: str) -> None:
    """A plain name, a name turned round, and a group."""
    assert ambiguity(text, "{}") == ""


def test_place_of_work_in_a_name_is_asked_about() -> None:
    """It is kept, and where it belongs is said."""
    assert ambiguity("Jane Doe, University of Ports", "{}").endswith(
        "write {name: Jane Doe, affiliations: [University of Ports]}; "
        'for a group {literal: "Jane Doe, University of Ports"}.'
    )


def test_people_worked_out_twice_are_the_same() -> None:
    """A catalogue of the sources of a catalogue is equal to it, and says nothing twice."""
    texts = {"p": post(authors="jane-doe, kim-lee, nobody"), **PEOPLE}
    once = catalogue_of(texts)
    twice = Catalogue(sources=once.sources, as_of=once.as_of)
    assert twice.sources == once.sources
    assert _messages(twice) == _messages(once)


@pytest.mark.parametrize(
    "text",
    [
        *("authors/jane-doe", "/authors/jane-doe", "../authors/jane-doe.md", "./jane-doe"),
        *("jane-doe.md", "@jane-doe", "#jane-doe", "Jane-Doe", "jane_doe", "`jane-doe`"),
        *("[Jane](authors/jane-doe.md)", "[[jane-doe]]", "[[authors/jane-doe|J]]", "<jane-doe>"),
        *("{author}`jane-doe`", "{author}`Jane <jane-doe>`", "authors/jane-doe/index"),
        "https://blog.example/authors/jane-doe.html",
    ],
)
def test_id_in_another_form_is_that_author(text: str) -> None:
    """In every list of ids; told with the plain form, and never a person of that name."""
    sources = {
        "p": post(authors=[text], about=[text], roles={text: "Poet"}),
        "s": series(editors=[text]),
        "q": post(authors=[{"name": text}]),
        **PEOPLE,
    }
    catalogue = catalogue_of(sources)
    told = f"‘{text}’ is taken for the author ‘jane-doe’, who has a document. Write jane-doe."
    assert _shown(catalogue) == _shown(catalogue, "q") == ["jane-doe"]
    assert [*catalogue.posts["p"].roles] == [*catalogue.posts["p"].about] == ["jane-doe"]
    assert catalogue.series["s"].record.editors == ("jane-doe",)
    assert _messages(catalogue) == [told] * 3
    assert _messages(catalogue, "s") == [told]


def test_slash_between_ids_is_no_path() -> None:
    """Nobody is taken for a folder."""
    catalogue = catalogue_of({"p": post(authors=["jane-doe/kim-lee"]), **PEOPLE})
    assert _shown(catalogue) == ["jane-doe", "kim-lee"]
    catalogue = catalogue_of({"p": post(authors=["jane-do/kim-lee"]), **PEOPLE})
    assert _shown(catalogue) == ["kim-lee"]
    assert "There is no author ‘jane-do’. Did you mean ‘jane-doe’?" in _messages(catalogue)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("By Ann Roe", "{name: Ann Roe}"),
        ("Author: Ann Roe", "{name: Ann Roe}"),
        ("Ann Roe¹", "{name: Ann Roe}"),
        ("Ann Roe*", "{name: Ann Roe}"),
        *(
            (f"Ann Roe{mark}", "{name: Ann Roe}")
            for mark in ("^1^", "^a,b^", "<sup>2</sup>", " [^1]")
        ),
        *((text, "{name: Ann Roe}") for text in ("[[Ann Roe]]", "[[ann-roe|Ann Roe]]")),
        ("[Ann Roe](https://x.org/a)", '{name: Ann Roe, url: "https://x.org/a"}'),
        ("Ann Roe.", "{name: Ann Roe}"),
        ("; Ann Roe,", "{name: Ann Roe}"),
        ("Ann Roe <ann@x.org>", "{name: Ann Roe}"),
        ("Ann Roe, ann@x.org", "{name: Ann Roe}"),
        ("Ann Roe (@annroe)", "{name: Ann Roe}"),
        ("Ann Roe (University of X)", "{name: Ann Roe, affiliations: [University of X]}"),
        ("Ann Roe 0000-0002-1694-233X", "{name: Ann Roe, orcid: 0000-0002-1694-233X}"),
        (
            "Ann Roe (https://orcid.org/0000-0002-1694-233X)",
            "{name: Ann Roe, orcid: 0000-0002-1694-233X}",
        ),
        ("Ann Roe https://roe.example/", '{name: Ann Roe, url: "https://roe.example/"}'),
    ],
)
def test_what_is_more_than_a_name_goes_where_it_belongs(text: str, written: str) -> None:
    """Into the fields that hold it, and never into the family name."""
    catalogue = catalogue_of({"p": post(authors=[{"name": text}]), **PEOPLE})
    (person,) = post_people(catalogue.posts["p"], catalogue)
    assert (str(person), person.name.family) == ("Ann Roe", "Roe")
    assert (person.orcid or "") in written
    assert (person.url or "") in written
    (message,) = _messages(catalogue)
    assert message.endswith(f"it is read as ‘Ann Roe’. Write {written}.")


@pytest.mark.parametrize("text", ["Dr. Jane Roe", "Roe, J.", "Sammy Davis Jr.", "Acme Inc.", "G20"])
def test_what_belongs_to_a_name_stays(text: str) -> None:
    """Stops of what is shortened, and figures of a name."""
    catalogue = catalogue_of({"p": post(authors=[{"name": text}])})
    assert _messages(catalogue) == []


@pytest.mark.parametrize("text", ["TBA", "tbc", "N.N.", "Unknown", "?", "-"])
def test_what_stands_where_a_name_will_be_is_nobody(text: str) -> None:
    """It is told, and in no citation."""
    catalogue = catalogue_of({"p": post(authors=[{"name": text}, "jane-doe"]), **PEOPLE})
    assert _shown(catalogue) == ["jane-doe"]
    assert _messages(catalogue) == [f"‘{text}’ names nobody and is left out; name every author."]


def test_address_is_no_name() -> None:
    """An ORCID iD is its author; any other address is nobody."""
    stated = ["jane@x.org", "https://orcid.org/0000-0002-1825-0097"]
    catalogue = catalogue_of({"p": post(authors=stated), **PEOPLE})
    assert _shown(catalogue) == ["kim-lee"]
    assert "‘jane@x.org’ is an address, not a name. Write {name: Jane Doe}." in _messages(catalogue)


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("Jane and Kim Low", "[{name: Jane Low}, {name: Kim Low}]"),
        ("Jane Roe at University of X", "{name: Jane Roe, affiliations: [University of X]}"),
        ("Jane Roe, Kim Low", "[{name: Jane Roe}, {name: Kim Low}]"),
        ("Roe J.", "{name: {given: J., family: Roe}}"),
        ("ROE Jane", "{name: {given: Jane, family: ROE}}"),
        ("JANE LOWE", "{name: {given: Jane, family: Lowe}}"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_about(text: str, write: str) -> None:
    """With both ways as text to copy."""
    assert write in ambiguity(text, "{{name: {}}}")


@pytest.mark.parametrize(
    "text", ["J.K. Rowling", "J.R.R. Tolkien", "JK Rowling", "UNESCO", "X Æ A-12"]
)
def test_initials_are_clear(text: str) -> None:
    """They are no family name."""
    assert ambiguity(text, "{{name: {}}}") == ""


def test_one_person_by_a_shorter_name_is_told() -> None:
    """Not made one, for they may be two: of a list, and of an author with a document."""
    guests = [{"name": "Ann Q. Roe"}, {"name": "A. Roe"}, {"name": "Ada Roe"}]
    catalogue = catalogue_of({"p": post(authors=[*guests, {"name": "J. Doe"}]), **PEOPLE})
    assert _shown(catalogue) == ["Ann Q. Roe", "A. Roe", "Ada Roe", "J. Doe"]
    told = _messages(catalogue)
    assert any("‘Ann Q. Roe’ and ‘A. Roe’ in this list may be one person" in m for m in told)
    assert any("‘J. Doe’ may be the author ‘jane-doe’" in m for m in told)
    two = [{"name": "Ann Roe", "affiliations": ["X"]}, {"name": "A. Roe", "affiliations": ["Y"]}]
    assert _messages(catalogue_of({"p": post(authors=two)})) == []


def test_ids_with_roles_beside_them_are_read() -> None:
    """As a mapping of ids, or as items of a list; told with what to write."""
    for stated in ({"jane-doe": "Poet"}, [{"jane-doe": "Poet"}]):
        catalogue = catalogue_of({"p": post(authors=stated), **PEOPLE})
        assert catalogue.posts["p"].roles["jane-doe"].role == "Poet"
        (message,) = _messages(catalogue)
        assert message.endswith("Write {id: jane-doe, role: Poet}.")

"""How to cite: strings in APA style, 7th edition."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.bibliography import Article, read_bibliography
from sphinx_anthology.model.citation import (
    Run,
    Words,
    cite_article,
    cite_entry,
    cite_post,
    plain,
)
from sphinx_anthology.model.dates import parse_date
from sphinx_anthology.model.names import Name, split_name

SITE = "Policy & Politics Journal Blog"
ADDRESS = "https://doi.org/10.5281/zenodo.1"

SORENSEN = Article(
    key="sorensen2021",
    title="How public leaders can promote public value through co-creation",
    authors=(
        Name(given="Eva", family="Sørensen"),
        Name(given="John", family="Bryson"),
        Name(given="Barbara", family="Crosby"),
    ),
    year="2021",
    journal="Policy & Politics",
    volume="49",
    number="2",
    pages="267–286",
    doi="10.1332/030557321X16119271739728",
)


def _post(
    *authors: str | Name,
    date: str | None = "2021-04-21",
    title: str = "How leaders lead",
    site: str = SITE,
    address: str = ADDRESS,
) -> str:
    """The citation of a post as plain text; authors are printed names."""
    names = [split_name(author) if isinstance(author, str) else author for author in authors]
    day = parse_date(date) if date else None
    return plain(cite_post(names, day, title, site, address))


def _by(*authors: str | Name) -> str:
    """The part of a citation that names the authors."""
    return _post(*authors).partition(" (2021")[0]


def _article(**changes: object) -> str:
    """The citation of an article that lacks or has something else."""
    fields = {name: getattr(SORENSEN, name) for name in SORENSEN.__slots__}
    return plain(cite_article(Article(**{**fields, **changes})))


def test_post_is_cited_as_a_blog_post() -> None:
    """Author, day, title, the blog's title in italics, address without a full stop."""
    citation = cite_post(
        [split_name("Ewan Ferlie")],
        parse_date("2021-05-26"),
        "Key themes in the (possible) move to co-production",
        SITE,
        ADDRESS,
    )
    assert plain(citation) == (
        "Ferlie, E. (2021, May 26). Key themes in the (possible) move to co-production. "
        "Policy & Politics Journal Blog. https://doi.org/10.5281/zenodo.1"
    )
    assert [run.text for run in citation if run.emphasised] == [SITE]


@pytest.mark.parametrize(
    ("authors", "cited"),
    [
        (["Ewan Ferlie"], "Ferlie, E."),
        (["Christopher Ansell", "Jacob Torfing"], "Ansell, C., & Torfing, J."),
        (
            ["Eva Sørensen", "John Bryson", "Barbara Crosby"],
            "Sørensen, E., Bryson, J., & Crosby, B.",
        ),
    ],
)
def test_authors_are_all_named_with_an_ampersand_before_the_last(
    authors: Sequence[str], cited: str
) -> None:
    """In their order, family name first."""
    assert _by(*authors) == cited


def test_twenty_authors_are_all_named() -> None:
    """Up to twenty, nobody is left out."""
    cited = _by(*(f"Given Family{n}" for n in range(1, 21)))
    assert cited.startswith("Family1, G., Family2, G., ")
    assert cited.endswith("Family19, G., & Family20, G.")
    assert cited.count("Family") == 20


@pytest.mark.parametrize("count", [21, 22, 40])
def test_more_than_twenty_authors_are_nineteen_and_the_last(count: int) -> None:
    """An ellipsis stands for the others, and no ampersand."""
    cited = _by(*(f"Given Family{n}" for n in range(1, count + 1)))
    assert cited.endswith(f"Family18, G., Family19, G., … Family{count}, G.")
    assert cited.count("Family") == 20
    assert "&" not in cited


@pytest.mark.parametrize(
    ("author", "cited"),
    [
        ("Nicolette van Gestel", "van Gestel, N."),
        ("Ana de la Cruz y Gómez", "de la Cruz y Gómez, A."),
        ("Erik-Hans Klijn", "Klijn, E.-H."),
        ("Alessandro Angelo Sancino", "Sancino, A. A."),
        ("Martin Luther King, Jr.", "King, M. L., Jr."),
        ("Martin Luther King, Jr", "King, M. L., Jr."),
        ("John Smith, III", "Smith, J., III."),
        ("Jane Doe, PhD", "Doe, J."),
        ("Harjomulyo", "Harjomulyo."),
        ("E. P. Thompson", "Thompson, E. P."),
        ("J.R.R. Tolkien", "Tolkien, J. R. R."),
        ("J.-P. Sartre", "Sartre, J.-P."),
        ("Jean\N{HYPHEN}Paul Sartre", "Sartre, J.-P."),
        ("Élodie Öz", "Öz, É."),
    ],
)
def test_name_is_inverted_and_given_names_are_initials(author: str, cited: str) -> None:
    """Particles stay with the family name, hyphens between initials; degrees are left out."""
    assert _by(author) == cited


GROUP = Name(
    family="Harbour Histories Collective", display="Harbour Histories Collective", literal=True
)


def test_group_is_cited_by_its_whole_name() -> None:
    """It is never turned round."""
    assert _by(GROUP) == "Harbour Histories Collective."
    assert _by(GROUP, "Ewan Ferlie") == "Harbour Histories Collective, & Ferlie, E."
    assert _by("Ewan Ferlie", GROUP) == "Ferlie, E., & Harbour Histories Collective."


def test_group_that_ends_a_long_list_ends_with_a_full_stop() -> None:
    """As it does in a short one."""
    people = [f"Given Family{n}" for n in range(1, 21)]
    assert _by(*people, GROUP).endswith("Family19, G., … Harbour Histories Collective.")


def test_title_stands_first_where_there_are_no_authors() -> None:
    """Nobody is called anonymous."""
    assert _post() == (
        "How leaders lead. (2021, April 21). Policy & Politics Journal Blog. "
        "https://doi.org/10.5281/zenodo.1"
    )


@pytest.mark.parametrize(
    ("date", "cited"),
    [
        ("2021-04-21", "(2021, April 21)"),
        ("2021-04-01", "(2021, April 1)"),
        ("2014-09", "(2014, September)"),
        ("2014", "(2014)"),
        ("2014-11/2015-03", "(2014–2015)"),
        ("2014-09/2014-11", "(2014)"),
        (None, "(n.d.)"),
    ],
)
def test_date_is_as_exact_as_it_is_known(date: str | None, cited: str) -> None:
    """A month without a day, a year, an interval by its years, or no date."""
    assert _post("Ewan Ferlie", date=date).startswith(f"Ferlie, E. {cited}. How leaders lead.")


def test_month_is_named_in_the_language_of_the_publication() -> None:
    """As dates are elsewhere on the page."""
    words = Words(locale="de")
    citation = cite_post([], parse_date("2021-05-26"), "Titel", "", "", words=words)
    assert plain(citation) == "Titel. (2021, 26. Mai)."


def test_words_are_those_of_the_language_of_the_publication() -> None:
    """What stands before the last name, in the place of a date, and for editors."""
    words = Words(no_date="o. D.", editor="Hrsg.", editors="Hrsg.", last=" & ")
    names = [Name(given="Ann", family="Lee"), Name(given="Bo", family="Öz")]
    citation = cite_post(names, None, "Titel", "", "", words=words)
    assert plain(citation) == "Lee, A. & Öz, B. (o. D.). Titel."


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("How leaders lead", "How leaders lead. "),
        ("How do leaders lead?", "How do leaders lead? "),
        ("Leaders!", "Leaders! "),
        ("Leaders …", "Leaders … "),
        ("Leaders lead.", "Leaders lead. "),
        ("Who asks ‘who leads?’", "Who asks ‘who leads?’ "),
        ("Leaders (and others)", "Leaders (and others). "),
    ],
)
def test_title_that_ends_a_sentence_gets_no_full_stop(title: str, cited: str) -> None:
    """A question mark is stop enough, inside quotes as well."""
    assert f"(2021, April 21). {cited}Policy" in _post("Ewan Ferlie", title=title)


def test_post_without_an_address_or_site_ends_where_it_ends() -> None:
    """Nothing stands for what is not known."""
    assert _post("Ewan Ferlie", address="") == (
        "Ferlie, E. (2021, April 21). How leaders lead. Policy & Politics Journal Blog."
    )
    assert _post("Ewan Ferlie", site="", address="") == (
        "Ferlie, E. (2021, April 21). How leaders lead."
    )
    assert _post("Ewan Ferlie", site="") == (
        f"Ferlie, E. (2021, April 21). How leaders lead. {ADDRESS}"
    )


def test_article_is_cited_as_a_journal_article() -> None:
    """Journal and volume in italics, number and pages not, and the DOI as an address."""
    citation = cite_article(SORENSEN)
    assert plain(citation) == (
        "Sørensen, E., Bryson, J., & Crosby, B. (2021). How public leaders can promote public "
        "value through co-creation. Policy & Politics, 49(2), 267–286. "
        "https://doi.org/10.1332/030557321X16119271739728"
    )
    assert [run for run in citation if run.emphasised] == [
        Run("Policy & Politics", emphasised=True),
        Run("49", emphasised=True),
    ]


@pytest.mark.parametrize(
    ("changes", "cited"),
    [
        ({"pages": ""}, "co-creation. Policy & Politics, 49(2). https://doi.org/10.1332/"),
        ({"number": ""}, "co-creation. Policy & Politics, 49, 267–286. https://doi.org/10.1332/"),
        ({"volume": "", "number": ""}, "co-creation. Policy & Politics, 267–286. https://doi.org/"),
        ({"volume": ""}, "co-creation. Policy & Politics, (2), 267–286. https://doi.org/10.1332/"),
        (
            {"volume": "", "number": "", "pages": ""},
            "co-creation. Policy & Politics. https://doi.org/10.1332/",
        ),
        ({"journal": ""}, "through co-creation. https://doi.org/10.1332/"),
        ({"year": ""}, "Crosby, B. (n.d.). How public"),
        ({"title": "Who leads?"}, "(2021). Who leads? Policy & Politics, 49(2), 267–286. https"),
        ({"doi": "", "url": "https://example.org/a"}, "267–286. https://example.org/a"),
    ],
)
def test_article_is_cited_by_what_is_known(changes: dict[str, object], cited: str) -> None:
    """What is missing leaves no empty place."""
    assert cited in _article(**changes)


def test_article_without_an_address_ends_with_its_pages() -> None:
    """And a full stop."""
    assert _article(doi="").endswith("Policy & Politics, 49(2), 267–286.")
    assert _article(doi="", journal="").endswith("through co-creation.")


@pytest.mark.parametrize("changes", [{"title": ""}, {"authors": ()}, {"title": "", "authors": ()}])
def test_article_without_title_or_authors_is_never_cited(changes: dict[str, object]) -> None:
    """Half a citation is worse than none."""
    assert _article(**changes) == ""


def _entry(text: str) -> str:
    """The citation of the one entry of a bibliography."""
    bibliography = read_bibliography(text, "references.bib")
    assert bibliography.problems == ()
    (article,) = bibliography.articles.values()
    return plain(cite_entry(article))


def test_entry_that_is_an_article_is_cited_as_one() -> None:
    """In a list of references as in the box."""
    text = "@article{x, title={A}, author={Lee, Ann}, year=2020, journal={Acta}, volume=3}"
    assert _entry(text) == "Lee, A. (2020). A. Acta, 3."


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            "@book{x, title={On ports}, author={Lee, Ann}, year=2020, publisher={Press}}",
            "Lee, A. (2020). On ports. Press.",
        ),
        (
            "@book{x, title={On ports}, editor={Lee, Ann}, year=2020, publisher={Press}}",
            "Lee, A. (Ed.). (2020). On ports. Press.",
        ),
        (
            "@book{x, title={On ports}, editor={Lee, Ann and Fox, Bob}, year=2020}",
            "Lee, A., & Fox, B. (Eds.). (2020). On ports.",
        ),
        (
            "@book{x, title={Ports?}, author={Lee, Ann}, year=2020, url={https://example.org/a}}",
            "Lee, A. (2020). Ports? https://example.org/a",
        ),
        ("@book{x, title={On ports}, year=2020}", "On ports. (2020)."),
        ("@misc{x, author={Lee, Ann}}", "Lee, A. (n.d.)."),
    ],
)
def test_any_other_entry_is_cited_as_a_book(text: str, cited: str) -> None:
    """Its title is in italics; without authors its editors stand first, or its title."""
    assert _entry(text) == cited


people = st.lists(
    st.builds(
        Name,
        family=st.text(min_size=1, max_size=8),
        given=st.text(max_size=8),
        suffix=st.sampled_from(["", "Jr.", "PhD"]),
        literal=st.booleans(),
    ),
    max_size=25,
)


@given(people, st.text(min_size=1, max_size=20), st.none() | st.dates().map(str))
def test_every_post_can_be_cited(names: list[Name], title: str, date: str | None) -> None:
    """Whatever the names and the title, the citation has the title and ends with the address."""
    day = parse_date(date) if date else None
    cited = plain(cite_post(names, day, title, SITE, ADDRESS))
    assert title in cited
    assert cited.endswith(f"{SITE}. {ADDRESS}")

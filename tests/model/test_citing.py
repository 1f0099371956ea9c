"""How to cite: what styles share, and APA style in every case."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.citing.works import ADDRESS, work

from sphinx_anthology.model.bibliography import Article, read_bibliography
from sphinx_anthology.model.citing import (
    Run,
    Style,
    Words,
    cite_article,
    cite_entry,
    cite_post,
    in_order,
    plain,
)
from sphinx_anthology.model.citing.pieces import Marks
from sphinx_anthology.model.names import Name

SITE = "Policy & Politics Journal Blog"

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
    found = work(*authors, date=date, title=title, site=site, address=address)
    return plain(cite_post(found))


def _by(*authors: str | Name) -> str:
    """The part of a citation that names the authors."""
    return _post(*authors).partition(" (2021")[0]


def _article(**changes: object) -> str:
    """The citation of an article that lacks or has something else."""
    fields = {name: getattr(SORENSEN, name) for name in SORENSEN.__slots__}
    return plain(cite_article(Article(**{**fields, **changes})))


def test_post_is_cited_as_a_blog_post() -> None:
    """Author, day, title, the blog's title in italics, address without a full stop."""
    title = "Key themes in the (possible) move to co-production"
    found = work("Ewan Ferlie", date="2021-05-26", title=title, site=SITE)
    citation = cite_post(found)
    assert plain(citation) == (
        "Ferlie, E. (2021, May 26). Key themes in the (possible) move to co-production. "
        f"Policy & Politics Journal Blog. {ADDRESS}"
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
        f"How leaders lead. (2021, April 21). Policy & Politics Journal Blog. {ADDRESS}"
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
    found = work(date="2021-05-26", title="Titel", site="", address="")
    citation = cite_post(found, words=words)
    assert plain(citation) == "Titel. (2021, 26. Mai)."


def test_words_are_those_of_the_language_of_the_publication() -> None:
    """What stands before the last name, in the place of a date, and for editors."""
    words = Words(no_date="o. D.", editor="Hrsg.", editors="Hrsg.", last=" & ")
    found = work("Ann Lee", "Bo Öz", date=None, title="Titel", site="", address="")
    citation = cite_post(found, words=words)
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


@pytest.mark.parametrize(
    ("title", "cited"),
    [
        ("What is ‘public value’", "What is ‘public value.’ "),
        ("The “good” leader’s “aim”", "The “good” leader’s “aim.” "),
        ("The ‘good’ leaders’", "The ‘good’ leaders’. "),
        ("The leaders’", "The leaders’. "),
    ],
)
def test_a_stop_stands_inside_of_a_quotation_that_a_title_ends_with(title: str, cited: str) -> None:
    """In English; an apostrophe ends no quotation, and elsewhere the stop stands outside."""
    assert f"(2021, April 21). {cited}Policy" in _post("Ewan Ferlie", title=title)
    abroad = cite_post(work("Ewan Ferlie", title=title), words=Words(locale="de"))
    assert f"{title}. " in plain(abroad)


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        (Style.HARVARD, "‘The leader’s “aim” and “path”’,"),
        (Style.CHICAGO, "“The leader’s ‘aim’ and ‘path.’”"),
    ],
)
def test_quotations_in_quotation_marks_get_the_other_marks(style: Style, cited: str) -> None:
    """Whether an author wrote single or double marks, curly or straight ones."""
    title = {
        Style.HARVARD: 'The leader’s ‘aim’ and "path"',
        Style.CHICAGO: "The leader’s “aim” and ‘path’",
    }
    assert cited in plain(cite_post(work("Ewan Ferlie", title=title[style]), style))


GERMAN = Words(
    locale="de",
    no_date="o. D.",
    no_date_in_full="ohne Datum",
    last=" & ",
    last_in_full=" und ",
    and_=" und ",
    available_at="Verfügbar unter:",
    available_from="Verfügbar unter:",
    blog="Blog",
    page="S. {pages}",
    pages="S. {pages}",
    number="Nr. {number}",
    double=Marks("„", "“", "‚", "‘"),
    single=Marks("„", "“", "‚", "‘"),
)


@pytest.mark.parametrize(
    ("style", "cited"),
    [
        (Style.APA, "Lee, A. & Öz, B. (2021, 26. Mai). Wer führt „sie“? Hafen. "),
        (Style.HARVARD, "Lee, A. und Öz, B. (2021) „Wer führt ‚sie‘?“, Hafen, 26. Mai. Verf"),
        (Style.CHICAGO, "Lee, Ann und Bo Öz. 2021. „Wer führt ‚sie‘?“ Hafen (Blog). 26. Mai 2021."),
        (
            Style.VANCOUVER,
            "Lee A, Öz B. Wer führt „sie“? [Internet]. Hafen. 2021. Verfügbar unter:",
        ),
    ],
)
def test_every_style_speaks_the_language(style: Style, cited: str) -> None:
    """Days, quotation marks, and what stands between names."""
    found = work("Ann Lee", "Bo Öz", date="2021-05-26", title="Wer führt „sie“?", site="Hafen")
    assert plain(cite_post(found, style, GERMAN)).startswith(cited)


def test_an_article_in_german() -> None:
    """Pages, and an issue without a volume."""
    assert "Politics, 49(2), S. 267–286." in plain(cite_article(SORENSEN, Style.HARVARD, GERMAN))
    without = dataclasses.replace(SORENSEN, volume="")
    assert "Politics, Nr. 2: 267–86." in plain(cite_article(without, Style.CHICAGO, GERMAN))


def test_one_style_is_first_and_the_others_follow() -> None:
    """In their order."""
    assert in_order(Style.CHICAGO) == (Style.CHICAGO, Style.APA, Style.HARVARD, Style.VANCOUVER)
    assert [style.label for style in Style] == ["APA", "Harvard", "Chicago", "Vancouver"]


@pytest.mark.parametrize("style", Style)
def test_half_a_citation_is_worse_than_none(style: Style) -> None:
    """In no style is an article cited whose authors are not known."""
    assert cite_article(dataclasses.replace(SORENSEN, authors=()), style) == ()


names = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]),
    min_size=1,
    max_size=8,
)
people = st.lists(
    st.builds(
        Name,
        family=names,
        given=names | st.just(""),
        suffix=st.sampled_from(["", "Jr.", "PhD"]),
        literal=st.booleans(),
    ),
    max_size=25,
)
ALL_NAMED = {Style.APA: 20, Style.HARVARD: 3, Style.CHICAGO: 10, Style.VANCOUVER: 6}
"""Up to how many authors nobody is left out."""


def _without_marks(text: str) -> str:
    """A text without quotation marks, which change, and without stops, which move."""
    return re.sub('["“”‘’.]', "", text)


@given(
    people,
    st.text(min_size=1, max_size=20),
    st.none() | st.dates().map(str),
    st.sampled_from(Style),
)
def test_every_post_can_be_cited(
    authors: list[Name], title: str, date: str | None, style: Style
) -> None:
    """Whatever the names and the title, they are whole, and the address stands at the end."""
    made = cite_post(work(*authors, date=date, title=title, site=SITE), style)
    cited = plain(made)
    assert _without_marks(title) in _without_marks(cited)
    assert cited.rstrip(".").endswith(ADDRESS)
    assert [run.text for run in made if run.is_address] == [ADDRESS]
    if len(authors) <= ALL_NAMED[style]:
        assert all(name.family in cited for name in authors)


ENDINGS = ("x", "?", "!", "…", ".", "?”", "!’", ".)", " ‘x’", " “x”", " ‘x?’", "x’")


@given(
    st.lists(st.sampled_from(["Ann B. Lee", "Lee, Jr.", "Öz", "J. R. R. Fox, Jr."]), max_size=22),
    st.sampled_from(ENDINGS),
    st.sampled_from(["", "Notes", "Notes!", "Notes, Inc."]),
    st.sampled_from(["", ADDRESS]),
    st.sampled_from(Style),
)
def test_no_stop_is_doubled(
    authors: list[str], ending: str, site: str, address: str, style: Style
) -> None:
    """After a name or a site that ends with one, after initials, after the title."""
    found = work(*authors, title=f"Tides{ending}", site=site, address=address)
    cited = plain(cite_post(found, style))
    doubled = re.search('[.?!…]["”’)]*\\.|  ', cited)
    assert doubled is None

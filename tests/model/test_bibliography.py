"""Journal articles from BibTeX: what is read, what is plain text, and what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.richtext import Text

from sphinx_anthology.model.bibliography import Article, Bibliography, read_bibliography
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.problem import Code, Level

SORENSEN = r"""
@article{sorensen2021,
  title = {How public leaders can promote public value through co-creation},
  author = {S{\o}rensen, Eva and Bryson, John and Crosby, Barbara},
  year = {2021},
  journal = {Policy \& Politics},
  volume = {49},
  number = {2},
  pages = {267--286},
  doi = {10.1332/030557321X16119271739728},
}
"""


def _article(*fields: str) -> Article:
    """The one entry that these fields make; there is nothing wrong with it."""
    bibliography = read_bibliography(f"@article{{x, {', '.join(fields)}}}", "references.bib")
    assert bibliography.problems == ()
    return bibliography.articles["x"]


def _complaints(text: str) -> list[tuple[int, str]]:
    problems = read_bibliography(text, "references.bib").problems
    assert {(p.file, p.code, p.level) for p in problems} <= {
        ("references.bib", Code.BIBLIOGRAPHY, Level.MUST),
        ("references.bib", Code.BIBTEX_FORM, Level.SHOULD),
    }
    return [(problem.line, problem.message) for problem in problems]


def test_entry_is_an_article() -> None:
    """Every field that a citation needs is there, as plain text."""
    bibliography = read_bibliography(SORENSEN, "references.bib")
    assert bibliography.problems == ()
    article = bibliography.articles["sorensen2021"]
    assert article.title == "How public leaders can promote public value through co-creation"
    assert article.authors == (
        Name(given="Eva", family="Sørensen"),
        Name(given="John", family="Bryson"),
        Name(given="Barbara", family="Crosby"),
    )
    assert (article.year, article.journal) == ("2021", "Policy & Politics")
    assert (article.volume, article.number, article.pages) == ("49", "2", "267–286")
    assert article.address == "https://doi.org/10.1332/030557321X16119271739728"
    assert article.is_complete


@pytest.mark.parametrize("text", ["", "\n\n", "% a comment\n", "Words that are no entry.\n"])
def test_file_without_entries_is_an_empty_bibliography(text: str) -> None:
    """There is nothing wrong with it."""
    assert read_bibliography(text, "references.bib") == Bibliography()


def test_names_of_biblatex_are_read_as_well() -> None:
    """Zotero exports either."""
    article = _article("date={2021-04-07}", "journaltitle={Acta}", "issue={3}")
    assert (article.year, article.journal, article.number) == ("2021", "Acta", "3")


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ("Ferlie, Ewan", Name(given="Ewan", family="Ferlie")),
        ("Ewan Ferlie", Name(given="Ewan", family="Ferlie")),
        ("van Gestel, Nicolette", Name(given="Nicolette", family="van Gestel")),
        ("Nicolette van Gestel", Name(given="Nicolette", family="van Gestel")),
        ("King, Jr., Martin Luther", Name(given="Martin Luther", family="King", suffix="Jr.")),
        ("{Centre for Ports}", Name(family="Centre for Ports", literal=True)),
        ("Harjomulyo", Name(family="Harjomulyo", literal=True)),
        (r"Juki{\'c}, Tina", Name(given="Tina", family="Jukić")),
    ],
)
def test_author_is_a_name_in_parts(person: str, name: Name) -> None:
    """Particles and suffixes are where BibTeX puts them; a group in braces is never split."""
    assert _article(f"author={{{person}}}").authors == (name,)


def test_all_authors_are_there_in_order() -> None:
    """However many they are."""
    names = [f"Author{n}, Given{n}" for n in range(30)]
    article = _article(f"author={{{' and '.join(names)}}}")
    assert [name.family for name in article.authors] == [f"Author{n}" for n in range(30)]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"{\'E}tat et {\o}re", "État et øre"),
        (r"The {BBC} and {NATO}", "The BBC and NATO"),
        (r"Policy \& Politics: 100\% done", "Policy & Politics: 100% done"),
        ("Two\n   lines", "Two lines"),
        ("Already plain: ø and é", "Already plain: ø and é"),
        (r"On \emph{Homo} and \textit{Pan}", "On Homo and Pan"),
    ],
)
def test_latex_becomes_plain_text(latex: str, plain: str) -> None:
    """Accents are letters; braces, commands and line ends are gone, and no word is lost."""
    assert _article(f"title={{{latex}}}").title == plain


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1332/abc", "10.1332/abc"),
        ("https://doi.org/10.1332/abc", "10.1332/abc"),
        (r"10.1332/a\_b", "10.1332/a_b"),
        ("10.1332/a--b", "10.1332/a--b"),
        ("10.1332/030557321X16119271739728", "10.1332/030557321X16119271739728"),
    ],
)
def test_doi_is_bare_and_to_the_letter(written: str, doi: str) -> None:
    """A DOI is no prose: nothing in it is made typographic."""
    assert _article(f"doi={{{written}}}").doi == doi


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a",
        "https://example.org/~ann/a",
        "https://example.org/a%20b",
        "https://example.org/a--b",
        "https://example.org/a_b?c=d&e=f#g",
    ],
)
def test_address_is_to_the_letter(url: str) -> None:
    """An address that was changed leads nowhere."""
    assert _article(f"url={{{url}}}").address == url


def test_address_is_the_doi_before_the_url() -> None:
    """A DOI lasts longer."""
    assert _article("doi={10.1332/abc}", "url={https://example.org/}").address == (
        "https://doi.org/10.1332/abc"
    )
    assert _article("title={A}").address == ""


@pytest.mark.parametrize(
    ("fields", "complete"),
    [
        (("title={A}", "author={Lee, Ann}"), True),
        (("title={A}",), False),
        (("author={Lee, Ann}",), False),
        (("title={A}", "editor={Lee, Ann}"), False),
    ],
)
def test_article_is_complete_with_title_and_authors(
    fields: tuple[str, ...], complete: bool
) -> None:
    """Without either it is never cited."""
    assert _article(*fields).is_complete is complete


def test_wrong_doi_is_dropped_with_the_line_of_its_entry() -> None:
    """The rest of the entry is read."""
    text = f"{SORENSEN}\n@article{{bad,\n  title={{A}},\n  doi={{none}}\n}}\n"
    bibliography = read_bibliography(text, "references.bib")
    assert _complaints(text) == [
        (13, "Entry ‘bad’: ‘none’ is not a DOI; one looks like ‘10.1332/030557321X’.")
    ]
    assert bibliography.articles["bad"].title == "A"
    assert bibliography.articles["bad"].doi == ""


def test_entry_that_breaks_off_leaves_the_others() -> None:
    """A forgotten comma is a problem in its line; what follows is read."""
    text = '@article{a, title={A}}\n@article{b, title="B" year=2021}\n@article{c, title={C}}\n'
    assert _complaints(text) == [
        (2, 'BibTeX: there is no comma after the field. Write title = "B",')
    ]
    assert list(read_bibliography(text, "references.bib").articles) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "line", "write"),
    [
        ("@article{a,\n title={X}\n author={Y}\n}\n", 2, "Write title = {X},"),
        ("@article{a,\n title={X},\n year=2020a\n}", 3, "Write year = {2020a},"),
        ("@article{a,\n title={X},\n journal = nature}", 3, "Write journal = {nature},"),
        ("@article{a,\n title={X},\n", 2, "Write } below its last field."),
        ("@article{,\n title={X}}\n", 1, "Write @article{entry,"),
        ("@article{a,\n title: {X}}", 2, "Write title = {X},"),
        ("@article a\n", 1, "Write @article{key,"),
        (
            "@article{a,\n author={A, B, C, D, E}, title={X}}",
            2,
            "author = {Doe, Jane and Lee, Kim},",
        ),
    ],
)
def test_what_is_no_bibtex_is_told_with_what_to_write(text: str, line: int, write: str) -> None:
    """No words of the parser's, and one message for one mistake."""
    ((found, message),) = _complaints(text)
    assert found == line
    assert message.endswith(write)
    assert "syntax error" not in message


@pytest.mark.parametrize(
    ("entry", "line", "write"),
    [
        ("{a,\n title = {T}\n author = {Doe, Jane}}", 2, "Write title = {T},"),
        ("{a, title = {T} author = {Doe, Jane}}", 1, "Write title = {T},"),
        ("{a\n title = {T},\n author = {Doe, Jane}}", 1, "Write @article{a,"),
        ("{a,\n title = {T},\n title = {U},\n author = {Doe, Jane}}", 3, "Delete one."),
        ("{a,\n title = {T,\n author = {Doe, Jane},\n}", 2, "Write title = {T},"),
        ("{a,\n title = {T}},\n author = {Doe, Jane},\n}", 2, "too many. Delete it."),
        ("{a,\n author = {Doe, Jane},\n title = {T\n}", 3, "Write title = {T},"),
        ("{a,\n title = {T},\n author = {Doe, Jane}\n\n", 3, "Write } below its last field."),
        ("{,\n title = {T},\n author = {Doe, Jane}}", 1, "Write @article{doe,"),
        ("{\n title = {T},\n author = {Doe, Jane},\n year = 2020}", 1, "Write @article{doe2020,"),
        ("{a b,\n title = {T},\n author = {Doe, Jane}}", 1, "Write @article{ab,"),
        ("{a,\n title = “T”,\n author = {Doe, Jane}}", 2, "Write title = {T},"),
        ("{a,\n title = T,\n author = {Doe, Jane}}", 2, "Write title = {T},"),
        ("{a,\n title: {T},\n author = {Doe, Jane}}", 2, "Write title = {T},"),
        ("{a,\n title = {T},\n authors = {Doe, Jane}}", 3, "Write author = {Doe, Jane},"),
        ("{a,\n title = {T},\n author = {Doe, Jane},\n url = http://x.example/a#b,\n}", 4, "a#b},"),
        ("{a,\n title = {T},\n author = {Doe, Jane},\n month = january\n}", 4, "{january},"),
    ],
)
def test_nothing_is_lost_where_a_sign_is_missing(entry: str, line: int, write: str) -> None:
    """The sign is put in and told; this entry and the next are whole."""
    text = f"@article{entry}\n@article{{next, title={{Next}}}}\n"
    articles = read_bibliography(text, "references.bib").articles
    (first, *_), (last, *_) = articles.values(), reversed(articles.values())
    assert (first.title, [name.family for name in first.authors]) == ("T", ["Doe"])
    assert last.title == "Next"
    ((found, message),) = _complaints(text)
    assert (found, message[-len(write) :]) == (line, write)


def test_entry_without_its_sign_is_read() -> None:
    """For BibTeX it would be a comment."""
    text = "article{a, title={A}}\n"
    assert read_bibliography(text, "references.bib").articles["a"].title == "A"
    assert _complaints(text) == [(1, "BibTeX: an entry begins with ‘@’. Write @article{a,")]


def test_comment_behind_a_field_is_no_field() -> None:
    """Nor does it end the entry."""
    article = _article("title={A}, % as printed\n% note={x},\n author={Doe, Jane}")
    assert article.is_complete


def test_percent_sign_loses_nothing() -> None:
    """LaTeX would take the rest for a comment; it is told how it is written."""
    text = "@article{a,\n title={Up 50% in ports},\n doi={10.1000/a%b}}"
    assert read_bibliography(text, "references.bib").articles["a"].title == "Up 50% in ports"
    write = r"in BibTeX a ‘%’ is written ‘\%’. Write title = {Up 50\% in ports},"
    assert _complaints(text) == [(2, f"Entry ‘a’: {write}")]


@pytest.mark.parametrize(
    ("people", "written"),
    [
        ("Doe, Jane; Roe, Ann", "Doe, Jane and Roe, Ann"),
        ("Jane Doe & Ann Roe", "Jane Doe and Ann Roe"),
        (r"Doe, Jane \& Roe, Ann", "Doe, Jane and Roe, Ann"),
        ("Doe, J., Roe, A.", "Doe, J. and Roe, A."),
        ("Doe J, Roe A", "Doe, J and Roe, A"),
        ("Jane Doe, Ann Roe and Kim Low", ""),
        ("Jane Doe, Ann Roe, Kim Low", "Jane Doe and Ann Roe and Kim Low"),
        ("Jane Doe und Ann Roe", "Jane Doe and Ann Roe"),
        ("Jane Doe and and Ann Roe and", "Jane Doe and Ann Roe"),
        ("Jane Doe et al.", "Jane Doe and others"),
        ("Jane Doe, Ann Roe, et al.", "Jane Doe and Ann Roe and others"),
        ("Jane Doe <jane@x.example>", "Jane Doe"),
        ("King Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("World Health Organization", "{World Health Organization}"),
    ],
)
def test_people_are_parted_as_they_are_written(people: str, written: str) -> None:
    """Each is told once, with the field to copy."""
    text = f"@article{{a,\n title={{T}},\n author={{{people}}}}}"
    ((line, message),) = _complaints(text)
    assert line == 3
    bibliography = read_bibliography(text, "references.bib")
    if not written:
        assert message.endswith("For two people write Jane Doe and Ann Roe.")
        return
    assert message.endswith(f"Write author = {{{written}}},")
    sound = read_bibliography(f"@article{{a, title={{T}}, author={{{written}}}}}", "references.bib")
    assert bibliography.articles["a"].authors == sound.articles["a"].authors
    assert sound.problems == ()
    assert bibliography.cleaned is not None
    again = read_bibliography(bibliography.cleaned, "references.bib")
    assert again.articles["a"].authors == sound.articles["a"].authors


def test_names_in_parts_of_biblatex_are_read() -> None:
    """As Zotero may export them."""
    article = _article("author={family=Berg, given=Jan, prefix=van der, useprefix=true}")
    assert article.authors == (Name(given="Jan", family="van der Berg"),)


def test_file_of_another_kind_is_told() -> None:
    """With what to export."""
    ((line, message),) = _complaints("TY  - JOUR\nAU  - Doe, Jane\nER  -\n")
    assert (line, "Export BibTeX instead" in message) == (1, True)


def test_repeated_key_is_a_problem_in_the_line_of_the_second() -> None:
    """The first entry counts."""
    text = "@article{a, title={A}}\n@article{b, title={B}}\n@article{a, title={C}}\n"
    assert _complaints(text) == [
        (3, "BibTeX: there are two entries ‘a’; the first is used. Give one of them another key.")
    ]
    assert read_bibliography(text, "references.bib").articles["a"].title == "A"


@pytest.mark.parametrize(
    "text",
    [
        "@",
        "@article",
        "@article{",
        "@article{x",
        "@article{x, title={{}",
        "@article{x, title=y}",
        "@article{x, author={A, B, C, D, E}}",
        r"@article{x, title={Ends in \}}",
        r"@article{x, title={One brace \{ more}}",
        r"@article{x, abstract={\}}",
        "@string{a=b}",
    ],
)
def test_broken_file_is_a_problem(text: str) -> None:
    """It is reported, and stops nothing."""
    assert read_bibliography(text, "references.bib").problems


@pytest.mark.parametrize("author", [",", "and", "{}", " and "])
def test_author_without_a_name_is_none(author: str) -> None:
    """What leaves no name is not cited as one."""
    article = read_bibliography(
        f"@article{{x, title={{A}}, author={{{author}}}}}", "references.bib"
    ).articles["x"]
    assert all(name.family for name in article.authors)


def test_articles_are_equal_where_every_citation_is() -> None:
    """A field that we do not use may show in a citation, and counts."""
    assert _article("title={A}") == _article("title={A}")
    assert _article("title={A}") != _article("title={A}", "address={Bristol}")


latex = st.text(st.sampled_from(r"ab \{}$%&_^~#\"',-@=") | st.characters(categories=("L", "P")))
latex |= latex.map(lambda value: value + "\\")
marks = r"""@article{ @string{ @comment{ x, title= author= doi= { } ( ) " \ \'e # 2021 % a @ ="""
pieces = st.sampled_from(marks.split()) | st.sampled_from((" and ", ", ", "\n"))
entries = st.lists(pieces, max_size=25).map("".join)


@given(entries | st.text())
def test_no_text_stops_the_reader(text: str) -> None:
    """Whatever is in the file, there is a bibliography."""
    bibliography = read_bibliography(text, "references.bib")
    assert all("\n" not in problem.message for problem in bibliography.problems)


@given(latex)
def test_no_field_stops_the_reader(value: str) -> None:
    """LaTeX that nobody can read is a problem of its entry, and the other entries are there."""
    text = f"@article{{x, title={{{value}}}}}\n\n@article{{y, title={{Right}}, year={{2021}}}}\n"
    bibliography = read_bibliography(text, "references.bib")
    assert bibliography.problems or "x" in bibliography.articles


@pytest.mark.parametrize(
    ("author", "given_name", "family"),
    [
        ("Ursula K. Le Guin", "Ursula K.", "Le Guin"),
        ("Le Guin, Ursula K.", "Ursula K.", "Le Guin"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Vincent Van Gogh", "Vincent", "Van Gogh"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
    ],
)
def test_names_are_read_as_those_of_authors(author: str, given_name: str, family: str) -> None:
    """Particles belong to the family name, in capitals too."""
    (name,) = _article("title={A}", f"author={{{author}}}").authors
    assert (name.given, name.family) == (given_name, family)


def test_wrong_entries_have_the_lines_of_their_own_keys() -> None:
    """Keys that begin alike, or hold signs of patterns, are told apart."""
    keys = ["a", "ab", "a.b", "a+", "doi:10/a(b)"]
    text = "".join(f"\n@misc{{{key} ,\n  title={{A}}, doi={{none}}}}\n" for key in keys)
    assert [line for line, _ in _complaints(text)] == [2, 5, 8, 11, 14]


@given(st.text("aZ9 .,:;()/", max_size=12))
def test_text_without_commands_is_what_pybtex_makes_of_it(written: str) -> None:
    """The short way for text that is plain as it stands gives what the long one does."""
    decoded = " ".join(str(Text.from_latex(written)).split())
    assert _article(f"title={{{written}}}").title == decoded


def test_fields_of_biblatex_are_those_of_bibtex_and_comments_are_left_out() -> None:
    """So that citations in a text have the year and the journal that the reference has."""
    text = "@article{a,\n  title = {Ebb <!-- why? --> and flow},\n  date = {2020-05},\n"
    found = read_bibliography(text + "  journaltitle = {Tides},\n}\n", "references.bib")
    article = found.articles["a"]
    assert (article.title, article.year, article.journal) == ("Ebb and flow", "2020", "Tides")
    assert found.cleaned is not None
    assert 'year = "2020"' in found.cleaned
    assert 'journal = "Tides"' in found.cleaned
    assert "why?" not in found.cleaned
    (problem,) = (p for p in found.problems if "comment" in p.message)
    assert problem.line == 2

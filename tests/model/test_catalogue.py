"""The catalogue: indexes, orders, and what it keeps."""

from __future__ import annotations

import pickle

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.problem import Code, Level, Problem
from sphinx_anthology.model.site import Export

TOPIC = "---\ntitle: On leadership\ntopic: leadership\n---\n"


def _messages(catalogue: Catalogue, *codes: Code) -> list[tuple[str, str]]:
    return [(p.file, p.message) for p in problems(catalogue) if p.code in codes]


def test_empty_catalogue_answers_everything() -> None:
    """A publication without a document has empty lists and no problem."""
    catalogue = Catalogue()
    assert (catalogue.public_posts, catalogue.public_authors, catalogue.public_series) == (
        (),
        (),
        (),
    )
    assert catalogue.topic_labels == {}
    assert problems(catalogue) == ()


def test_posts_are_listed_newest_first() -> None:
    """By the first possible day; undated ones last; ties by docname, so that lists are stable."""
    dates = {
        "b": "2021-04-21",
        "a": "2021-04-21",
        "month": "2021-04",
        "day": "2021-04-02",
        "year": "2021",
        "late": "2022-01-01",
        "never": None,
    }
    texts = {d: post(date=date, origin={"relation": "full"}) for d, date in dates.items()}
    assert catalogue_of(texts).public_posts == ("late", "a", "b", "day", "month", "year", "never")


def test_lists_hold_only_what_is_public() -> None:
    """Drafts, scheduled, withdrawn and unreadable posts are in none of them."""
    catalogue = catalogue_of(
        {
            "p": post(tags=["x"]),
            "draft": post(draft=True, tags=["y"]),
            "scheduled": post(date="2031-01-01", tags=["y"]),
            "tombstone": post(withdrawn={"date": "2022-01-01", "reason": "r"}, tags=["y"]),
            "unreadable": post(title=None, tags=["y"]),
            "ann": author(),
        }
    )
    assert catalogue.public_posts == ("p",)
    assert catalogue.posts_by_author == {"ann": ("p",)}
    assert catalogue.posts_by_topic == {"x": ("p",)}
    assert catalogue.posts_by_year == {"2021": ("p",)}
    assert list(catalogue.topic_labels) == ["x"]


def test_authors_are_listed_by_family_name() -> None:
    """Without particles and accents; a group by its name, ties by id."""
    names = {
        "van-gestel": "Nicolette van Gestel",
        "ozturk": "Ayşe Öztürk",
        "ferlie": "Ewan Ferlie",
        "martin-b": "Alex Martin",
        "martin-a": "Alex Martin",
    }
    texts = {docname: author(title=name) for docname, name in names.items()}
    texts["centre"] = author(title="Harbour Centre", name="Harbour Centre")
    assert catalogue_of(texts).public_authors == (
        "ferlie",
        "van-gestel",
        "centre",
        "martin-a",
        "martin-b",
        "ozturk",
    )


def test_series_are_listed_by_their_newest_post() -> None:
    """Those without a dated post come last, by id."""
    texts = {
        "a/index": series(announced=[{"part": 1}]),
        "b/index": series(),
        "c/index": series(),
        "d/index": series(announced=[{"part": 1}]),
        "b/1": post(date="2021-01-01"),
        "c/1": post(date="2020-01-01"),
        "c/2": post(date="2022-01-01"),
    }
    catalogue = catalogue_of(texts, {"b/index": ["b/1"], "c/index": ["c/1", "c/2"]})
    assert catalogue.public_series == ("c", "b", "a", "d")


def test_years_are_those_of_the_first_possible_day() -> None:
    """Newest first; an interval counts where it begins."""
    texts = {
        "a": post(date="2014-11/2015-03"),
        "b": post(date="2014"),
        "c": post(date="2021-01-01"),
        "d": post(date=None, origin={"relation": "record"}),
    }
    by_year = catalogue_of(texts).posts_by_year
    assert list(by_year.items()) == [("2021", ("c",)), ("2014", ("a", "b"))]


def test_topics_are_compared_by_their_slug() -> None:
    """Spellings of one topic make one list, and a post that spells it twice is in it once."""
    texts = {
        "a": post(tags=["Co-Creation", "co creation"], date="2021-01-01"),
        "b": post(tags=["co-creation"], date="2021-01-02"),
    }
    assert catalogue_of(texts).posts_by_topic == {"co-creation": ("b", "a")}


def test_topic_is_printed_as_it_is_written_most() -> None:
    """Of spellings used alike, the one that was there first."""
    texts = {
        "a": post(tags=["PUBLIC VALUE", "E-government"], date="2020-01-01"),
        "b": post(tags=["Public value", "e-government"], date="2020-01-02"),
        "c": post(tags=["Public value"], date="2020-01-03"),
    }
    assert catalogue_of(texts).topic_labels == {
        "e-government": "E-government",
        "public-value": "Public value",
    }


def test_document_of_a_topic_gives_its_title() -> None:
    """It takes the topic's page, and need not have a post."""
    catalogue = catalogue_of({"p": post(tags=["LEADERSHIP"]), "topics/lead": TOPIC})
    assert catalogue.topic_labels == {"leadership": "On leadership"}
    assert catalogue.topic_documents == {"leadership": "topics/lead"}


def test_topic_has_one_document() -> None:
    """The first by docname takes the page; the other is a problem."""
    catalogue = catalogue_of({"b": TOPIC, "a": TOPIC})
    assert catalogue.topic_documents == {"leadership": "a"}
    assert _messages(catalogue, Code.DUPLICATE_ID) == [
        ("b.md", "The topic ‘leadership’ already has the document ‘a.md’.")
    ]


@pytest.mark.parametrize(
    ("kind", "text"), [("author", author()), ("series", series(announced=[{"part": 1}]))]
)
def test_id_belongs_to_the_first_document(kind: str, text: str) -> None:
    """Another document with it is a problem, told what to do."""
    catalogue = catalogue_of({"b/ann": text, "a/ann/index": text, "c/bob": text})
    found = catalogue.authors if kind == "author" else catalogue.series
    assert {identifier: source.docname for identifier, source in found.items()} == {
        "ann": "a/ann/index",
        "bob": "c/bob",
    }
    assert _messages(catalogue, Code.DUPLICATE_ID) == [
        (
            "b/ann.md",
            f"The {kind} id ‘ann’ is already that of ‘a/ann/index.md’; "
            "rename one of the files. This one is left out.",
        )
    ]


def test_author_and_series_may_have_one_id() -> None:
    """Ids are unique among documents of a kind."""
    catalogue = catalogue_of({"authors/x": author(), "x/index": series(announced=[{"part": 1}])})
    assert _messages(catalogue, Code.DUPLICATE_ID) == []


def test_orcid_belongs_to_one_document() -> None:
    """However it was typed."""
    first = author(orcid="0000-0002-1825-0097")
    second = author(orcid="https://orcid.org/0000-0002-1825-0097")
    catalogue = catalogue_of({"b": second, "a": first})
    assert _messages(catalogue, Code.DUPLICATE_ORCID) == [
        ("b.md", "The ORCID 0000-0002-1825-0097 is also that of ‘a.md’.")
    ]


def test_everything_that_is_named_is_looked_up() -> None:
    """An id that is nobody's is named with the nearest, wherever it stands."""
    article = "@article{lee2020, title={A}, author={Lee, Ann}, doi={10.1332/x}}"
    catalogue = catalogue_of(
        {
            "authors/ann-lee": author(members=["ann-lea"]),
            "s/index": series(
                editors=["ann-le"], announced=[{"part": 9, "authors": ["nobody", "Some Body"]}]
            ),
            "s/1": post(
                authors=["ann-lee", "an-lee", {"name": "A Guest"}],
                about=["ann-leee"],
                roles={"ann-lee": "Poet", "an-lea": "Painter"},
                articles=["lee2020", "lee2021", "zzz"],
                responds_to=["s/2", "authors/ann-lee"],
            ),
        },
        {"s/index": ["s/1"]},
        bibliography=article,
    )
    codes = Code.UNKNOWN_AUTHOR, Code.UNKNOWN_ARTICLE, Code.UNKNOWN_TARGET
    assert sorted(_messages(catalogue, *codes)) == sorted(
        [
            ("authors/ann-lee.md", "There is no author ‘ann-lea’. Did you mean ‘ann-lee’?"),
            ("s/index.md", "There is no author ‘ann-le’. Did you mean ‘ann-lee’?"),
            ("s/index.md", "There is no author ‘nobody’."),
            ("s/1.md", "There is no author ‘an-lee’. Did you mean ‘ann-lee’?"),
            ("s/1.md", "There is no author ‘ann-leee’. Did you mean ‘ann-lee’?"),
            (
                "s/1.md",
                "‘post.roles’ names ‘an-lea’, who is not among the post's authors. "
                "Did you mean ‘an-lee’ or ‘ann-lee’?",
            ),
            ("s/1.md", "The bibliography has no entry ‘lee2021’. Did you mean ‘lee2020’?"),
            ("s/1.md", "The bibliography has no entry ‘zzz’."),
            ("s/1.md", "‘post.responds_to’ names ‘s/2’, which is no post."),
            ("s/1.md", "‘post.responds_to’ names ‘authors/ann-lee’, which is no post."),
        ]
    )


def test_doi_of_the_article_is_not_the_posts() -> None:
    """It is reported whatever its letter case; a DOI of the post's own is not."""
    article = "@article{lee, title={A}, author={Lee, Ann}, doi={10.1332/030557321X}}"
    texts = {
        "p": post(doi="10.1332/030557321x", articles=["lee"]),
        "q": post(doi="10.5281/zenodo.1", articles=["lee"]),
    }
    assert _messages(catalogue_of(texts, bibliography=article), Code.ARTICLE_DOI) == [
        (
            "p.md",
            "‘doi’ is that of the article ‘lee’; it is only for a DOI of the post's own, "
            "and is ignored.",
        )
    ]


def test_incomplete_article_is_worth_knowing() -> None:
    """It lacks its title or its DOI."""
    bibliography = "@article{a, title={A}}\n@article{b, doi={10.1332/x}}\n"
    catalogue = catalogue_of({"p": post(articles=["a", "b"])}, bibliography=bibliography)
    assert _messages(catalogue, Code.ARTICLE_INCOMPLETE) == [
        ("p.md", "The article ‘a’ has no DOI in the bibliography."),
        ("p.md", "The article ‘b’ has no title in the bibliography."),
    ]


def test_post_without_authors_is_a_problem() -> None:
    """It is shown all the same."""
    catalogue = catalogue_of({"p": post(authors=None)})
    assert _messages(catalogue, Code.NO_AUTHORS) == [
        ("p.md", "The post names no author (‘authors’).")
    ]
    assert catalogue.public_posts == ("p",)


def test_post_in_no_series_stands_alone_in_peace() -> None:
    """Only one that lies in the folder of a series, and is not in its toctree, is told of."""
    texts = {"p": post(), "s/index": series(), "s/one": post(), "s/deep/two": post(), "t/p": post()}
    catalogue = catalogue_of(texts, {"s/index": ["s/one"]})
    assert _messages(catalogue, Code.NO_SERIES) == [
        (
            "s/deep/two.md",
            "The post lies in the folder of the series ‘s’, which does not name it. If it is a "
            "part, add to the toctree of ‘s/index.md’ the line: deep/two",
        )
    ]
    assert Code.NO_SERIES.level is Level.COULD


def test_label_of_the_posts_own_series_is_found_in_its_title() -> None:
    """Only where the series calls its parts so."""
    texts = {
        "a/index": series(part_label="Blog"),
        "b/index": series(),
        "a/1": post(title="Blog 1: Leaders"),
        "b/1": post(title="Blog 1: Leaders"),
        "c": post(title="Blog 1: Leaders"),
    }
    catalogue = catalogue_of(texts, {"a/index": ["a/1"], "b/index": ["b/1"]})
    assert _messages(catalogue, Code.LABEL_IN_TITLE) == [
        ("a/1.md", "The title has the series label, which is added automatically; write ‘Leaders’.")
    ]


def test_label_is_reported_once() -> None:
    """Though both the file and its series would show it."""
    title = "SPECIAL ISSUE BLOG SERIES: Blog 1 – Blog 2: Leaders"
    texts = {"a/index": series(part_label="Blog"), "a/1": post(title=title)}
    catalogue = catalogue_of(texts, {"a/index": ["a/1"]})
    assert len(_messages(catalogue, Code.LABEL_IN_TITLE)) == 1


def test_what_is_left_out_because_of_others_is_worth_knowing() -> None:
    """A series with nothing public, and an author whom only such documents name."""
    texts = {"s/index": series(editors=["ann"]), "ann": author(), "bob": author(draft=True)}
    assert _messages(catalogue_of(texts), Code.NOTHING_PUBLIC) == [
        ("ann.md", "The author is left out: only documents that are left out name them."),
        ("s/index.md", "The series is left out: nothing of it is public yet."),
    ]


def test_problems_are_sorted_by_file_and_line() -> None:
    """Those of the bibliography are among them."""
    found = problems(
        catalogue_of(
            {"b": post(colour="red", shape="round"), "a": post(authors=["x", "y"]), "x": author()},
            bibliography="@article{a, doi={none}}",
        )
    )
    assert list(found) == sorted(found)
    assert {problem.file for problem in found} == {"a.md", "b.md", "references.bib"}


def test_relations_between_posts_are_turned_round() -> None:
    """Who answers, who is written about, which posts present an article: newest first."""
    texts = {
        "a": post(date="2020-01-01", about=["ann"], articles=["k", "l"]),
        "b": post(date="2021-01-01", responds_to=["a"], about=["ann"], articles=["k"]),
        "c": post(date="2022-01-01", responds_to=["a", "b"]),
        "d": post(draft=True, responds_to=["a"], about=["ann"], articles=["k"]),
    }
    catalogue = catalogue_of(texts)
    assert catalogue.responses == {"a": ("c", "b"), "b": ("c",)}
    assert catalogue.posts_by_subject == {"ann": ("b", "a")}
    assert catalogue.posts_by_article == {"k": ("b", "a"), "l": ("a",)}


def test_series_are_found_by_their_editors() -> None:
    """Public ones only."""
    texts = {
        "a/index": series(editors=["ann", "bob"], announced=[{"part": 1}]),
        "b/index": series(editors=["ann"], draft=True),
        "ann": author(),
        "bob": author(),
    }
    assert catalogue_of(texts).series_by_editor == {"ann": ("a",), "bob": ("a",)}


def test_positions_rise_along_the_reading_order() -> None:
    """Of every series by itself."""
    texts = {"s/index": series(), "z": post(), "a": post(), "m": post(draft=True)}
    catalogue = catalogue_of(texts, {"s/index": ["z", "m", "a"]})
    order = catalogue.positions
    assert order["z"] < order["m"] < order["a"]
    assert catalogue.posts_of_series("s") == ("z", "a")
    assert catalogue.posts_of_series("none") == ()


def test_catalogue_is_pickled_without_what_was_worked_out() -> None:
    """A pickled environment is no larger for having been asked."""
    catalogue = catalogue_of({"p": post(tags=["x"]), "ann": author()})
    before = pickle.dumps(catalogue)
    assert catalogue.topic_labels == {"x": "x"}
    assert len(catalogue.withheld) == 0
    assert pickle.dumps(catalogue) == before
    restored = pickle.loads(before)  # noqa: S301  # our own bytes
    assert restored == catalogue
    assert restored.public_posts == ("p",)


def test_catalogues_of_the_same_files_are_equal() -> None:
    """Equality is of what was given: files, bibliography, as-of date and exports."""
    texts = {"p": post(), "ann": author()}
    assert catalogue_of(texts) == catalogue_of(texts)
    assert catalogue_of(texts) != catalogue_of(texts, as_of="2024-06-16")
    assert catalogue_of(texts) != catalogue_of({**texts, "p": post(title="B")})


def test_export_is_called_by_its_stem() -> None:
    """Folder and ending say what it is, not of what."""
    assert Export("pdf/co-creation.pdf", 10).stem == "co-creation"
    assert Export("a.b.epub", 10).stem == "a.b"


def test_problem_knows_its_level_and_slug() -> None:
    """The code is printed in small letters, with hyphens."""
    problem = Problem("a.md", 3, "m", Code.UNKNOWN_AUTHOR)
    assert (problem.level, problem.code.slug) == (Level.MUST, "unknown-author")
    assert [code.name for code in Code if not code.help.endswith(".")] == []

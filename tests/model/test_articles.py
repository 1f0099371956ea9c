"""Articles in texts and in lists: their keys, their free access, their posts."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.directives import options_of
from sphinx_anthology.model.article_queries import SORTS, ArticleInText, ArticleList
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.states import Access

BIB = """
@article{low2020, author={Low, Ann}, title={On low things}, year=2020, doi={10.5555/low}}
@article{bee2021, author={Bee, Bob}, title={A bee}, year=2021}
@article{zoo2021, author={Zoo, Zed}, title={Elks}, year=2021}
@article{soon, author={Ant, Al}, title={The rest}, year={in press}}
@article{cited, author={Low, Ann}, title={Only cited}, year=2020}
@article{hidden, author={Low, Ann}, title={Of a draft}, year=2020}
"""


def _item(key: str, until: str = "") -> str:
    option = f":free_until: {until}\n" if until else ""
    return f":::{{article}} {key}\n{option}A note.\n:::\n\n"


TEXTS = {
    "s/index": series(),
    "s/one": post(articles=[{"key": "low2020", "free_until": "2024-12-31"}, "bee2021"], tags=["x"]),
    "list": post(date="2022-01-01", kind="reading-list", authors=["bob"])
    + _item("@zoo2021", "2024-01-31")
    + _item("low2020", "2024-02-01")
    + _item("bee2021", "2024-07-01")
    + _item("soon"),
    "later": post(date="2031-01-01") + _item("hidden"),
    "draft-less": post(articles=["hidden"], draft=True),
    "ann": author(),
    "bob": author(title="Bob Bee"),
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """A series with a post, a reading list, and posts that are withheld."""
    return catalogue_of(TEXTS, {"s/index": ["s/one"]}, bibliography=BIB)


def _keys(query: ArticleList, catalogue: Catalogue) -> list[str]:
    return [entry.box.key for entry in query.result(catalogue)]


def test_every_article_of_a_public_post_is_listed_with_its_posts(catalogue: Catalogue) -> None:
    """Those of the front matter and those of the text; none that is only cited, or withheld."""
    found = {
        entry.box.key: [post.docname for post in entry.posts]
        for entry in ArticleList().result(catalogue)
    }
    assert found == {
        "bee2021": ["list", "s/one"],
        "zoo2021": ["list"],
        "low2020": ["list", "s/one"],
        "soon": ["list"],
    }


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        (ArticleList(), ["bee2021", "zoo2021", "low2020", "soon"]),
        (ArticleList(sort="oldest"), ["soon", "low2020", "bee2021", "zoo2021"]),
        (ArticleList(sort="author"), ["soon", "bee2021", "low2020", "zoo2021"]),
        (ArticleList(sort="title"), ["bee2021", "zoo2021", "low2020", "soon"]),
        (ArticleList(limit=1), ["bee2021"]),
        (ArticleList(year="2020"), ["low2020"]),
        (ArticleList(author="bob", year="2021"), ["bee2021", "zoo2021"]),
        (ArticleList(series="s"), ["bee2021", "low2020"]),
        (ArticleList(topic="X"), ["bee2021", "low2020"]),
    ],
)
def test_articles_are_chosen_and_sorted(
    catalogue: Catalogue, query: ArticleList, keys: list[str]
) -> None:
    """By year, of one year by author; options narrow the list."""
    assert query.sort in SORTS
    assert _keys(query, catalogue) == keys


def test_free_access_is_the_last_day_that_a_post_states(catalogue: Catalogue) -> None:
    """In a list; a day of the front matter counts more than that of the text of the same post."""
    until = {e.box.key: e.box.free_until for e in ArticleList().result(catalogue)}
    assert until["low2020"] == dt.date(2024, 12, 31)
    assert until["zoo2021"] == dt.date(2024, 1, 31)
    in_text = ArticleInText(docname="s/one", key="low2020", free_until=dt.date(2023, 1, 1))
    assert in_text.result(catalogue).free_until == dt.date(2024, 12, 31)
    elsewhere = ArticleInText(docname="ann", key="low2020", free_until=dt.date(2023, 1, 1))
    assert elsewhere.result(catalogue).access is Access.ENDED


def test_a_page_knows_the_articles_of_its_text(catalogue: Catalogue) -> None:
    """Each once, in their order, with the access of the as-of date."""
    view = PostPage("list").result(catalogue)
    assert view is not None
    assert [(box.key, box.access) for box in view.listed] == [
        ("zoo2021", Access.ENDED),
        ("low2020", Access.ENDED),
        ("bee2021", Access.FREE),
        ("soon", None),
    ]
    assert view.articles == ()


def test_a_million_options_are_read_at_once() -> None:
    """Each is read where the one before ends; the rest is not copied again and again."""
    options, rest = options_of(":a: 1\n" * 1_000_000 + "Text.")
    assert (options, rest) == ({"a": "1"}, "Text.")


@pytest.mark.parametrize(
    ("content", "options", "rest"),
    [
        ("Text.", {}, "Text."),
        (":a: 1\nText.", {"a": "1"}, "Text."),
        ("  :a: 1\n:b: 2 \n\nText.", {"a": "1", "b": "2"}, "\nText."),
        (":a: 1", {"a": "1"}, ""),
        ("---\na: 1\nb: x:y\n---\nText.", {"a": "1", "b": "x:y"}, "Text."),
        ("---\n---", {}, ""),
        ("---\nno end", {}, "---\nno end"),
        (":not an option", {}, ":not an option"),
        ("", {}, ""),
    ],
)
def test_options_are_read_in_both_forms(content: str, options: dict[str, str], rest: str) -> None:
    """As MyST reads them."""
    assert options_of(content) == (options, rest)

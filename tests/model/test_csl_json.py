"""CSL-JSON as BibTeX, as pybtex reads it back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.bibliography import Article, read_bibliography
from sphinx_anthology.model.csl_json import bibtex_of_csl


def read(*items: object) -> dict[str, Article]:
    found = read_bibliography(bibtex_of_csl(json.dumps(items)), "x.bib")
    assert found.problems == ()
    return dict(found.articles)


def test_every_field() -> None:
    """What a journal article, a chapter and a paper say of themselves."""
    item = {
        "type": "chapter",
        "id": "doe-2021",
        "title": "A <i>title</i> & more",
        "author": [{"family": "Doe", "given": "Jane", "suffix": "Jr."}],
        "editor": [{"family": "Lee", "given": "Kim"}],
        "container-title": "The Book",
        "publisher": "Quay Press",
        "volume": 2,
        "issue": "3-4",
        "page": "12-19",
        "DOI": "10.5555/a_b%2",
        "URL": "https://a.example/x?y=1&z",
        "issued": {"literal": "Spring 2021"},
    }
    article = read(item)["doe-2021"]
    assert article.title == "A title & more"
    assert [str(name) for name in article.authors] == ["Jane Doe"]
    assert article.authors[0].suffix == "Jr."
    assert [str(name) for name in article.editors] == ["Kim Lee"]
    assert ("type", "incollection") in article.fields
    assert ("booktitle", "The Book") in article.fields
    assert (article.volume, article.number, article.pages) == ("2", "3-4", "12–19")
    assert (article.doi, article.year) == ("10.5555/a_b%2", "2021")
    assert article.url == "https://a.example/x?y=1&z"


def test_keys() -> None:
    """An id of one word stays; else it is the family name and the year, each once."""
    title = {"type": "book", "title": "Tides"}
    doe = {**title, "author": [{"family": "Dœ-Lee", "given": "J."}]}
    dated = {**doe, "issued": {"date-parts": [[2020]]}}
    assert set(read({**doe, "id": 7}, {**dated, "id": "http://x/y"}, dated, title)) == {
        "7",
        "dlee2020",
        "dlee2020a",
        "tides",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "no works"),
        ('"a"', "no works"),
        ("[" * 9**5, "JSON"),
    ],
)
def test_what_is_no_csl_is_told(text: str, reason: str) -> None:
    """Without a traceback."""
    with pytest.raises(ValueError, match=reason):
        bibtex_of_csl(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["type", "id", "title", "author", "editor", "issued", "page", "DOI", "URL", "container-title"]
)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=6), max_size=3))
def test_any_json_is_read(items: list[object]) -> None:
    """Each work becomes an entry, or the file is refused with a reason."""
    try:
        text = bibtex_of_csl(json.dumps(items))
    except ValueError:
        return
    count = sum(isinstance(item, dict) and "title" in item for item in items)
    assert len(read_bibliography(text, "x.bib").articles) == count


LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="\\{}<~^")
TEXTS = st.text(LETTERS | st.just(" "), min_size=1, max_size=30).filter(str.strip)


@given(title=TEXTS, family=st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True))
def test_words_stay(title: str, family: str) -> None:
    """What LaTeX takes for its own is escaped."""
    item = {"title": title, "author": [{"family": family, "given": "Jane"}], "id": "a"}
    article = read(item)["a"]
    assert article.title == " ".join(title.split())
    assert article.authors[0].family == family

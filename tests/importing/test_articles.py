"""Articles that posts present, as a bibliography that is written again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anthology_import.findings.articles import FILE, Articles, key_of
from anthology_import.records import Confidence, Finding, Proposal
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.problem import Level

WORDS = st.text(st.sampled_from("aé Z0&%$#_~^<>'\"`-–\\{}@,=/"), min_size=1, max_size=30).filter(
    lambda text: any(c.isalnum() for c in text)
)


def presented(**value: str) -> list[Proposal]:
    """What a post says of an article."""
    return [
        Proposal(kind=Finding.ARTICLE, value=value, quote="", where="", confidence=Confidence.SURE)
    ]


def test_what_is_known_is_written() -> None:
    """Title, names, DOI and address, under a key made of the DOI."""
    articles = Articles("", is_own=True)
    value = {"doi": "10.5555/a_b(1)", "title": "Mud & 5 % more", "authors": "Ann Lee, Mia van Ek"}
    assert articles.links(presented(**value)) == ["10-5555-a-b-1"]
    article = read_bibliography(articles.text(), FILE).articles["10-5555-a-b-1"]
    assert (article.title, article.doi) == ("Mud & 5 % more", "10.5555/a_b(1)")
    assert [(a.given, a.family) for a in article.authors] == [("Ann", "Lee"), ("Mia", "van Ek")]


@given(WORDS, WORDS)
def test_it_is_the_same_however_often_it_is_written(title: str, name: str) -> None:
    """Whatever stands in it, it can be read, and nothing is quoted twice.

    What BibTeX reads as another sign, such as two hyphens or commas, is that sign from then on.
    """
    articles = Articles("", is_own=True)
    articles.links(presented(title=title, authors=name))
    text = articles.text()
    found = read_bibliography(text, FILE)
    assert {problem.level for problem in found.problems} <= {Level.SHOULD}
    assert list(found.articles) == [key_of({"title": title})]
    again = Articles(text, is_own=True)
    kept = again.text()
    assert Articles(kept, is_own=True).text() == kept
    again.links(presented(title=title, authors=name))
    assert again.text() == text


def test_nothing_is_an_empty_file() -> None:
    """Which says what it is for."""
    assert Articles("", is_own=True).text().startswith("%")

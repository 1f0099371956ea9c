"""Articles, first publications, days of free access and conferences, out of bodies."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology_import.findings.articles import article_proposals
from anthology_import.findings.context import (
    day,
    event_proposals,
    free_until_proposal,
    repost_proposal,
)
from anthology_import.findings.text import passages, quote, sentences
from anthology_import.records import Confidence, Finding, Term

ON = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("sentence", "site", "date"),
    [
        ("This originally appeared on the Town Mud and Tides blog.", "Town Mud and Tides", ""),
        ("This was originally published on The Tide on 12 May 2021.", "The Tide", "2021-05-12"),
        ("This article is republished from The Tide under a licence.", "The Tide", ""),
        ("Reposted with kind permission from Mud Audit (4 May 2015).", "Mud Audit", "2015-05-04"),
        ("This post first appeared in Mud Weekly, May 2015.", "Mud Weekly", "2015-05"),
    ],
)
def test_a_first_publication_is_told(sentence: str, site: str, date: str) -> None:
    """Where it was, and when, as far as the sentence says so."""
    found = repost_proposal(passages(f"<p>{sentence}</p>"))
    assert found is not None
    assert found.value == {"site": site, **({"date": date} if date else {})}
    assert (found.quote, found.confidence) == (sentence, Confidence.SURE)


@pytest.mark.parametrize(
    "sentence",
    [
        "The first published study showed mud in Denmark.",
        "This post was first published in 2014.",
        "It originally appeared that mud was rare.",
        "This article presents mud.",
    ],
)
def test_other_firsts_are_none(sentence: str) -> None:
    """What is only like such a sentence is left alone."""
    assert repost_proposal(passages(f"<p>{sentence}</p>")) is None


def test_a_version_is_asked_about() -> None:
    """A version of a post is not the post."""
    found = repost_proposal(
        passages("<p>A longer version of this post was first published by the Mud Society.</p>")
    )
    assert found is not None
    assert found.confidence is Confidence.LIKELY


def test_the_link_of_a_first_publication_is_kept() -> None:
    """Its address is that of the link on its name."""
    html = '<p>This originally appeared on <a href="https://mud.example/a">Mud Lines</a>.</p>'
    found = repost_proposal(passages(html))
    assert found is not None
    assert found.value == {"site": "Mud Lines", "url": "https://mud.example/a"}


def test_the_blog_is_not_its_own_origin() -> None:
    """A post that was first on this blog is no repost."""
    html = "<p>This post was first published on Mud Lines.</p>"
    assert repost_proposal(passages(html), "Mud Lines") is None


@pytest.mark.parametrize(
    ("text", "last", "confidence"),
    [
        ("All articles are free to access until 31 July 2021.", "2021-07-31", Confidence.SURE),
        ("Free from 1 November 2021 – 31 January 2022.", "2022-01-31", Confidence.SURE),
        ("The article is free until the end of May 2022.", "2022-05-31", Confidence.SURE),
        ("Read it free until 30 April!", "2021-04-30", Confidence.LIKELY),
        ("Free to read until February 3rd.", "2022-02-03", Confidence.LIKELY),
    ],
)
def test_free_access_ends(text: str, last: str, confidence: Confidence) -> None:
    """A day without its year is the next one after the post, and is asked about."""
    found = free_until_proposal(passages(f"<p>Mud. {text} More.</p>"), ON)
    assert found is not None
    assert (found.value, found.confidence) == (last, confidence)


def test_other_freedom_has_no_end() -> None:
    """‘Feel free to write to us on 3 May’ ends nothing."""
    for text in ("Feel free to write to us on 3 May 2021.", "Free until 31 June 2021.", "Free."):
        assert free_until_proposal(passages(f"<p>{text}</p>"), ON) is None


def test_the_own_article_is_sure() -> None:
    """A DOI that the sentence calls ours, whatever stands around it."""
    html = (
        '<p>In <a href="https://doi.org/10.5555/Abc(1)d">our new article</a>, mud is told.</p>'
        "<p>See also 10.5555/other.</p><h2>References</h2><p>10.5555/cited</p>"
    )
    (found,) = article_proposals(passages(html))
    assert found.value == {"doi": "10.5555/Abc(1)d"}
    assert (found.confidence, found.quote) == (Confidence.SURE, "In our new article, mud is told.")


def test_an_article_is_told_by_its_title() -> None:
    """The line ‘Article title: … (by …) in the special issue’."""
    html = (
        "<p>Article title: <em>The slow tide</em> (by Ann Lee and Bo Ek) in the special issue</p>"
    )
    (found,) = article_proposals(passages(html))
    assert found.value == {"title": "The slow tide", "authors": "Ann Lee, Bo Ek"}


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Lee, van der Meer and Sørenskov", "Lee, van der Meer, Sørenskov"),
        ("Lee & Ek", "Lee, Ek"),
        ("the Institute of Water and Law", "the Institute of Water and Law"),
        ("Lee, Ann and Ek, Bo", "Lee, Ann and Ek, Bo"),
        ("Lee, Ek and others", "Lee, Ek and others"),
    ],
)
def test_authors_may_be_named_by_family_names_alone(written: str, names: str) -> None:
    """A list of family names is one name each; where it may be something else, it stays whole."""
    html = f"<p>Article title: <em>The slow tide</em> (by {written}) in the special issue</p>"
    (found,) = article_proposals(passages(html))
    assert found.value == {"title": "The slow tide", "authors": names}


def test_many_citations_are_no_article() -> None:
    """One or two other DOIs are asked about, more are what a text cites."""
    few = article_proposals(passages("<p>See 10.5555/a. And 10.5555/b.</p>"))
    assert [p.confidence for p in few] == [Confidence.LIKELY] * 2
    many = "".join(f"<p>See 10.5555/a{n}.</p>" for n in range(5))
    assert article_proposals(passages(many)) == ()


def test_a_conference_is_named_by_text_or_tag() -> None:
    """The name with its year is likely; a report or a preview says that it is one."""
    title = "Mud & Tides 2014 conference: The challenges of mud"
    (event,) = event_proposals(title, passages("<p>Mud.</p>"), ())
    assert (event.kind, event.value) == (Finding.EVENT, "Mud & Tides 2014 conference")
    tag = Term("post_tag", "mud-conference-2014", "Mud Conference 2014")
    body = passages("<p>In the afternoon plenary on the first day of the conference, mud.</p>")
    event, kind = event_proposals("Mud", body, (tag,))
    assert (event.value, kind.value) == ("Mud Conference 2014", "report")
    body = passages("<p>In advance of our forthcoming annual conference, Ann Lee writes.</p>")
    assert [p.value for p in event_proposals("Mud", body, ())] == ["preview"]


def test_lists_and_news_say_so_in_the_title() -> None:
    """Highlights and calls for papers are what their titles say."""
    for title, kind in {
        "Mud highlights collection": "reading-list",
        "Call for papers": "news",
    }.items():
        (found,) = event_proposals(title, (), ())
        assert (found.kind, found.value) == (Finding.KIND, kind)


def test_sentences_end_where_they_do() -> None:
    """Titles and initials end none; what is quoted is the sentence at a place."""
    text = "Prof. Dr. Lind spoke to J. Aas. “Mud!” she said. Nobody left."
    assert len(sentences(text)) == 3
    assert quote(text, text.index("left")) == "Nobody left."


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    """No text is too strange; sentences lose nothing but space."""
    body = passages(text)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    repost_proposal(body)
    free_until_proposal(body, ON)
    article_proposals(body)
    event_proposals(text, body, ())
    day(text, ON)

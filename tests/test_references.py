"""Cross-references: roles, plain links, what is wrong with them, and what points back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.building import Built, build, documents_read
from tests.conftest import CONF

POST = """---
title: {title}
authors: [ann]
date: {date}
post: {{draft: {draft}}}
---

{body}
"""
ANN = "---\ntitle: Ann Low\nauthor: {}\n---\n\nA life.\n"


def _post(title: str, body: str, date: str = "2024-01-01", draft: str = "false") -> str:
    return POST.format(title=title, body=body, date=date, draft=draft)


def _files(body: str) -> dict[str, str]:
    return {
        "ann.md": ANN,
        "s/index.md": "---\ntitle: The series\nseries: {part_label: Part}\n---\n\n"
        "```{toctree}\none\ntwo\nhidden\n```\n",
        "s/one.md": _post("First *light*", "Words."),
        "s/two.md": _post("Second sight", body, "2024-02-01"),
        "s/hidden.md": _post("Secret title", "Secret words.", "2024-03-01", draft="true"),
        "references.bib": "@article{low2020, author={Low, Ann and High, Bob}, title={On lows}, "
        "year={2020}, doi={10.5555/low}}\n",
        "index.md": "# Book\n\n```{toctree}\nann\ns/index\n```\n",
    }


def _page(built: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup((built.out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def _sentences(references: Iterable[str]) -> str:
    """A paragraph for each reference."""
    return "\n\n".join(f"See {reference} here." for reference in references)


def _said(page: BeautifulSoup) -> list[Tag]:
    """These paragraphs on a page."""
    return [p for p in page.select("article p") if p.get_text().startswith("See ")]


def _link(page: BeautifulSoup, text: str) -> Tag | None:
    """The link of the article's text that has just this text."""
    return next((a for a in page.select("article a") if a.get_text() == text), None)


LINKS = (
    ("{post}`s/one`", "First *light*", "one.html"),
    ("{post}`the first <s/one>`", "the first", "one.html"),
    ("{series}`s`", "The series", "index.html"),
    ("{article}`low2020`", "Low and High (2020), On lows", "https://doi.org/10.5555/low"),
    ("{article}`their article <low2020>`", "their article", "https://doi.org/10.5555/low"),
    ("[](one.md)", "First *light*", "one.html"),
    ("[that one](one.md)", "that one", "one.html"),
)


def test_a_reference_links_to_its_target(built: Callable[..., Built]) -> None:
    """Each role, and a plain link, gives the target's own text unless another is written."""
    made = built(_files(_sentences(source for source, _, _ in LINKS)))
    assert made.warnings == ()
    links = [p.select("a") for p in _said(_page(made, "s/two"))]
    assert [[(a.get_text(), a["href"]) for a in found] for found in links] == [
        [(text, href)] for _, text, href in LINKS
    ]


def test_a_link_to_a_post_tells_authors_and_part(built: Callable[..., Built]) -> None:
    """The tooltip of a post's link names its authors and its part."""
    made = built(_files("See {post}`it <s/one>`."))
    link = _link(_page(made, "s/two"), "it")
    assert link is not None
    assert link["title"] == "Ann Low. Part 1"


WRONG = (
    ("{post}`s/ome`", "{post}`s/ome` points to nothing. Did you mean ‘s/one’"),
    ("{author}`anne`", "{author}`anne` points to nothing. Did you mean ‘ann’?"),
    ("{series}`ss`", "{series}`ss` points to nothing. Did you mean ‘s’?"),
    ("{topic}`nothing`", "{topic}`nothing` points to nothing."),
    ("{article}`low202`", "{article}`low202` points to nothing. Did you mean ‘low2020’?"),
    ("{cite:p}`low202`", "The bibliography has no entry ‘low202’. Did you mean ‘low2020’?"),
    ("[x](ome.md)", "The link to ‘ome.md’ leads to no document. Did you mean ‘one.md’"),
)


def test_a_wrong_target_is_reported_with_the_nearest_right_ones(
    built: Callable[..., Built],
) -> None:
    """One warning says file, line, what was found and what may be meant; the text stays."""
    made = built(_files(_sentences(source for source, _ in WRONG)))
    told = dict(warning.split(": WARNING: ", 1) for warning in made.warnings)
    assert len(told) == len(made.warnings) == len(WRONG), made.warnings
    for number, (_, message) in enumerate(WRONG):
        place = f"{made.app.srcdir}/s/two.md:{8 + 2 * number}"
        assert told[place].startswith(message)
    assert all(p.get_text().endswith(" here.") for p in _said(_page(made, "s/two")))


def test_a_wrong_target_is_reported_until_it_is_mended(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    """A build that reads nothing again repeats the warning; when the target is there, it ends."""
    first = built(_files("See {post}`s/three`."))
    second = built({})
    assert first.warnings == second.warnings != ()
    (tmp_path / "source/s/three.md").write_text(
        _post("Third", "Words.", "2024-04-01"), encoding="utf-8"
    )
    third = built({"s/index.md": _files("")["s/index.md"].replace("hidden", "three\nhidden")})
    assert third.warnings == ()
    assert _link(_page(third, "s/two"), "Third") is not None


WITHHELD = (
    ("{post}`the next <s/hidden>`", "See the next here."),
    ("{post}`s/hidden`", "See a forthcoming post here."),
    ("[the next](hidden.md)", "See the next here."),
    ("[](hidden.md)", "See a forthcoming post here."),
    ("{doc}`the next <hidden>`", "See the next here."),
)


def test_a_link_to_a_withheld_post_becomes_its_text(built: Callable[..., Built]) -> None:
    """No warning, no link, no byte of the draft; once it is public the link is there."""
    made = built(_files(_sentences(source for source, _ in WITHHELD)))
    assert made.warnings == ()
    page = _page(made, "s/two")
    assert [p.get_text() for p in _said(page)] == [text for _, text in WITHHELD]
    assert "hidden.html" not in str(page)
    assert "Secret" not in str(page)
    public = built({"s/hidden.md": _post("Secret title", "Secret words.", "2024-03-01")})
    links = [p.select("a") for p in _said(_page(public, "s/two"))]
    assert [["hidden" in a["href"] for a in found] for found in links] == [[True]] * len(WITHHELD)


def test_later_posts_that_refer_to_a_post_are_listed_with_the_sentence(
    built: Callable[..., Built],
) -> None:
    """The sentence that holds the reference is quoted whole, the words of the link in bold."""
    body = "A start, e.g. this. As {post}`the first <s/one>` says, so it is. The end."
    page = _page(built(_files(body)), "s/one")
    heading = page.select_one("section.an-later > h2")
    assert heading is not None
    assert heading.get_text().rstrip("#") == "Mentioned in later posts"
    quote = page.select_one("ul.an-back p.an-sum")
    assert quote is not None
    assert quote.get_text() == "“As the first says, so it is.”"
    bold = quote.find("strong")
    assert bold is not None
    assert bold.get_text() == "the first"


@pytest.mark.parametrize("body", ["Nothing.", "```{posts}\n:series: s\n```"])
def test_lists_and_navigation_are_no_references(built: Callable[..., Built], body: str) -> None:
    """Only what an author wrote counts: no list, no reading order."""
    page = _page(built(_files(body)), "s/one")
    assert "Mentioned in later posts" not in page.get_text()


def test_an_earlier_post_is_no_later_one(built: Callable[..., Built]) -> None:
    """A look ahead is a link, not a backlink."""
    files = _files("Words.") | {"s/one.md": _post("First light", "See {post}`s/two`.")}
    assert "Mentioned in later posts" not in _page(built(files), "s/two").get_text()


def test_responses_are_shown_both_ways(built: Callable[..., Built]) -> None:
    """A post says what it answers, and the other says what answers it."""
    files = _files("Words.")
    files["s/two.md"] = files["s/two.md"].replace("post: {", "post: {responds_to: [s/one], ")
    made = built(files)
    assert "A response to First *light*." in _page(made, "s/two").get_text()
    responses = _page(made, "s/one").select_one("section.an-responses")
    assert responses is not None
    assert "Second sight" in responses.get_text()


def test_two_posts_may_have_one_title(built: Callable[..., Built]) -> None:
    """Posts are told apart by their documents: each link leads to its own."""
    files = _files("{post}`s/one` and {post}`s/two`.") | {
        "s/two.md": _post("First *light*", "See {post}`s/one`.", "2024-02-01"),
        "other.md": "---\norphan: true\n---\n# Other\n\n{post}`s/one`, {post}`s/two`\n",
    }
    made = built(files)
    assert made.warnings == ()
    links = _page(made, "other").select("article p a")
    assert [a["href"] for a in links] == ["s/one.html", "s/two.html"]
    assert [a.get_text() for a in links] == ["First *light*"] * 2


def test_a_cited_entry_is_read_again_when_the_bibliography_changes(tmp_path: Path) -> None:
    """Only the documents that use an entry are read again when it changes."""
    source = tmp_path / "source"
    files = _files("As {cite:p}`low2020` has it.") | {"conf.py": CONF}
    for name, text in files.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    build(source, tmp_path / "out", tmp_path / "d")
    bib = source / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8").replace("On lows", "On highs"), encoding="utf-8")
    assert documents_read(source, tmp_path / "out", tmp_path / "d") == ["s/two"]
    assert "On highs" in (tmp_path / "out/s/two.html").read_text(encoding="utf-8")


def test_a_link_without_a_text_of_its_own_is_quoted_with_the_title(
    built: Callable[..., Built],
) -> None:
    """The sentence is the one with the link, wherever the link stands in the paragraph."""
    body = "First sentence here. The second names [](one.md) at last. A third."
    quote = _page(built(_files(body)), "s/one").select_one("ul.an-back p.an-sum")
    assert quote is not None
    assert quote.get_text() == "“The second names First *light* at last.”"


def test_other_publications_name_their_authors(built: Callable[..., Built]) -> None:
    """An id in the chain of earlier publications is printed as the name."""
    own = "origin: {relation: repost, earlier: [{site: Y, authors: [ann, {name: Bo Hi}]}]}, "
    files = _files("Words.")
    files["s/two.md"] = files["s/two.md"].replace("post: {", f"post: {{{own}")
    page = _page(built(files), "s/two").get_text()
    assert "Previously published on Y, Ann Low and Bo Hi." in page


def test_an_excerpt_is_plain_text(built: Callable[..., Built]) -> None:
    """Marks of footnotes and citations are left out."""
    body = "It is said[^1] so {cite:p}`low2020`.\n\nMore.\n\n[^1]: A note."
    files = _files(body) | {
        "list.md": "---\norphan: true\n---\n# L\n\n```{posts}\n:excerpt:\n```\n"
    }
    excerpts = [p.get_text() for p in _page(built(files), "list").select("p.an-sum")]
    assert "It is said so." in excerpts


def test_a_series_that_lists_itself_is_no_problem(built: Callable[..., Built]) -> None:
    """``self`` and the document's own name take no place."""
    files = _files("Words.")
    files["s/index.md"] = files["s/index.md"].replace("one\n", "self\none\n")
    assert built(files).warnings == ()

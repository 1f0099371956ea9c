"""Reading lists and lists of articles in real builds: in every output, and in incremental ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sphinx_anthology.reading.domain import domain_of
from tests.book import Book, sample, write
from tests.building import Built, assert_edits_leave_a_clean_site, build, documents_read
from tests.exports.openings import closed, said

CONF = """project = "B"
extensions = ["sphinx_anthology"]
html_baseurl = "https://b.example/"
anthology_as_of = "2025-06-01"
"""
BIB = """
@article{low2020, author={Low, Ann}, title={On low things}, year=2020, doi={10.5555/low}}
@article{bee2021, author={Bee, Bob}, title={On bees}, year=2021, doi={10.5555/bee}}
@article{hidden, author={Quillonby, Cy}, title={Quillonby}, year=2021, doi={10.5555/quillonby}}
"""
LIST = """---
title: Two to read
authors: {name: Ann Low}
date: 2024-01-01
post:
  kind: reading-list
  articles: [{key: low2020, free_until: 2025-12-31}]
---

What to read.

:::{article} low2020
The *first*.
:::

:::{article} bee2021
:free_until: 2025-07-31

The second.

It has more.
:::
"""
INDEX = "# B\n\n```{toctree}\nlist\narticles\nother\n```\n"
OTHER = "---\ntitle: Another\nauthors: {name: Cy Moss}\ndate: 2024-02-01\npost: {DRAFT}\n---\n\n"
NOTE = ":::{article} hidden\nQuillonby.\n:::\n"
FILES = {
    "conf.py": CONF,
    "references.bib": BIB,
    "index.md": INDEX,
    "list.md": LIST,
    "articles.md": "---\nin_volumes: true\n---\n\n# Articles\n\n```{articles}\n```\n",
    "other.md": OTHER.replace("DRAFT", "draft: true") + NOTE,
}


def _page(made: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup((made.out / name).read_text(encoding="utf-8"), "html.parser")


def test_an_article_stands_with_its_access_and_its_note(built: Callable[..., Built]) -> None:
    """The box above the text does not repeat it; its own words are no words of the text."""
    made = built(FILES)
    page = _page(made, "list.html")
    items = [item.get_text(" ", strip=True) for item in page.select(".an-reading")]
    assert items == [
        "On low things Ann Low 2020 · doi.org/10.5555/low Free to read until 31 December 2025 "
        "The first .",
        "On bees Bob Bee 2021 · doi.org/10.5555/bee Free to read until 31 July 2025 "
        "The second. It has more.",
    ]
    assert page.select_one(".an-article") is None
    body = domain_of(made.app.env).bodies["list"]
    assert (body.words, body.excerpt) == (11, ("What to read.",))


def test_metadata_cites_what_the_list_has(built: Callable[..., Built]) -> None:
    """JSON-LD has each once; the post is about those of its front matter alone."""
    script = _page(built(FILES), "list.html").find("script", type="application/ld+json")
    assert script is not None
    graph = json.loads(script.get_text())["@graph"]
    post = next(node for node in graph if node["@type"] == "BlogPosting")
    low, bee = "https://doi.org/10.5555/low", "https://doi.org/10.5555/bee"
    assert post["citation"] == [{"@id": low}, {"@id": bee}]
    assert post["about"] == [{"@id": low}]


def test_a_list_of_articles_names_their_posts(built: Callable[..., Built]) -> None:
    """Newest first; what nothing public presents is not there."""
    page = _page(built(FILES), "articles.html")
    entries = [entry.get_text(" ", strip=True) for entry in page.select(".an-articles .an-entry")]
    assert entries == [
        "On bees Bob Bee 2021 · doi.org/10.5555/bee Free to read until 31 July 2025 "
        "Presented in Two to read · 1 January 2024",
        "On low things Ann Low 2020 · doi.org/10.5555/low Free to read until 31 December 2025 "
        "Presented in Two to read · 1 January 2024",
    ]


def _texts(out: Path) -> Iterator[str]:
    """The texts of all files, of those that are packed too, as ``closed`` gives them."""
    for path in sorted(out.rglob("*")):
        if path.suffix in {".pdf", ".epub"}:
            yield from (text for _, text in said(path))
        elif path.is_file():
            yield closed(path.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("builder", ["html", "typstpdf", "epubs", "text", "latex", "man"])
def test_every_output_has_the_list_and_nothing_withheld(
    built: Callable[..., Built], builder: str
) -> None:
    """Titles, access and notes; no article of a draft, though its record is in the file."""
    words = "".join(_texts(built(FILES, builder).out))
    for shown in ("On bees", "It has more.", "Presented in"):
        assert closed(shown) in words
    # a volume is read when the access has ended
    assert (closed("until 31 July 2025") in words) == (builder not in {"typstpdf", "epubs"})
    assert "quillonby" not in words


def test_words_behind_the_key_are_kept(built: Callable[..., Built]) -> None:
    """They begin the note, and no key has a space."""
    text = LIST.replace(":::{article} low2020\nThe", ":::{article} low2020 It is short.\nThe")
    made = built({**FILES, "list.md": text})
    assert made.warnings == ()
    item = _page(made, "list.html").select_one(".an-reading")
    assert item is not None
    assert item.get_text(" ", strip=True).endswith("2025 It is short. The first .")


def _body(series: str, name: str, body: str) -> Callable[[Book], object]:
    return lambda book: setattr(book.posts[series][name], "body", body)


ITEM = "Words.\n\n:::{article} low2021\n:free_until: 2025-06-07\n\nA note.\n:::\n"
EDITS: dict[str, Callable[[Book], object]] = {
    "an article in a text": _body("red", "one", ITEM),
    "another day": _body("red", "one", ITEM.replace("06-07", "06-08")),
    "its access ends": lambda book: setattr(book, "as_of", "2025-06-09"),
    "its record": lambda book: book.articles.update(low2021="On highs"),
    "a draft of it": lambda book: setattr(book.posts["red"]["one"], "draft", True),
    "none any more": _body("red", "one", "Words."),
}


def _publication(source: Path, book: Book) -> None:
    write(book, source)
    (source / "articles.md").write_text("# Articles\n\n```{articles}\n```\n", encoding="utf-8")
    index = source / "index.md"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("authors/index\n", "authors/index\narticles\n"), encoding="utf-8")


def test_after_every_edit_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """One edit after the other."""
    source, book = tmp_path / "source", sample()
    source.mkdir()
    book.articles["low2021"] = "On heights"
    _publication(source, book)

    def edited(edit: Callable[[Book], None]) -> None:
        edit(book)
        _publication(source, book)

    edits = {name: partial(edited, edit) for name, edit in EDITS.items()}
    assert_edits_leave_a_clean_site(tmp_path, edits)


def test_a_list_is_read_again_where_an_article_comes(tmp_path: Path) -> None:
    """The post, and the page with the list; on the day when access ends both again."""
    places = tmp_path / "source", tmp_path / "out", tmp_path / "doctrees"
    places[0].mkdir()
    book = sample()
    book.articles["low2021"] = "On heights"
    _publication(places[0], book)
    build(*places)
    for edit in (EDITS["an article in a text"], EDITS["its access ends"]):
        edit(book)
        _publication(places[0], book)
        assert {"articles", "red/one"} <= set(documents_read(*places))

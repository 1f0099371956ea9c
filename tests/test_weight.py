"""Invariant 7: a page weighs what it is about, however large the publication is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book import Book, Post, write
from tests.building import Built, build

PAGES = ("s00/p1.html", "s00/index.html", "authors/a00.html")
ONE_BUILD = pytest.mark.xdist_group("weight")
"""Tests that one process runs, so that the large publication is built once."""


def _book(series: int, posts: int = 3) -> Book:
    """As many series as wanted, each of as many posts by an author of its own."""
    return Book(
        posts={
            f"s{s:02}": {
                f"p{p}": Post(f"Title {s} {p}", [f"a{s:02}"], f"2024-01-{p + 1:02}", [f"t{s}"])
                for p in range(posts)
            }
            for s in range(series)
        },
        authors={f"a{s:02}": f"Ann Number{s:02}" for s in range(series)} | {"ann": "Ann Low"},
        articles={},
    )


def _build(folder: Path, series: int) -> Built:
    """A publication whose front page is kept short."""
    source = folder / "source"
    source.mkdir(parents=True)
    write(_book(series), source)
    index = source / "index.md"
    text = index.read_text(encoding="utf-8").replace("{series-cards}", "{series-cards}\n:limit: 4")
    index.write_text(text, encoding="utf-8")
    return build(source, folder / "out", folder / "doctrees")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication of 15 series."""
    return _build(tmp_path_factory.mktemp("large"), 15)


@ONE_BUILD
def test_pages_do_not_grow_with_the_publication(tmp_path: Path, large: Built) -> None:
    """A post, its series and its author are as many bytes among 15 series as among 3."""
    small = _build(tmp_path, 3)
    sizes = [(small.out / page).stat().st_size for page in PAGES]
    assert [(large.out / page).stat().st_size for page in PAGES] == sizes


@ONE_BUILD
def test_a_front_page_may_be_kept_short(large: Built) -> None:
    """With limits, the front page shows the newest series and posts, however many there are."""
    page = (large.out / "index.html").read_text(encoding="utf-8")
    assert page.count('class="an-card"') == 4


def test_a_topic_page_lists_at_most_fifty_posts(tmp_path: Path) -> None:
    """The fifty-first post is on a second page, and the pages link each other."""
    book = _book(2, 27)
    for posts in book.posts.values():
        for post in posts.values():
            post.tags = ["tides"]
    source = tmp_path / "source"
    source.mkdir()
    write(book, source)
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    first = (built.out / "topics/tides.html").read_text(encoding="utf-8")
    second = (built.out / "topics/tides/2.html").read_text(encoding="utf-8")
    assert first.count('class="an-dated"') == 50
    assert second.count('class="an-dated"') == 4
    assert 'href="tides/2.html"' in first
    assert 'href="../tides.html"' in second
    assert not (built.out / "topics/tides/3.html").exists()
    for post in list(book.posts["s00"].values())[:6]:
        post.tags = []
    write(book, source)
    build(source, tmp_path / "out", tmp_path / "doctrees")
    assert not (built.out / "topics/tides").exists()

"""Invariant 7: a page weighs what it is about, however large the publication is."""

from __future__ import annotations

from pathlib import Path

from tests.book import Book, Post, write
from tests.building import Built, build

PAGES = ("s00/p1.html", "s00/index.html", "authors/a00.html", "authors/index.html")


def _book(series: int) -> Book:
    """As many series as wanted, each of three posts by an author of its own."""
    return Book(
        posts={
            f"s{s:02}": {
                f"p{p}": Post(f"Title {s} {p}", [f"a{s:02}"], f"2024-0{p + 1}-01", [f"t{s}"])
                for p in range(3)
            }
            for s in range(series)
        },
        authors={f"a{s:02}": f"Ann Number{s:02}" for s in range(series)} | {"ann": "Ann Low"},
        articles={},
    )


def _build(folder: Path, series: int) -> Built:
    source = folder / "source"
    source.mkdir(parents=True)
    write(_book(series), source)
    return build(source, folder / "out", folder / "doctrees")


def test_pages_do_not_grow_with_the_publication(tmp_path: Path) -> None:
    """A post, its series and its author are as many bytes among 30 series as among 3."""
    small, large = _build(tmp_path / "small", 3), _build(tmp_path / "large", 30)
    sizes = [(small.out / page).stat().st_size for page in PAGES[:3]]
    assert [(large.out / page).stat().st_size for page in PAGES[:3]] == sizes


def test_a_topic_page_lists_at_most_fifty_posts(tmp_path: Path) -> None:
    """The fifty-first post is on a second page, and the pages link each other."""
    book = _book(18)
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
    for posts in list(book.posts.values())[:2]:
        for post in posts.values():
            post.tags = []
    write(book, source)
    build(source, tmp_path / "out", tmp_path / "doctrees")
    assert not (built.out / "topics/tides").exists()


def test_a_front_page_may_be_kept_short(tmp_path: Path) -> None:
    """With limits, the front page shows the newest series and posts, however many there are."""
    source = tmp_path / "source"
    source.mkdir()
    book = _book(30)
    write(book, source)
    index = source / "index.md"
    text = index.read_text(encoding="utf-8").replace("{series-cards}", "{series-cards}\n:limit: 4")
    index.write_text(text, encoding="utf-8")
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    page = (built.out / "index.html").read_text(encoding="utf-8")
    assert page.count('class="an-card"') == 4

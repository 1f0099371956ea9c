"""Every link of the site leads somewhere, and every id is there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.book import Post, sample, write
from tests.building import Built, build


def _pages(out: Path) -> dict[Path, BeautifulSoup]:
    """The pages of a site; not the theme's own files."""
    return {
        path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(out.rglob("*.html"))
        if "_static" not in path.parts
    }


def dead_links(out: Path) -> Iterator[str]:
    """Every reference of a page that leads to nothing of the site."""
    pages = _pages(out)
    ids = {path: {e["id"] for e in page.select("[id]")} for path, page in pages.items()}
    for path, page in pages.items():
        for element, attribute in (("a", "href"), ("img", "src"), ("link", "href")):
            for found in page.find_all(element):
                parts = urlsplit(str(found.get(attribute, "")))
                if parts.scheme or parts.netloc:
                    continue
                target = _target(out, path, unquote(parts.path))
                if target.is_dir():
                    target /= "index.html"
                is_there = target.is_file()
                if not is_there or (
                    parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]
                ):
                    yield f"{path.relative_to(out)}: {found.get(attribute)}"


def _target(out: Path, path: Path, named: str) -> Path:
    """The file that a page names: from its own folder, or from the site's root."""
    if named.startswith("/"):
        return out / named.lstrip("/")
    return (path.parent / named).resolve() if named else path


def repeated_ids(out: Path) -> Iterator[str]:
    """Every id that stands twice on one page."""
    for path, page in _pages(out).items():
        counts = Counter(str(e["id"]) for e in page.select("[id]"))
        yield from (f"{path.relative_to(out)}: {i}" for i, count in counts.items() if count > 1)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", ["journal", "docs"])
def test_no_link_is_dead_and_no_id_stands_twice(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """On every page of both publications."""
    out = publication(name, builder).out.resolve()
    assert list(dead_links(out)) == []
    assert list(repeated_ids(out)) == []


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_topic_with_a_document_is_linked_there(tmp_path: Path, builder: str) -> None:
    """Wherever the document lies: from posts, from lists, from the role."""
    source = tmp_path / "source"
    source.mkdir()
    book = sample()
    book.topic_document = True
    book.posts["red"]["one"].tags = ["tides", "Tides", "Index", "'&'", "x" * 300]
    book.posts["red"]["one"].body = "On {topic}`TIDES`.\n\n## An cite\n\n## An authors\n"
    write(book, source)
    built = build(source, tmp_path / "out", tmp_path / "doctrees", builder=builder)
    assert built.warnings == ()
    out = built.out.resolve()
    assert list(dead_links(out)) == []
    assert list(repeated_ids(out)) == []
    page = BeautifulSoup(
        Path(built.app.builder.get_outfilename("red/one")).read_text(encoding="utf-8"),
        "html.parser",
    )
    meta = page.select_one("p.an-meta")
    assert meta is not None
    assert [a.get_text() for a in meta.select("a")][:3] == ["Tides", "Index", "&"]


def test_a_topic_of_any_length_can_be_taken_back(tmp_path: Path) -> None:
    """A long name does not spoil the folder for later builds."""
    source = tmp_path / "source"
    source.mkdir()
    book = sample()
    book.posts["red"]["one"].tags = ["x" * 400]
    write(book, source)
    build(source, tmp_path / "out", tmp_path / "doctrees")
    book.posts["red"]["one"].tags = ["tides"]
    write(book, source)
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    assert built.warnings == ()
    assert not list((built.out / "topics").glob("xxx*"))


def test_a_title_is_text_on_the_pages_of_its_neighbours_too(tmp_path: Path) -> None:
    """Previous and next are escaped as everything else is."""
    source = tmp_path / "source"
    source.mkdir()
    book = sample()
    book.posts["red"]["two"] = Post("'A <script>alert(1)</script> & B'", ["ann"], "2024-02-05")
    write(book, source)
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    for path in built.out.rglob("*.html"):
        assert "<script>alert(1)" not in path.read_text(encoding="utf-8"), path

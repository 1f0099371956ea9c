"""Every link of the site leads somewhere, and every id is there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.book import Post, sample, write
from tests.building import Built, build

Pages = dict[Path, LexborHTMLParser]


def _pages(out: Path) -> Pages:
    """The pages of a site; not the theme's own files."""
    return {
        path: LexborHTMLParser(path.read_text(encoding="utf-8"))
        for path in sorted(out.rglob("*.html"))
        if "_static" not in path.parts
    }


def _ids(page: LexborHTMLParser) -> list[str]:
    return [str(element.attributes["id"]) for element in page.css("[id]")]


def dead_links(out: Path, pages: Pages) -> Iterator[str]:
    """Every reference of a page that leads to nothing of the site."""
    ids = {path: set(_ids(page)) for path, page in pages.items()}
    for path, page in pages.items():
        for named in _references(page):
            parts = urlsplit(named)
            if parts.scheme or parts.netloc:
                continue
            target = _target(out, path, unquote(parts.path))
            if target.is_dir():
                target /= "index.html"
            is_there = target.is_file()
            if not is_there or (
                parts.fragment and target in ids and unquote(parts.fragment) not in ids[target]
            ):
                yield f"{path.relative_to(out)}: {named}"


def _references(page: LexborHTMLParser) -> Iterator[str]:
    """What links, pictures and the head of a page name."""
    for element, attribute in (("a", "href"), ("img", "src"), ("link", "href")):
        for found in page.css(element):
            yield found.attributes.get(attribute) or ""


def _target(out: Path, path: Path, named: str) -> Path:
    """The file that a page names: from its own folder, or from the site's root."""
    if named.startswith("/"):
        return out / named.lstrip("/")
    return (path.parent / named).resolve() if named else path


def repeated_ids(out: Path, pages: Pages) -> Iterator[str]:
    """Every id that stands twice on one page."""
    for path, page in pages.items():
        counts = Counter(_ids(page))
        yield from (f"{path.relative_to(out)}: {i}" for i, count in counts.items() if count > 1)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", ["journal", "docs"])
def test_no_link_is_dead_and_no_id_stands_twice(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """On every page of both publications."""
    out = publication(name, builder).out.resolve()
    pages = _pages(out)
    assert list(dead_links(out, pages)) == []
    assert list(repeated_ids(out, pages)) == []


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
    pages = _pages(out)
    assert list(dead_links(out, pages)) == []
    assert list(repeated_ids(out, pages)) == []
    meta = pages[Path(built.app.builder.get_outfilename("red/one")).resolve()].css("p.an-meta a")
    assert [a.text() for a in meta][:3] == ["Tides", "Index", "&"]


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

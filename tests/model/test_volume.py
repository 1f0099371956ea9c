"""What a volume holds: posts and series, and of other documents those of which it is stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.volume import Publication, left_out, volumes

PAGE = "# A page\n\nText.\n"
BELOW = {
    "index": ["series/index", "about", "people", "guide"],
    "series/index": ["tides/index"],
    "tides/index": ["tides/one", "tides/glossary"],
    "people": ["ann"],
    "guide": ["guide/first", "guide/second"],
}
TEXTS = {
    "index": PAGE,
    "series/index": PAGE,
    "tides/index": series(editors=["ann"]),
    "tides/one": post(),
    "tides/glossary": PAGE,
    "about": PAGE,
    "people": PAGE,
    "ann": author(),
    "guide": PAGE,
    "guide/first": PAGE,
    "guide/second": PAGE,
    "loose": post(date="2020-01-01"),
    "on-tides": "---\ntitle: Tides\ntopic: tides\n---\n",
}
ENTRIES = {"tides/index": ["tides/one", "tides/glossary"]}


def _held(
    texts: Mapping[str, str] = TEXTS, patterns: Sequence[str] = (), wordless: Sequence[str] = ()
) -> list[list[tuple[str, int]]]:
    """The documents of every volume with their depths."""
    made = volumes(
        Publication(title="A book", in_volumes=tuple(patterns)),
        catalogue_of(texts, ENTRIES),
        BELOW,
        frozenset(wordless),
    )
    return [[(chapter.docname, chapter.depth) for chapter in volume.chapters] for volume in made]


def _said(holds: str) -> str:
    return f"---\nin_volumes: {holds}\n---\n\n{PAGE}"


BOOKLET = [("tides/index", 0), ("tides/one", 1), ("tides/glossary", 1)]
BOOK = [("index", 0), ("tides/index", 1), ("tides/one", 2), ("tides/glossary", 2), ("loose", 1)]


def test_volumes_hold_posts_series_topics_and_what_a_series_lists() -> None:
    """What stood below a document that is left out takes its place; authors are contributors."""
    assert _held() == [[*BOOK, ("on-tides", 1)], BOOKLET]


def test_what_is_left_out_is_told() -> None:
    """But for authors, and for the front page."""
    publication, catalogue = Publication(title="A book"), catalogue_of(TEXTS, ENTRIES)
    assert left_out(publication, catalogue, volumes(publication, catalogue, BELOW)) == (
        "about",
        "guide",
        "guide/first",
        "guide/second",
        "people",
        "series/index",
    )


def test_a_front_page_without_words_is_left_out() -> None:
    """Unless there is nothing else."""
    assert _held(wordless=["index"])[0][0] == ("tides/index", 1)
    alone = catalogue_of({"index": PAGE})
    (book,) = volumes(Publication(title="A book"), alone, {}, frozenset({"index"}))
    assert book.docnames == {"index"}


def test_without_posts_there_is_a_book_of_all_pages() -> None:
    """Whoever writes no posts wants their pages in it."""
    pages = dict.fromkeys(TEXTS, PAGE)
    assert len(_held(pages)[0]) == len(TEXTS) - 2


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["about"], {"about"}),
        (["guide/*"], {"guide/first", "guide/second"}),
        (["guide*", "!guide/second"], {"guide", "guide/first"}),
        (["!guide/second", "guide*"], {"guide", "guide/first", "guide/second"}),
        (["guide"], {"guide", "guide/first", "guide/second"}),
    ],
)
def test_a_setting_names_more_or_fewer(patterns: list[str], found: set[str]) -> None:
    """By patterns, of which the last one counts; what stands below a document goes with it."""
    held = {docname for docname, _ in _held(patterns=patterns)[0]}
    assert held & {"about", "guide", "guide/first", "guide/second"} == found


def test_a_setting_can_leave_out_a_post() -> None:
    """And a series, with its posts and its booklet."""
    assert "loose" not in dict(_held(patterns=["!loose"])[0])
    assert _held(patterns=["!tides/index"]) == [[("index", 0), ("loose", 1), ("on-tides", 1)]]


def test_a_document_speaks_for_itself() -> None:
    """Against the setting, too, and for all below it that says nothing else."""
    texts = {**TEXTS, "guide": _said("true"), "guide/first": _said("false")}
    held = dict(_held(texts, patterns=["!guide"])[0])
    assert {docname for docname in held if "guide" in docname} == {"guide", "guide/second"}
    assert held["guide"] == 1
    assert "index" not in dict(_held({**TEXTS, "index": _said("false")})[0])


def test_a_series_can_leave_out_one_of_its_pages() -> None:
    """Of the booklet as of the book."""
    book, booklet = _held({**TEXTS, "tides/glossary": _said("false")})
    assert "tides/glossary" not in dict(book)
    assert booklet == BOOKLET[:2]


def test_the_editors_of_the_book_are_those_of_its_series() -> None:
    """Each once."""
    book, booklet = volumes(Publication(title="A book"), catalogue_of(TEXTS, ENTRIES), BELOW)
    assert [editor.id for editor in book.editors] == ["ann"]
    assert book.editors == booklet.editors

"""Invariants 2 and 3: what an incremental build leaves is what a clean one makes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st

from tests.book import Book, Post, sample, write
from tests.building import build, contents, differences

SEQUENCES = int(os.environ.get("ANTHOLOGY_SEQUENCES", "15"))
SEED = int(os.environ.get("ANTHOLOGY_SEED", "0"))
"""Which sequences are drawn: the same ones each time, unless another number asks for others."""
SHARES = 5
"""The sequences are dealt out to so many tests, so that they may run side by side."""
STEPS = 8
TITLES = ("First light", "Quick <b>silver</b>", "A new & *odd* title", "Zebra", "What now?")
TAGS = ("tides", "boats", "Harbour life")
BODIES = (
    "Other words here.",
    "It answers {post}`red/one` at once. So it does.",
    "See [](../red/two.md), and [that](../blue/one.md).",
    "Text by {author}`bob` on {topic}`tides` in {series}`blue`.\n\n% more\n\nThe rest.",
    "According to {cite:t}`low2021`, and {article}`low2020` too.",
    "## A heading\n\nBelow it, {post}`another text <blue/three>`.",
)


def _post(draw: Callable, book: Book) -> tuple[dict[str, Post], str]:
    series = draw(st.sampled_from(sorted(s for s in book.posts if book.posts[s])))
    return book.posts[series], draw(st.sampled_from(sorted(book.posts[series])))


def _retitle(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].title = '"' + draw(st.sampled_from(TITLES)) + '"'


def _rewrite(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].body = draw(st.sampled_from(BODIES))


def _redescribe(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].description = draw(st.sampled_from(("", "A standfirst.", "Another one.")))


def _retag(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].tags = draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))


def _redate(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].date = draw(st.sampled_from(("2023-05-01", "2024-02", "2025-06-02", "2022")))


def _flip_draft(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].draft = not posts[name].draft


def _change_authors(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    ids = st.sampled_from(sorted(book.authors))
    posts[name].authors = draw(st.lists(ids, min_size=1, max_size=3, unique=True))


def _present(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    keys = st.sampled_from(sorted(book.articles))
    posts[name].articles = draw(st.lists(keys, max_size=2, unique=True))


def _respond(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    posts[name].responds_to = draw(st.sampled_from(([], ["red/one"], ["blue/one"])))


def _repaint(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    for post in posts.values():
        post.shade = None
    posts[name].shade = draw(st.integers(0, 255))


def _add(draw: Callable, book: Book) -> None:
    series = draw(st.sampled_from(sorted(book.posts)))
    name = draw(st.sampled_from(("added", "extra")))
    book.posts[series].setdefault(name, Post("Quick silver", ["cy"], "2024-09-01", ["boats"]))


def _delete(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    del posts[name]


def _rename(draw: Callable, book: Book) -> None:
    posts, name = _post(draw, book)
    renamed = draw(st.sampled_from(("renamed", "moved", "one", "two")))
    if renamed not in posts:
        items = [(renamed if n == name else n, post) for n, post in posts.items()]
        posts.clear()
        posts.update(items)


def _reorder(draw: Callable, book: Book) -> None:
    series = draw(st.sampled_from(sorted(book.posts)))
    order = draw(st.permutations(sorted(book.posts[series])))
    book.posts[series] = {name: book.posts[series][name] for name in order}


def _rename_author(draw: Callable, book: Book) -> None:
    author = draw(st.sampled_from(sorted(book.authors)))
    book.authors[author] = draw(st.sampled_from(("Ann Low", "Ann van Low", "Bob High", "Di Due")))


def _edit_bibliography(draw: Callable, book: Book) -> None:
    key = draw(st.sampled_from(("low2020", "low2021")))
    book.articles[key] = draw(st.sampled_from(("On low things", "On high things")))


def _let_time_pass(draw: Callable, book: Book) -> None:
    book.as_of = draw(st.sampled_from(("2024-02-10", "2025-06-01", "2025-08-01")))


def _flip_topic_document(draw: Callable, book: Book) -> None:
    book.topic_document = not book.topic_document


EDITS = (
    _retitle,
    _rewrite,
    _redescribe,
    _retag,
    _redate,
    _flip_draft,
    _change_authors,
    _present,
    _respond,
    _repaint,
    _add,
    _delete,
    _rename,
    _reorder,
    _rename_author,
    _edit_bibliography,
    _let_time_pass,
    _flip_topic_document,
)


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_after_any_edits_the_site_is_that_of_a_clean_build(share: int) -> None:
    """
    After each of a sequence of edits the incremental site equals a clean one byte for byte,
    and only pages whose bytes changed were written.
    """
    chosen = settings(
        max_examples=-(-SEQUENCES // SHARES),
        database=None,
        # a failing sequence is told as it is: to shorten it takes longer than to read it
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    seed(SEED * SHARES + share)(chosen(given(st.data())(_edit_and_compare)))()


def _edit_and_compare(data: st.DataObject) -> None:
    """Draw a sequence of edits; after each, build incrementally and from nothing, and compare."""
    book = sample()
    jobs = data.draw(st.sampled_from((1, 2, 4)), label="jobs")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, site = folder / "source", folder / "site"
        source.mkdir()
        write(book, source)
        build(source, site, folder / "doctrees", jobs=jobs)
        for step in range(STEPS):
            edit = data.draw(st.sampled_from(EDITS), label=f"edit {step}")
            edit(data.draw, book)
            _write_with_any_time(data, book, source)
            before = _pages(site)
            built = build(source, site, folder / "doctrees", jobs=jobs)
            note(f"{edit.__name__}: {built.warnings}")
            clean = folder / f"clean-{step}"
            build(source, clean, folder / f"clean-doctrees-{step}")
            assert differences(site, clean) == []
            assert _needlessly_written(before, _pages(site)) == []
            shutil.rmtree(clean)


def _write_with_any_time(data: st.DataObject, book: Book, source: Path) -> None:
    """Write the files; what changed may bear an older time stamp than what it replaces."""
    before = contents(source)
    write(book, source)
    if data.draw(st.booleans(), label="old time stamps"):
        for name, content in contents(source).items():
            if before.get(name) != content:
                os.utime(source / name, (1_000_000_000, 1_000_000_000))


def _pages(site: Path) -> dict[str, tuple[int, bytes]]:
    """Time of writing and bytes of every page."""
    return {
        path.relative_to(site).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in site.rglob("*.html")
    }


def _needlessly_written(
    before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]
) -> list[str]:
    return [
        name
        for name, (time, content) in after.items()
        if name in before and before[name][1] == content and before[name][0] != time
    ]

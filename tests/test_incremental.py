"""Invariants 2 and 3: what an incremental build leaves is what a clean one makes."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book import Book, Post, sample, write
from tests.building import build, contents, differences
from tests.chance import seed

SEQUENCES = int(os.environ.get("ANTHOLOGY_SEQUENCES", "3"))
"""How many sequences of edits are drawn; which ones, the commit decides (``tests/chance.py``)."""
STEPS = 8
"""Three times eight: each kind of edit has its turn in every run."""
JOBS = (1, 2, 4)
"""In how many processes the sequences are built, in turn."""
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
Edit = Callable[[random.Random, Book], None]


def _post(chance: random.Random, book: Book) -> tuple[dict[str, Post], str]:
    series = chance.choice(sorted(s for s in book.posts if book.posts[s]))
    return book.posts[series], chance.choice(sorted(book.posts[series]))


def _retitle(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].title = '"' + chance.choice(TITLES) + '"'


def _rewrite(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].body = chance.choice(BODIES)


def _redescribe(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].description = chance.choice(("", "A standfirst.", "Another one."))


def _retag(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].tags = chance.sample(TAGS, chance.randint(0, 2))


def _redate(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].date = chance.choice(("2023-05-01", "2024-02", "2025-06-02", "2022"))


def _flip_draft(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].draft = not posts[name].draft


def _change_authors(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].authors = chance.sample(sorted(book.authors), chance.randint(1, 3))


def _present(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].articles = chance.sample(sorted(book.articles), chance.randint(0, 2))


def _respond(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].responds_to = chance.choice(([], ["red/one"], ["blue/one"]))


def _repaint(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    for post in posts.values():
        post.shade = None
    posts[name].shade = chance.randint(0, 255)


def _add(chance: random.Random, book: Book) -> None:
    series = chance.choice(sorted(book.posts))
    name = chance.choice(("added", "extra"))
    book.posts[series].setdefault(name, Post("Quick silver", ["cy"], "2024-09-01", ["boats"]))


def _delete(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    if sum(map(len, book.posts.values())) > 1:
        del posts[name]


def _rename(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    renamed = chance.choice(("renamed", "moved", "one", "two"))
    if renamed not in posts:
        items = [(renamed if n == name else n, post) for n, post in posts.items()]
        posts.clear()
        posts.update(items)


def _reorder(chance: random.Random, book: Book) -> None:
    series = chance.choice(sorted(book.posts))
    order = sorted(book.posts[series])
    chance.shuffle(order)
    book.posts[series] = {name: book.posts[series][name] for name in order}


def _rename_author(chance: random.Random, book: Book) -> None:
    author = chance.choice(sorted(book.authors))
    book.authors[author] = chance.choice(("Ann Low", "Ann van Low", "Bob High", "Di Due"))


def _edit_bibliography(chance: random.Random, book: Book) -> None:
    key = chance.choice(("low2020", "low2021"))
    book.articles[key] = chance.choice(("On low things", "On high things"))


def _let_time_pass(chance: random.Random, book: Book) -> None:
    book.as_of = chance.choice(("2024-02-10", "2025-06-01", "2025-08-01"))


def _flip_topic_document(chance: random.Random, book: Book) -> None:
    book.topic_document = not book.topic_document


EDITS: tuple[Edit, ...] = (
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


def _dealt(number: int) -> list[Edit]:
    """The edits of a sequence: from packs that are shuffled, so that all kinds have their turn."""
    chance = random.Random(seed())  # noqa: S311  # no secret
    pack: list[Edit] = []
    while len(pack) < (number + 1) * STEPS:
        pack += chance.sample(EDITS, len(EDITS))
    return pack[number * STEPS :][:STEPS]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(SEQUENCES))
def test_after_any_edits_the_site_is_that_of_a_clean_build(tmp_path: Path, number: int) -> None:
    """
    After each of a sequence of edits the incremental site equals a clean one byte for byte,
    and only pages whose bytes changed were written.
    """
    chance = random.Random(f"{seed()} {number}")  # noqa: S311  # no secret
    book, jobs = sample(), JOBS[number % len(JOBS)]
    source, site, clean = tmp_path / "source", tmp_path / "site", tmp_path / "clean"
    source.mkdir()
    write(book, source)
    build(source, site, tmp_path / "doctrees", jobs=jobs)
    done = [f"ANTHOLOGY_SEED={seed()}"]
    for edit in _dealt(number):
        _change(book, edit, chance)
        done.append(edit.__name__ + _write_with_any_time(chance, book, source))
        before = _pages(site)
        built = build(source, site, tmp_path / "doctrees", jobs=jobs)
        build(source, clean, tmp_path / "clean-doctrees")
        assert differences(site, clean) == [], (done, built.warnings)
        assert _needlessly_written(before, _pages(site)) == [], (done, built.warnings)
        shutil.rmtree(clean)
        shutil.rmtree(tmp_path / "clean-doctrees")


def _change(book: Book, edit: Edit, chance: random.Random) -> None:
    """Edit a book until it differs: what is drawn may be what was there."""
    before = book.files()
    for _ in range(20):
        edit(chance, book)
        if book.files() != before:
            return


def _write_with_any_time(chance: random.Random, book: Book, source: Path) -> str:
    """Write the files; what changed may bear an older time stamp than what it replaces."""
    before = contents(source)
    write(book, source)
    if chance.random() < 0.5:
        return ""
    for name, content in contents(source).items():
        if before.get(name) != content:
            os.utime(source / name, (1_000_000_000, 1_000_000_000))
    return ", with an old time stamp"


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

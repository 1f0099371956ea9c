"""After an edit just the documents that depend on it are read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology import cache
from sphinx_anthology.outputs.pdf import inline
from tests.book import Book, Post, sample, write
from tests.building import Base, build, contents, differences, documents_read

Edit = Callable[[Book], object]


def _set(series: str, name: str, field: str, value: object) -> Edit:
    return lambda book: setattr(book.posts[series][name], field, value)


CASES: list[tuple[str, Edit, list[str]]] = [
    ("nothing", lambda book: None, []),
    ("a body", _set("blue", "one", "body", "Other words."), ["blue/one"]),
    (
        # its neighbours, series and author, and the page with the lists of all topics
        "a title",
        _set("red", "one", "title", "Dawn"),
        ["authors/ann", "index", "red/index", "red/one", "red/three", "red/two"],
    ),
    (
        "a tag",
        _set("red", "three", "tags", ["boats", "new"]),
        ["index", "red/three"],
    ),
    (
        "the title of an article",
        lambda book: book.articles.update(low2020="On other things"),
        ["authors/ann", "authors/bob", "red/index", "red/three", "red/two"],
    ),
    (
        "an article that nobody uses",
        lambda book: book.articles.update(low2021="On other things"),
        [],
    ),
    (
        "a day on which nothing changes",
        lambda book: setattr(book, "as_of", "2025-06-02"),
        [],
    ),
    (
        "the day on which a post appears",
        lambda book: setattr(book, "as_of", "2025-07-05"),
        [
            "authors/ann",
            "authors/cy",
            "blue/index",
            "blue/one",
            "blue/three",
            "index",
            "red/one",
        ],
    ),
    (
        "an author's name",
        lambda book: book.authors.update(bob="Bob Height"),
        [
            "authors/ann",
            "authors/bob",
            "blue/index",
            "blue/one",
            "index",
            "red/index",
            "red/one",
            "red/three",
            "red/two",
        ],
    ),
    (
        # who edits the series has its progress on the page
        "a new post at the end",
        lambda book: book.posts["blue"].update(new=Post("New", ["cy"], "2024-09-01")),
        ["authors/ann", "authors/cy", "blue/index", "blue/new", "blue/one", "index"],
    ),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The small book."""
    return Base(tmp_path_factory.mktemp("reading"), lambda source: write(sample(), source))


@pytest.mark.parametrize(("edit", "read"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_just_the_dependents_are_read_again(base: Base, edit: Edit, read: list[str]) -> None:
    """No more, no less: the rest keeps its doctrees."""
    book = sample()
    edit(book)
    base.edit(lambda source: write(book, source))
    assert documents_read(*base.places) == read


def test_an_environment_of_other_code_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records may have another shape, and rules may withhold what was public."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', "utf-8")
    (source / "index.md").write_text("# B\n", "utf-8")

    folders = source, tmp_path / "html", tmp_path / "d"
    assert documents_read(*folders) == ["index"]
    assert documents_read(*folders) == []
    monkeypatch.setattr(cache, "code_version", lambda: 1)
    assert documents_read(*folders) == ["index"]


def test_after_an_update_all_outputs_are_those_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What writes texts into pages, PDFs and EPUBs is code, too: here it writes capitals."""
    source = tmp_path / "source"
    source.mkdir()
    write(sample(), source)
    builders = ("typstpdf", "epubs", "html")
    before = {}
    for builder in builders:
        before[builder] = contents(
            build(source, tmp_path / builder, tmp_path / "d", builder=builder).out
        )
    monkeypatch.setattr(cache, "code_version", lambda: 1)
    plain, encode = inline.broken, HTML5Translator.encode
    monkeypatch.setattr(inline, "broken", lambda text: plain(text.upper()))
    monkeypatch.setattr(HTML5Translator, "encode", lambda self, text: encode(self, text.upper()))
    for builder in builders:
        made = build(source, tmp_path / builder, tmp_path / "d", builder=builder)
        clean = tmp_path / f"{builder}-clean"
        build(source, clean, tmp_path / "d-clean", builder=builder)
        assert differences(made.out, clean) == []
        assert contents(made.out).keys() == before[builder].keys()
        assert contents(made.out) != before[builder]


@pytest.mark.parametrize("name", ["model/a.py", "outputs/html/a.html", "locale/a.mo", "a.typ"])
def test_all_code_makes_the_version(tmp_path: Path, name: str) -> None:
    """A word in any module, template, style or translation, or another name of one."""
    made = []
    for number, text in enumerate(("x", "y", "x")):
        path = tmp_path / str(number) / (name if number < 2 else name.replace("a.", "b."))
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        made.append(cache.code_version(tmp_path / str(number)))
    assert len(set(made)) == 3


def test_commands_make_no_version(tmp_path: Path) -> None:
    """Nothing of them gets into what is built."""
    (tmp_path / "cli").mkdir()
    empty = cache.code_version.__wrapped__(tmp_path)
    (tmp_path / "cli/a.py").write_text("x", "utf-8")
    assert cache.code_version.__wrapped__(tmp_path) == empty

"""Documents become files, and what is wrong with them is said with its place."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from sphinx_anthology.typst.compiler import (
    Location,
    MissingTypst,
    TypstCompiler,
    TypstError,
    remarks,
)

LIBRARY = '#let shown(path) = {\n  image(path, alt: "x")\n}\n#let wrapped(body) = par(body)\n'
HEAD = '#import "/library.typ": *\n#set document(title: "Title")\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a library, and a chapter that misuses it."""
    (tmp_path / "library.typ").write_text(LIBRARY, encoding="utf-8")
    (tmp_path / "chapters").mkdir()
    chapter = HEAD + '#wrapped({\n"before"\nshown("/nowhere.png")\n})\n'
    (tmp_path / "chapters" / "one.typ").write_text(chapter, encoding="utf-8")
    return tmp_path


def test_a_file_is_the_same_every_time(root: Path) -> None:
    """Whichever compiler makes it; its date is the content's."""
    date = dt.date(2021, 4, 21)
    made = [TypstCompiler(root).pdf(f"{HEAD}Text.", date=date).content for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")
    assert b"D:20210421000000Z" in made[0]


@pytest.mark.parametrize("date", [None, dt.date(1889, 5, 1), dt.date(1970, 1, 1)])
def test_a_file_without_a_date_is_of_the_first_day(root: Path, date: dt.date | None) -> None:
    """And so are those from before computers counted days."""
    assert b"D:19700101000000Z" in TypstCompiler(root).pdf(f"{HEAD}Text.", date=date).content


def test_inputs_reach_the_document_and_are_not_kept(root: Path) -> None:
    """One compiler makes many volumes."""
    press = TypstCompiler(root)
    source = f'{HEAD}#assert(sys.inputs.at("key", default: none) == none, message: "kept")'
    with pytest.raises(TypstError, match="kept"):
        press.pdf(source, {"key": "value"})
    press.pdf(source)


def test_an_error_has_its_place_and_what_led_to_it(root: Path) -> None:
    """The line of the library that failed, and the line of the chapter that called it."""
    with pytest.raises(TypstError, match="file not found") as caught:
        TypstCompiler(root).pdf(Path("chapters/one.typ"))
    assert (caught.value.file, caught.value.line) == ("library.typ", 2)
    assert caught.value.remarks[0].within("chapters") == Location("chapters/one.typ", 5)
    assert caught.value.remarks[0].within("library.typ") == Location("library.typ", 2)
    assert caught.value.remarks[0].within("elsewhere") is None


def test_an_error_of_syntax_has_its_place(root: Path) -> None:
    """In the file that is wrong, and not in the one that imports it."""
    (root / "library.typ").write_text("#let a = 1\n#let shown(path = {\n", encoding="utf-8")
    with pytest.raises(TypstError, match="unclosed delimiter") as caught:
        TypstCompiler(root).pdf(Path("chapters/one.typ"))
    assert (caught.value.file, caught.value.line) == ("library.typ", 2)


def test_places_do_not_depend_on_where_we_are(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiler gives paths from the working folder; we from the root."""
    monkeypatch.chdir("/")
    with pytest.raises(TypstError) as caught:
        TypstCompiler(root).pdf(Path("chapters/one.typ"))
    assert caught.value.file == "library.typ"


def test_all_errors_are_given(root: Path) -> None:
    """So that all can be mended at once."""
    source = f'{HEAD}#"漢"\n\n#"字"\n\n$ x $\n'
    with pytest.raises(TypstError) as caught:
        TypstCompiler(root).pdf(source)
    assert [remark.line for remark in caught.value.remarks] == [3, 5, 7]
    assert caught.value.hints


def test_warnings_have_their_place(root: Path) -> None:
    """The file is made all the same."""
    (root / "main.typ").write_text(HEAD + '#wrapped({\nwrapped({ "a" })\n})\n', encoding="utf-8")
    result = TypstCompiler(root).pdf(Path("main.typ"))
    assert result.content
    found = [(w.file, w.line, "par may not occur" in w.message) for w in result.warnings]
    assert found == [("library.typ", 4, True)]


def test_every_page_is_drawn(root: Path) -> None:
    """As an image of as many pixels as points."""
    source = "#set page(width: 30pt, height: 20pt)\na #pagebreak() b"
    drawn = TypstCompiler(root).png(source)
    assert [image[16:24] for image in drawn] == [bytes([0, 0, 0, 30, 0, 0, 0, 20])] * 2


def test_a_document_cannot_imitate_a_place() -> None:
    """What it says stands after a line's number."""
    said = "error: wrong\n  ┌─ a.typ:2:1\n  │\n2 │ error: no\n3 │   ┌─ b.typ:9:9\n  = hint: so\n"
    (found,) = remarks(said, Path("/nowhere"))
    assert (found.message, found.line, found.calls, found.hints) == ("wrong", 2, (), ("so",))


def test_a_missing_compiler_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingTypst, match=r"‘typst’.*sphinx-anthology\[export\]"):
        TypstCompiler(root)

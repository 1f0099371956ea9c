"""The figures and tables of our own posts are those of what was measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.figures import DOCS, FOLDER, SERIES, load
from tests.figures.__main__ import PORTRAIT
from tests.figures.drawings import DRAWINGS, portrait
from tests.figures.tables import posts


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_drawing_is_that_of_its_numbers(name: str) -> None:
    """To the byte; beside it lies the PDF for LaTeX, and a post shows it."""
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == str(DRAWINGS[name]())
    assert (FOLDER / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    shown = f"{{figure}} figures/{name}.*"
    assert sum(shown in path.read_text(encoding="utf-8") for path in SERIES.glob("*.md")) == 1


def test_the_portrait_is_the_drawn_one() -> None:
    """The stand-in of the makers, to the byte."""
    assert PORTRAIT.read_bytes() == portrait()


def test_tables_are_those_of_what_was_measured() -> None:
    """Nobody has changed a number by hand."""
    for name, text in posts():
        assert (SERIES / name).read_text(encoding="utf-8") == text


def test_what_is_said_in_words_was_measured() -> None:
    """The numbers in sentences, and that nothing was lost, stale, or at fault."""
    edits, stock, proof = load("edits"), load("stock"), load("proof")
    same = _text("06")
    assert f"{edits['edits']} edits, and {edits['compared']:,} comparisons" in same
    assert (edits["differing"], edits["needless"]) == (0, 0)
    assert (stock["changed"], stock["stale"], stock["pages"]) == (10, 8, 48)
    assert f"{proof['proof']} of {proof['seconds']} seconds" in _text("03")
    found = load("conversions")
    assert [found[kind]["lost"] for kind in ("exports", "invented", "random")] == [0, 0, 0]
    judged = load("volumes")["volumes"].values()
    assert {volume[rules]["failed"] for volume in judged for rules in ("ua1", "2a")} == {0}
    size = load("heads")["pages"]["a post"]["bytes"]
    assert f"takes {size / 1000:.1f} kilobytes" in _text("04")


def test_each_post_names_the_day_of_its_numbers() -> None:
    """As a date in the text."""
    days = {"03": "conversions", "04": "heads", "05": "volumes", "06": "edits"}
    for post, name in days.items():
        year, month, day = load(name)["day"].split("-")
        assert re.search(rf"\b{int(day)} \w+ {year}\b", _text(post)), (post, month)


def _text(post: str) -> str:
    path: Path = next(SERIES.glob(f"{post}-*.md"))
    return path.read_text(encoding="utf-8")


def test_the_readme_says_what_was_measured() -> None:
    """Its numbers are those of the same files, and its pictures are there, and small."""
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    found, edits = load("conversions"), load("edits")
    kinds = [found[kind] for kind in ("exports", "invented", "random")]
    words, bodies = (sum(kind[count] for kind in kinds) for count in ("words", "bodies"))
    assert f"of {words:,} words in {bodies:,} texts" in readme
    assert f"each of {edits['edits']} random edits" in readme
    assert f"in {edits['compared']:,} comparisons" in readme
    largest = load("growth")["sizes"][-1]
    assert (largest["posts"], largest["word"]["written"]) == (1000, 2)
    judged = load("volumes")["volumes"].values()
    assert sum(volume[rules]["asked"] for volume in judged for rules in ("ua1", "2a")) > 500_000
    pictures = re.findall(r"\(docs/(images/\S+)\)", readme)
    assert len(pictures) == 5
    assert max((DOCS / picture).stat().st_size for picture in pictures) < 150_000


def test_digests_are_short_and_biographies_are_there() -> None:
    """Each digest has 120 to 300 words; each author has a sentence for cards, and a text."""
    digests = [path for path in sorted(DOCS.glob("series/*/*.md")) if _relation(path) == "digest"]
    assert len(digests) == 16
    counts = {path.stem: len(_plain(path).split()) for path in digests}
    assert {name: n for name, n in counts.items() if not 120 <= n <= 300} == {}
    for path in sorted((DOCS / "authors").glob("*.md")):
        if path.stem != "index":
            text = path.read_text(encoding="utf-8")
            assert re.search(r"^  bio: .{40,}", text, re.MULTILINE), path.stem
            assert len(_plain(path).split()) > 15, path.stem


def _relation(path: Path) -> str:
    found = re.search(r"^ +relation: (\w+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _plain(path: Path) -> str:
    """The text of a document without front matter, and without targets of links and roles."""
    text = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    return re.sub(r"\{\w[\w:]*\}|<\S+>|\]\([^)]*\)|^%.*$", "", text, flags=re.MULTILINE)

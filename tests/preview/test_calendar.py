"""``{calendar}``: editors see it in a preview, and nobody anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.building import Built, build, differences
from tests.exports.openings import said
from tests.preview.test_preview_pages import FILES, post

PAGE = "# Due\n\nWords of the page.\n\n```{calendar}\n```\n"
INDEX = "# Quay notes\n\n```{toctree}\ndue\nquays/index\n```\n"
BOOK = {
    **FILES,
    "index.md": INDEX,
    "due.md": PAGE,
    "quays/02-kept.md": post("Quillonby", draft="true"),
    "quays/06-soon.md": post("Sooner", articles="[{key: x, free_until: 2025-06-09}]"),
}


def _due(out: Path) -> dict[str, list[str]]:
    """The lines of the calendar under their labels."""
    page = BeautifulSoup((out / "due.html").read_text(encoding="utf-8"), "html.parser")
    rows = page.select(".an-due")
    labels = (row.find(["h2", "p"]) for row in rows)
    names = [label.get_text() if label else "" for label in labels]
    lines = ([line.get_text() for line in row.select("li")] for row in rows)
    return dict(zip(names, lines, strict=True))


def test_a_preview_shows_what_is_due(built: Callable[..., Built]) -> None:
    """With links to pages that the preview has, and the places in the files."""
    made = built(BOOK, "preview")
    assert _due(made.out) == {
        "Scheduled": ["3 February 2031 · Later · quays/03-later.md:4"],
        "Drafts": ["1 May 2025 · overdue · Quillonby · quays/02-kept.md:4"],
        "Free access ends": ["9 June 2025 · Sooner · x · quays/06-soon.md:5"],
        "Without article, or article details": ["Sooner · x · quays/06-soon.md:5"],
    }
    page = BeautifulSoup((made.out / "due.html").read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in page.select(".an-due a")}
    assert links == {"quays/03-later.html", "quays/02-kept.html", "quays/06-soon.html"}


def test_a_preview_of_nothing_due_says_so(built: Callable[..., Built]) -> None:
    """An editor sees that the calendar is there."""
    page = built({"due.md": PAGE}, "preview").out / "due.html"
    assert "Nothing is due." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("more", ["```{calendar} 5\n```", "```{calendar}\n:days: 3\n```"])
def test_what_it_does_not_take_is_told_to_editors(
    built: Callable[..., Built], tmp_path: Path, more: str
) -> None:
    """In a preview; a public build says nothing, and shows no word of it."""
    files = {"due.md": f"---\norphan: true\n---\n# Due\n\n{more}\n"}
    (warning,) = built(files, "preview").warnings
    assert "{calendar} takes nothing, and shows all. Write {calendar} alone." in warning
    made = build(tmp_path / "source", tmp_path / "text", tmp_path / "dt", builder="text")
    assert made.warnings == ()
    assert (made.out / "due.txt").read_text(encoding="utf-8").split() == ["Due", "***"]


def _texts(out: Path) -> Iterator[str]:
    for path in sorted(out.rglob("*")):
        if path.suffix in {".pdf", ".epub"}:
            yield from (text for _, text in said(path))
        elif path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace").lower()


@pytest.mark.parametrize("builder", ["html", "dirhtml", "typstpdf", "epubs", "text", "json"])
def test_no_public_build_has_a_byte_of_it(
    built: Callable[..., Built], builder: str, tmp_path: Path
) -> None:
    """Its pages are those of a publication without the directive, and nothing is warned of."""
    made = built(BOOK, builder)
    assert not any("calendar" in warning for warning in made.warnings)
    for text in _texts(made.out):
        assert "quillonby" not in text
        assert "overdue" not in text
    source = tmp_path / "source"
    (source / "due.md").write_text("# Due\n\nWords of the page.\n", encoding="utf-8")
    if builder in {"html", "dirhtml"}:
        without = build(source, tmp_path / "without", tmp_path / "dw", builder=builder)
        assert differences(made.out, without.out) == []


def test_the_preview_follows_its_documents(built: Callable[..., Built], tmp_path: Path) -> None:
    """After an edit of another document it equals a clean one."""
    built(BOOK, "preview")
    kept = post("Quillonby")
    after = built({**BOOK, "quays/02-kept.md": kept}, "preview")
    assert "Drafts" not in _due(after.out)
    clean = build(tmp_path / "source", tmp_path / "clean", tmp_path / "dc", builder="preview")
    assert differences(after.out, clean.out) == []

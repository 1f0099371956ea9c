"""What saved files mean for a build of a preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from watchfiles import Change

from sphinx_anthology.preview.changes import SourceFilter, quick_build

DOCS = Path("/journal")


def of(*changes: tuple[Change, str]) -> tuple[bool, bool]:
    """Whether a build after changes looks for new files, and for new assets."""
    found = quick_build([(kind, str(DOCS / name)) for kind, name in changes], DOCS, ["index"])
    return found.has_new_files, found.has_new_assets


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([(Change.modified, "posts/one.md")], (False, False)),
        ([(Change.modified, "references.bib")], (False, False)),
        ([(Change.modified, "images/quay.png")], (False, True)),
        ([(Change.added, "posts/new.md")], (True, False)),
        ([(Change.deleted, "posts/one.md"), (Change.added, "posts/two.md")], (True, False)),
        # settings may name other folders
        ([(Change.modified, "conf.py")], (True, True)),
    ],
)
def test_a_build_looks_for_what_may_be_new(
    changes: list[tuple[Change, str]], expected: tuple[bool, bool]
) -> None:
    """And for nothing where all files were there before."""
    assert of(*changes) == expected


def test_files_are_named_from_the_publication() -> None:
    """With slashes; the pages on show are handed on."""
    found = quick_build([(Change.modified, str(DOCS / "posts/one.md"))], DOCS, ["posts/one"])
    assert found.edited == {"posts/one.md"}
    assert found.shown == {"posts/one"}


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("posts/one.md", True),
        ("images/quay.png", True),
        ("_build/html/index.html", False),
        (".git/index", False),
        ("posts/.one.md.swp", False),
        ("posts/one.md~", False),
        ("posts/#one.md#", False),
        ("posts/4913", False),
        ("posts/one.tmp", False),
    ],
)
def test_what_programs_leave_beside_a_file_is_no_edit(name: str, counts: bool) -> None:
    """Outputs and hidden files are none either."""
    assert SourceFilter(DOCS)(Change.modified, str(DOCS / name)) is counts


def test_a_publication_may_lie_in_a_hidden_folder() -> None:
    """Only what is within it matters."""
    docs = Path("/.home/_build/journal")
    assert SourceFilter(docs)(Change.modified, str(docs / "index.md"))
    assert not SourceFilter(docs)(Change.modified, "/.home/index.md")

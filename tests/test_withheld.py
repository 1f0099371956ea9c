"""Invariant 4: nothing of a withheld document is in what readers get."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.building import Built, build
from tests.conftest import BUILDERS

CANARIES = (b"canary", b"quillonby")
"""Words that only withheld documents of the sample hold."""


def _readable(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in it."""
    content = path.read_bytes()
    yield content
    yield path.name.encode()
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    if path.name == "objects.inv":
        yield zlib.decompress(content.split(b"\n", 4)[4])


def leaks(folder: Path) -> list[str]:
    """The files in which a canary sings."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for content in _readable(path)
        if any(word in content.lower() for word in CANARIES)
    ]


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_output_holds_a_byte_of_a_withheld_document(
    publication: Callable[[str, str], Built], builder: str
) -> None:
    """Text, title, authors, tags, pictures, file names: search index and inventory included."""
    assert leaks(publication("journal", builder).out) == []


def test_the_canaries_would_be_found(journal: Path, tmp_path: Path) -> None:
    """The search sees a canary as soon as its document is public."""
    draft = journal / "series/harbours/06-canary-draft.md"
    text = draft.read_text(encoding="utf-8").replace("draft: true", "draft: false")
    draft.write_text(text, encoding="utf-8")
    built = build(journal, tmp_path / "out", tmp_path / "doctrees")
    found = leaks(built.out)
    assert "series/harbours/06-canary-draft.html" in found
    assert "searchindex.js" in found
    assert "objects.inv" in found


@pytest.mark.parametrize("copy_source", [False, True])
def test_a_post_that_becomes_a_draft_disappears(
    journal: Path, tmp_path: Path, copy_source: bool
) -> None:
    """What was public is gone after the next build: pages, copies of sources, pictures, index."""
    draft = journal / "series/harbours/06-canary-draft.md"
    withheld = draft.read_text(encoding="utf-8")
    options = {"html_copy_source": copy_source}
    draft.write_text(withheld.replace("draft: true", "draft: false"), encoding="utf-8")
    build(journal, tmp_path / "out", tmp_path / "doctrees", overrides=options)
    draft.write_text(withheld, encoding="utf-8")
    built = build(journal, tmp_path / "out", tmp_path / "doctrees", overrides=options)
    found = leaks(built.out)
    if copy_source:  # a copied source of a public document may name the draft in its toctree
        found = [name for name in found if not name.startswith("_sources/")]
        assert not (built.out / "_sources/series/harbours/06-canary-draft.md.txt").exists()
    assert found == []


def test_what_is_left_over_is_deleted_without_doctrees_too(journal: Path, tmp_path: Path) -> None:
    """A lost folder of doctrees does not keep a withdrawn draft on the site."""
    draft = journal / "series/harbours/06-canary-draft.md"
    withheld = draft.read_text(encoding="utf-8")
    draft.write_text(withheld.replace("draft: true", "draft: false"), encoding="utf-8")
    build(journal, tmp_path / "out", tmp_path / "doctrees")
    shutil.rmtree(tmp_path / "doctrees")
    draft.write_text(withheld, encoding="utf-8")
    assert leaks(build(journal, tmp_path / "out", tmp_path / "doctrees").out) == []


def test_files_of_others_are_never_deleted(journal: Path, tmp_path: Path) -> None:
    """Only what the builder wrote itself is a leftover."""
    build(journal, tmp_path / "out", tmp_path / "doctrees")
    foreign = tmp_path / "out/series/notes.html"
    foreign.write_text("mine", encoding="utf-8")
    build(journal, tmp_path / "out", tmp_path / "doctrees")
    assert foreign.read_text(encoding="utf-8") == "mine"

"""What the builder makes, what it leaves as it is, and what it takes away."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build, contents, differences
from tests.epub.samples import files, post, write


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Built]:
    """Write files into the publication, and build it."""
    source = write(tmp_path / "source", files())

    def made(found: dict[str, str | bytes] | None = None, **overrides: object) -> Built:
        write(source, found or {})
        out, doctrees = tmp_path / "epub", tmp_path / "doctrees"
        return build(source, out, doctrees, builder="epubs", overrides=overrides)

    return made


def test_the_folder_holds_a_volume_for_the_book_and_each_series(make: Callable[..., Built]) -> None:
    """And nothing else."""
    built = make()
    assert built.warnings == ()
    assert sorted(contents(built.out)) == ["a-book.epub", "blue.epub", "red.epub"]
    assert {p.name for p in built.out.iterdir()} == set(contents(built.out))


def test_a_volume_begins_with_its_type(make: Callable[..., Built]) -> None:
    """So that the file is known by its first bytes; nothing in it is of the day."""
    with zipfile.ZipFile(make().out / "red.epub") as volume:
        first = volume.infolist()[0]
        assert first.filename == "mimetype"
        assert first.compress_type == zipfile.ZIP_STORED
        assert {entry.date_time[0] for entry in volume.infolist()} == {1980}
        names = volume.namelist()[2:]
        assert names == sorted(names)
    start = (make().out / "red.epub").read_bytes()[:58]
    assert start.endswith(b"mimetypeapplication/epub+zip")


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_input_gives_the_same_bytes(
    make: Callable[..., Built], tmp_path: Path, jobs: int
) -> None:
    """In other folders, and by several processes."""
    first = make()
    other = write(tmp_path / "elsewhere" / "deeper", files())
    again = build(other, tmp_path / "o", tmp_path / "t", builder="epubs", jobs=jobs)
    assert differences(first.out, again.out) == []


SEE = "See {post}`red/one` and {ref}`aims <here>`."
"""What the post says; others show the sentence."""


def _stamps(built: Built) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in built.out.glob("*.epub")}


def test_what_is_unchanged_is_not_made_again(make: Callable[..., Built]) -> None:
    """No volume where nothing changed; and of one edited post only its own volumes."""
    before = _stamps(make())
    assert _stamps(make()) == before
    after = _stamps(make({"blue/three.md": post("Three", f"{SEE}\n\nOther words.")}))
    assert {name for name in before if after[name] != before[name]} == {"a-book.epub", "blue.epub"}


def test_an_edit_gives_what_a_clean_build_gives(make: Callable[..., Built], tmp_path: Path) -> None:
    """A title in one document is in the contents, and in the links, of others."""
    make()
    edited = {"red/one.md": post("Another one", "New words.", authors="[bob]")}
    built = make(edited)
    source = write(tmp_path / "clean", files() | edited)
    clean = build(source, tmp_path / "o", tmp_path / "t", builder="epubs")
    assert differences(built.out, clean.out) == []


def test_a_volume_that_is_gone_is_deleted(make: Callable[..., Built], tmp_path: Path) -> None:
    """And what somebody else put there is not."""
    out = make().out
    (out / "mine.epub").write_bytes(b"mine")
    (tmp_path / "source" / "blue" / "index.md").unlink()
    (tmp_path / "source" / "blue" / "three.md").unlink()
    make({"index.md": "# A book\n\n```{toctree}\n\nred/index\nabout\n```\n"})
    assert sorted(p.name for p in out.iterdir()) == ["a-book.epub", "mine.epub", "red.epub"]


def test_one_series_can_be_made_alone(make: Callable[..., Built]) -> None:
    """Only its volume; a build of everything afterwards misses nothing."""
    out = make(anthology_series="red").out
    assert sorted(contents(out)) == ["red.epub"]
    whole = make({"blue/three.md": post("Three", "Newer words.")}, anthology_series="red")
    assert sorted(contents(whole.out)) == ["red.epub"]
    assert sorted(contents(make().out)) == ["a-book.epub", "blue.epub", "red.epub"]
    with zipfile.ZipFile(out / "blue.epub") as volume:
        assert b"Newer words." in volume.read("EPUB/blue_three.xhtml")


def test_a_draft_is_in_no_volume(make: Callable[..., Built]) -> None:
    """Not a byte of it, though it was public before."""
    make()
    built = make({"red/one.md": post("Hidden", "Secret words.", more="{draft: true}")})
    for path in built.out.glob("*.epub"):
        with zipfile.ZipFile(path) as volume:
            everything = b"".join(volume.read(name) for name in volume.namelist())
        assert b"Secret" not in everything
        assert b"Words of one" not in everything

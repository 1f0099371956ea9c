"""A second import leaves alone what is the same, and what an editor has changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from anthology_import.folder import Folder, OutsideError
from anthology_import.lock import NAME, BuildInput, Lock, Outcome, digest
from anthology_import.records import UnusableError


def made(
    key: str = "k", docname: str = "posts/2020/a", source: str = "s", making: str = "1"
) -> BuildInput:
    return BuildInput(key, docname, source, making)


def put(folder: Path, text: str = "one\n", of: BuildInput | None = None) -> Outcome:
    """An import of one document, as the command does it."""
    lock = Lock(Folder(folder))
    document = of or made()
    outcome = lock.current(document) or lock.put(document, text)
    lock.save()
    return outcome


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


DOCUMENT = "posts/2020/a.md"
INCOMING = "posts/2020/a.incoming.md"


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    assert put(tmp_path) is Outcome.NEW
    before = state(tmp_path)
    assert put(tmp_path) is Outcome.UNCHANGED
    assert state(tmp_path) == before
    assert sorted(before) == [NAME, DOCUMENT]


def test_a_changed_source_is_written_again(tmp_path: Path) -> None:
    put(tmp_path)
    assert put(tmp_path, "two\n", made(source="t")) is Outcome.REWRITTEN
    assert (tmp_path / DOCUMENT).read_text() == "two\n"


def test_a_changed_converter_that_makes_the_same_changes_no_byte(tmp_path: Path) -> None:
    put(tmp_path)
    before = state(tmp_path)[DOCUMENT]
    assert put(tmp_path, of=made(making="2")) is Outcome.UNCHANGED
    assert state(tmp_path)[DOCUMENT] == before


def test_what_an_editor_changed_stays(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / DOCUMENT).write_text("mine\n")
    assert put(tmp_path) is Outcome.EDITED
    assert put(tmp_path, "two\n", made(making="2")) is Outcome.EDITED
    assert not (tmp_path / INCOMING).exists()
    assert put(tmp_path, "two\n", made(source="t")) is Outcome.CONFLICT
    assert (tmp_path / DOCUMENT).read_text() == "mine\n"
    assert (tmp_path / INCOMING).read_text() == "two\n"
    before = state(tmp_path)
    assert put(tmp_path, "two\n", made(source="t")) is Outcome.CONFLICT
    assert state(tmp_path) == before
    assert put(tmp_path, "three\n", made(source="u")) is Outcome.CONFLICT
    assert (tmp_path / INCOMING).read_text() == "three\n"


def test_a_conflict_is_over_when_the_new_text_is_gone_or_taken(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / DOCUMENT).write_text("mine\n")
    put(tmp_path, "two\n", made(source="t"))
    (tmp_path / INCOMING).unlink()
    assert put(tmp_path, "two\n", made(source="t")) is Outcome.EDITED
    (tmp_path / DOCUMENT).write_text("three\n")
    (tmp_path / INCOMING).write_text("three\n")
    assert put(tmp_path, "three\n", made(source="u")) is Outcome.UNCHANGED
    assert not (tmp_path / INCOMING).exists()


def test_a_file_that_was_there_before_any_import_stays(tmp_path: Path) -> None:
    (tmp_path / "posts" / "2020").mkdir(parents=True)
    (tmp_path / DOCUMENT).write_text("mine\n")
    assert put(tmp_path) is Outcome.CONFLICT
    assert (tmp_path / DOCUMENT).read_text() == "mine\n"
    (tmp_path / INCOMING).unlink()
    assert put(tmp_path) is Outcome.EDITED


def test_a_deleted_document_is_written_again(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / DOCUMENT).unlink()
    assert put(tmp_path) is Outcome.RESTORED
    assert (tmp_path / DOCUMENT).read_text() == "one\n"


def test_an_import_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    Lock(Folder(tmp_path)).put(made(), "one\n")
    assert put(tmp_path) is Outcome.UNCHANGED
    Lock(Folder(tmp_path)).put(made(source="t"), "two\n")
    assert put(tmp_path, "two\n", made(source="t")) is Outcome.UNCHANGED


def test_a_document_that_moves_leaves_nothing_behind(tmp_path: Path) -> None:
    put(tmp_path)
    assert put(tmp_path, of=made(docname="series/s/01-a")) is Outcome.NEW
    assert sorted(state(tmp_path)) == [NAME, "series/s/01-a.md"]
    assert not (tmp_path / "posts").exists()


def test_a_document_that_moves_leaves_an_editors_text(tmp_path: Path) -> None:
    put(tmp_path)
    (tmp_path / DOCUMENT).write_text("mine\n")
    lock = Lock(Folder(tmp_path))
    assert lock.put(made(docname="series/s/01-a"), "one\n") is Outcome.NEW
    assert lock.left_behind == ["posts/2020/a"]
    assert (tmp_path / DOCUMENT).read_text() == "mine\n"


@pytest.mark.parametrize("order", [("k", "l"), ("l", "k")])
def test_documents_can_change_places(order: tuple[str, str], tmp_path: Path) -> None:
    lock = Lock(Folder(tmp_path))
    lock.put(made("k", "posts/a"), "k\n")
    lock.put(made("l", "posts/b"), "l\n")
    lock.save()
    lock = Lock(Folder(tmp_path))
    places = {"k": "posts/b", "l": "posts/c"}
    for key in order:
        assert lock.put(made(key, places[key]), f"{key}\n") is not Outcome.CONFLICT
    lock.save()
    texts = {path.stem: path.read_text() for path in (tmp_path / "posts").iterdir()}
    assert texts == {"b": "k\n", "c": "l\n"}


def test_files_are_copied_once_and_an_editors_stay(tmp_path: Path) -> None:
    def copy(data: bytes) -> Outcome:
        lock = Lock(Folder(tmp_path))
        outcome = lock.put_file("media/a.png", [data[:1], data[1:]])
        lock.save()
        return outcome

    assert copy(b"one") is Outcome.NEW
    before = state(tmp_path)
    assert copy(b"one") is Outcome.UNCHANGED
    assert state(tmp_path) == before
    assert copy(b"two") is Outcome.REWRITTEN
    (tmp_path / "media" / "a.png").write_bytes(b"better")
    assert copy(b"three") is Outcome.EDITED
    assert (tmp_path / "media" / "a.png").read_bytes() == b"better"


def test_what_is_the_editors_is_written_only_where_it_is_missing(tmp_path: Path) -> None:
    lock = Lock(Folder(tmp_path))
    assert lock.put_missing("conf.py", "a = 1\n") is Outcome.NEW
    assert lock.put_missing("conf.py", "a = 2\n") is Outcome.EDITED
    assert (tmp_path / "conf.py").read_text() == "a = 1\n"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"form":1}', '{"form":1,"documents":[],"files":{}}', '{"form":2}']
)
def test_a_damaged_lock_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(UnusableError, match="lock"):
        Lock(Folder(tmp_path))


def test_a_lock_leads_nowhere_else(tmp_path: Path) -> None:
    out, outside = tmp_path / "docs", tmp_path / "outside.md"
    outside.write_text("one\n")
    put(out)
    lock = out / NAME
    lock.write_text(lock.read_text().replace("posts/2020/a", "../outside"))
    put(out)
    assert outside.read_text() == "one\n"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "a//b", "", "a\\b", "C:/a", "a\0", "./a"]
)
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "docs")
    with pytest.raises(OutsideError):
        folder.write(name, b"x")
    assert list(tmp_path.iterdir()) == []


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside, docs = tmp_path / "outside", tmp_path / "docs"
    outside.mkdir()
    docs.mkdir()
    (docs / "posts").symlink_to(outside, target_is_directory=True)
    (docs / "a.md").symlink_to(outside / "a.md")
    for name in ("posts/a.md", "a.md"):
        with pytest.raises(OutsideError):
            Folder(docs).write(name, b"x")
    assert list(outside.iterdir()) == []
    (tmp_path / "link").symlink_to(docs, target_is_directory=True)
    Folder(tmp_path / "link").write("b.md", b"x")
    assert (docs / "b.md").read_bytes() == b"x"


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.md", b"old")

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError), folder.prepared("a.md", broken()) as place:
        place()
    assert (tmp_path / "a.md").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_digests_tell_values_apart() -> None:
    assert digest("a", 1, None) == digest("a", 1, None)
    assert digest("a", "b") != digest("ab")
    assert digest("\ud800") != digest("?")

"""Files are there whole, or as they were before."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from sphinx_anthology import files

EXTENSIONS = Path(files.__file__).parent.parent
WRITES = re.compile(
    r"\.write_(?:text|bytes)\(|\bshutil\.(?:copy2?|copyfile|move)\(|\bopen\([^)]*[\"'][rbt]*[wax]"
)
MAY_WRITE = {
    "sphinx_anthology/files.py",
    "anthology_import/folder.py",  # the same, in a folder that nothing leads out of
    "sphinx_anthology/site/writing.py",  # a line to the list of an output, as it goes
    "sphinx_anthology/outputs/pdf/pictures.py",  # a trial, deleted at once
    "sphinx_anthology/reading/locks.py",  # the lock itself
}
"""The modules that write files by themselves."""


def _everything(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """Text or bytes, with the folders above, and nothing beside it."""
    path = tmp_path / "below" / "page.html"
    files.write_whole(path, "‘x’")
    assert _everything(path.parent) == {"page.html": "‘x’".encode()}
    assert files.write_if_different(path, b"y")
    assert not files.write_if_different(path, b"y")
    assert _everything(path.parent) == {"page.html": b"y"}


def test_after_an_error_the_file_of_before_is_there(tmp_path: Path) -> None:
    """An error while it is written, or when it takes its place, leaves nothing behind."""
    path = tmp_path / "page.html"
    path.write_bytes(b"before")

    def interrupted() -> None:
        with files.whole(path) as stream:
            stream.write(b"hal")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert _everything(tmp_path) == {"page.html": b"before"}
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        files.write_whole(tmp_path / "folder", b"after")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder", "page.html"]


def test_a_full_disk_leaves_the_file_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written does not take the place of what could."""
    path, source = tmp_path / "volume.pdf", tmp_path / "source.pdf"
    path.write_bytes(b"before")
    source.write_bytes(b"after")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.shutil, "copyfileobj", full)
    with pytest.raises(OSError, match="No space left"):
        files.copy_whole(source, path)
    assert _everything(tmp_path) == {"volume.pdf": b"before", "source.pdf": b"after"}


def test_files_are_replaced_within_one_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temporary file lies beside its target, with a name of its own each time."""
    seen: list[Path] = []
    replace = os.replace

    def strict(source: Path, target: Path) -> None:
        seen.append(Path(source))
        if Path(source).parent != Path(target).parent:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", strict)
    for text in ("one", "two"):
        assert files.write_if_different(tmp_path / "a" / "page.html", text)
    assert len(set(seen)) == 2


def test_rights_are_kept_and_links_are_not_followed(tmp_path: Path) -> None:
    """A file that may only be read stays so; what a link points to is not written."""
    path, outside = tmp_path / "page.html", tmp_path / "outside.txt"
    path.write_bytes(b"before")
    path.chmod(0o444)
    files.write_whole(path, b"after")
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o444
    outside.write_bytes(b"before")
    link = tmp_path / "link.html"
    link.symlink_to(outside)
    files.write_whole(link, b"after")
    assert outside.read_bytes() == b"before"
    assert link.read_bytes() == b"after"


@pytest.mark.parametrize("content", [None, b"", b'{"a": ', b"\xff\xfe", b"[1]", b"[" * 100_000])
def test_a_broken_record_is_none(tmp_path: Path, content: bytes | None) -> None:
    """A record that is missing or cut off, or of another kind, is as if it were empty."""
    path = tmp_path / "record.json"
    if content is not None:
        path.write_bytes(content)
    assert files.read_record(path) == {}
    files.write_whole(path, '{"a": 1}')
    assert files.read_record(path) == {"a": 1}


def test_what_killed_builds_left_is_deleted(tmp_path: Path) -> None:
    """Only files with our temporary names, and none behind a link."""
    ours = "0123456789abcdef"
    outside, inside = tmp_path / "outside", tmp_path / "site"
    for folder in (outside, inside, inside / "posts"):
        folder.mkdir()
        for name in (f".{ours}.anthology-tmp", "page.tmp", f"{ours}.anthology-tmp"):
            (folder / name).write_bytes(b"")
    (inside / "link").symlink_to(outside)
    files.delete_temporary_files(inside)
    kept = ["page.tmp", f"{ours}.anthology-tmp"]
    assert sorted(p.name for p in (inside / "posts").iterdir()) == sorted(kept)
    assert len(list(outside.iterdir())) == 3


def test_every_writer_writes_whole_files() -> None:
    """No module writes a file by itself."""
    found = {
        path.relative_to(EXTENSIONS).as_posix()
        for path in EXTENSIONS.rglob("*.py")
        if WRITES.search(path.read_text(encoding="utf-8"))
    }
    assert found - MAY_WRITE == set()


def test_nothing_is_deleted_outside(tmp_path: Path) -> None:
    """Names from a list may lead out, by themselves or through links; then they are left alone."""
    site, outside, source = tmp_path / "site", tmp_path / "outside", tmp_path / "site/docs"
    for folder in (outside, source, site / "a/b"):
        folder.mkdir(parents=True)
        (folder / "x.html").write_bytes(b"")
    (site / "link").symlink_to(outside)
    (site / "file.html").symlink_to(outside / "x.html")
    (site / "a/up").symlink_to(tmp_path)
    names = [
        *("../outside/x.html", str(outside / "x.html"), "a/../../outside/x.html", "", ".", ".."),
        *("link/x.html", "a/up/outside/x.html", "docs/x.html", "x\0.html", "no/such.html"),
    ]
    for name in names:
        files.delete_below(site, name, keep=source)
    assert (outside / "x.html").is_file()
    assert (source / "x.html").is_file()
    files.delete_below(site, "file.html", keep=source)
    assert (outside / "x.html").is_file()
    assert not (site / "file.html").is_symlink()
    files.delete_below(site, "a/b/x.html", keep=source)
    assert sorted(p.name for p in (site / "a").iterdir()) == ["up"]


def test_a_site_within_the_sources_is_tidied(tmp_path: Path) -> None:
    """The usual place of a site is below its sources."""
    site = tmp_path / "docs/_build/html"
    site.mkdir(parents=True)
    (site / "x.html").write_bytes(b"")
    files.delete_below(site, "x.html", keep=tmp_path / "docs")
    assert list(site.iterdir()) == []

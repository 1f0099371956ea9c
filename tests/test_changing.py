"""Files that go, or become others, while a build runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.building import build, differences

CONF = """
import os, pathlib, shutil
extensions = ["sphinx_anthology"]
project = "Small"
anthology_as_of = "2025-06-01"
html_copy_source = True
HERE = pathlib.Path(__file__).parent

def disturb(app, env, docnames):
    if not (HERE / "disturb").exists():
        return
    (HERE / "posts/gone.md").unlink()
    (HERE / "posts/renamed.md").rename(HERE / "posts/other.md")
    (HERE / "posts/binary.md").write_bytes(b"\\xff\\xfe\\0\\0")
    (HERE / "posts/folder.md").unlink()
    (HERE / "posts/folder.md").mkdir()
    text = (HERE / "posts/flagged.md").read_text().replace("post: {}", "post: {draft: true}")
    (HERE / "posts/flagged.md").write_text(text)

def disturb_later(app, builder):
    if (HERE / "disturb").exists():
        (HERE / "posts/late.md").unlink()
        (HERE / "posts/dot.svg").unlink()
        (HERE / "disturb").unlink()

def setup(app):
    app.connect("env-before-read-docs", disturb)
    app.connect("write-started", disturb_later)
"""
NAMES = ("binary", "flagged", "folder", "gone", "late", "renamed", "stays")
POST = """---
title: {name}
authors: []
date: 2021-04-21
post: {{}}
orphan: true
---

Text of {name}.

![A dot](dot.svg)
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small publication whose files are disturbed while they are read."""
    folder = tmp_path / "source"
    (folder / "posts").mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text("# Small\n", encoding="utf-8")
    (folder / "posts/dot.svg").write_text(DOT, encoding="utf-8")
    for name in NAMES:
        (folder / f"posts/{name}.md").write_text(POST.format(name=name), encoding="utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_that_change_while_a_build_runs(source: Path, tmp_path: Path, jobs: int) -> None:
    """The build is of all files as they were; they are told of; the next build is a clean one."""
    (source / "disturb").touch()
    out, doctrees = tmp_path / "out", tmp_path / "doctrees"
    built = build(source, out, doctrees, jobs=jobs)
    for name in NAMES:
        assert f"Text of {name}." in (out / f"posts/{name}.html").read_text(encoding="utf-8")
    told = [w for w in built.warnings if "during the build" in w]
    for name in ("binary", "flagged", "folder", "gone", "renamed"):
        assert sum(f"posts/{name}.md" in warning for warning in told) == 1
    assert len(told) == 5
    assert list((doctrees / "anthology-snapshot").rglob("*.md")) == []
    build(source, out, doctrees, jobs=jobs)
    build(source, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(out, tmp_path / "clean") == []
    assert not (out / "posts/draft.html").exists()
    assert (out / "posts/other.html").is_file()


def test_a_file_that_is_back_is_read_again(source: Path, tmp_path: Path) -> None:
    """Even with the bytes of before: what was read in between is not trusted."""
    shutil.copytree(source, tmp_path / "before")
    (source / "disturb").touch()
    out, doctrees = tmp_path / "out", tmp_path / "doctrees"
    build(source, out, doctrees)
    (source / "posts/folder.md").rmdir()
    shutil.copytree(tmp_path / "before", source, dirs_exist_ok=True)
    (source / "posts/other.md").unlink()
    build(source, out, doctrees)
    build(source, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(out, tmp_path / "clean") == []

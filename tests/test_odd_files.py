"""Files that are none, and names that no file can have: the build goes on, and says so."""

from __future__ import annotations

import errno
import io
import logging
import os
from pathlib import Path

import pytest
from sphinx.util.logging import NewLineStreamHandler

from sphinx_anthology.guests.problems import SafeProgress
from sphinx_anthology.model.private_values import FLAG_LINE
from sphinx_anthology.pages.rescue import _OF_DISK
from sphinx_anthology.reading.files import FileRule
from tests.building import Built, build

LONG = "a" * 300
CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
FIELDS = "title: T\nauthors: [{name: Ann Bee}]\ndate: 2024-01-01\npost: {}\n"
BODIES = {
    "link": f"[x]({LONG}.md) [y](path:{LONG}.md) [z](project:{LONG}.md) [n](<{LONG} b>)",
    "image": f"![x]({LONG}.png)\n\n```{{figure}} {LONG}.png\n:alt: b\n\nc\n```",
    "download": f"{{download}}`x <{LONG}.zip>` {{doc}}`{LONG}`",
    "include": f"```{{include}} {LONG}.txt\n```",
    "literal": f"```{{literalinclude}} {LONG}.txt\n```",
    "table": f"```{{csv-table}}\n:file: {LONG}.csv\n```",
    "toctree": f"```{{toctree}}\n{LONG}\n```",
    "pipe": "![x](pipe.png)\n\n```{literalinclude} pipe.png\n```",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One build of names that are too long, and of pipes and devices."""
    folder = tmp_path_factory.mktemp("odd")
    source = folder / "docs"
    source.mkdir()
    (source / "conf.py").write_text(CONF)
    (source / "index.md").write_text("# B\n\n```{toctree}\n:glob:\n\n*\n```\n")
    for name, body in BODIES.items():
        (source / f"{name}.md").write_text(f"---\n{FIELDS}---\n\nWords.\n\n{body}\n")
    thumbnail = f"thumbnail: {LONG}.png\n"
    (source / "thumbnail.md").write_text(f"---\n{thumbnail}{FIELDS}---\n\nWords.\n")
    photo = f"title: Ann Lee\nauthor:\n  photo: {{file: {LONG}.jpg, alt: x}}\n"
    (source / "ann.md").write_text(f"---\n{photo}---\n\nWords.\n")
    (source / "zero.md").symlink_to("/dev/zero")
    for name in ("fifo.md", "other.MD", "pipe.png", "references.bib"):
        os.mkfifo(source / name)
    (source / "folder.md").mkdir()
    with (source / "huge.md").open("wb") as stream:
        stream.truncate(3_000_000_000)
    return build(source, folder / "out", folder / "doctrees")


def test_every_document_beside_them_is_shown(built: Built) -> None:
    """Whatever a text names, its words are there."""
    for name in (*BODIES, "thumbnail"):
        assert "Words." in (built.out / f"{name}.html").read_text(), name


@pytest.mark.parametrize("name", ["zero.md", "fifo.md", "huge.md", "references.bib"])
def test_what_is_no_file_is_told(built: Built, name: str) -> None:
    """It is left out without being read, and named."""
    assert any(name in warning for warning in built.warnings)
    assert not (built.out / name.replace(".md", ".html")).exists()


def test_errors_of_the_disk_are_no_documents() -> None:
    """A full disk is not contained; a name that is too long is."""
    assert errno.ENOSPC in _OF_DISK
    assert not _OF_DISK & {errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.EACCES}


def test_flags_are_looked_for_once() -> None:
    """Many empty lines cost no more than they are."""
    assert FLAG_LINE.search("\n" * 200_000 + "x") is None
    assert FLAG_LINE.search(f"{chr(10) * 9} \t draft: true")


@pytest.mark.parametrize("name", ["a.md~", "a.md.bak", "a.orig", "a.txt", "a.MD", "_d/a.md", "a"])
def test_copies_of_drafts_are_not_taken_in(tmp_path: Path, name: str) -> None:
    """What says that it is a draft is one, whatever its name ends in."""
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("---\ntitle: D\ndate: 2024-01-01\npost: {draft: true}\n---\n\nWords.\n")
    assert FileRule(tmp_path.resolve()).reason(file)


@pytest.mark.parametrize(
    ("message", "color", "printed"),
    [
        ("\x1b[01mreading sources... \x1b[39;49;00m[ 50%] ", None, None),
        ("a\x1b[2Jb\rc\x07", "purple", "a⟨U+001B⟩[2Jb⟨U+000D⟩c⟨U+0007⟩"),
        (
            "\x1b[01mcopying a\x9b2J\x1b]0;x\x07",
            None,
            "\x1b[01mcopying a⟨U+009B⟩2J⟨U+001B⟩]0;x⟨U+0007⟩",
        ),
        ("\x1b[2K", None, None),
        ("\r", None, None),
    ],
)
def test_names_of_files_move_no_terminal(
    message: str, color: str | None, printed: str | None
) -> None:
    """What Sphinx says of its work shows what cannot be seen, and keeps its own colours."""
    stream = io.StringIO()
    handler = NewLineStreamHandler(stream)
    handler.addFilter(SafeProgress())
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s", (message,), None)
    record.color = color
    record.nonl = True
    handler.handle(record)
    assert stream.getvalue() == (message if printed is None else printed)


def test_paths_are_told_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Sphinx's and docutils' own warnings as well as ours."""
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "book"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', encoding="utf-8")
    text = "# A\n\n```{include} none.md\n```\n\n{download}`b <none.pdf>` {author}`nobody`\n"
    (source / "index.md").write_text(text, encoding="utf-8")
    told = build(source, tmp_path / "out", tmp_path / "doctrees").warnings
    assert [line for line in told if not line.startswith("book/index.md:")] == []
    assert len(told) == 3
    assert not [line for line in told if str(tmp_path) in line]

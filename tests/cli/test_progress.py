"""What a build says: a line for each step, warnings, and last what was made."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from tests.cli.terminal import terminal
from tests.cli.test_new import write

from sphinx_anthology.cli import serve
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.cli.progress import Progress, Warnings
from sphinx_anthology.model.problem import Level
from sphinx_anthology.preview.messages import BuildResult, Finding

CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
BAD = "---\ntitle: A\nauthors: [nobody]\ndate: 2025-01-01\npost: {}\norphan: true\n---\n\nText.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication of two documents, one of which names nobody."""
    files = {"conf.py": CONF, "index.md": "# Book\n", "a.md": BAD}
    write(tmp_path / "docs", files)
    monkeypatch.chdir(tmp_path)
    return tmp_path


STEPS = ["Reading 2 documents", "Making 1 PDF file", "Making 1 EPUB file", "Making the site"]
MADE = [
    "PDF: docs/_build/pdf/book.pdf",
    "EPUB: docs/_build/epub/book.epub",
    "The site is in docs/_build/html/index.html",
]


MORE = "More about a code in brackets: anthology check --explain unknown-author"


def test_a_log_has_a_line_for_each_step(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Then the results, and last the day; a warning of all formats is there once."""
    assert main(["build", "-j", "1"]) == 0
    out, err = capfd.readouterr()
    *lines, last = out.splitlines()
    assert lines == [*STEPS, *MADE, MORE]
    assert last.startswith("As of 2025-06-01 no document is withheld.")
    assert err.count("There is no author ‘nobody’.") == 1
    assert "\x1b" not in out + err


def test_nothing_is_read_twice(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where no document has changed, that step is left out."""
    main(["build", "-j", "1", "--to", "html"])
    capfd.readouterr()
    main(["build", "-j", "1", "--to", "html"])
    assert capfd.readouterr().out.splitlines()[0] == "Making the site"


def test_verbose_shows_what_sphinx_says(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """In place of the steps; the results are the same."""
    assert main(["build", "-j", "1", "-v", "--to", "html"]) == 0
    out = capfd.readouterr().out
    assert "reading sources..." in out
    assert "Making the site" not in out
    assert out.splitlines()[-2] == MADE[-1]


def test_steps_are_named_in_any_language(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Sphinx speaks that of the publication, the command does not."""
    write(folder / "docs", {"conf.py": f'{CONF}language = "de"\n'})
    assert main(["build", "-j", "1", "--to", "html"]) == 0
    assert capfd.readouterr().out.splitlines()[:2] == ["Reading 2 documents", "Making the site"]


def screen(seen: str) -> list[str]:
    """The lines that are left on a terminal."""
    return [re.split(r"\r\x1b\[2K", line)[-1] for line in seen.removesuffix("\n").split("\n")]


def test_a_terminal_shows_how_far_it_is(folder: Path) -> None:
    """On one line for each step; warnings stand between them, whole."""
    with terminal(folder, "build", "-j", "2") as session:
        assert session.end() == 0
    shown = screen(session.seen)
    warning = "docs/a.md:3: WARNING: There is no author ‘nobody’. [anthology.unknown-author]"
    assert shown[:-1] == [warning, *STEPS, *MADE, MORE]
    assert "\r\x1b[2KReading 2 documents: 50 %" in session.seen
    assert "\r\x1b[2KMaking 1 PDF file: 1 of 1" in session.seen


def test_a_check_shows_how_far_it_is_in_a_terminal_alone(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It leaves nothing of that; what it found is in the output."""
    main(["check"])
    said = capfd.readouterr()
    assert said.err == ""
    with terminal(folder, "check", output=folder / "log.txt") as session:
        session.end()
    assert "\r\x1b[2KReading 2 documents: 50 %" in session.seen
    assert session.seen.endswith("\r\x1b[2K")
    assert (folder / "log.txt").read_text(encoding="utf-8") == said.out


def test_no_line_of_progress_wraps(folder: Path) -> None:
    """Nor is a line rewritten where the terminal cannot."""
    with terminal(folder, "build", "--to", "html", TERM="dumb", NO_COLOR="1") as session:
        assert session.end() == 0
    assert "\x1b" not in session.seen
    assert session.seen.count("Reading 2 documents") == 1


def test_warnings_in_a_file_have_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the rest is on a terminal; each is written once."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    warnings = Warnings(Progress())
    for text in ("\x1b[91mWARNING: a\x1b[39;49;00m\n", "\n", "\x1b[91mWARNING: a\x1b[39;49;00m\n"):
        warnings.write(text)
    assert stream.getvalue() == "WARNING: a\n\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_stop_no_build(folder: Path, closed: str) -> None:
    """Nobody may read what it says."""
    command = f"{sys.executable} -m sphinx_anthology.cli build --to html -j 1 {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert (folder / "docs/_build/html/index.html").is_file()


def test_a_preview_says_once_where_more_is(capsys: pytest.CaptureFixture[str]) -> None:
    """About the codes of ours; of others nobody can explain any."""
    terminal_of_preview, result = serve._Terminal(Path("docs")), BuildResult()
    level, place = Level.MUST, {"docname": "a", "file": "a.md", "line": 3}
    others = Finding(**place, level=level, code="sphinx", message="An image is missing.")
    ours = Finding(**place, level=level, code="unknown-author", message="There is no author.")
    for findings in ([others], [others, ours], [others, ours, ours]):
        shown: Any = types.SimpleNamespace(findings=findings)
        terminal_of_preview.tell(shown, result, 1.0)
    said = capsys.readouterr().out
    assert said.count(MORE) == 1
    assert said.index("There is no author. [unknown-author]") < said.index(MORE)

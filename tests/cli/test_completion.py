"""Tab in a shell: commands, options, and the ids of the publication."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.test_new import CONF, EBB, JANE, SERIES, write

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.cli.completion import SHELLS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a publication in ``docs``."""
    files = {
        "conf.py": CONF,
        "index.md": "# Book\n\nauthor: nobody\n",
        "tides/index.md": SERIES,
        "tides/01-ebb.md": EBB,
        "quays.md": "\ufeff" + SERIES.replace("\n", "\r\n"),
        "people/jane-doe.md": JANE,
        "people/kim-lee.md": JANE,
        "_build/old.md": JANE,
        "references.bib": "@article{doe2021,\n title = {T}}\n@book{roe,title={T}}\n",
    }
    write(tmp_path / "docs", files)
    return tmp_path


def words(folder: Path, line: str) -> list[str]:
    """The words that a shell is told for a line, with the cursor at its end."""
    told = folder / "told"
    told.unlink(missing_ok=True)
    asked = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(told),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    command = [sys.executable, "-m", "sphinx_anthology.cli"]
    subprocess.run(command, cwd=folder, env={**os.environ, **asked}, check=False)
    return [word.rstrip() for word in told.read_text(encoding="utf-8").split("\n") if word]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("anthology n", ["new"]),
        ("anthology new ", ["--help", "post", "author", "series"]),
        ("anthology build --st", ["--strict"]),
        ("anthology check --format j", ["json"]),
        ("anthology build --to html,e", ["html,epub"]),
        ("anthology build --series ", ["quays", "tides"]),
        ("anthology new post --authors ", ["jane-doe", "kim-lee"]),
        ("anthology new post --authors jane-doe,k", ["jane-doe,kim-lee"]),
        ("anthology new post --article d", ["doe2021"]),
        ("anthology build --docs no --series ", []),
    ],
)
def test_words(folder: Path, line: str, told: list[str]) -> None:
    """Those that are meant; ids are those of the publication."""
    assert words(folder, line) == told


def test_words_of_the_publication_that_is_named(folder: Path) -> None:
    """Or that the shell stands in."""
    (folder / "docs").rename(folder / "book")
    assert words(folder, "anthology build --docs book --series t") == ["tides"]
    assert words(folder / "book/tides", "anthology build --series t") == ["tides"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing else is printed."""
    assert main(["completion", shell]) == 0
    out, err = capsys.readouterr()
    assert "anthology" in out
    assert err == ""


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes(folder: Path) -> None:
    """A bash that has read the script."""
    program = folder / "anthology"
    start = "import sys; from sphinx_anthology.cli import start; sys.exit(start())"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{start}" "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = """
        source <(anthology completion bash)
        COMP_LINE="anthology build --series ti"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
        _python_argcomplete anthology ti --series; echo "[${COMPREPLY[*]}]"; complete -p anthology
    """
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "--norc", "-c", script]
    env = {**os.environ, "PATH": path}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0].rstrip(" ]") == "[tides"
    assert "_python_argcomplete" in done.stdout


def test_without_the_package_it_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what installs it; other commands do without."""
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    assert main(["completion", "bash"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        "‘argcomplete’; install it with: pip install 'sphinx-anthology[completion]'"
    )
    monkeypatch.setenv("_ARGCOMPLETE", "1")
    assert main(["new", "post", "--docs", str(folder / "docs"), "--title", "A"]) == 0

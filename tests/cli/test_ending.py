"""How commands end: with the right exit code, one sentence, and no traceback."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.errors import ConfigError, ExtensionError, SphinxParallelError, ThemeError

from sphinx_anthology.cli import ending
from sphinx_anthology.cli.__main__ import main

CONF = 'extensions = ["sphinx_anthology"]\nproject = "Small"\n'


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small publication, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text("# Small\n", encoding="utf-8")
    return folder


def _conf(code: str) -> Callable[[Path], object]:
    return lambda docs: (docs / "conf.py").write_text(CONF + code, encoding="utf-8")


def _move_index(docs: Path) -> None:
    (docs / "index.md").rename(docs / "start.md")


def _html_is_a_file(docs: Path) -> None:
    (docs / "_build").mkdir()
    (docs / "_build/html").touch()


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "syntax": (_conf("x = = 3\n"), "conf.py, line 3: invalid syntax."),
    "raises": (_conf("\n1 / 0\n"), "conf.py, line 4: ZeroDivisionError: division by zero."),
    "exits": (_conf("import sys\nsys.exit(0)\n"), "conf.py, line 4: it ends the program"),
    "extension": (
        _conf("extensions += ['no_such']\n"),
        "conf.py:3: the extension ‘no_such’ is not installed.",
    ),
    "build": (lambda docs: (docs / "_build").touch(), "docs/_build is a file, where a folder"),
    "html": (_html_is_a_file, "html) is not a directory."),
    "index": (_move_index, "There is no index.md in docs: write one"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_built_is_told_in_one_sentence(
    docs: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The exit code is 2, and one line says why."""
    spoil, said = UNUSABLE[name]
    spoil(docs)
    assert main(["build", "docs", "--to", "html", "-j", "1"]) == 2
    told = capfd.readouterr()
    assert "Traceback" not in told.out + told.err
    lines = told.err.strip().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("anthology: ")
    assert said in lines[0]


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_folder_without_conf_py(
    docs: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty, missing, or with a folder of that name."""
    (docs.parent / "odd/conf.py").mkdir(parents=True)
    for name in (".", "nowhere", "odd", "docs/conf.py"):
        assert main([command, name]) == 2
        assert "there is no conf.py" in capsys.readouterr().err


def test_debug_shows_the_traceback(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Before the command's name or after it."""
    _conf("1 / 0\n")(docs)
    for arguments in (["--debug", "check", "docs"], ["check", "docs", "--debug"]):
        assert main(arguments) == 2
        assert "Traceback" in capfd.readouterr().err
    assert main(["check", "docs"]) == 2
    assert "Traceback" not in capfd.readouterr().err


def _raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    error.__cause__ = cause
    return error


FULL = OSError(errno.ENOSPC, "No space left on device")
SENTENCES = {
    "full": (FULL, "No space left on device. Nothing is damaged; run the same command again when"),
    "wrapped": (ExtensionError("Handler <x>", FULL, "y"), "No space left on device. Nothing"),
    "theme": (_raised(ThemeError("An error"), FULL), "No space left on device. Nothing"),
    "worker": (
        SphinxParallelError("OSError: [Errno 28] No space left on device: '/a/b'", "Trace"),
        "No space left on device (/a/b). Nothing is damaged",
    ),
    "rights": (PermissionError(13, "Permission denied", "/a/b"), "/a/b: Permission denied."),
    "unknown": (
        _raised(ValueError("two\nlines")),
        "ValueError: two lines. This should not happen. Run the same command with --debug,",
    ),
    "worker unknown": (SphinxParallelError("KeyError: 'x'", "Trace"), "KeyError: 'x'. This should"),
    "handler": (
        ExtensionError("Handler <function f at 0x7> for event 'x'", KeyError("x"), "y"),
        "KeyError: 'x'. This should not happen.",
    ),
    "deep": (RecursionError("maximum recursion depth exceeded"), "RecursionError: maximum"),
    "silent": (AssertionError(), "AssertionError. This should not happen."),
    "conf": (ConfigError("needs a value"), "needs a value."),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_error_has_a_sentence(name: str) -> None:
    """One line, without addresses of the program's memory."""
    error, said = SENTENCES[name]
    sentence = ending.sentence(error)
    assert sentence.startswith(said)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "0x" not in sentence


def _ended_by(error: BaseException) -> int:
    def run() -> int:
        raise error

    return ending.run_safely(run)


def test_interrupts_have_their_exit_codes(capfd: pytest.CaptureFixture[str]) -> None:
    """As shells count them; the handlers of before are put back."""
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    assert _ended_by(KeyboardInterrupt()) == 130

    def killed() -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError

    assert ending.run_safely(killed) == 143
    said = capfd.readouterr().err.splitlines()
    assert said == [
        "anthology: Interrupted. Nothing is damaged; run the same command again.",
        "anthology: Ended from outside. Nothing is damaged; run the same command again.",
    ]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def _run(
    docs: Path, arguments: list[str], code: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell does; ``code`` is a redirection."""
    command = f"{sys.executable} -m sphinx_anthology.cli {' '.join(arguments)} {code}"
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=docs.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_output_that_nobody_reads_or_cannot_show(docs: Path) -> None:
    """A pipe that ends, a closed output, a terminal without our signs."""
    for code in ("| head -c 0", ">&-", "2>&-"):
        done = _run(docs, ["check", "docs"], code)
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr
    odd = _run(docs, ["new", "post", "--title", "x", "--series", "é"], PYTHONIOENCODING="ascii")
    assert odd.returncode == 2
    assert odd.stderr == (
        "anthology: there is no series '\\xe9' in docs. To make it add --make."
        " Nothing was written.\n"
    )


NEW = ["new", "post", "--docs", "docs", "--authors", "ann", "--title"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("con", "con-post"),
        ("LPT1", "lpt1-post"),
        ("Index", "index-post"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b\0c", "a-b-c"),
        ("x" * 5000, "x" * 60),
        ("日本語", "日本語"),
        ("  Two\nlines  ", "two-lines"),
    ],
)
def test_new_names_files_that_every_system_can_have(docs: Path, title: str, name: str) -> None:
    """A name lies in its folder, is short, and no other name of a system or of a site's page."""
    assert main([*NEW, title]) == 0
    assert [p.name for p in (docs / "posts").iterdir()] == [f"{name}.md"]


@pytest.mark.parametrize("title", ["", "  ", "!!!", "…—", "_"])
def test_new_needs_a_title_with_words(docs: Path, title: str) -> None:
    """Otherwise nothing is written."""
    assert main([*NEW, title]) == 2
    assert not (docs / "posts").exists()


@pytest.mark.parametrize("there", ["Lone.md", "LONE.MD", "lone.rst"])
def test_new_knows_names_that_differ_by_case_and_ending(docs: Path, there: str) -> None:
    """On many systems they are one file; in a site they are one page."""
    (docs / "posts").mkdir()
    (docs / "posts" / there).write_bytes(b"x")
    assert main([*NEW, "Lone"]) == 1
    assert [p.name for p in (docs / "posts").iterdir()] == [there]


def test_new_writes_nothing_outside(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither by the name of a series nor through a link; a file is no folder."""
    outside = docs.parent / "outside"
    for folder in (outside, docs / "series/tides"):
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("---\ntitle: X\nseries: {}\n---\n", encoding="utf-8")
    (docs / "series/link").symlink_to(outside)
    (docs / "authors").symlink_to(outside)
    for series in ("../../outside", "..", ".", "/", "", "link", "tide", str(outside)):
        main([*NEW, "x", "--series", series, "--again"])
    assert main(["new", "author", "--title", "Ann"]) == 2
    assert [p.name for p in outside.iterdir()] == ["index.md"]
    assert [p.name for p in (docs / "series/tides").iterdir()] == ["index.md"]
    assert "Did you mean ‘tides’?" in capsys.readouterr().err
    (docs / "authors").unlink()
    (docs / "authors").touch()
    assert main(["new", "author", "--title", "Ann"]) == 2
    assert "docs/authors is a file, where a folder is needed" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("typed", [None, "", "My title\n"])
def test_new_ends_where_the_input_ends(
    docs: Path, typed: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any question, and where there is no input at all."""
    monkeypatch.setattr(sys, "stdin", None if typed is None else _Terminal(typed))
    assert main(["new", "post"]) == 2
    assert not (docs / "posts").exists()

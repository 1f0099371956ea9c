"""Wrong command lines: one sentence each, with what to write, and exit code 2."""

from __future__ import annotations

import argparse
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_anthology.cli.__main__ import main, parser
from sphinx_anthology.cli.arguments import publication, series_id, stated_folder
from sphinx_anthology.cli.ending import CommandError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a publication in ``docs``, in which somebody works."""
    files = {
        "docs/conf.py": 'extensions = ["sphinx_anthology"]\n',
        "docs/index.md": "# Book\n",
        "docs/series/tides/index.md": "---\ntitle: Tides\nseries: {}\n---\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Say what to do: anthology init, build, check, calendar, new or import."),
        ("biuld", "‘biuld’ is no command. Did you mean ‘build’?"),
        ("preview", "‘preview’ is no command. Did you mean ‘serve’?"),
        ("html", "‘html’ is no command. Did you mean ‘build --to html’?"),
        ("build nowhere", "there is no conf.py in nowhere. Name the publication's folder."),
        ("build docs/index.md", "there is no conf.py in docs/index.md. Did you mean ‘docs’?"),
        ("build docs/series", "there is no conf.py in docs/series. Did you mean ‘docs’?"),
        ("build .", "there is no conf.py in this folder. Did you mean ‘docs’?"),
        ("build --to htlm", "can make html, pdf, epub. Did you mean ‘html’?"),
        ("build --to ,", "--to names no format. Write --to html,pdf"),
        ("build --to", "--to needs a value. Write --to html,pdf"),
        ("build --tu html", "there is no option ‘--tu’ here. Did you mean ‘--to’?"),
        ("build --format html", "no option ‘--format’ here. anthology build --help lists all."),
        ("build docs docs2", "‘docs2’ is one name too many; anthology build --help says"),
        ("build -j x", "--jobs takes a whole number, found ‘x’. Write --jobs 2"),
        ("build -j -1", "--jobs takes a number of at least 1. Write --jobs 2"),
        ("build --strict=yes", "--strict takes no value. Write --strict"),
        ("build --series", "--series needs a value. Write --series co-creation"),
        (
            "build --series tide",
            "no series ‘tide’ in docs; nothing was made. Did you mean ‘tides’?",
        ),
        ("build --series zzz", "no series ‘zzz’ in docs; nothing was made. There are tides."),
        ("build --as-of 1/2/2026", "in our form; write 2026-02-01 or 2026-01-02."),
        ("build --as-of 2026-12", "not a full day; write one, such as 2026-12-01 or 2026-12-31."),
        ("build --as-of soon", "‘soon’ is not a date; expected a day such as 2021-04-21."),
        (
            "check --format xml",
            "no value of --format. Choose from github, json, sarif, text.",
        ),
        ("check --level grave", "‘grave’ is no value of --level. Choose from could, must, should."),
        ("check --level", "--level needs a value. Write --level should"),
        ("check --explain", "--explain needs a value. Write --explain unknown-author"),
        ("check --as-of", "--as-of needs a value. Write --as-of 2026-12-31"),
        ("new", "Say what to write: anthology new post, author or series."),
        ("new pots", "‘pots’ is no kind of document. Did you mean ‘post’?"),
        ("new post --title", '--title needs a value. Write --title "How tides turn"'),
        ("new author", 'a name is needed. Write --name "Ada Quay"'),
        ("new post --title X --date 2026-12", "such as 2026-12-01 or 2026-12-31."),
        ("new post --title X --series tide", "in docs. Did you mean ‘tides’? Nothing was written."),
        ("new post --docs nowhere --title X", "there is no conf.py in nowhere."),
        ("check --docs docs book", "two folders are named, docs and book. Write --docs docs"),
        ("check --docs", "--docs needs a value. Write --docs docs"),
        ("import", "Say from where: anthology import wxr, archive or ablog."),
        ("import wordpress x.xml", "no system to import from. Did you mean ‘wxr’?"),
        ("import wxr", "Name the file: anthology import wxr export.xml"),
    ],
)
def test_wrong_command_line(
    here: Path, line: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said on one line, before anything is built."""
    try:
        code = main(line.split())
    except SystemExit as end:
        code = int(str(end.code))
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n"), err[:11]) == (2, "", 1, "anthology: ")
    assert said in err
    assert not (here / "docs/_build").exists()


def test_publication_is_found_from_within(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From above, from its folder, and from one below."""
    assert publication(None) == Path("docs")
    monkeypatch.chdir(here / "docs")
    assert publication(None) == Path()
    monkeypatch.chdir(here / "docs/series/tides")
    assert publication(None) == Path("../..")
    (here / "docs/conf.py").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="there is no conf"):
        publication(None)


@pytest.mark.parametrize("words", ["--docs docs", "docs", "--docs docs docs"])
def test_publication_is_named_in_one_way(here: Path, words: str) -> None:
    """By ``--docs`` with every command; ``build`` and ``check`` still take it without."""
    given = parser().parse_args(["check", *words.split()])
    assert publication(stated_folder(given.docs, given.place)) == Path("docs")


def test_publication_below_is_named_by_the_error(tmp_path: Path, here: Path) -> None:
    """Where ``docs`` is none, and a folder beside it is one."""
    (here / "docs").rename(here / "handbook")
    with pytest.raises(CommandError, match="Did you mean --docs handbook"):
        publication(None)
    shutil.rmtree(here / "handbook")
    with pytest.raises(CommandError, match="Name its folder: --docs FOLDER"):
        publication(None)


def _commands(command: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command, and all below it."""
    yield command
    for action in command._actions:
        for below in action.choices.values() if isinstance(action.choices, dict) else ():
            yield from _commands(below)


def test_help_has_a_sentence_and_examples_that_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is longer than 80 characters, and each example can be parsed."""
    monkeypatch.setenv("COLUMNS", "80")
    for command in _commands(parser()):
        text = command.format_help()
        assert max(map(len, text.splitlines())) <= 80, command.prog
        assert command.description, command.prog
        assert command.description.endswith("."), command.prog
        lines = text.partition("Examples:\n")[2].splitlines()
        assert lines, command.prog
        for line in lines:
            assert f"{line} ".startswith(f"  {command.prog} "), line
            parser().parse_args(shlex.split(line)[1:])


@pytest.mark.parametrize("stated", ["tides", "Tides", "series/tides", "series/tides/index.md"])
def test_series_by_its_path(here: Path, stated: str) -> None:
    """As the id that it means."""
    assert series_id(Path("docs"), stated) == "tides"

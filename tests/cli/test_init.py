"""``anthology init``: asks or takes options, never overwrites, says what to type next."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from sphinx_anthology.cli import init, pinned
from sphinx_anthology.cli.__main__ import main

Ask = Callable[..., list[str]]


class Terminal(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Let somebody answer; what was asked is in the list."""

    def given(*lines: str) -> list[str]:
        asked: list[str] = []
        rest = iter(lines)

        def answer(question: str) -> str:
            asked.append(question)
            try:
                return next(rest)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", answer)
        return asked

    return given


def _conf(folder: Path) -> str:
    return (folder / "docs/conf.py").read_text(encoding="utf-8")


def test_a_folder_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its name is the title; the last lines are the next commands."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "harbour-notes"]) == 0
    assert 'project = "Harbour notes"' in _conf(tmp_path / "harbour-notes")
    assert 'anthology_license = "CC-BY-4.0"' in _conf(tmp_path / "harbour-notes")
    said = capsys.readouterr().out.splitlines()
    assert said[-3:] == ["Next:", "  cd harbour-notes", "  anthology serve"]


def test_options_are_answers(tmp_path: Path) -> None:
    """In any form that settings take; none is none."""
    options = {
        "title": "Tide tables",
        "journal": "Harbour Studies",
        "issn": "20493630",
        "publisher": "Quay Press",
        "licence": "none",
        "address": "https://tides.example/",
        "language": "de",
    }
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    assert main(["init", str(tmp_path / "a"), *given]) == 0
    conf = _conf(tmp_path / "a")
    assert 'anthology_journal = {"title": "Harbour Studies", "issn": "2049-3630"}' in conf
    assert '# anthology_license = "CC-BY-4.0"' in conf
    assert 'language = "de"' in conf


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--issn", "2049-3631", "‘2049-3631’ is not an ISSN"),
        ("--licence", "blah", "‘blah’ is not an SPDX licence"),
        ("--address", "tides.example", "tides.example"),
        ("--language", "german", "german"),
    ],
)
def test_a_wrong_option_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, message: str
) -> None:
    """The sentence names the option."""
    assert main(["init", str(tmp_path / "a"), "--journal", "J", option, value]) == 2
    said = capsys.readouterr().err
    assert option in said
    assert message in said
    assert not (tmp_path / "a").exists()


def test_it_asks_in_a_terminal(tmp_path: Path, answers: Ask) -> None:
    """Nothing answered is the default; the ISSN is asked for where there is a journal."""
    asked = answers("Tides", "Harbour Studies", "2049-3630", "", "", "", "")
    assert main(["init", str(tmp_path / "a")]) == 0
    assert asked[0] == "Title of the publication [A]: "
    assert asked[4] == "Licence of the texts [CC-BY-4.0]: "
    assert 'project = "Tides"' in _conf(tmp_path / "a")
    asked = answers("", "", "", "", "", "")
    assert main(["init", str(tmp_path / "b")]) == 0
    assert len(asked) == 6


def test_a_wrong_answer_is_asked_for_again(
    tmp_path: Path, answers: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what is wrong."""
    asked = answers("Tides", "Harbour Studies", "123", "2049-3630", "", "", "", "")
    assert main(["init", str(tmp_path / "a")]) == 0
    assert asked[2] == asked[3]
    assert "‘123’ is not an ISSN" in capsys.readouterr().out


def test_an_input_that_ends_writes_nothing(
    tmp_path: Path, answers: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said what was not answered."""
    answers("Tides")
    assert main(["init", str(tmp_path / "a")]) == 2
    assert "the input ended before ‘Journal that it belongs to’" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()


def test_yes_asks_nothing(tmp_path: Path, answers: Ask) -> None:
    """Not even in a terminal."""
    asked = answers()
    assert main(["init", str(tmp_path / "a"), "--yes"]) == 0
    assert asked == []


def test_what_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files are kept and named; a publication, or a file in the folder's place, is refused."""
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "README.md").write_text("mine", encoding="utf-8")
    assert main(["init", str(folder)]) == 0
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"
    assert "Kept as they were: README.md." in capsys.readouterr().out
    before = _conf(folder)
    assert main(["init", str(folder), "--title", "Other"]) == 2
    assert _conf(folder) == before
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["init", str(tmp_path / "file")]) == 2
    assert capsys.readouterr().err.count("nothing was written") == 2


def test_nothing_is_written_through_a_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that leads elsewhere is refused; a link in a file's place stays one."""
    outside, folder = tmp_path / "outside", tmp_path / "a"
    outside.mkdir()
    folder.mkdir()
    (folder / "docs").symlink_to(outside)
    assert main(["init", str(folder)]) == 2
    assert "leads out of" in capsys.readouterr().err
    assert list(outside.iterdir()) == []
    (folder / "docs").unlink()
    (folder / "README.md").symlink_to(outside / "none.md")
    assert main(["init", str(folder)]) == 0
    assert (folder / "README.md").is_symlink()
    assert list(outside.iterdir()) == []


class Installed(Distribution):
    """A package as it was installed from somewhere."""

    def __init__(self, origin: dict[str, object] | None) -> None:
        self._files = {"METADATA": "Name: sphinx-anthology\nVersion: 1.2\n"}
        if origin is not None:
            self._files["direct_url.json"] = json.dumps(origin)

    def read_text(self, filename: str) -> str | None:
        return self._files.get(filename)

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


def test_the_requirements_install_what_is_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From an index, a repository, an address, or a wheel, which comes along."""
    wheel = tmp_path / "sphinx_anthology-1.2-py3-none-any.whl"
    wheel.write_bytes(b"x")
    git = {"vcs": "git", "commit_id": "abc123"}
    address = "https://code.example/sphinx-anthology"
    for origin, line, wheels in (
        (None, "sphinx-anthology[export,serve]==1.2", ()),
        (
            {"url": address, "vcs_info": git},
            f"sphinx-anthology[export,serve] @ git+{address}@abc123",
            (),
        ),
        ({"url": f"{address}.whl"}, f"sphinx-anthology[export,serve] @ {address}.whl", ()),
        ({"url": wheel.as_uri()}, f"./wheels/{wheel.name}[export,serve]", (wheel,)),
        ({"url": tmp_path.as_uri(), "dir_info": {}}, f"# ./wheels/{wheel.name}[export,serve]", ()),
    ):
        monkeypatch.setattr(pinned, "distribution", lambda name, o=origin: Installed(o))
        found = pinned.requirements()
        assert found.text.splitlines()[0] == line
        assert found.wheels == wheels
        assert bool(found.advice) == line.startswith("#")


def test_all_that_is_needed_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the site needs, and what PDF and EPUB need; nothing that only tests need."""
    needs = [
        "sphinx>=9",
        "typst>=0.15; extra == 'export'",
        "selectolax; extra == 'import'",
        "lxml; python_version < '3'",
    ]
    ours = Installed(None)
    monkeypatch.setattr(Installed, "requires", needs)
    known = {"sphinx-anthology": ours}
    real = pinned.distribution
    monkeypatch.setattr(pinned, "distribution", lambda name: known.get(name) or real(name))
    names = [line.partition("==")[0] for line in pinned.requirements().text.splitlines()[1:]]
    assert {"sphinx", "docutils", "typst"} <= set(names)
    assert not {"selectolax", "lxml", "pytest"} & set(names)
    assert names == sorted(names)


def test_wheels_come_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a folder beside the requirements."""
    wheel = tmp_path / "x.whl"
    wheel.write_bytes(b"wheel")
    made = pinned.Pinned("./wheels/x.whl\n", (wheel,))
    monkeypatch.setattr(init, "requirements", lambda: made)
    assert main(["init", str(tmp_path / "a")]) == 0
    assert (tmp_path / "a/wheels/x.whl").read_bytes() == b"wheel"

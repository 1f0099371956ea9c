"""The command: build, check, new."""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import JOURNAL

from sphinx_anthology import __version__
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.typst.compiler import Diagnostic, TypstError


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small publication."""
    folder = tmp_path / "docs"
    folder.mkdir()
    conf = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    (folder / "index.md").write_text("# Book\n", encoding="utf-8")
    return folder


def _write(docs: Path, name: str, text: str) -> None:
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


BAD = """---
title: A post
authors: [nobody]
date: 2025-01-01
post: {}
orphan: true
---

![](x.png)
"""


HELP_SECONDS = 0.3
"""Processor time that help may take, Python's own start among it."""


def _seconds(arguments: list[str]) -> float:
    """The processor time that the command takes, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "sphinx_anthology.cli", *arguments]
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("command", ["", "build", "check", "new", "import", "import wxr"])
def test_help_is_there_at_once(command: str) -> None:
    """The best of three, for other programs run beside it."""
    arguments = [*command.split(), "--help"]
    assert min(_seconds(arguments) for _ in range(3)) <= HELP_SECONDS


def test_the_command_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    """That of the package, and the exit code is 0."""
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"sphinx-anthology {__version__}\n"


def test_build_says_where_the_site_is(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It shows its progress; its last line names the page to open, which is there."""
    assert main(["build", str(docs), "-j", "1"]) == 0
    out = capfd.readouterr().out.splitlines()
    assert out[0] == "Reading 1 document"
    assert out[-2:] == [
        f"The site is in {docs}/_build/html/index.html",
        "As of 2025-06-01 no document is withheld.",
    ]
    assert (docs / "_build/html/index.html").is_file()


def test_strict_fails_where_there_is_a_warning(docs: Path) -> None:
    """The site is made all the same; only the exit code tells."""
    _write(docs, "bad.md", BAD)
    assert main(["build", str(docs), "-j", "1"]) == 0
    (docs / "_build/html/bad.html").unlink()
    assert main(["build", str(docs), "-j", "1", "--strict"]) == 1
    assert (docs / "_build/html/bad.html").is_file()


def test_build_judges_by_the_day_that_it_is_given(docs: Path) -> None:
    """``--as-of`` opens what is scheduled."""
    later = BAD.replace("2025-01-01", "2026-01-01")
    _write(docs, "later.md", later)
    main(["build", str(docs), "-j", "1"])
    assert not (docs / "_build/html/later.html").exists()
    main(["build", str(docs), "-j", "1", "--as-of", "2026-01-01"])
    assert (docs / "_build/html/later.html").exists()


AUCKLAND = 'project = "Book"\nextensions = ["sphinx_anthology"]\n{line}\n'
SUMMER_EVENING = "1764585000"
"""10:30 on 1 December 2025 in UTC, 23:30 in Auckland."""
HALF_AN_HOUR_LATER = "1764586800"


def _in_zone(docs: Path, line: str) -> None:
    _write(docs, "conf.py", AUCKLAND.format(line=line))


def test_a_post_of_tomorrow_appears_tomorrow_there(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """At midnight in the publication's zone, though it is noon in UTC; the last line says so."""
    _in_zone(docs, 'anthology_timezone = "Pacific/Auckland"')
    _write(docs, "later.md", BAD.replace("2025-01-01", "2025-12-02"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", SUMMER_EVENING)
    main(["build", str(docs), "-j", "1", "--to", "html"])
    assert not (docs / "_build/html/later.html").exists()
    assert "\nAs of 2025-12-01 (Pacific/Auckland) 1 document is withheld" in capfd.readouterr().out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", HALF_AN_HOUR_LATER)
    main(["build", str(docs), "-j", "1", "--to", "html"])
    assert (docs / "_build/html/later.html").exists()
    assert capfd.readouterr().out.endswith(
        "\nAs of 2025-12-02 (Pacific/Auckland) no document is withheld.\n"
    )
    _in_zone(docs, "")
    main(["build", str(docs), "-j", "1", "--to", "html"])
    assert not (docs / "_build/html/later.html").exists()
    assert "\nAs of 2025-12-01 (UTC) 1 document is withheld" in capfd.readouterr().out


def test_check_says_the_day(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In its last line, and in JSON."""
    main(["check", str(docs)])
    assert capsys.readouterr().out.endswith("0 withheld as of 2025-06-01.\n")
    main(["check", str(docs), "--format", "json", "--as-of", "2025-07-01"])
    assert json.loads(capsys.readouterr().out)["as_of"] == "2025-07-01"


@pytest.mark.parametrize(
    ("line", "day", "told"),
    [
        ('anthology_timezone = "Pacific/Auckland"', "2025-12-02", ""),
        ("", "2025-12-01", ""),
        (
            'anthology_timezone = "Auckland"',
            "2025-12-01",
            "conf.py:3: anthology_timezone: ‘Auckland’ is not a time zone; write "
            "‘Pacific/Auckland’. The date is today in UTC.",
        ),
        (
            "anthology_timezone = str(5)",
            "2025-12-01",
            "conf.py:3: anthology_timezone: its value is no plain text. The date is today in UTC.",
        ),
    ],
)
def test_a_new_post_is_of_today_there(
    docs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    day: str,
    told: str,
) -> None:
    """By ``conf.py``, which is not run; what cannot be read there is told."""
    _in_zone(docs, line)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", HALF_AN_HOUR_LATER)
    assert main(["new", "post", "--docs", str(docs), "--title", "A", "--authors", "ann"]) == 0
    assert f"\ndate: {day}\n" in (docs / "posts/a.md").read_text(encoding="utf-8")
    assert told in capsys.readouterr().err


def test_build_refuses_what_it_cannot_make(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown format and a folder without conf.py are told in a sentence."""
    assert main(["build", str(docs), "--to", "docx"]) == 2
    assert main(["build", str(docs / "nowhere")]) == 2
    said = capsys.readouterr().err
    assert "cannot make docx; can make html" in said
    assert "there is no conf.py" in said


def test_check_says_file_line_level_and_mend(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Problems of all levels, the gravest first, with their sum; the exit code is 1."""
    _write(docs, "bad.md", BAD)
    _write(docs, "authors/ann.md", "---\ntitle: Ann\nauthor: {}\norphan: true\n---\n")
    assert main(["check", str(docs)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == f"{docs}/bad.md:3:11: must: There is no author ‘nobody’. [unknown-author]"
    assert any(f"{docs}/bad.md:9:5: should: The image ‘x.png’" in line for line in lines)
    assert any(f"{docs}/conf.py:1: could: No publisher is stated" in line for line in lines)
    assert not any("in no series" in line for line in lines)
    assert any(f"{docs}/conf.py:1: should: The site's address" in line for line in lines)
    places = [line for line in lines if line.startswith(f"{docs}/")]
    levels = [line.partition(": ")[2].partition(":")[0] for line in places]
    assert levels[0] == "must"
    assert lines[-1].startswith(f"1 must, {levels.count('should')} should, ")


def test_check_speaks_json_and_github(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Machines get the same findings."""
    _write(docs, "bad.md", BAD)
    main(["check", str(docs), "--format", "json"])
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert {"unknown-author", "alt-missing", "no-license"} <= {p["code"] for p in problems}
    main(["check", str(docs), "--format", "github"])
    said = capsys.readouterr().out
    assert (
        f"::error file={docs}/bad.md,line=3,col=11,title=unknown-author::There is no author" in said
    )


def test_check_finds_nothing_grave_in_the_sample(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sample publication has no problem that must be mended."""
    sample = shutil.copytree(JOURNAL, tmp_path / "journal")
    assert main(["check", str(sample)]) == 0
    assert "0 must" in capsys.readouterr().out


def test_build_names_the_volumes_that_it_made(
    docs: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or found up to date; not what lay there before, nor what could not be made."""
    for kind in ("pdf", "epub"):
        _write(docs, f"_build/{kind}/old.{kind}", "old")
    _write(docs, "_build/pdf/book.pdf", "an earlier book")
    made = [f"PDF: {docs}/_build/pdf/book.pdf", f"EPUB: {docs}/_build/epub/book.epub"]
    for _ in range(2):
        assert main(["build", str(docs), "-j", "1"]) == 0
        said = capfd.readouterr().out.splitlines()
        assert [line for line in said if line.startswith(("PDF:", "EPUB:"))] == made

    def fails(*_: object) -> None:
        raise TypstError((Diagnostic("no room"),))

    monkeypatch.setattr("sphinx_anthology.typst.compiler.TypstCompiler.pdf", fails)
    _write(docs, "index.md", "# Book\n\nEdited.\n")
    assert main(["build", str(docs), "-j", "1", "--to", "pdf"]) == 1
    out, err = capfd.readouterr()
    said = out.splitlines()
    assert not [line for line in said if line.startswith("PDF:")]
    assert "The PDF ‘book’ cannot be made: no room" in err
    assert said[-2].startswith("Not everything could be made")
    assert said[-1] == "As of 2025-06-01 no document is withheld."
    assert not (docs / "_build/pdf/book.pdf").exists()  # it may hold what is withheld now


def test_a_series_that_is_none_is_told_of(docs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing would be made of it."""
    assert main(["build", str(docs), "-j", "1", "--to", "pdf", "--series", "none"]) == 2
    assert "there is no series ‘none’" in capfd.readouterr().err


def test_check_folds_suggestions_of_one_kind(
    docs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is written out, the places of the others follow; JSON has them all."""
    for number in range(12):
        text = BAD.replace("[nobody]", f"[{{name: Guest {'ABCDEFGHIJKL'[number]}}}]")
        _write(docs, f"p{number:02}.md", text.replace("post:", "layout: post\npost:"))
    monkeypatch.chdir(docs.parent)
    main(["check", str(docs)])
    lines = capsys.readouterr().out.splitlines()
    (first,) = [i for i, line in enumerate(lines) if "[foreign-field]" in line]
    assert lines[first].startswith("docs/p00.md:5:9: could: ‘layout’ is another system's field")
    assert lines[first + 1].startswith("  The same of 11 more: docs/p01.md:5:9, docs/p02.md:5:9, ")
    assert lines[first + 1].endswith(", docs/p08.md:5:9, …")
    (first,) = [i for i, line in enumerate(lines) if "should: The post has no description" in line]
    assert lines[first + 1].startswith("  The same of ")
    main(["check", str(docs), "--format", "json"])
    assert capsys.readouterr().out.count('"foreign-field"') == 12


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("2026-12", "write one, such as 2026-12-01 or 2026-12-31"),
        ("3/4/2026", "write 2026-04-03 or 2026-03-04"),
        ("tomorrow", "expected a day such as 2021-04-21"),
    ],
)
def test_day_that_is_none_is_told_with_what_to_write(
    text: str, instead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No words of Python's."""
    with pytest.raises(SystemExit):
        main(["new", "post", "--date", text])
    said = capsys.readouterr().err
    assert instead in said
    assert "fromisoformat" not in said

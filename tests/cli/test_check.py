"""``anthology check``: levels, columns, formats and explanations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sphinx_anthology.cli import check_text, findings
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.cli.ending import SafeStream, print_link
from sphinx_anthology.model.explanations import EXPLANATIONS, GROUPS
from sphinx_anthology.model.problem import Code, Level

SCHEMA = Path(__file__).with_name("sarif-2.1.0-rtm.5.json")
"""The schema of SARIF, from the npm package @microsoft/jest-sarif (MIT, Microsoft Corporation)."""
CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
POST = """---
title: A post
authors: [nobody]
date: 2025-01-01
tags: [one, "topics/quays.md"]
post: {kind: reprot}
orphan: true
---

See ![](x.png), and {post}`nowhere`.
"""
DRAFT = "---\ntitle: A thought\ndate: 2025-01-01\npost: {draft: true}\norphan: true\n---\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small publication with problems of all levels, below the current folder."""
    folder = tmp_path / "docs"
    folder.mkdir()
    files = {"conf.py": CONF, "index.md": "# Book\n", "a post.md": POST, "later.md": DRAFT}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


Run = Callable[..., str]


@pytest.fixture
def run(docs: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a check, and give what it prints."""

    def check(*arguments: str) -> str:
        assert main(["check", *arguments]) == 1
        return capsys.readouterr().out

    return check


def test_problems_are_grouped_by_level(run: Run) -> None:
    """With file, line and column, the code, and why it matters below the first of each code."""
    lines = run().splitlines()
    assert lines[:6] == [
        "Must: the publication is wrong.",
        "docs/a post.md:3:11: must: There is no author ‘nobody’. [unknown-author]",
        "    Why: Somebody who wrote the post is not named.",
        "docs/a post.md:6:14: must: ‘post.kind’: expected one of article, preview, report, "
        "commentary, news, reading-list; found ‘reprot’. Did you mean ‘report’? [invalid-field] "
        "(--fix can)",
        "    Why: The value is left out everywhere: on pages, in feeds and in records.",
        "docs/a post.md:10:21: must: {post}`nowhere` points to nothing. [unknown-target]",
    ]
    headings = [line for line in lines if re.fullmatch(r"[A-Z][a-z]+: [^/]*\.", line)]
    assert headings == [
        "Must: the publication is wrong.",
        "Should: readers miss something.",
        "Could: something may be added.",
        "Withheld: in no public build.",
    ]
    image = "docs/a post.md:10:9: should: The image ‘x.png’ has no alternative text"
    assert any(line.startswith(image) for line in lines)
    assert "2 can be fixed by: anthology check --fix" in lines
    assert lines[-2].startswith("More about a code in brackets: anthology check --explain ")


@pytest.mark.parametrize(
    ("level", "shown"),
    [("must", {"must"}), ("should", {"must", "should"}), ("could", {"must", "should", "could"})],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_level_is_the_least_that_is_shown(run: Run, level: str, shown: set[str], form: str) -> None:
    """In every format; the exit code and the totals stay."""
    said = run("--level", level, "--format", form)
    if form == "text":
        found = set(re.findall(r"^docs/[^:]+:[\d:]+ (must|should|could): ", said, re.MULTILINE))
        assert said.splitlines()[-1].startswith("3 must, ")
    elif form == "json":
        found = {problem["level"] for problem in json.loads(said)["problems"]}
    elif form == "github":
        names = {"error": "must", "warning": "should", "notice": "could"}
        found = {
            names[kind] for kind in re.findall(r"^::(\w+) (?!.*title=withheld)", said, re.MULTILINE)
        }
    else:
        names = {"error": "must", "warning": "should", "note": "could"}
        results = json.loads(said)["runs"][0]["results"]
        found = {names[result["level"]] for result in results if result["level"] != "none"}
    assert found == shown


def test_json_gives_place_reason_and_edits(run: Run) -> None:
    """All that a program needs to show a problem, and to mend it."""
    problems = json.loads(run("--format", "json"))["problems"]
    (found,) = [problem for problem in problems if problem["code"] == "invalid-field"]
    assert found == {
        "file": "docs/a post.md",
        "line": 6,
        "column": 14,
        "level": "must",
        "code": "invalid-field",
        "group": "front-matter",
        "message": "‘post.kind’: expected one of article, preview, report, commentary, news, "
        "reading-list; found ‘reprot’. Did you mean ‘report’?",
        "why": "The value is left out everywhere: on pages, in feeds and in records.",
        "fix": "Write a value of the kind that the message expects.",
        "help": None,
        "edits": [{"line": 6, "column": 14, "end_line": 6, "end_column": 20, "text": "report"}],
    }
    (author,) = [problem for problem in problems if problem["code"] == "unknown-author"]
    assert author["edits"] == []


def test_github_gives_the_column(run: Run) -> None:
    """As far as one is known."""
    lines = run("--format", "github").splitlines()
    start = "::error file=docs/a post.md,line=3,col=11,title=unknown-author::There is no author"
    assert [line for line in lines if line.startswith(start)]
    assert [line for line in lines if line.startswith("::warning file=docs/conf.py,line=1,title=")]


def _sarif(run: Run, *arguments: str) -> dict[str, Any]:
    log = json.loads(run("--format", "sarif", *arguments))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(
        schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(log)] == []
    (found,) = log["runs"]
    return dict(found)


def test_sarif_is_valid(run: Run) -> None:
    """By the schema; each result names its rule, its place and its edits."""
    log = _sarif(run)
    rules = log["tool"]["driver"]["rules"]
    assert {code.slug for code in Code} <= {rule["id"] for rule in rules}
    for result in log["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    (found,) = [result for result in log["results"] if result["ruleId"] == "invalid-field"]
    place = {"uri": "docs/a%20post.md"}
    assert found["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": place,
                "region": {"startLine": 6, "startColumn": 14},
            }
        }
    ]
    region = {"startLine": 6, "startColumn": 14, "endLine": 6, "endColumn": 20}
    assert found["fixes"][0]["artifactChanges"] == [
        {
            "artifactLocation": place,
            "replacements": [{"deletedRegion": region, "insertedContent": {"text": "report"}}],
        }
    ]
    (withheld,) = [r for r in log["results"] if r["ruleId"] == "withheld-document"]
    assert (withheld["kind"], withheld["level"]) == ("informational", "none")


def test_sarif_has_the_warnings_of_others(docs: Path, run: Run) -> None:
    """With their file and line."""
    (docs / "page.md").write_text("# Page\n\n{ref}`no-label`\n", encoding="utf-8")
    results = _sarif(run)["results"]
    found = [result for result in results if result["ruleId"] == "sphinx"]
    places = [result["locations"][0]["physicalLocation"] for result in found]
    assert {"artifactLocation": {"uri": "docs/page.md"}, "region": {"startLine": 3}} in places
    assert {result["level"] for result in found} == {"error"}


def test_sarif_of_a_folder_elsewhere_has_whole_addresses(
    docs: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is relative to a folder that is not around it."""
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    results = _sarif(run, "--docs", str(docs))["results"]
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
    assert (docs / "a post.md").as_uri() in uris


def test_every_code_is_explained() -> None:
    """In one group each: why it matters, and the fix, a sentence or two."""
    assert [code for code in Code if code not in EXPLANATIONS] == []
    listed = [code for group in GROUPS for code in group.codes]
    assert sorted(listed, key=repr) == sorted(set(Code), key=repr)
    for explanation in EXPLANATIONS.values():
        for text in (explanation.why, explanation.fix):
            assert re.fullmatch(r"[A-Z“‘].*\.", text)
            assert len(text) <= 100


@pytest.mark.parametrize(
    "written", ["unknown-author", "[unknown-author]", "anthology.unknown-author"]
)
def test_code_is_explained_anywhere(
    written: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also where there is no publication, and as it stands in a message or a warning."""
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--explain", written]) == 0
    assert capsys.readouterr().out == (
        "unknown-author (must): No author document has this id.\n\n"
        "Why it matters: Somebody who wrote the post is not named.\n"
        "The fix: Correct the id, write the author's document, or give the name of a guest.\n"
    )


def test_unknown_code_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code says that nothing was done."""
    assert main(["check", "--explain", "unknown-auther"]) == 2
    said = capsys.readouterr().err
    assert "there is no problem ‘unknown-auther’. Did you mean ‘unknown-author’" in said


ADDRESS = "https://anthology.example/reference/problems/people.html#unknown-author"


@pytest.fixture
def documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package that says where its documentation is."""
    monkeypatch.setattr(findings, "docs_address", lambda: "https://anthology.example/")


@pytest.mark.usefixtures("documented")
def test_every_code_is_linked_where_documentation_is_known(run: Run) -> None:
    """Text, JSON and SARIF have the address; nothing points to the command then."""
    said = run()
    assert f"    {ADDRESS}" in said.splitlines()
    assert "--explain" not in said
    problems = json.loads(run("--format", "json"))["problems"]
    assert ADDRESS in {problem["help"] for problem in problems}
    rules = _sarif(run)["tool"]["driver"]["rules"]
    assert ADDRESS in {rule.get("helpUri") for rule in rules}


@pytest.mark.usefixtures("documented")
def test_codes_are_links_on_a_terminal(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By OSC 8; elsewhere no control character is written."""
    assert "\x1b" not in run()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    said = run("--level", "must")
    link = f"[\x1b]8;;{ADDRESS}\x1b\\unknown-author\x1b]8;;\x1b\\]"
    assert link in said
    assert f"    {ADDRESS}" not in said.splitlines()
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in run()


def test_link_of_a_terminal_takes_no_orders(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in its words nor in its address."""
    stream = SafeStream(__import__("sys").stdout)
    stream.write_link("a\x1b[2J", "https://x.example/")
    stream.write_link("b", "https://x.example/\x1b\\\x1b[2J")
    print_link("c [", "d", "https://x.example/", "]")
    said = capsys.readouterr().out
    assert said == "\x1b]8;;https://x.example/\x1b\\a⟨U+001B⟩[2J\x1b]8;;\x1b\\bc [d]\n"


def test_reasons_are_wrapped_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its width; messages stay on their line, for people copy from them."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr(
        check_text.shutil, "get_terminal_size", lambda: check_text.os.terminal_size((50, 24))
    )
    reasons = re.findall(r"^    .*", run(), re.MULTILINE)
    assert max(map(len, reasons)) <= 50
    assert "    page that is missing for a day can." not in reasons


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        (["Documentation, https://a.example/docs"], "https://a.example/docs/"),
        (["Source, https://b.example", "documentation, https://a.example/"], "https://a.example/"),
        (["Documentation, javascript:x"], ""),
        (["Source, https://b.example"], ""),
        (None, ""),
    ],
)
def test_address_of_documentation_is_that_of_the_package(
    stated: list[str] | None, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the installed package states it, and only a web address."""

    class Metadata:
        def get_all(self, name: str) -> list[str] | None:
            assert name == "Project-URL"
            return stated

    monkeypatch.setattr("importlib.metadata.metadata", lambda name: Metadata())
    findings.docs_address.cache_clear()
    try:
        assert findings.docs_address() == address
    finally:
        findings.docs_address.cache_clear()


def test_levels_are_in_order() -> None:
    """The gravest first."""
    assert findings.levels_from("could") == tuple(Level)

"""``anthology check``: levels, columns, formats and explanations."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.building import contents

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
        "Drafts: to be fixed before they are published.",
        "Withheld: in no public build.",
    ]
    image = "docs/a post.md:10:9: should: The image ‘x.png’ has no alternative text"
    assert any(line.startswith(image) for line in lines)
    assert "2 can be fixed by: anthology check --fix" in lines
    assert "More about a code in brackets: anthology check --explain unknown-author" in lines
    assert lines[-2:] == [
        "In drafts, which do not count: 0 must, 2 should, 0 could.",
        "3 must, 7 should, 5 could; 1 other warning; 1 withheld as of 2025-06-01.",
    ]


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
            names[kind] for kind in re.findall(r"^::(\w+) file=docs/(?!later)", said, re.MULTILINE)
        }
    else:
        names = {"error": "must", "warning": "should", "note": "could"}
        results = json.loads(said)["runs"][0]["results"]
        found = {names[r["level"]] for r in results if "later.md" not in json.dumps(r)}
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
        "withheld": None,
        "counts": True,
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


_PUBLIC = """---
title: Public
description: It is public.
date: 2025-01-01
authors: [ann-lee]
post: {part: 1}
---

After {post}`tides/02-ebb`, xyzzy.
"""
_BODY = """
To {post}`tides/01-public`, {post}`tides/03-flow` and {post}`nowhere`.

![A quay](quay.png) {ref}`no-label` [gone](gone.md)

```{figrue} quay.png
```
"""
WITHHELD = {
    "index.md": "# Book\n\n```{toctree}\n:glob:\n\ntides/index\nports/index\nauthors/*\n```\n",
    "authors/ann-lee.md": "---\ntitle: Ann Lee\n"
    "author: {orcid: 0000-0002-1825-0097}\n---\n\nA life.\n",
    "authors/bo-ek.md": "---\ntitle: Bo Ek\nauthor: {rol: x}\n---\n\n{post}`lost`\n",
    "tides/index.md": "---\ntitle: Tides\nseries: {}\n---\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "tides/01-public.md": _PUBLIC,
    "tides/02-ebb.md": "---\ntitle: Ebb\nauthors: [bo-ek]\ndate: 2025-02-01\n"
    "post: {part: 2, draft: true}\n---\n" + _BODY,
    "tides/03-flow.md": "---\ntitle: Flow\nauthors: [ann-lee]\ndate: 2025-12-01\n"
    "post: {part: 3}\n---\n" + _BODY,
    "tides/04-odd.md": "---\ntitle: Odd\nauthors: [ann-lee]\ndate: 2025-12-02\npublished: false\n"
    "post: {part: 4}\n---\n" + _BODY,
    "tides/05-bad.md": "---\ntitle: Bad: one\npost: {}\n---\n" + _BODY,
    "ports/index.md": "---\ntitle: Ports\nseries: {}\n---\n\n{post}`astray`\n\n"
    "```{toctree}\n01-port\n```\n",
    "ports/01-port.md": "---\ntitle: Port\nauthors: [{name: Cy}]\ndate: 2025-01-01\n"
    "post: {draft: true}\n---\n\nText.\n",
}


@pytest.fixture
def withheld(docs: Path) -> Path:
    """A publication with a document of each kind that is not public, all of them faulty."""
    for name in ("a post.md", "later.md"):
        (docs / name).unlink()
    for name, text in WITHHELD.items():
        (docs / name).parent.mkdir(exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")
    return docs


_IN_BODY = {"unknown-target": {9, 11}, "unknown-markup": {13}}
"""The codes of what is wrong in each body, with the lines."""


def _json(run: Run) -> dict[str, Any]:
    return dict(json.loads(run("--format", "json")))


@pytest.mark.usefixtures("withheld")
def test_withheld_documents_are_read(run: Run) -> None:
    """All that can be: each problem says why its document is withheld, and whether it counts."""
    found = _json(run)
    reasons = {
        "docs/tides/02-ebb.md": ("draft", False, 8),
        "docs/tides/03-flow.md": ("scheduled", True, 8),
        "docs/tides/04-odd.md": ("not understood", True, 9),
    }
    for file, (reason, counts, first) in reasons.items():
        problems = [p for p in found["problems"] if p["file"] == file]
        assert {(p["withheld"], p["counts"]) for p in problems} == {(reason, counts)}
        codes: dict[str, set[int]] = {}
        for problem in problems:
            codes.setdefault(problem["code"], set()).add(problem["line"] - first + 9)
        assert _IN_BODY.items() <= codes.items()
        lines = found["warnings" if counts else "warnings_of_drafts"]
        own = [line for line in lines if line.startswith(f"{file}:")]
        assert any("image file not readable" in line for line in own)
        assert any("undefined label: 'no-label'" in line for line in own)
    bad = [p for p in found["problems"] if p["file"] == "docs/tides/05-bad.md"]
    assert [(p["code"], p["withheld"], p["counts"]) for p in bad] == [
        ("front-matter", "unreadable", True)
    ]


@pytest.mark.usefixtures("withheld")
def test_what_only_drafts_name_does_not_count(run: Run) -> None:
    """An author of a draft, and a series of drafts."""
    problems = _json(run)["problems"]
    for file, codes in (
        (
            "docs/authors/bo-ek.md",
            {"unknown-field", "unknown-target", "no-orcid"},
        ),
        ("docs/ports/index.md", {"unknown-target", "no-description"}),
    ):
        own = [problem for problem in problems if problem["file"] == file]
        assert {problem["code"] for problem in own} == codes
        assert {problem["counts"] for problem in own} == {False}


@pytest.mark.usefixtures("withheld")
def test_public_documents_are_judged_as_readers_get_them(run: Run) -> None:
    """A link to what is withheld is no problem, a toctree of it neither; and each is told once."""
    found = _json(run)
    problems = [(p["file"], p["line"], p["code"], p["message"]) for p in found["problems"]]
    assert len(problems) == len(set(problems))
    files = {problem[0] for problem in problems}
    assert not files & {"docs/tides/01-public.md", "docs/index.md", "docs/authors/ann-lee.md"}
    lines = [*found["warnings"], *found["warnings_of_drafts"]]
    assert len(lines) == len(set(lines))
    assert not [line for line in lines if "toctree" in line]


def test_check_leaves_nothing_of_drafts(
    withheld: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither here nor among temporary files; a public build after it has no word of them."""
    front = "---\ntitle: New\ndate: 2025-01-01\npost: {draft: true}\norphan: true\n---\n"
    (withheld / "new.md").write_text(f"{front}\nQuillonby.\n", encoding="utf-8")
    before, temporary = contents(withheld), tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    run()
    assert contents(withheld) == before
    assert list(temporary.iterdir()) == []
    main(["build", "--to", "html", "-j", "1"])
    made = [path for path in (withheld / "_build").rglob("*") if path.is_file()]
    texts = [path.read_bytes() for path in made]
    assert any(b"xyzzy" in text for text in texts)
    assert not any(b"Quillonby" in text for text in texts)


@pytest.mark.usefixtures("withheld")
def test_each_withheld_document_is_named_once(run: Run) -> None:
    """With its problem, if that withholds it; else with what it is."""
    lines = run().splitlines()
    for said, count in (
        ("This is not YAML: a text with ‘: ’ in it needs quotes", 1),
        ("docs/tides/04-odd.md:5:12: must: The document is left out: ‘published: false’", 1),
        ("The series is left out: nothing of it is public yet.", 1),
        ("The author is left out: only documents that are left out name them.", 1),
        ("docs/tides/02-ebb.md:5: withheld (draft)", 1),
        ("docs/tides/03-flow.md:4: withheld (scheduled)", 1),
        ("‘published’ is not a field here", 0),
    ):
        assert sum(said in line for line in lines) == count, said
    assert any(line.endswith("[front-matter] (withheld: unreadable) (--fix can)") for line in lines)
    must = run("--level", "must").splitlines()
    assert sum("The series is left out" in line for line in must) == 1
    place = lines.index("Drafts: to be fixed before they are published.")
    drafts = lines[place : lines.index("", place)]
    assert {line.partition(":")[0] for line in drafts if line.startswith("docs/")} == {
        *("docs/authors/bo-ek.md", "docs/ports/01-port.md", "docs/ports/index.md"),
        "docs/tides/02-ebb.md",
    }
    assert len(_sarif_of_withheld(run, "tides/05-bad.md")) == 1


def _sarif_of_withheld(run: Run, file: str) -> list[dict[str, Any]]:
    return [result for result in _sarif(run)["results"] if file in json.dumps(result)]


def test_only_drafts_are_wrong_and_nothing_fails(
    withheld: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Their problems are told, as notices beside their lines on GitHub; a strict build passes."""
    for name in ("03-flow", "04-odd", "05-bad"):
        (withheld / f"tides/{name}.md").unlink()
    text = WITHHELD["tides/02-ebb.md"].replace(", {post}`tides/03-flow`", "")
    (withheld / "tides/02-ebb.md").write_text(text, encoding="utf-8")
    assert main(["check", "--format", "github"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if line.startswith("::error")]
    kinds = [line.partition(" ")[0] for line in lines if "docs/tides/02-ebb.md" in line]
    assert len(kinds) > 6
    assert set(kinds) == {"::notice"}
    place = "::notice file=docs/tides/02-ebb.md,line=10::undefined label: 'no-label'"
    assert any(line.startswith(place) for line in lines)
    assert main(["check"]) == 0
    assert "In drafts, which do not count: 6 must, " in capsys.readouterr().out
    assert main(["build", "--to", "html", "-j", "1", "--strict"]) == 0


def test_a_draft_is_fixed_as_others_are(withheld: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its text, too; it stays a draft."""
    text = WITHHELD["tides/02-ebb.md"].replace("bo-ek", "Bo Ek")
    text += "\n```{correction} 2 May 2025\nOf Bo.\n```\n"
    (withheld / "tides/02-ebb.md").write_text(text, encoding="utf-8")
    main(["check", "--fix", "--yes"])
    assert "+```{correction} 2025-05-02" in capsys.readouterr().out.splitlines()
    assert (withheld / "tides/02-ebb.md").read_text("utf-8") == text.replace(
        "2 May 2025", "2025-05-02"
    ).replace("[Bo Ek]", "[bo-ek]")


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

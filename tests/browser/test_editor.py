"""Front matter in an editor: what the language server says with our schemas, and where.

The server is the one inside the extension YAML by Red Hat. The extension that a new publication
has for VS Code is run with it, in a stand-in for VS Code.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sphinx_anthology.cli.check_text import as_text
from sphinx_anthology.cli.checking import CheckResult
from sphinx_anthology.cli.findings import Findings
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.schema import schema_text, whole_schema
from sphinx_anthology.starter import Answers, publication
from tests.browser.checkers import node, package
from tests.browser.language_server import Client, serving

SERVER = "yaml-language-server/out/server/src/server.js"
EXTENSION = ".vscode/extensions/front-matter"
RIGHT = """\
---
title: Tides
date: 2021-04-21
authors: [ann, {name: Kim Lee}]
subtitle:
tags: ports
post:
  part: 3
  kind: report
---
# Body: [no YAML
"""
WRONG = """\
---
title: Tides
date: 21 April 2021
licence: MIT
post:
  kind: novel
  draft: yes
---
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new publication."""
    made = tmp_path_factory.mktemp("a new one")
    for name, text in publication(Answers(title="Tides"), dt.date(2025, 3, 4), "").items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Client]:
    with serving(node(), str(package(SERVER)), "--stdio") as client:
        yield client


def _yaml(folder: Path, text: str) -> str:
    """Front matter with the comment that names its schema, in the same lines."""
    schema = (folder / ".vscode/front-matter.schema.json").as_uri()
    block = text.split("---\n")[1]
    return f"# yaml-language-server: $schema={schema}\n{block}"


def _labels(found: Any) -> set[str]:
    items = found["items"] if isinstance(found, dict) else found
    return {item["label"] for item in items}


def test_right_front_matter_has_no_red_line(folder: Path, server: Client) -> None:
    """A field without a value has none either."""
    assert server.open("file:///right.yaml", _yaml(folder, RIGHT)) == []


def test_every_example_of_a_new_publication_is_right(folder: Path, server: Client) -> None:
    for path in sorted((folder / "docs").rglob("*.md")):
        text = path.read_text("utf-8")
        if text.startswith("---\n"):
            assert server.open(path.as_uri(), _yaml(folder, text)) == [], path.name


def test_wrong_values_are_marked_in_their_lines(folder: Path, server: Client) -> None:
    """With what is expected there."""
    found = server.open("file:///wrong.yaml", _yaml(folder, WRONG))
    said = {one["range"]["start"]["line"]: one["message"] for one in found}
    assert set(said) == {2, 3, 5, 6}
    assert "a day (2021-04-21)" in said[2]
    assert "licence" in said[3]
    assert "reading-list" in said[5]
    assert "boolean" in said[6]


def test_fields_and_values_are_offered(folder: Path, server: Client) -> None:
    """Below the own key its fields; of a choice, its values; at the margin the keys of kinds."""
    block = "---\ntitle: Tides\npost:\n  kind: \n  \n---\n"
    uri = "file:///offers.yaml"
    server.open(uri, _yaml(folder, block))
    assert {"part", "articles", "withdrawn"} <= _labels(server.at("completion", uri, 4, 2))
    assert {"article", "reading-list"} <= _labels(server.at("completion", uri, 3, 8))
    server.open("file:///new.yaml", _yaml(folder, "---\ntitle: Tides\n\n---\n"))
    offered = _labels(server.at("completion", "file:///new.yaml", 2, 0))
    assert {"post", "author", "series", "topic", "page", "description"} <= offered


def test_a_field_says_what_it_is(folder: Path, server: Client) -> None:
    """In the words of the reference, with an example."""
    uri = "file:///help.yaml"
    server.open(uri, _yaml(folder, "---\ntitle: T\npost:\n  origin: {relation: full}\n---\n"))
    said = server.at("hover", uri, 3, 4)["contents"]["value"]
    assert "Where it was first published" in said
    assert "relation: …" in said


def _answers(folder: Path, yaml: Path | str, requests: Any) -> list[Any]:
    """What the extension says to requests."""
    done = subprocess.run(
        [
            *(node(), str(Path(__file__).with_name("editor.cjs")), str(folder / EXTENSION)),
            *(str(yaml), str(folder), json.dumps(requests)),
        ],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def yaml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the server where the extension YAML has it."""
    made = tmp_path_factory.mktemp("yaml")
    (made / "dist").mkdir()
    text = f"require({json.dumps(str(package(SERVER)))});\n"
    (made / "dist/languageserver.js").write_text(text, encoding="utf-8")
    return made


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_extension_answers_in_markdown(folder: Path, yaml: Path, start: str, end: str) -> None:
    """Inside of front matter, at the lines of the document; nothing in the text below."""
    text = start + (WRONG + "\nText: [\n").replace("\n", end)
    places = [["completion", 5, 8], ["hover", 5, 3], ["hover", 9, 1], ["completion", 9, 2]]
    kinds, help_, *nothing, problems = _answers(folder, yaml, [["a b.md", text, places]])
    assert {"article", "news"} <= {item["label"] for item in kinds}
    assert "null" not in {item["label"] for item in kinds}
    assert "What sort of piece it is" in json.dumps(help_)
    assert nothing == [None, []]
    assert {one["range"]["values"][0] for one in problems} == {2, 3, 5, 6}


@pytest.mark.parametrize("text", ["", "Text\n", "---\ntitle: A\n", "Text\n---\na: [\n---\n"])
def test_the_extension_is_silent_without_front_matter(folder: Path, yaml: Path, text: str) -> None:
    """Also while its end is not yet typed."""
    places = [["hover", 1, 1], ["completion", 1, 2]]
    assert _answers(folder, yaml, [["a.md", text, places]]) == [None, [], []]


def test_the_extension_says_what_it_lacks(folder: Path, tmp_path: Path) -> None:
    """Without the extension YAML, or with one that is made otherwise."""
    for place in ("", tmp_path):
        (said,) = _answers(folder, place, [])
        assert "YAML by Red Hat is missing, or has changed" in said[0]


def test_the_task_shows_what_check_says(folder: Path) -> None:
    """VS Code finds file, line and message of each finding, by its level."""
    tasks = json.loads((folder / ".vscode/tasks.json").read_text("utf-8"))
    (task,) = tasks["tasks"]
    patterns = {m["severity"]: m["pattern"]["regexp"] for m in task["problemMatcher"][:3]}
    codes = {"error": Code.UNKNOWN_FIELD, "warning": Code.NO_LANGUAGE, "info": Code.GAP}

    problems = tuple(Problem("a b.md", 7, "Odd: x", code) for code in codes.values())
    lines = list(as_text(Findings(CheckResult(problems, ()), Path("docs"))))
    for severity in codes:
        found = next(filter(None, (re.match(patterns[severity], line) for line in lines)))
        assert found[1].replace("\\", "/") == "docs/a b.md"
        assert (found[2], found[4][:6]) == ("7", "Odd: x")
        column = re.match(patterns[severity], found[0].replace(":7:", ":7:12:", 1))
        assert column
        assert column[3] == "12"


def test_the_schema_of_a_new_publication_is_ours(folder: Path) -> None:
    """As the command writes it."""
    assert (folder / ".vscode/front-matter.schema.json").read_text("utf-8") == schema_text(
        whole_schema()
    )

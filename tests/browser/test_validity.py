"""Every page is valid HTML, and every style sheet can be read to its end."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import tinycss2
from tinycss2.ast import Node

from tests.browser.checkers import java, package
from tests.browser.findings import report
from tests.browser.pages import each_publication, examined, fewest, files
from tests.building import Built

JAVA = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""How Java is started: with room for deep pages; compiling well would cost more than it saves."""
GROUPS = ("media", "supports", "layer", "container", "scope", "starting-style", "document")
"""At-rules that hold rules; the others hold declarations."""


def _html_errors(out: Path, pages: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Where the Nu HTML checker finds an error, and which."""
    checker = package("vnu-jar/build/dist/vnu.jar")
    done = subprocess.run(
        [
            java(),
            *JAVA,
            "-jar",
            str(checker),
            "--format",
            "json",
            "--exit-zero-always",
            *map(str, pages),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        # Java takes names of files in the locale's encoding, and topics are in any script
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] != "info":
            page = Path(unquote(urlsplit(message.get("url", "")).path))
            place = page.relative_to(out) if page.is_relative_to(out) else page
            extract = " ".join(message.get("extract", "").split())
            yield f"{place} ‘{extract}’", message["message"]


@each_publication
def test_the_html_checker_finds_no_error(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """The Nu HTML checker has 0 errors on the pages."""
    out = publication(name, "html").out
    pages = examined(name, out)
    assert pages
    report(_html_errors(out, pages))


@pytest.mark.parametrize("name", ["journal"])
def test_the_html_checker_finds_no_error_with_folders(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Nor on pages that are folders: only addresses differ, so a few have all that there is."""
    out = publication(name, "dirhtml").out
    report(_html_errors(out, fewest(out)))


def test_the_html_checker_finds_errors(tmp_path: Path) -> None:
    """A page that is wrong, under a name in Greek, is found to be."""
    (tmp_path / "λιμάνι.html").write_text(
        "<!DOCTYPE html><html lang=en><title>A</title><p id=a><img src=a.png><p id=a>",
        encoding="utf-8",
    )
    found = [
        what
        for where, what in _html_errors(tmp_path, files(tmp_path))
        if where.startswith("λιμάνι.html ")
    ]
    assert any("Duplicate ID" in what for what in found)
    assert any("alt" in what for what in found)
    assert len(found) == 2


def _css_errors(nodes: Sequence[Node] | None) -> Iterator[str]:
    """What does not parse in a list of rules or declarations, and in all that they hold."""
    for node in nodes or ():
        if node.type == "error":
            yield f"{node.kind}: {node.message} (line {node.source_line})"
        elif node.type == "qualified-rule":
            yield from _css_errors(node.prelude)
            yield from _css_errors(tinycss2.parse_blocks_contents(node.content))
        elif node.type == "at-rule":
            yield from _css_errors(node.prelude)
            if node.content is not None:
                holds_rules = node.lower_at_keyword in GROUPS or "keyframes" in node.at_keyword
                parse = tinycss2.parse_rule_list if holds_rules else tinycss2.parse_blocks_contents
                yield from _css_errors(parse(node.content))
        elif node.type == "declaration":
            yield from _css_errors(node.value)
        elif node.type == "function":
            yield from _css_errors(node.arguments)
        elif node.type.endswith("block"):
            yield from _css_errors(node.content)


@each_publication
def test_every_style_sheet_parses(publication: Callable[[str, str], Built], name: str) -> None:
    """There is no parse error in any style sheet of the site, in whatever depth."""
    out = publication(name, "html").out
    sheets = sorted(out.rglob("*.css"))
    assert any(sheet.name == "anthology.css" for sheet in sheets)
    report(
        (sheet.relative_to(out), error)
        for sheet in sheets
        for error in _css_errors(tinycss2.parse_stylesheet(sheet.read_text(encoding="utf-8")))
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "a { color }",
        "@media print { a { color: red; b } }",
        "@media print { a { b { color; } } }",
        "a { color: url(a b) }",
        "a } b { color: red }",
        "@font-face { src }",
        "a { color: 'x\n' }",
        "@keyframes a { 0% { opacity 0 } }",
    ],
)
def test_an_error_in_a_style_sheet_is_found(wrong: str) -> None:
    """At the top, in a group of rules, in a nested rule, and in a value."""
    assert list(_css_errors(tinycss2.parse_stylesheet(wrong))) != []

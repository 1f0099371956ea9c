"""No link inside a site is broken, whether it names its address in part or in full."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.browser.checkers import node, package
from tests.browser.findings import report
from tests.browser.pages import files
from tests.browser.serving import serve
from tests.building import Built

WRITTEN = {"html": r"/(report|issues/.*)$", "dirhtml": r"/(report|issues/.*|about\.html)$"}
"""Addresses on its own host that the sample publication writes in full, and that are no pages."""


def _broken(out: Path, base: str, written: str = WRITTEN["html"]) -> Iterator[tuple[str, str]]:
    """Where linkinator finds a link that leads nowhere on the same host, and which.

    Every page is named: it follows no link whose address it has rewritten.
    """
    checker = package("linkinator/build/src/cli.js")
    with serve(out) as site:
        pages = [site.address + quote(path.relative_to(out).as_posix()) for path in files(out)]
        done = subprocess.run(
            [
                node(),
                str(checker),
                *pages,
                *("--url-rewrite-search", f"^{re.escape(base)}"),
                *("--url-rewrite-replace", site.address),
                *("--skip", f"^(?!{re.escape(site.address)})"),
                *("--skip", written),
                "--check-fragments",
                *("--format", "json", "--verbosity", "info", "--concurrency", "10"),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    links = json.loads(done.stdout)["links"]
    assert len(links) > 1, done.stderr
    for link in links:
        if link["state"] == "BROKEN":
            place = (link.get("parent") or "").removeprefix(site.address)
            yield place, link["url"].removeprefix(site.address)


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "builder"), [("journal", "html"), ("journal", "dirhtml"), ("docs", "html")]
)
def test_no_link_is_broken(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """In any element of any page, redirects included; what is after ``#`` is there, too."""
    made = publication(name, builder)
    report(_broken(made.out, made.app.config.html_baseurl, WRITTEN[builder]))


@pytest.mark.once
def test_broken_links_are_found(tmp_path: Path) -> None:
    """Relative and absolute, in the head and in the text, and a place that is not there."""
    (tmp_path / "a.html").write_text(
        "<!DOCTYPE html><title>A</title>"
        '<link rel="alternate" href="https://blog.example/feed.atom">'
        '<p id="one"><a href="#two">A</a> <a href="b.html">B</a> <a href="#one">C</a>'
        '<a href="https://elsewhere.example/">D</a> <a href="https://blog.example/a.html">E</a>',
        encoding="utf-8",
    )
    found = sorted(what for _, what in _broken(tmp_path, "https://blog.example/"))
    assert found == ["a.html#two", "b.html", "feed.atom"]

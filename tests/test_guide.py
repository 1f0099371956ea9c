"""The editors' guide: its commands run, its examples build without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.building import build
from tests.conftest import DOCS

GUIDE = DOCS / "guide"
ROOT = DOCS.parent
_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"`(docs/[\w/-]+\.md)`")
EXAMPLES = ("markdown", "images-and-rights", "write-a-post", "correct-a-post")
"""Pages whose examples stand for themselves."""


def _text(page: str) -> str:
    return (GUIDE / f"{page}.md").read_text(encoding="utf-8")


class Editor:
    """Somebody who follows a page, line by line, in a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bare = folder / "github" / "NAME" / "harbour-notes.git"
        tools = folder / "tools"
        tools.mkdir()
        command = tools / "anthology"
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m sphinx_anthology.cli "$@"\n')
        command.chmod(0o755)
        self._variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "extensions"),
            "HOME": str(folder),
            **{f"GIT_{who}_NAME": "Jane Doe" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "jane@example.org" for who in ("AUTHOR", "COMMITTER")},
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{folder / 'github'}/.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://github.com/",
        }
        self.run(f"git init -q --bare {self.bare}")

    def run(self, lines: str) -> str:
        """What the commands print, without a warning; the folder is the one they end in."""
        place = self.folder / "tools" / "place"
        script = f"set -eu\n{lines}\npwd > {place}\n"
        result = subprocess.run(
            ["/bin/sh", "-c", script],
            cwd=self.cwd,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{lines}\n{result.stdout}"
        assert "WARNING" not in result.stdout
        return result.stdout

    @property
    def cwd(self) -> Path:
        """The folder of the terminal."""
        place = self.folder / "tools" / "place"
        return Path(place.read_text().strip()) if place.exists() else self.folder

    def follow(self, page: str) -> str:
        """Do all that a page says: run its commands, write its documents where it says."""
        text, said = _text(page), []
        for fence in _FENCE.finditer(text):
            if fence[2] == "sh":
                said.append(self.run(fence[3]))
            elif fence[2] == "markdown":
                path = self.cwd / _NAMED.findall(text[: fence.start()])[-1]
                assert path.is_file(), path  # a command wrote it
                path.write_text(fence[3], encoding="utf-8")
        return "".join(said)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """Somebody in an empty folder."""
    return Editor(tmp_path)


@pytest.mark.slow
def test_the_quick_start_leads_to_a_published_page(editor: Editor) -> None:
    """The page is in the site, and what is pushed has its text and nothing that is made."""
    editor.follow("quick-start")
    page = editor.cwd / "docs/_build/html/series/tides/01-who-keeps-the-tide-tables.html"
    assert "in the drawer lie the tables" in page.read_text(encoding="utf-8")
    front = (editor.cwd / "docs/_build/html/index.html").read_text(encoding="utf-8")
    assert "Who keeps the tide tables?" in front
    pushed = editor.run(f"git --git-dir={editor.bare} ls-tree -r --name-only main").splitlines()
    assert "docs/series/tides/01-who-keeps-the-tide-tables.md" in pushed
    assert ".github/workflows/publication.yml" in pushed
    assert not [name for name in pushed if "_build" in name]


@pytest.mark.slow
def test_a_special_issue_is_planned_as_the_guide_says(editor: Editor) -> None:
    """Its parts are announced, scheduled, and public on their days."""
    editor.run("anthology init harbour-notes --yes\ncd harbour-notes")
    said = editor.follow("plan-a-special-issue")
    for part in ("First light", "Quays and what they promise", "Ropes and knots"):
        assert part in said
    site = editor.cwd / "docs/_build/html/series/tides-of-trust"
    assert (site / "01-first-light.html").is_file()
    assert not (site / "02-quays-and-what-they-promise.html").exists()
    assert "Blog 1 of 3" in (site / "01-first-light.html").read_text(encoding="utf-8")
    editor.run("anthology build --to html --as-of 2030-04-02")
    assert not (site / "01-first-light.html").exists()
    assert "Announced" in (site / "index.html").read_text(encoding="utf-8")


_CONF = """project = "Harbour Notes"
extensions = ["sphinx_anthology"]
anthology_license = "CC-BY-4.0"
anthology_as_of = "2026-05-01"
"""
_HEAD = """---
title: Example {number} of {page}
description: An example of the guide.
authors: [jane-doe]
date: 2026-04-08
post: {{}}
---

"""
_PLAIN = {
    "index.md": "# Notes\n\n```{toctree}\n:glob:\n\nauthors/*\nposts/*\nseries/tides/index\n```\n",
    "authors/jane-doe.md": "---\ntitle: Jane Doe\nauthor: {}\n---\n",
    "series/tides/index.md": (
        "---\ntitle: Tides\nseries: {}\n---\n\n```{toctree}\n:hidden:\n\n02-quays\n```\n"
    ),
    "series/tides/02-quays.md": _HEAD.format(number=0, page="the series"),
}


def _examples(page: str) -> Iterator[tuple[str, str]]:
    """The example documents of a page, by path; a part of a text gets a front matter."""
    found = [fence[3] for fence in _FENCE.finditer(_text(page)) if fence[2] == "markdown"]
    assert found
    for number, text in enumerate(found, start=1):
        head = "" if text.startswith("---\n") else _HEAD.format(number=number, page=page)
        yield f"posts/{page}-{number}.md", head + text


def _publication(folder: Path) -> Path:
    """All examples in one publication, with the files that they name."""
    texts = {"conf.py": _CONF, **_PLAIN}
    for page in EXAMPLES:
        texts |= dict(_examples(page))
    bibtex = next(
        fence[3] for fence in _FENCE.finditer(_text("write-a-post")) if fence[2] == "bibtex"
    )
    texts["references.bib"] = bibtex
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "posts/images").mkdir()
    Image.new("RGB", (64, 48), (40, 80, 120)).save(folder / "posts/images/crane.png")
    return folder


@pytest.mark.slow
def test_every_example_builds_without_a_warning(tmp_path: Path) -> None:
    """Each has a page of its own, so none is withheld."""
    docs = _publication(tmp_path / "docs")
    made = build(docs, tmp_path / "html", tmp_path / "doctrees")
    assert made.warnings == ()
    sources = {path.stem for path in (docs / "posts").glob("*.md")}
    assert {path.stem for path in (made.out / "posts").glob("*.html")} == sources


def test_every_extra_that_is_named_can_be_installed() -> None:
    """In the README and in the guide; the package itself is asked of no index."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for path in (ROOT / "README.md", *GUIDE.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for extras in re.findall(r"(?:sphinx-anthology|\.whl|'\.|\"\.)\[([\w,]+)\]", text):
            assert set(extras.split(",")) <= project["optional-dependencies"].keys(), path
        assert not re.search(r"(?:install|--from|uvx) +['\"]?sphinx-anthology(?![\w\[-])", text), (
            path
        )

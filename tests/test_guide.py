"""The editors' guide: its commands run, its examples build without a warning."""

from __future__ import annotations

import functools
import io
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from sphinx.cmd.build import main as sphinx_build

from sphinx_anthology.cli.__main__ import main, parser
from sphinx_anthology.reading.messages import as_in_own_process
from tests import test_guide_examples
from tests.conftest import DOCS
from tests.guide import APART, NOT_RUN, ONLY_READ, WAYS, apart, blocks, is_named, tried, way
from tests.importing.exports import export, item

GUIDE = DOCS / "guide"
ROOT = DOCS.parent
_NAMED = re.compile(r"`(docs/[\w/-]+\.md)`")


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


def _follow(page: str, folder: Path, run: Callable[[str], object]) -> None:
    """Do all that a page says: run its commands, write its documents where it says."""
    for block in (block for block in tried("followed") if block.page == page):
        if block.language == "sh":
            run(block.text)
        else:
            path = folder / _NAMED.findall(block.before)[-1]
            assert path.is_file(), path  # a command wrote it
            path.write_text(block.text, encoding="utf-8")


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """Somebody in an empty folder."""
    return Editor(tmp_path)


HARBOUR = {
    "docs/conf.py": apart("guide/index", "project =").text,
    "docs/index.md": "# Notes\n\n```{toctree}\n\nabout\nseries/index\nauthors/index\n```\n",
    "docs/references.bib": "",
    "docs/about.md": "---\norphan: true\n---\n\n# About\n",
    "docs/authors/index.md": "# Authors\n\n```{toctree}\n:hidden:\n:glob:\n\n*\n```\n",
    "docs/authors/jane-doe.md": "---\ntitle: Jane Doe\nauthor: {}\n---\n",
    "docs/authors/kim-lee.md": "---\ntitle: Kim Lee\nauthor: {}\n---\n",
    "docs/series/index.md": "# Series\n\n```{toctree}\n:hidden:\n:glob:\n\n*/index\n```\n",
    "docs/series/tides/index.md": (
        "---\ntitle: Tides\nseries: {}\n---\n\n```{toctree}\n:hidden:\n\n01-one\n02-quays\n```\n"
    ),
    "docs/series/tides/01-one.md": (
        "---\ntitle: First light\nauthors: [jane-doe]\npost: {}\ndate: 2021-05-02\n---\n\nWords.\n"
    ),
    "docs/series/tides/02-quays.md": (
        "---\ntitle: Quays\nauthors: [{name: Ana Quay, role: Pilot}]\ndate: 2021-05-03\n"
        "tags: [harbours]\npost: {}\n---\n\nA quay is a promise.\n"
    ),
}
"""The publication that pages speak of, with the lists of a new one."""
PROSE = "<p>Every harbour has a drawer, and the tables of the tides lie in it.</p>"
LOST = f'{PROSE}<iframe src="https://other.example/"></iframe><script>1</script>'
SAVED = (
    "<html><body><article><h2><a href='https://blog.example/2020/05/01/ebb/'>Ebb</a></h2>"
    "<p>Jane Doe</p><p>The tide goes out. Continue reading</p></article></body></html>"
)
OTHERS = {
    "export.bib": apart("guide/write-a-post", "@article").text,
    "export.xml": export(item(1, LOST), item(2, LOST)),
    "uploads/note.txt": "Nothing.\n",
    "saved-page.html": SAVED,
    "leadership.html": SAVED,
    "../old-site/conf.py": 'project = "Old quays"\nextensions = ["ablog", "myst_parser"]\n',
    "../old-site/index.md": "# Old quays\n",
    "../old-site/ebb.md": (
        "---\nblogpost: true\ndate: 2020-05-01\nauthor: Jane Doe\n---\n\n# Ebb\n\nMud.\n"
    ),
}
"""What else lies where commands are given."""
EMPTY = ("guide/moving-from-wordpress", "guide/moving-from-ablog")
"""Pages that begin without a publication."""
CHANGED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "guide/what-is-public": {
        "docs/series/tides/02-quays.md": ("post: {}", "post: {draft: true}"),
        "docs/about.md": ("orphan: true", "draft: perhaps"),
    },
    "guide/when-something-is-wrong": {
        "docs/series/tides/01-one.md": ("jane-doe", "jane-do"),
    },
}
"""Other words in a file, for a page."""
NOW = "1777593600"
"""The first second of 2026-05-01."""
ANSWERS = {"Title: ": "A fresh one", "[y/N]": "y"}
"""What is answered to questions; nothing to all others, for their defaults."""
SAID_BY = {
    ("guide/publish", "As of "): "anthology build --to html --as-of 2026-05-01",
    ("guide/what-is-public", "As of "): "anthology build --to html",
    ("guide/when-something-is-wrong", "docs/series"): "anthology build --to html",
    ("guide/when-something-is-wrong", "Must: "): "anthology check",
}
"""Commands that say what a page shows, where none stands above it."""


class Seat(io.StringIO):
    """A standard input at which somebody sits."""

    def isatty(self) -> bool:
        return True


def _answer(asked: Counter[str], question: str = "") -> str:
    """An answer; where the question was printed before, it is yes.

    Who is asked the same again and again goes away.
    """
    print(question)  # noqa: T201  # as a terminal has it, after Enter
    asked[question] += 1
    if asked[question] > 9:
        raise EOFError
    found = (answer for part, answer in ANSWERS.items() if part in question)
    return next(found, "") if question else "y"


def _run(line: str) -> int:
    """Run a command in this process; its exit code."""
    name, *arguments = shlex.split(line)
    if name == "anthology":
        given = parser().parse_args(arguments)
        return 0 if given.command in ONLY_READ else main(arguments)
    assert name == "sphinx-build", line
    with as_in_own_process(Path("docs")):
        return sphinx_build(arguments)


def _run_all(lines: str) -> None:
    failed = [line for line in lines.splitlines() if _run(line)]
    assert failed == []


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Go where the commands of a page are given, on a certain day, and sit down."""

    def go(page: str) -> None:
        here = tmp_path / "here"
        for name, text in (OTHERS if page in EMPTY else HARBOUR | OTHERS).items():
            path = here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            old, new = CHANGED.get(page, {}).get(name, ("", ""))
            path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        monkeypatch.chdir(here)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
        monkeypatch.setattr("sys.stdin", Seat())
        asked: Counter[str] = Counter()
        monkeypatch.setattr("builtins.input", functools.partial(_answer, asked))

    return go


@pytest.mark.slow
def test_the_quick_start_leads_to_a_published_page(editor: Editor) -> None:
    """The page is in the site, and what is pushed has its text and nothing that is made."""
    folder = editor.folder / "harbour-notes"
    _follow("guide/quick-start", folder, editor.run)
    page = folder / "docs/_build/html/series/tides/01-who-keeps-the-tide-tables.html"
    assert "in the drawer lie the tables" in page.read_text(encoding="utf-8")
    front = (folder / "docs/_build/html/index.html").read_text(encoding="utf-8")
    assert "Who keeps the tide tables?" in front
    pushed = editor.run(f"git --git-dir={editor.bare} ls-tree -r --name-only main").splitlines()
    assert "docs/series/tides/01-who-keeps-the-tide-tables.md" in pushed
    assert ".github/workflows/publication.yml" in pushed
    assert not [name for name in pushed if "_build" in name]


@pytest.mark.slow
def test_a_special_issue_is_planned_as_the_guide_says(
    place: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Its parts are announced, scheduled, and public on their days."""
    place(EMPTY[0])
    assert _run("anthology init harbour-notes --yes") == 0
    monkeypatch.chdir("harbour-notes")
    capsys.readouterr()
    _follow("guide/plan-a-special-issue", Path(), _run_all)
    said = "".join(capsys.readouterr())
    assert "WARNING" not in said
    for part in ("First light", "Quays and what they promise", "Ropes and knots"):
        assert part in said
    site = Path("docs/_build/html/series/tides-of-trust")
    assert (site / "01-first-light.html").is_file()
    assert not (site / "02-quays-and-what-they-promise.html").exists()
    assert "Blog 1 of 3" in (site / "01-first-light.html").read_text(encoding="utf-8")
    assert _run("anthology build --to html --as-of 2030-04-02") == 0
    assert not (site / "01-first-light.html").exists()
    assert "Announced" in (site / "index.html").read_text(encoding="utf-8")


def _lines(text: str) -> list[str]:
    """The lines of what is said, without the numbers of a large import."""
    lines = (line.rstrip() for line in text.splitlines() if line.strip())
    return [re.sub(r"[\d,]+(?= (?:items?|would|skipped|losses))", "0", line) for line in lines]


def _is_said(shown: str, said: str) -> bool:
    """Whether all lines that a page shows are said, in their order."""
    lines = iter(_lines(said))
    return all(line in lines for line in _lines(shown))


PAGES = sorted({block.page for block in (*tried("run"), *tried("said"))})


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_commands_say_what_the_guide_shows(
    page: str, place: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands of a page, in their order, and what it shows of their words."""
    place(page)
    said = ""
    for block in (block for block in blocks() if block.page == page):
        told = [line for place, line in SAID_BY.items() if is_named(block, place)]
        if told or way(block) == "run":
            lines = told or block.text.splitlines()
            failed = [line for line in lines if _run(line) > line.startswith("anthology import")]
            said = "".join(capsys.readouterr())
            assert told or (failed == [] and "WARNING" not in said), said
        if way(block) == "said":
            assert _is_said(block.text, said), f"{block.text}\n{said}"


def test_fixes_are_as_they_are_shown(
    place: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """The file before is what the diff takes away, and the file after what it gives."""
    place("guide/index")
    command = apart("guide/when-something-is-wrong", "anthology check --fix").text
    shown = apart("guide/when-something-is-wrong", "--- docs/").text
    body = shown.splitlines()[3:-2]
    before, after = (
        "".join(f"{line[1:]}\n" for line in body if line[:1] in {" ", mark}) for mark in "-+"
    )
    path = Path("docs/series/tides/01-one.md")
    path.write_text(before, encoding="utf-8")
    assert _run(command) == 0
    assert _is_said(shown, capsys.readouterr().out)
    assert path.read_text(encoding="utf-8") == after


_MOVING = "guide/moving-from-wordpress"
ASKED, OWN = [b.text for b in blocks() if b.page == _MOVING and b.text.startswith("- post: ")]
ANSWERED = ASKED.partition("  proposed: ")[0] + apart(_MOVING, "  proposed: ").text


def _imported(byline: str, review: str = "") -> tuple[list[str], str]:
    """The authors of a post that begins with a line, imported with answers; and what is asked."""
    questions = Path("docs/import-review.yml")
    name = "who-keeps-the-tide-tables"
    found = item(
        body=f"<p>{byline}</p>{PROSE}",
        title="Who keeps the tide tables?",
        link=f"https://blog.example/2020/05/02/{name}/",
        wp_post_name=name,
    )
    Path("export.xml").write_text(export(found), encoding="utf-8")
    if review:
        questions.write_text(review, encoding="utf-8")
    assert _run("anthology import wxr export.xml --media uploads --docs docs") < 2
    (post,) = Path("docs").rglob(f"{name}.md")
    asked = questions.read_text(encoding="utf-8") if questions.exists() else ""
    return yaml.safe_load(post.read_text("utf-8").split("---\n")[1])["authors"], asked


def test_questions_are_asked_and_answered(place: Callable[[str], None]) -> None:
    """A question is as it is shown; its answer, and an entry of one's own, do what they say."""
    place(_MOVING)
    authors, asked = _imported("Jane Doe and Kim Lee")
    assert asked.endswith(f"\n\n{ASKED}")
    assert authors == ["press-office"]
    authors, _ = _imported("Jane Doe and Kim Lee", asked.replace(ASKED, ANSWERED))
    assert authors == ["jane-doe", "kim-a-lee"]


def test_what_was_not_asked_can_be_overruled(place: Callable[[str], None]) -> None:
    """By an entry of one's own."""
    place(_MOVING)
    assert _imported("by Jane Doe and Kim Lee") == (["jane-doe", "kim-lee"], "")
    authors, _ = _imported("by Jane Doe and Kim Lee", OWN)
    assert authors == ["jane-doe"]


def test_completion_is_told_to_four_shells(editor: Editor) -> None:
    """Each has a line in what it reads when it starts, or a script."""
    lines = apart("reference/commands", "echo 'eval ").text
    profile = editor.folder / "profile.ps1"
    editor.run(f"mkdir -p ~/.config/fish/completions\nPROFILE={profile}\n{lines}")
    for shell in ("bash", "zsh"):
        told = (editor.folder / f".{shell}rc").read_text(encoding="utf-8")
        assert told == f'eval "$(anthology completion {shell})"\n'
    fish = editor.folder / ".config/fish/completions/anthology.fish"
    assert "complete" in fish.read_text(encoding="utf-8")
    assert "Register-ArgumentCompleter" in profile.read_text(encoding="utf-8")


def test_every_block_is_tried_or_has_a_reason() -> None:
    """No block is in no test; no reason and no test is named for a block that is gone."""
    ways = {*WAYS.values(), "followed", "apart", "not run"}
    assert {way(block) for block in blocks()} == ways
    for named in (*APART, *NOT_RUN, *SAID_BY):
        assert any(is_named(block, named) for block in blocks()), named
    names = {*globals(), *vars(test_guide_examples)}
    assert set(APART.values()) <= names
    assert APART.keys().isdisjoint(NOT_RUN)


_IN_A_LINE = re.compile(r"`(anthology [^`]+)`")


def test_every_command_in_a_sentence_can_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    """Its names, options and values are those that there are; a bare name has a help."""
    paths = (ROOT / "README.md", *DOCS.glob("guide/*.md"), *DOCS.glob("reference/**/*.md"))
    found = {line for path in paths for line in _IN_A_LINE.findall(path.read_text("utf-8"))}
    assert len(found) > 25
    for line in sorted(found):
        words = shlex.split(line.partition("\\|")[0].partition("…")[0])[1:]
        try:
            parser().parse_args([*words, "--help"] if "…" in line or len(words) == 1 else words)
        except SystemExit as ended:
            assert ended.code == 0, f"{line}: {capsys.readouterr().err}"  # noqa: PT017  # of help

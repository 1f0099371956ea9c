"""``anthology check --fix``: what is shown, asked, written and left alone."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx import locale

from sphinx_anthology.cli import fixing
from sphinx_anthology.cli.__main__ import main

CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
AUTHOR = "---\ntitle: Jane Doe\nauthor: {}\norphan: true\n---\n"
POST = """---
title: A\u00a0post
authors: Jane Doe
date: 2021/05/02
post: {draft: no}
orphan: true
---

# A post

Text.
"""
FIXED = """---
title: A post
authors: jane-doe
date: 2021-05-02
post: {draft: false}
orphan: true
---

Text.
"""
DIFF = """--- docs/post.md
+++ docs/post.md
@@ -1,12 +1,10 @@
 ---
-title: A⟨U+00A0⟩post
-authors: Jane Doe
-date: 2021/05/02
-post: {draft: no}
+title: A post
+authors: jane-doe
+date: 2021-05-02
+post: {draft: false}
 orphan: true
 ---
"""


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small publication below the current folder."""
    folder = tmp_path / "docs"
    (folder / "authors").mkdir(parents=True)
    files = {
        "conf.py": CONF,
        "index.md": "# Book\n",
        "authors/jane-doe.md": AUTHOR,
        "post.md": POST,
    }
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return folder


Answer = Callable[[str], None]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """A person who answers the question."""

    def answer(text: str) -> None:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda: text)

    return answer


def test_changes_are_shown_and_nothing_is_written(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nobody can be asked; the command that writes them is named."""
    assert main(["check", "--fix"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(DIFF)
    assert "-# A post\n-\n Text.\n" in said
    assert (
        "\n\nNothing was written. To change one document so: anthology check --fix --yes\n" in said
    )
    assert (docs / "post.md").read_bytes() == POST.encode()


def test_yes_writes_all_and_checks_again(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also what only the next check sees; then nothing is left to fix."""
    assert main(["check", "--fix", "--yes", "--level", "must"]) == 0
    said = capsys.readouterr().out
    assert (docs / "post.md").read_bytes() == FIXED.encode()
    assert "Nothing more can be fixed safely." in said
    assert "0 must, " in said.splitlines()[-1]
    assert main(["check", "--fix", "--yes", "--level", "must"]) == 0
    assert capsys.readouterr().out.startswith("Nothing can be fixed safely.\n")
    assert (docs / "post.md").read_bytes() == FIXED.encode()
    assert (docs / "authors/jane-doe.md").read_bytes() == AUTHOR.encode()


@pytest.mark.parametrize(("answer", "is_written"), [("y", True), ("Yes", True), ("", False)])
def test_person_is_asked(
    docs: Path,
    terminal: Answer,
    answer: str,
    is_written: bool,  # a parameter of the test
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only yes is yes."""
    terminal(answer)
    main(["check", "--fix"])
    said = capsys.readouterr().out
    assert "Change one document so? [y/N] " in said
    assert ("Nothing was written.\n" in said) is not is_written
    assert ((docs / "post.md").read_bytes() == FIXED.encode()) is is_written


def test_input_that_ends_is_no(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when a terminal is closed."""

    def ends() -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", ends)
    assert main(["check", "--fix"]) == 1
    assert "Nothing was written." in capsys.readouterr().out
    assert (docs / "post.md").read_bytes() == POST.encode()


def test_bytes_outside_of_changes_stay(docs: Path) -> None:
    """A mark before the text, other line ends, a file without an end of line, its permissions."""
    path = docs / "post.md"
    raw = b"\xef\xbb\xbf" + POST.replace("\n", "\r\n").encode() + b"Last\nline"
    path.write_bytes(raw)
    path.chmod(0o640)
    main(["check", "--fix", "--yes"])
    expected = b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode() + b"Last\nline"
    assert path.read_bytes() == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [p.name for p in docs.iterdir() if "tmp" in p.name] == []


def test_withheld_document_stays_withheld_and_is_told(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its date is mended, and ‘draft: true’ is added; no second run changes that."""
    text = POST.replace("{draft: no}", "{}").replace("# A post\n\n", "")
    (docs / "post.md").write_bytes(text.encode())
    main(["check", "--fix", "--yes"])
    said = capsys.readouterr().out
    assert (
        "docs/post.md: was withheld and stays so, by the new ‘draft: true’; "
        "write ‘draft: false’ to publish it." in said.splitlines()
    )
    mended = FIXED.replace("{draft: false}", "{draft: true}")
    assert (docs / "post.md").read_bytes() == mended.encode()
    main(["check", "--fix", "--yes"])
    assert (docs / "post.md").read_bytes() == mended.encode()


def test_refused_fix_is_told(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its place and the reason."""
    text = FIXED.replace("{draft: false}", "{Draft: false}")
    (docs / "other.md").write_bytes(POST.encode())
    (docs / "post.md").write_bytes(text.encode())
    assert main(["check", "--fix", "--yes"]) == 1
    said = capsys.readouterr().out
    assert (
        "docs/post.md:5: not fixed [unknown-field]: The fix would publish the document, which is "
        "withheld now." in said
    )
    assert said.count("not fixed") == 1
    assert (docs / "post.md").read_bytes() == text.encode()


def test_other_formats_stay_readable(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The changes go to the other stream."""
    main(["check", "--fix", "--yes", "--format", "json"])
    out, err = capsys.readouterr()
    assert {p["file"] for p in json.loads(out)["problems"]} >= {"docs/conf.py"}
    assert "+title: A post" in err.splitlines()


def test_file_that_changed_meanwhile_is_left_alone(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody else is at work on it."""
    agreed = fixing._agreed  # what is between reading and writing

    def edits(*arguments: object, **options: object) -> bool:
        (docs / "post.md").write_bytes(POST.replace("Text", "Other text").encode())
        monkeypatch.setattr(fixing, "_agreed", agreed)
        return True

    monkeypatch.setattr(fixing, "_agreed", edits)
    main(["check", "--fix"])
    assert "docs/post.md changed meanwhile, and was not fixed." in capsys.readouterr().out
    assert b"Other text" in (docs / "post.md").read_bytes()
    assert "\u00a0".encode() in (docs / "post.md").read_bytes()


def test_file_that_is_a_link_is_left_alone(docs: Path, tmp_path: Path) -> None:
    """What lies elsewhere is not ours to change."""
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes(POST.encode())
    (docs / "post.md").unlink()
    (docs / "post.md").symlink_to(elsewhere)
    main(["check", "--fix", "--yes"])
    assert elsewhere.read_bytes() == POST.encode()
    assert (docs / "post.md").is_symlink()


def test_publication_that_is_named_through_a_link_is_fixed(docs: Path, tmp_path: Path) -> None:
    """As some mount their home."""
    (tmp_path / "linked").symlink_to(docs)
    main(["check", "--fix", "--yes", "--docs", "linked"])
    assert (docs / "post.md").read_bytes() == FIXED.encode()


def test_references_in_texts_are_mended(docs: Path) -> None:
    """As Sphinx found them: roles, and options of directives."""
    body = "By {author}`Jane Doe`.\n\n```{posts}\n:author: authors/jane-doe\n```\n"
    plain = "By {author}`jane-doe`.\n\n```{posts}\n:author: jane-doe\n```\n"
    (docs / "post.md").write_bytes(FIXED.replace("Text.\n", body).encode())
    main(["check", "--fix", "--yes"])
    assert (docs / "post.md").read_bytes() == FIXED.replace("Text.\n", plain).encode()


def test_days_in_texts_are_mended(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of corrections, of free access: shown first; words beside them stay."""
    (docs / "references.bib").write_text("@article{a,title={A},doi={10.5555/a}}\n", "utf-8")
    body = (
        "Text.\n\n:::{correction} 2. Mai 2021: on 3/4/2021 it was six.\n:::\n\n"
        "```{correction} 3/4/2021\nTwo days.\n```\n\n"
        "```{article} @a\n:free_until: May 3rd, 2021\n\nOne.\n```\n\n"
        "```{posts}\n:style: tabel\n```\n"
    )
    plain = body
    for old, new in (
        ("2. Mai 2021", "2021-05-02"),
        ("@a", "a"),
        ("May 3rd, 2021", "2021-05-03"),
        ("tabel", "table"),
    ):
        plain = plain.replace(old, new)
    (docs / "post.md").write_bytes(FIXED.replace("Text.\n", body).encode())
    main(["check", "--fix"])
    said = capsys.readouterr().out
    assert "+:free_until: 2021-05-03\n" in said
    assert (
        "‘2. Mai 2021’ is not a date in our form; write 2021-05-02. [correction] (--fix can)"
        in said
    )
    assert "Nothing was written." in said
    main(["check", "--fix", "--yes"])
    assert (docs / "post.md").read_bytes() == FIXED.replace("Text.\n", plain).encode()


def test_yes_alone_is_refused(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would change nothing, and somebody may think it did."""
    assert main(["check", "--yes"]) == 2
    assert "Write anthology check --fix --yes" in capsys.readouterr().err


def test_publication_without_posts_has_nothing_to_fix(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And one in German neither."""
    (docs / "post.md").unlink()
    (docs / "conf.py").write_text(f'{CONF}language = "de"\n', encoding="utf-8")
    try:
        assert main(["check", "--fix"]) == 0
    finally:
        locale.translators.clear()  # no other test speaks German
    assert capsys.readouterr().out.startswith("Nothing can be fixed safely.\n")


def test_hostile_text_takes_no_hold_of_the_terminal(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A diff shows what cannot be seen as code points."""
    text = POST.replace("Text.", "\x1b[2J\u202e").replace("orphan", "subtitle: \u202ex\norphan")
    (docs / "post.md").write_bytes(text.encode())
    main(["check", "--fix"])
    said = capsys.readouterr().out
    assert not {"\x1b", "\u202e"} & set(said)
    assert " subtitle: ⟨U+202E⟩x" in said.splitlines()

"""No text takes hold of a terminal, or of what reads a log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.cli.check_text import as_text
from sphinx_anthology.cli.checking import CheckResult
from sphinx_anthology.cli.ending import SafeStream
from sphinx_anthology.cli.findings import Findings
from sphinx_anthology.model.problem import printable, quoted
from tests.building import Built

ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\x08\x7f\u202e\u2066\u200b\U000e0041"
CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_theme = "basic"\n'
TEXT = (
    f"{{post}}`a{ESCAPES}`\n\n```{{no{ESCAPES}such}}\nx\n```\n\n![](no{ESCAPES}.png)\n\n"
    f"{{download}}`x{ESCAPES}`\n\n[x](#no{ESCAPES})\n\n```{{include}} ../{ESCAPES}\n```\n\n"
    f"```{{code-block}} no{ESCAPES}\nx\n```\n\n{{ref}}`a\n::error file=x::{ESCAPES}`\n"
)
FORBIDDEN = {chr(c) for c in (*range(9), *range(11, 32), *range(127, 160))} | set(ESCAPES[-4:])


def _post(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    front = 'title: "A\\u202e"\nauthors: [no\u202eone]\ndate: 2024-01-01\npost: {x\u200b: 1}'
    (docs / "conf.py").write_text(CONF, encoding="utf-8")
    (docs / "index.md").write_text("# B\n\n```{toctree}\npost\n```\n", encoding="utf-8")
    (docs / "post.md").write_text(f"---\n{front}\n---\n\n{TEXT}", encoding="utf-8")
    return docs


def test_warnings_show_what_cannot_be_seen(built: Callable[..., Built]) -> None:
    """Ours, docutils', MyST's and Sphinx's, all from one place."""
    made = built({"conf.py": CONF, "post.md": f"# A\n\n{TEXT}", "index.md": "# B\n"})
    said = "\n".join(made.warnings)
    assert "⟨U+202E⟩" in said
    assert not FORBIDDEN & set(said)
    assert len(made.warnings) > 5
    assert not [line for line in made.warnings if line.lstrip().startswith("::")]


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif"])
def test_check_prints_no_controls(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """In any form; and no line is an order that is not ours."""
    docs = _post(tmp_path)
    assert main(["check", str(docs), "--format", form]) == 1
    said = capsys.readouterr().out
    assert "U+202E" in said
    assert not FORBIDDEN & set(said)
    assert not [line for line in said.splitlines() if line.lstrip().startswith("::error file=x")]
    if form == "json":
        assert json.loads(said)["problems"]


def test_build_prints_no_controls(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither on the one stream nor on the other."""
    main(["build", str(_post(tmp_path)), "--to", "html"])
    out, err = capfd.readouterr()
    assert not (FORBIDDEN - {"\x1b", "\r"}) & set(out + err)
    assert "\x1b[2J" not in out + err
    assert "\x1b]" not in out + err


def test_what_the_command_is_given_is_shown_safely(capsys: pytest.CaptureFixture[str]) -> None:
    """Even where it is no command."""
    with pytest.raises(SystemExit):
        main([f"no{ESCAPES}"])
    assert not (FORBIDDEN - {"\x1b"}) & set(capsys.readouterr().err)
    assert main(["build", f"/no/such{ESCAPES}"]) != 0
    said = "".join(capsys.readouterr())
    assert not FORBIDDEN & set(said)


def test_colours_of_sphinx_are_left(tmp_path: Path) -> None:
    """Its progress looks as ever; nothing else passes."""
    inner = io.StringIO()
    stream = SafeStream(inner)
    for text in ("\x1b[2K\x1b[01mreading\x1b[39;49;00m\r", "a\x1b[2Jb", "a\rb", "line\r\n", "ok\n"):
        stream.write(text)
    assert inner.getvalue() == (
        "\x1b[2K\x1b[01mreading\x1b[39;49;00m\ra⟨U+001B⟩[2Jba⟨U+000D⟩bline\r\nok\n"
    )


def test_problems_are_on_one_line() -> None:
    """A message cannot look like a line of its own, or like an order to GitHub."""
    finding = CheckResult(problems=(), warnings=("a\n::error::b", "##[error]c", "d\u2028e"))
    found = list(as_text(Findings(finding, Path("d"))))
    assert found[1:4] == ["a ::error::b", "# #[error]c", "d e"]
    assert printable("a\tb\n") == "a\tb\n"
    assert quoted("a\x1b[0m\nb") == "‘a⟨U+001B⟩[0m b’"

"""``anthology schema``: printed or written, with what the publication adds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from sphinx_anthology.cli.__main__ import main


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of any publication."""
    monkeypatch.chdir(tmp_path)


def _printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["schema", *arguments]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of one kind, or of all."""
    post = Draft7Validator(_printed(capsys, "post"))
    assert post.is_valid({"title": "A", "date": 2021, "post": None})
    assert not post.is_valid({"title": "A", "author": {}})
    assert Draft7Validator(_printed(capsys)).is_valid({"title": "A", "author": {}})


def test_schemas_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One for each kind and one for all; with a kind, that one alone."""
    assert main(["schema", "--out", "new/folder"]) == 0
    said = capsys.readouterr().out
    names = {path.name for path in (tmp_path / "new/folder").iterdir()}
    kinds = ("front-matter", "post", "author", "series", "topic", "page")
    assert names == {f"{kind}.schema.json" for kind in kinds}
    assert all(name in said for name in names)
    assert main(["schema", "topic", "--out", "one"]) == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["topic.schema.json"]


def test_fields_of_extensions_are_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a publication is here, or named."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text(
        'extensions = ["sphinx_anthology"]\n'
        "from sphinx_anthology import api\n"
        "def setup(app):\n"
        '    api.add_field(app, "post", "funder", api.Text, "Who paid")\n',
        encoding="utf-8",
    )
    for named in ((), ("--docs", "docs")):
        found = json.dumps(_printed(capsys, "post", *named))
        assert "Who paid" in found


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["schema", "posts"], "‘posts’ is no kind of document. Did you mean ‘post’?"),
        (["schema", "--docs", "nowhere"], "there is no conf.py in nowhere"),
        (["schema", "--out", "file"], "file is a file; nothing was written. Name a folder."),
    ],
)
def test_what_cannot_be_done_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """In a sentence, with exit code 2."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    assert code == 2
    assert told in capsys.readouterr().err

"""Other people's blogs become publications that build; hostile ones do no harm."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.building import build
from tests.importing.corpus import CORPUS, PEAK, exports

from sphinx_anthology.cli.__main__ import main

pytestmark = [
    pytest.mark.beside,
    pytest.mark.once,
    pytest.mark.skipif(not exports(), reason=f"no exports in {CORPUS.name}"),
]
SEED = Path(__file__).parents[3] / "shared" / "seed" / "leadership-tag-archive.txt"
HOSTILE = {
    "billion-laughs.xml": (3, "document type"),
    "cdata-split.xml": (0, ""),
    "dates.xml": (1, ""),
    "deep-nesting.xml": (1, ""),
    "empty.xml": (3, "is empty"),
    "latin1-bytes-in-utf8.xml": (1, ""),
    "long-line.xml": (0, ""),
    "not-wxr-html-login.xml": (3, "web page"),
    "nul-and-control.xml": (1, ""),
    "quadratic.xml": (3, "document type"),
    "ssrf.xml": (1, ""),
    "traversal-slugs.xml": (1, ""),
    "truncated.xml": (2, ""),
    "xss.xml": (1, ""),
    "xxe-file.xml": (3, "document type"),
    "xxe-http.xml": (3, "document type"),
    "yaml-titles.xml": (0, ""),
    "zip-bomb.zip": (3, "outside"),
}
"""The exit code of each, and a word of the reason where it is refused."""

WATCHED = f"""{PEAK}
import socket, sys, time
def refuse(*_, **__):
    sys.exit("a socket was opened")
socket.socket.connect = socket.create_connection = refuse
from sphinx_anthology.cli.__main__ import main
code = main(sys.argv[1:])
print("used", time.process_time(), peak())
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told elsewhere")
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_do_no_harm(name: str, tmp_path: Path) -> None:
    """The right exit code and reason, in 5 s and 300 MB, no socket, nothing outside the folder."""
    code, said = HOSTILE[name]
    docs = tmp_path / "in" / "docs"
    docs.parent.mkdir()
    command = ["import", "wxr", str(CORPUS / "nasty" / name), "--out", str(docs)]
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-c", WATCHED, *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=docs.parent,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    used = re.search(r"used (\S+) (\d+)", done.stdout)
    assert used is not None
    assert float(used[1]) < 5
    assert int(used[2]) < 300
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in docs.parent.iterdir()] == ([] if code == 3 else ["docs"])
    assert not [path for path in docs.rglob("*") if path.is_symlink()]


def test_every_hostile_file_is_judged() -> None:
    """None is forgotten."""
    assert {path.name for path in (CORPUS / "nasty").iterdir()} == set(HOSTILE)


@pytest.mark.slow
@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_every_blog_becomes_a_book(path: Path, tmp_path: Path) -> None:
    """Its items add up, a second import changes nothing, and the site is built without a word."""
    docs = tmp_path / "docs"
    command = ["import", "wxr", str(path), "--out", str(docs)]
    code = main(command)
    if code == 3:
        assert not docs.exists()
        return
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert told["sums"]["adds_up"]
    parts = (told[name] for name in ("posts", "skipped", "failed"))
    assert told["sums"]["found"] == sum(map(len, parts))
    assert not [post for post in told["posts"] if post["grade"] == "red"]
    before = _state(docs)
    assert main(command) == code
    assert _state(docs) == before
    made = build(docs, tmp_path / "site", tmp_path / "trees")
    assert made.warnings == ()
    if told["comments"]["found"]:
        main([*command, "--comments"])
        made = build(docs, tmp_path / "site", tmp_path / "trees")
        assert made.warnings == ()


def _state(docs: Path) -> dict[Path, tuple[bytes, int]]:
    files = (path for path in docs.rglob("*") if path.is_file())
    kept = (path for path in files if not path.name.startswith("import-report"))
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in kept}


@pytest.mark.skipif(not SEED.is_file(), reason="no saved page of the journal")
def test_the_saved_page_of_the_journal(tmp_path: Path) -> None:
    """Eight posts, of which one is whole; two parts of one series."""
    docs = tmp_path / "docs"
    assert main(["import", "archive", str(SEED), "--out", str(docs)]) in {0, 1}
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert len(told["posts"]) == 8
    assert sum(post["excerpt"] for post in told["posts"]) == 7
    series = [post["document"] for post in told["posts"] if post["document"].startswith("series/")]
    assert sorted(name.rpartition("/")[2][:2] for name in series) == ["03", "07"]
    assert build(docs, tmp_path / "site", tmp_path / "trees").warnings == ()

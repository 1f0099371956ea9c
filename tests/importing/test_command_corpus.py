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
    "zip-bomb.zip": (3, "whose path leads out of it"),
}
"""The exit code of each, and a word of the reason where it is refused."""

WATCHED = f"""{PEAK}
import json, os, signal, socket, sys, time
def refuse(*_, **__):
    sys.exit("a socket was opened")
socket.socket.connect = socket.create_connection = refuse
from sphinx_anthology.cli.__main__ import main
for folder, arguments in json.load(sys.stdin):
    if child := os.fork():
        os.waitpid(child, 0)
        continue
    signal.alarm(60)
    os.chdir(folder)
    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open("../" + name, os.O_WRONLY | os.O_CREAT), number)
    code = main(arguments)
    print("used", time.process_time(), peak(), code, flush=True)
    os._exit(code)
"""
"""Runs the command with each of some arguments, in a folder and in a process of its own.

They are children of one, so that Python and its modules are loaded once.
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each hostile file: what was said, and in ``in/`` what was made of it."""
    folder = tmp_path_factory.mktemp("hostile")
    runs = []
    for name in sorted(HOSTILE):
        place = folder / name / "in"
        place.mkdir(parents=True)
        command = ["import", "wxr", str(CORPUS / "nasty" / name), "--out", str(place / "docs")]
        runs.append((str(place), command))
    subprocess.run(  # our own interpreter
        [sys.executable, "-c", WATCHED], input=json.dumps(runs), text=True, check=True
    )
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told elsewhere")
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_do_no_harm(hostile: Path, name: str) -> None:
    """The right exit code and reason, in 5 s and 300 MB, no socket, nothing outside the folder."""
    code, said = HOSTILE[name]
    folder = hostile / name
    told = (folder / "stderr").read_text(encoding="utf-8")
    used = re.search(r"used (\S+) (\d+) (\d+)", (folder / "stdout").read_text(encoding="utf-8"))
    assert used is not None, told
    assert int(used[3]) == code, told
    assert said in told
    assert float(used[1]) < 5
    assert int(used[2]) < 300
    assert sorted(path.name for path in folder.iterdir()) == ["in", "stderr", "stdout"]
    docs = folder / "in" / "docs"
    assert [path.name for path in docs.parent.iterdir()] == ([] if code == 3 else ["docs"])
    assert not [path for path in docs.rglob("*") if path.is_symlink()]


def test_every_hostile_file_is_judged() -> None:
    """None is forgotten."""
    assert {path.name for path in (CORPUS / "nasty").iterdir()} == set(HOSTILE)


@pytest.mark.slow
@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_every_blog_becomes_a_book(path: Path, tmp_path: Path) -> None:
    """Its items add up, a second import changes nothing, and the site is built without a word.

    Where there are comments, it is built with them: they follow the text, which stays as it is.
    """
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

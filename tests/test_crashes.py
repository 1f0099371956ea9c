"""Builds that are killed, that meet a full disk, or that run at once: the next is as a clean one.

Few of each are tried here. For more of them, set ANTHOLOGY_KILLS, ANTHOLOGY_FULL_DISKS and
ANTHOLOGY_DOUBLES to how many.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sphinx.errors import SphinxError

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.reading import locks
from tests.building import alone, build, differences

CONF = """
extensions = ["sphinx_anthology"]
project = "Small"
html_baseurl = "https://example.org/"
anthology_as_of = "2025-06-01"
"""
POST = """---
title: Part {n}
authors: []
date: 2021-04-21
tags: [sea]
post: {{}}
orphan: true
---

Text of part {n}.

![A dot](dot.svg)
"""


def _count(name: str, usual: int) -> range:
    return range(int(os.environ.get(f"ANTHOLOGY_{name}", usual)))


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A small publication."""
    folder = tmp_path / "docs"
    (folder / "posts").mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text("# Small\n", encoding="utf-8")
    dot = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (folder / "posts/dot.svg").write_text(dot, encoding="utf-8")
    for n in range(6):
        (folder / f"posts/{n}.md").write_text(POST.format(n=n), encoding="utf-8")
    return folder


def _edit(docs: Path, mark: object) -> None:
    """Change a post, add one, delete one."""
    path = docs / "posts/1.md"
    path.write_text(f"{POST.format(n=1)}\nEdit {mark}.\n", encoding="utf-8")
    (docs / f"posts/new-{mark}.md").write_text(POST.format(n=f"new {mark}"), encoding="utf-8")
    for old in sorted((docs / "posts").glob("new-*.md"))[:-1]:
        old.unlink()


def _start(docs: Path, before: str = "", jobs: int = 1) -> subprocess.Popen[str]:
    """Begin to build the site in a process of its own; ``before`` is code to begin with."""
    code = (
        f"{before}\nimport sys\nfrom sphinx_anthology.cli.__main__ import main\n"
        f"sys.exit(main(['build', {str(docs)!r}, '--to', 'html', '-j', '{jobs}']))"
    )
    command = [sys.executable, "-c", code]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=docs.parent
    )


def _build(docs: Path) -> None:
    """Build the site in this process: what is not stopped is the same in any."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), alone(docs):
        code = main(["build", str(docs), "--to", "html", "-j", "1"])
    assert code == 0, said.getvalue()
    assert "Traceback" not in said.getvalue()


def _finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    said = process.communicate(timeout=300)[0]
    assert "Traceback" not in said
    return process.returncode, said


def _expect_clean(docs: Path) -> None:
    """The next build equals one from nothing, and no temporary file is left."""
    _build(docs)
    clean = docs.parent / f"clean-{time.monotonic_ns()}"
    build(docs, clean, clean.with_suffix(".doctrees"), overrides={"anthology_exports": "_build"})
    assert differences(docs / "_build/html", clean) == []
    left = list((docs / "_build").rglob("*.anthology-tmp"))
    assert left == []


HALF_A_PICKLE = """
import os, pickle, signal
usual, count = pickle.dump, 0
def dump(value, stream, *more):
    global count
    count += 1
    if count < {number}:
        return usual(value, stream, *more)
    data = pickle.dumps(value, *more)
    stream.write(data[: len(data) // 2])
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
pickle.dump = dump
"""
AT_A_FILE = """
import os, signal
usual, count = os.replace, 0
def replace(*paths):
    global count
    count += 1
    if count == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
    usual(*paths)
os.replace = replace
"""
KILLS = {
    "a doctree": HALF_A_PICKLE.format(number=2),
    "the environment": HALF_A_PICKLE.format(number=3),
    "a page": AT_A_FILE.format(number=3),
}


@pytest.mark.parametrize("point", KILLS)
def test_a_build_that_is_killed_leaves_no_damage(docs: Path, point: str) -> None:
    """Wherever it is: what is half written is not trusted."""
    _build(docs)
    _edit(docs, "a")
    assert _finish(_start(docs, KILLS[point]))[0] == -signal.SIGKILL
    # what was read is no more as it was, by its date neither
    old = docs / "posts/1.md"
    old.write_text(POST.format(n=1), encoding="utf-8")
    os.utime(old, (1, 1))
    _expect_clean(docs)


@pytest.mark.parametrize("seed", _count("KILLS", 1))
def test_a_build_that_is_stopped_at_any_time(docs: Path, seed: int) -> None:
    """By the system, from outside, or at the keyboard; with several processes."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    begin = time.monotonic()
    assert _finish(_start(docs, jobs=2))[0] == 0
    length = time.monotonic() - begin
    _edit(docs, seed)
    process = _start(docs, jobs=2)
    time.sleep(length * chance.uniform(0.3, 1))
    number = chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    process.send_signal(number)
    # before our handlers are there, Python's own are
    process.communicate(timeout=300)
    assert process.returncode in {0, -number, 128 + number}
    _expect_clean(docs)


@pytest.mark.parametrize("seed", _count("FULL_DISKS", 2))
def test_a_disk_that_takes_no_more(docs: Path, seed: int) -> None:
    """One sentence, exit code 2, and every file of before as it was."""
    _build(docs)
    _edit(docs, seed)
    (docs / "posts/2.md").write_text(POST.format(n=2) + "word " * 20_000, encoding="utf-8")
    site = docs / "_build/html"
    before = {p: p.read_bytes() for p in site.rglob("*.html")}
    most = (40_000, 60_000, 90_000)[seed % 3]
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))"
    code, said = _finish(_start(docs, limit))
    assert code == 2
    last = said.strip().splitlines()[-1]
    assert last.startswith("anthology: File too large")
    assert "Nothing is damaged; run the same command again when there is room." in last
    changed = {site / "posts/1.html", *site.glob("posts/new-*"), site / "index.html"}
    for path, content in before.items():
        assert path in changed or not path.exists() or path.read_bytes() == content
    _expect_clean(docs)


@pytest.mark.parametrize("seed", _count("DOUBLES", 1))
def test_two_builds_at_once(docs: Path, seed: int) -> None:
    """One waits for the other, and says so; with several processes each."""
    if seed % 2:
        _build(docs)
    _edit(docs, seed)
    for process in (_start(docs, jobs=2), _start(docs, jobs=2)):
        assert _finish(process)[0] == 0
    _expect_clean(docs)


def test_a_site_on_another_file_system(docs: Path, tmp_path: Path) -> None:
    """Its folder is a link, the doctrees lie elsewhere; no warning comes of it."""
    elsewhere = Path("/dev/shm") if Path("/dev/shm").is_dir() else tmp_path  # noqa: S108
    with tempfile.TemporaryDirectory(dir=elsewhere) as place:
        (docs / "_build").mkdir()
        (docs / "_build/html").symlink_to(place)
        for mark in ("a", "b"):
            _edit(docs, mark)
            built = build(docs, docs / "_build/html", tmp_path / "doctrees")
            assert built.warnings == ()
        build(docs, tmp_path / "clean", tmp_path / "clean-doctrees")
        assert differences(Path(place), tmp_path / "clean") == []


BROKEN = {
    "posts/1.doctree": lambda data: data[: len(data) // 2],
    "posts/2.doctree": lambda _: b"",
    "anthology-html-*.json": lambda data: data[: len(data) // 2],
    "anthology-archive-*.json": lambda _: b"",
    "anthology-feed-texts-*.json": lambda data: data[:9],
    "anthology-share-*.json": lambda _: b"\xff",
    "anthology-search-*.json": lambda _: b"[]",
    "environment.pickle": lambda data: data[: len(data) // 2],
}


@pytest.mark.parametrize("is_with_environment", [True, False])
def test_broken_records_are_as_none(
    docs: Path, tmp_path: Path, is_with_environment: bool
) -> None:  # fmt: skip
    """Records and doctrees that are cut off, empty or of another kind are made anew."""
    out, doctrees = tmp_path / "out", tmp_path / "doctrees"
    build(docs, out, doctrees)
    found = 0
    for pattern, spoiled in BROKEN.items():
        for path in doctrees.glob(pattern):
            if path.name != "environment.pickle" or is_with_environment:
                path.write_bytes(spoiled(path.read_bytes()))
                found += 1
    assert found >= len(BROKEN) - 2
    _edit(docs, "a")
    build(docs, out, doctrees)
    build(docs, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(out, tmp_path / "clean") == []


HOLD = """
import sys
from pathlib import Path
from sphinx_anthology.reading.locks import hold_folder
with hold_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds a folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "folder")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_folder_is_held_by_one_process(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other says which process it is; it ends with that process, however it ends."""
    monkeypatch.setattr(locks, "WAIT", 0.3)
    folder, said = tmp_path / "folder", list[str]()
    with (
        pytest.raises(SphinxError, match=rf"\(process {holder.pid}\) is still writing into"),
        locks.hold_folder(folder, tell=said.append),
    ):
        pass
    assert len(said) == 1
    assert f"process {holder.pid}" in said[0]
    holder.kill()
    holder.wait()
    with locks.hold_folder(folder, tell=said.append), locks.hold_folder(folder, tell=said.append):
        pass
    assert len(said) == 1


FORKING = """
import multiprocessing, sys, time
from pathlib import Path
from sphinx_anthology.reading.locks import hold_folder
with hold_folder(Path(sys.argv[1])):
    multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,)).start()
    print("held", flush=True)
    time.sleep(600)
"""


def test_workers_end_with_the_build_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They do not hold its folder for ever."""
    monkeypatch.setattr(locks, "WAIT", 60)
    command = [sys.executable, "-c", FORKING, str(tmp_path / "folder")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.kill()
    with locks.hold_folder(tmp_path / "folder"):
        pass


def test_an_output_folder_is_held_without_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system can lock a folder itself; a build in the same process goes on."""
    monkeypatch.setattr(locks, "WAIT", 0.3)
    with locks.hold_folder(tmp_path, is_output=True), locks.hold_folder(tmp_path, is_output=True):
        assert list(tmp_path.iterdir()) == []

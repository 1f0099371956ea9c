"""Builds after edits: what they write, what they cost, and whether they are right."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import test_incremental as edits_of_the_test
from tests.benchmarks.child import cost_of
from tests.benchmarks.corpus import write_corpus
from tests.book import sample, write
from tests.building import build, contents, differences

SEQUENCES = 12
"""Each has every kind of edit once, in another order."""
SIZES = (100, 300, 1000)
"""How many posts the publications have that are built as a whole."""
SEED = 20261130


def edits() -> dict[str, Any]:
    """After each of a sequence of edits: the pages written, and whether the site is a clean one."""
    kinds: dict[str, list[list[int]]] = {}
    compared = differing = needless = 0
    for number in range(SEQUENCES):
        for name, pages, files, different, needlessly in _sequence(number):
            kinds.setdefault(name, []).append(pages)
            compared += files
            differing += different
            needless += needlessly
    return {
        "sequences": SEQUENCES,
        "edits": sum(map(len, kinds.values())),
        "compared": compared,
        "differing": differing,
        "needless": needless,
        "kinds": {name: kinds[name] for name in sorted(kinds)},
    }


def _sequence(number: int) -> Iterator[tuple[str, list[int], int, int, int]]:
    """Of each edit: its name, pages written and pages there, files compared, and what is wrong."""
    chance = random.Random(f"{SEED} {number}")  # noqa: S311  # no secret
    folder, book = Path(tempfile.mkdtemp()), sample()
    source, site, clean = folder / "source", folder / "site", folder / "clean"
    source.mkdir()
    write(book, source)
    build(source, site, folder / "doctrees")
    for edit in chance.sample(edits_of_the_test.EDITS, len(edits_of_the_test.EDITS)):
        edits_of_the_test._change(book, edit, chance)
        edits_of_the_test._write_with_any_time(chance, book, source)
        before = edits_of_the_test._pages(site)
        build(source, site, folder / "doctrees")
        after = edits_of_the_test._pages(site)
        build(source, clean, folder / "clean-doctrees")
        written = sum(before.get(name) != page for name, page in after.items())
        needless = edits_of_the_test._needlessly_written(before, after)
        different = differences(site, clean)
        yield (
            edit.__name__.strip("_").replace("_", " "),
            [written, len(after)],
            len(contents(clean)),
            len(different),
            len(needless),
        )
        shutil.rmtree(clean)
        shutil.rmtree(folder / "clean-doctrees")
    shutil.rmtree(folder)


def growth() -> dict[str, Any]:
    """What a site costs from nothing, again, and after an edit, in CPU seconds; pages written."""
    return {"sizes": [_of_size(posts) for posts in SIZES]}


def _of_size(posts: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as made:
        source = Path(made)
        docnames = write_corpus(source, posts)
        post = source / f"{docnames[posts // 2]}.md"
        found: dict[str, Any] = {"posts": posts, "nothing": _built(source)}
        found["pages"] = found["nothing"]["written"]
        found["again"] = _built(source)
        _replace(post, "stays here", "rests here")
        found["word"] = _built(source)
        _replace(post, "\ntitle: ", "\ntitle: Another ")
        found["title"] = _built(source)
        return found


def _built(source: Path) -> dict[str, Any]:
    """Build a site in a process of its own."""
    before = _stamps(source)
    cost = cost_of(
        *("sphinx_anthology.cli", "build", "--docs", str(source), "--to", "html", "-j", "1")
    )
    after = _stamps(source)
    written = sum(before.get(name) != stamp for name, stamp in after.items())
    return {"seconds": round(cost.seconds, 1), "written": written}


def _stamps(source: Path) -> dict[str, int]:
    pages = (source / "_build/html").rglob("*.html")
    return {str(page): page.stat().st_mtime_ns for page in pages}


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def stock() -> dict[str, Any]:
    """How many pages Sphinx by itself leaves as they were, though a title on them has changed.

    Its own builder and default theme, and five series of eight posts.
    """
    folder = Path(tempfile.mkdtemp())
    source = folder / "source"
    _write_plain(source)
    _sphinx(source, folder / "site")
    before = _bytes(folder / "site")
    _replace(source / "s3/p4.md", "# Post 4", "# Another title")
    _sphinx(source, folder / "site")
    after = _bytes(folder / "site")
    _sphinx(source, folder / "clean")
    clean = _bytes(folder / "clean")
    shutil.rmtree(folder)
    return {
        "pages": len(clean),
        "changed": sum(before[name] != page for name, page in clean.items()),
        "stale": sum(after[name] != page for name, page in clean.items()),
    }


def _write_plain(source: Path) -> None:
    series = [f"s{number}" for number in range(1, 6)]
    texts = {
        "conf.py": 'project = "Plain"\nextensions = ["myst_parser"]\n',
        "index.md": "# Plain\n\n```{toctree}\n" + "".join(f"{s}/index\n" for s in series) + "```\n",
    }
    for name in series:
        posts = [f"p{number}" for number in range(1, 9)]
        listed = "\n".join(posts)
        texts[f"{name}/index.md"] = f"# Series {name}\n\n```{{toctree}}\n{listed}\n```\n"
        for number, post in enumerate(posts, 1):
            texts[f"{name}/{post}.md"] = f"# Post {number}\n\nText.\n"
    for name, text in texts.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")


def _sphinx(source: Path, out: Path) -> None:
    cost_of(
        "sphinx", "-q", "-b", "html", "-d", str(out.with_suffix(".trees")), str(source), str(out)
    )


def _bytes(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in sorted(site.rglob("*.html"))}

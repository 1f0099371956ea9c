"""What a preview takes: ``python -m tests.benchmarks.preview [POSTS] [--browser]``.

It makes a publication (``tests/benchmarks/corpus.py``), begins a preview of it, and edits a post
again and again, as an editor does. The table names CPU seconds of quick and complete builds, and
their ratio to a build of the site after the same edit by ``anthology build``, in a process of its
own, right before. With ``--browser``, the seconds from saving to the change on the screen of
Chromium.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.preview.warm import WarmBuilds
from tests.benchmarks.child import cost_of
from tests.benchmarks.corpus import write_corpus
from tests.book import picture
from tests.browser.checkers import chromium, flags
from tests.browser.test_serve import Served

ROUNDS = 5
"""How often each kind of edit is made; the medians are told."""
PATIENCE = 60_000
"""Milliseconds that a change may take to be seen."""


class Edits:
    """A publication, and an editor who changes one post of it."""

    def __init__(self, docs: Path, posts: int) -> None:
        self.docs = docs
        docnames = write_corpus(docs, posts)
        self.post = docs / f"{docnames[posts // 2]}.md"
        added = f"The marker 0, as {{cite:t}}`{self._cited}`.\n\n![Grey](grey.png)\n"
        self.text = f"{self.post.read_text(encoding='utf-8')}\n{added}"
        self.post.write_text(self.text, encoding="utf-8")
        self._picture().write_bytes(picture(0))
        self._list_all_posts()
        self.number = 0

    @property
    def docname(self) -> str:
        """The docname of the post."""
        return self.post.relative_to(self.docs).with_suffix("").as_posix()

    @property
    def series(self) -> str:
        """The docname of its series."""
        return f"{self.docname.rpartition('/')[0]}/index"

    @property
    def _cited(self) -> str:
        """The key of the first entry."""
        text = (self.docs / "references.bib").read_text(encoding="utf-8")
        return text.partition("{")[2].partition(",")[0]

    def _list_all_posts(self) -> None:
        """Let the series list what is in its folder, as a publication that we begin does."""
        path = self.docs / f"{self.series}.md"
        start, _, _ = path.read_text(encoding="utf-8").partition("```{toctree}")
        path.write_text(f"{start}```{{toctree}}\n:glob:\n\n*\n```\n", encoding="utf-8")

    def _picture(self) -> Path:
        return self.post.with_name("grey.png")

    def word(self) -> Path:
        """Change a word."""
        self.number += 1
        text = self.text.replace("The marker 0,", f"The marker {self.number},")
        self.post.write_text(text, encoding="utf-8")
        return self.post

    def title(self) -> Path:
        """Change the title, too."""
        path = self.word()
        lines = path.read_text(encoding="utf-8").split("\n")
        place = next(i for i, line in enumerate(lines) if line.startswith("title:"))
        lines[place] = f"title: Title {self.number}"
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    def new(self) -> Path:
        """Write a new post beside it."""
        self.title()
        path = self.post.with_name(f"new-{self.number}.md")
        path.write_text(self.post.read_text(encoding="utf-8"), encoding="utf-8")
        self.post.write_text(self.text, encoding="utf-8")
        return path

    def image(self) -> Path:
        """Change the picture."""
        self.number += 1
        self._picture().write_bytes(picture(self.number))
        return self._picture()

    def bibliography(self) -> Path:
        """Change the title of an entry that the post cites."""
        self.number += 1
        path = self.docs / "references.bib"
        first, end, rest = path.read_text(encoding="utf-8").partition("}\n")
        lines = [
            f"  title = {{Title {self.number}}}," if line.startswith("  title") else line
            for line in first.split("\n")
        ]
        path.write_text("\n".join(lines) + end + rest, encoding="utf-8")
        return path

    def kinds(self) -> dict[str, Callable[[], Path]]:
        """All kinds of edits by name."""
        return {
            "one word": self.word,
            "title": self.title,
            "new post": self.new,
            "image": self.image,
            "references.bib": self.bibliography,
        }


def _spent(build: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    build()
    return time.process_time() - start


def in_process(edits: Edits, folder: Path) -> Iterator[str]:
    """The lines of the table of CPU seconds."""
    cold = ("sphinx_anthology.cli", "build", "--docs", str(edits.docs), "--to", "html", "-j", "1")
    cost_of(*cold)
    builds = WarmBuilds(edits.docs, folder / "site", folder / "doctrees")
    first = _spent(builds.complete)
    yield f"first build of the preview: {first:.1f} s"
    yield f"{'edit':16}{'anthology build':>16}{'quick':>8}{'complete':>10}{'quick ÷ build':>15}"
    gc.freeze()
    gc.disable()
    for name, edit in edits.kinds().items():
        colds, quicks, completes = list[float](), list[float](), list[float]()
        for _ in range(ROUNDS):
            path = edit()
            colds.append(cost_of(*cold).seconds)
            texts = path.suffix in {".md", ".bib"}
            order = QuickBuild(
                shown=frozenset({edits.docname}),
                edited=frozenset({path.relative_to(edits.docs).as_posix()}),
                has_new_files=name == "new post",
                has_new_assets=not texts,
            )
            quicks.append(_spent(lambda order=order: builds.quick(order)))  # type: ignore[misc]
            completes.append(_spent(builds.complete))
        ratio = statistics.median(q / c for q, c in zip(quicks, colds, strict=True))
        told = (statistics.median(found) for found in (colds, quicks, completes))
        before, quick, complete = told
        yield f"{name:16}{before:16.2f}{quick:8.2f}{complete:10.2f}{ratio:15.2f}"
    gc.enable()


def on_screen(edits: Edits) -> Iterator[str]:
    """The lines of the table of seconds from saving to the screen."""
    served = Served(edits.docs)
    try:
        with sync_playwright() as playwright:
            while " complete: " not in served.said():
                time.sleep(0.5)
            browser = playwright.chromium.launch(executable_path=chromium(), args=flags())
            page = browser.new_page()
            yield f"{'edit':16}{'median':>8}{'least':>8}{'most':>8}"
            for name in edits.kinds():
                shown = edits.series if name == "new post" else edits.docname
                page.goto(f"{served.address}{shown}.html")
                time.sleep(2)
                taken = [_seen(edits, name, page) for _ in range(2 * ROUNDS)]
                yield (
                    f"{name:16}{statistics.median(taken):8.2f}{min(taken):8.2f}{max(taken):8.2f}"
                )
            browser.close()
    finally:
        served.end()


SHADE = """() => {
    const image = document.querySelector('img[alt="Grey"]');
    if (!image?.complete || !image.naturalWidth) return -1;
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.drawImage(image, 0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data[0];
}"""
"""The grey of the picture, as the browser shows it."""


def _seen(edits: Edits, name: str, page: Page) -> float:
    """The seconds from one edit to its number on the page; then a pause, as one makes."""
    edits.kinds()[name]()
    start = time.monotonic()
    if name == "image":
        sign = f"({SHADE})() === {edits.number % 256}"
    else:
        words = f"The marker {edits.number}," if name == "one word" else f"Title {edits.number}"
        sign = f"document.body?.innerText.includes({words!r})"
    page.wait_for_function(sign, timeout=PATIENCE)
    taken = time.monotonic() - start
    time.sleep(4)
    return taken


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.preview")
    parser.add_argument("posts", type=int, nargs="?", default=100)
    parser.add_argument("--browser", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        edits = Edits(Path(folder, "docs"), given.posts)
        lines = on_screen(edits) if given.browser else in_process(edits, Path(folder))
        for line in lines:
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()

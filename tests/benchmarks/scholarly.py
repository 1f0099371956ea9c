"""What metadata, records, feeds and citations add: ``python -m tests.benchmarks.scholarly 1000``.

A generated site is built in a process of its own, in which all that these outputs do is timed.
Nothing is judged here; the figures are for people.
"""

from __future__ import annotations

import argparse
import functools
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sphinx_anthology.cli import build
from sphinx_anthology.outputs.feeds.output import Feeds
from sphinx_anthology.outputs.records.output import LinkRecords, Records
from sphinx_anthology.outputs.scholar.output import Scholar
from sphinx_anthology.outputs.web.output import Web
from sphinx_anthology.pages import post
from sphinx_anthology.site import output
from sphinx_anthology.site.texts import MarkText
from tests.benchmarks.child import cost_of
from tests.benchmarks.corpus import write_corpus

PARTS: dict[str, list[tuple[Any, str]]] = {
    "tags, JSON-LD, linksets": [(Scholar, "head"), (Scholar, "files")],
    "records": [(Records, "files"), (LinkRecords, "run")],
    "feeds": [
        (MarkText, "run"),
        (output, "post_texts"),
        (Feeds, "head"),
        (Feeds, "links"),
        (Feeds, "files"),
    ],
    "sitemap, redirects": [(Web, "files")],
    "how to cite": [(post, "how_to_cite")],
}
"""What is timed: the functions through which Sphinx, or a page, calls each output."""


class Clock:
    """Notes the CPU seconds of parts."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(PARTS, 0.0)

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """A function that does the same, and is timed."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                made = work(*given, **named)
                return list(made) if isinstance(made, Iterator) else made
            finally:
                self.spent[part] += time.process_time() - start

        return timed


def _build(source: Path, note: Path) -> int:
    """Build the site in this process, and note what was spent."""
    clock = Clock()
    for part, places in PARTS.items():
        for owner, name in places:
            setattr(owner, name, clock.timed(part, getattr(owner, name)))
    code = build.run(source, build.BuildOptions(formats=("html",), jobs=1))
    note.write_text(json.dumps(clock.spent), encoding="utf-8")
    return code


def _lines(posts: int) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp())
    source, note = folder / "docs", folder / "spent.json"
    try:
        write_corpus(source, posts)
        whole = cost_of("tests.benchmarks.scholarly", "--build", str(source), str(note))
        spent: dict[str, float] = json.loads(note.read_text(encoding="utf-8"))
        rest = whole.seconds - sum(spent.values())
        yield f"{posts} posts, CPU seconds: {whole.seconds:.1f}, without all of these {rest:.1f}"
        for part, seconds in (*spent.items(), ("together", sum(spent.values()))):
            per_post = seconds / posts * 1000
            yield f"{part:26}{seconds:7.2f} s {per_post:6.2f} ms a post {seconds / rest:6.1%}"
    finally:
        shutil.rmtree(folder)


def main() -> int:
    """Tell what each part costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=int, nargs="?", default=1000)
    parser.add_argument("--build", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        return _build(*given.build)
    for line in _lines(given.posts):
        print(line, flush=True)  # noqa: T201  # the command prints
    return 0


if __name__ == "__main__":
    sys.exit(main())

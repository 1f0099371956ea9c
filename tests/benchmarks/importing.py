"""What it costs to bring a WordPress blog in: ``python -m tests.benchmarks.importing 10000``.

An invented export is imported by the command in processes of their own: for the first time, once
more, and with one post changed. The goals for 10,000 posts (47 MB) are 120 CPU seconds and 300 MB
the first time, and 15 seconds after it. Nothing is judged here; the figures are for people.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.child import Cost, cost_of
from tests.benchmarks.wordpress import Blog

_GOOD = (0, 1)
"""Nothing lost, or losses that are told."""


class Bench:
    """An export in a folder, and what is made of it."""

    def __init__(self, folder: Path, posts: int) -> None:
        self.export, self.media, self.out = folder / "export.xml", folder / "media", folder / "docs"
        self.media.mkdir()
        Blog(posts).write(self.export, self.media)
        self.changed: set[str] = set()

    def run(self) -> Cost:
        """Import; remember which files were not there before, or not so."""
        before = self._stamps()
        cost = cost_of(
            *("sphinx_anthology.cli", "import", "wxr", str(self.export)),
            *("--media", str(self.media), "--out", str(self.out)),
            good=_GOOD,
        )
        after = self._stamps()
        self.changed = {name for name, stamp in after.items() if before.get(name) != stamp}
        return cost

    def change(self) -> None:
        """Change a word of a post in the middle of the export."""
        data = bytearray(self.export.read_bytes())
        place = data.index(b"\n\n", data.index(b"<content:encoded>", len(data) // 2)) + 2
        data[place:place] = b"Changed. "
        self.export.write_bytes(data)

    def _stamps(self) -> dict[str, int]:
        files = (path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.stat().st_mtime_ns for path in files}

    def told(self) -> Iterator[str]:
        """What the report says."""
        report = json.loads((self.out / "import-report.json").read_text(encoding="utf-8"))
        yield f"export: {self.export.stat().st_size / 1e6:.0f} MB"
        yield f"sums: {json.dumps(report['sums']['grades'])} of {report['sums']['found']:,} items"
        yield f"applied: {len(report['applied']):,}; asked: {len(report['questions']):,}"
        for file in sorted(self.out.glob("import-*")):
            yield f"{file.name}: {file.stat().st_size / 1e6:.1f} MB"


def report(posts: int, folder: Path) -> Iterator[str]:
    """Make the export, import it three times, and tell of it as it goes."""
    bench = Bench(folder, posts)
    yield f"{'':24}{'CPU s':>8}{'MB':>8}{'files':>8}"
    for what in ("first import", "again, unchanged", "one post changed"):
        if what.startswith("one"):
            bench.change()
        cost = bench.run()
        yield f"{what:24}{cost.seconds:8.1f}{cost.memory / 1e6:8.0f}{len(bench.changed):8,}"
        if len(bench.changed) < 10:
            yield f"  changed: {', '.join(sorted(bench.changed)) or 'nothing'}"
    yield from bench.told()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=int, nargs="?", default=10_000, help="how many posts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for line in report(given.posts, Path(made)):
            print(line, flush=True)  # noqa: T201  # the command prints

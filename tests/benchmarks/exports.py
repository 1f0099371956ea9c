"""What PDF and EPUB cost beside the site: ``python -m tests.benchmarks.exports 500``.

A generated publication is built in processes of their own, by one process each, and their CPU
seconds are compared with those of the site alone: a machine that is busy or slow is so for all.
Nothing is judged here; the figures are for people.
"""

from __future__ import annotations

import argparse
import dataclasses as dc
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from tests.benchmarks.child import Cost, cost_of
from tests.benchmarks.corpus import write_corpus
from tests.validators import verapdf

KINDS = ("pdf", "epub")


@dc.dataclass(frozen=True, slots=True)
class Line:
    """A line of the table."""

    what: str
    seconds: float
    memory: int = 0


class Bench:
    """A publication, and the table of what its builds cost."""

    def __init__(self, source: Path, docnames: tuple[str, ...]) -> None:
        self.source, self.docnames = source, docnames
        self.made = source / "_build"

    def lines(self) -> Iterator[Line]:
        """Build it in every way; each is told as soon as it is done."""
        yield self._line("HTML, clean", self._clean("--to", "html"))
        note = self.source.parent / "compiling.json"
        self._forget()
        command = ("tests.benchmarks.timed", str(note), *self._arguments("--to", "pdf"))
        yield self._line("PDF, clean", cost_of(*command))
        spent: dict[str, float] = json.loads(note.read_text(encoding="utf-8"))
        yield Line("  of it the compiler", sum(spent.values()))
        yield Line("  of that the whole book", spent[self.book])
        yield self._line("EPUB, clean", self._clean("--to", "epub"))
        yield self._line("all three, clean", self._clean())
        yield self._line("all three, unchanged", self._build())
        before = self._stamps()
        self._edit(self.docnames[len(self.docnames) // 2])
        yield self._line("all three, one post edited", self._build())
        after = self._stamps()
        self.again = sorted(name for name in after if after[name] != before.get(name))

    @property
    def book(self) -> str:
        """The name of the whole book."""
        return next(iter(self._of_whole())).stem

    def _of_whole(self) -> list[Path]:
        """The files of the whole book: the only volume that is no series'."""
        series = {path.name for path in (self.source / "series").iterdir()}
        return [file for file in self.files() if file.stem not in series]

    def files(self) -> list[Path]:
        """The volumes that are there."""
        return sorted(file for kind in KINDS for file in (self.made / kind).glob(f"*.{kind}"))

    def sizes(self) -> Iterator[str]:
        """How much was made."""
        whole = self._of_whole()
        for file in whole:
            yield f"{file.name}: {file.stat().st_size:,} bytes"
        for kind in KINDS:
            found = [f.stat().st_size for f in self.files() if f.suffix == f".{kind}"]
            yield f"{len(found)} files of {kind.upper()}: {sum(found):,} bytes"
        document = pypdfium2.PdfDocument(self.made / "pdf" / f"{self.book}.pdf")
        yield f"pages of the whole book: {len(document):,}"
        document.close()
        yield f"made again after the edit: {', '.join(self.again)}"

    def _arguments(self, *more: str) -> tuple[str, ...]:
        return ("build", str(self.source), "-j", "1", *more)

    def _build(self, *more: str) -> Cost:
        return cost_of("sphinx_anthology.cli", *self._arguments(*more))

    def _clean(self, *more: str) -> Cost:
        self._forget()
        return self._build(*more)

    def _forget(self) -> None:
        shutil.rmtree(self.made, ignore_errors=True)

    @staticmethod
    def _line(what: str, cost: Cost) -> Line:
        return Line(what, cost.seconds, cost.memory)

    def _edit(self, docname: str) -> None:
        """Change one word of a post."""
        path = self.source / f"{docname}.md"
        text = path.read_text(encoding="utf-8").replace("stays here", "rests here")
        path.write_text(text, encoding="utf-8")

    def _stamps(self) -> dict[str, int]:
        return {file.name: file.stat().st_mtime_ns for file in self.files()}


def table(lines: Iterator[Line]) -> Iterator[str]:
    """The lines as text; the first is what all others are compared with."""
    yield f"{'':28}{'CPU s':>8}{'ratio':>8}{'MB':>8}"
    first = 0.0
    for line in lines:
        first = first or line.seconds
        memory = f"{line.memory / 1e6:8.0f}" if line.memory else ""
        yield f"{line.what:28}{line.seconds:8.1f}{line.seconds / first:8.2f}{memory}"


def faults(files: list[Path]) -> Iterator[str]:
    """What veraPDF finds in the PDFs, each by itself: a long one takes minutes."""
    found = [f for file in files for f in verapdf.checked([file], *verapdf.RULES)]
    yield from (f"{Path(finding.path).name}: {finding}" for finding in found)
    yield f"veraPDF ({', '.join(verapdf.RULES)}): {len(found)} failures in {len(files)} files"


def report(posts: int, per_series: int, *, is_checked: bool) -> Iterator[str]:
    """Make the publication, build it, and tell of it as it goes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        bench = Bench(source, write_corpus(source, posts, per_series=per_series))
        yield f"{posts} posts in {len(list(source.glob('series/*/index.md')))} series"
        yield from table(bench.lines())
        yield from bench.sizes()
        if is_checked:
            yield from faults([file for file in bench.files() if file.suffix == ".pdf"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=int, nargs="?", default=500, help="how many posts")
    parser.add_argument("--per-series", type=int, default=20, help="posts in a series")
    parser.add_argument("--verapdf", action="store_true", help="check all PDFs as well")
    given = parser.parse_args()
    for line in report(given.posts, given.per_series, is_checked=given.verapdf):
        print(line, flush=True)  # noqa: T201  # the command prints

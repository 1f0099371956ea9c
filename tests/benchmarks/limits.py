"""What very large documents cost: ``python -m tests.benchmarks.limits``.

Each kind is built by the command in processes of their own: as a site with half of it and with all
of it, beside what a publication of one short post costs. Of work that grows with the document the
whole costs twice the half. Nothing is judged here; the figures are for people.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.benchmarks.child import cost_of

_CONF = """
project = "Limits"
html_baseurl = "https://limits.example/"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
"""
_ENTRY = (
    "@article{{key{n}, title={{Title {n}}}, author={{Low{n}, Ann and High, Bob}}, "
    "journal={{Tides}}, year={{2001}}, volume={{{n}}}, pages={{1--9}}}}\n"
)
Files = dict[str, str]


def _post(body: str, authors: str = "[{name: Ann Low}]", tags: str = "[]") -> str:
    head = f"title: A post\nauthors: {authors}\ndate: 2024-05-03\ntags: {tags}\npost: {{}}\n"
    return f"---\n{head}---\n\n{body}\n"


def citations(count: int) -> Files:
    """A post with citations, each of another entry."""
    body = "\n\n".join(f"Sentence {n} {{cite}}`key{n}`." for n in range(count))
    entries = "".join(_ENTRY.format(n=n) for n in range(count))
    return {"posts/cites.md": _post(body), "references.bib": entries}


def topics(count: int) -> Files:
    """A post on many topics."""
    return {"posts/topics.md": _post("Words.", tags=str([f"topic {n}" for n in range(count)]))}


def authors(count: int) -> Files:
    """A post by many authors, whose names no build before has met; digits would be notes."""
    letters = str.maketrans("0123456789", "abcdefghij")
    people = ", ".join(
        f"{{name: Ann Low{count:04}{n:04}}}".translate(letters) for n in range(count)
    )
    return {"posts/authors.md": _post("Words.", authors=f"[{people}]")}


def headings(count: int) -> Files:
    """A post with many headings."""
    return {"posts/headings.md": _post("\n\n".join(f"## Part {n}\n\nWords." for n in range(count)))}


def text(count: int) -> Files:
    """A post of so many thousand bytes."""
    paragraph = "Words of a long post. " * 45
    return {"posts/text.md": _post("\n\n".join(f"{n} {paragraph}" for n in range(count)))}


def parts(count: int) -> Files:
    """A series of many parts."""
    names = [f"p{n:04}" for n in range(count)]
    toctree = "\n".join(["```{toctree}", *names, "```"])
    series = f"---\ntitle: The series\nseries: {{}}\n---\n\nWords.\n\n{toctree}\n"
    return {
        "series/s/index.md": series,
        **{f"series/s/{name}.md": _post("Words.") for name in names},
    }


KINDS: Mapping[str, tuple[Callable[[int], Files], int]] = {
    "citations": (citations, 2000),
    "topics": (topics, 3000),
    "authors": (authors, 2000),
    "headings": (headings, 40_000),
    "KB of text": (text, 5000),
    "parts": (parts, 300),
}
"""What there is much of, and the number that is tried."""


def write(folder: Path, files: Files) -> None:
    """Write a publication of these documents."""
    shown = [
        name.removesuffix(".md")
        for name in files
        if name.endswith("/index.md") or name.startswith("posts/")
    ]
    toctree = "\n".join(["```{toctree}", *shown, "```"])
    index = f"# Limits\n\n{toctree}\n"
    for name, content in {"conf.py": _CONF, "index.md": index, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def _cost(files: Files, formats: str) -> tuple[float, int]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "docs")
        write(source, files)
        spent = cost_of("sphinx_anthology.cli", "build", str(source), "--to", formats, "-j", "1")
    return spent.seconds, spent.memory


def report(kinds: list[str], formats: str) -> Iterator[str]:
    """Build them all, and tell of it as it goes."""
    start, _ = _cost({"posts/post.md": _post("Words.")}, formats)
    yield f"one short post: {start:.1f} CPU seconds; the others beyond it"
    yield f"{'':20}{'CPU s':>8}{'ratio':>8}{'MB':>8}"
    for kind in kinds:
        make, count = KINDS[kind]
        half, _ = _cost(make(count // 2), formats)
        whole, memory = _cost(make(count), formats)
        ratio = (whole - start) / max(half - start, 0.01)
        name = f"{count:,} {kind}"
        yield f"{name:20}{whole - start:8.1f}{ratio:8.1f}{memory / 1e6:8.0f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=list(KINDS), help="of which to make one")
    parser.add_argument("--to", default="html", help="formats, as the command has them")
    given = parser.parse_args()
    for line in report(given.kinds, given.to):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

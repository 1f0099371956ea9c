"""The tables of the posts, made of what was measured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.figures import SERIES, load

Rows = Sequence[Sequence[str]]
"""The cells of a table, row by row; the first row is its head."""


def conversions() -> Rows:
    """What became of the bodies of each kind."""
    measured = load("conversions")
    kinds = {
        "exports": "test exports",
        "invented": "an invented blog",
        "random": "drawn at random",
    }
    lines: dict[str, Callable[[dict[str, int]], int]] = {
        "Bodies": lambda found: found["bodies"],
        "Words in them": lambda found: found["words"],
        "Equal at the first attempt": lambda found: found["bodies"] - found["second attempts"],
        "Green: nothing lost": lambda found: found["at once"] + found["plainer"],
        "Amber: all words, something else listed": lambda found: found["told"],
        "Red: words lost": lambda found: found["lost"],
    }
    head = ["Kind", *kinds.values()]
    return [
        head,
        *([words, *(f"{of(measured[k]):,}" for k in kinds)] for words, of in lines.items()),
    ]


def heads() -> Rows:
    """The tags of pages, by standard and by whose text they show."""
    pages = load("heads")["pages"]
    kinds = {
        "a post": "a post of ours",
        "an excerpt": "an excerpt",
        "a digest": "a digest",
        "a withdrawn post": "withdrawn",
    }
    lines = {
        "Highwire": "Highwire tags",
        "Dublin Core": "Dublin Core tags",
        "Open Graph": "Open Graph tags",
        "JSON-LD": "Things in the graph",
        "Signposting": "Signposts",
    }
    head = ["Page of", *kinds.values()]
    return [
        head,
        *([words, *(str(pages[k][line]) for k in kinds)] for line, words in lines.items()),
    ]


def volumes() -> Rows:
    """Pages, tags and checks of each volume."""
    found = load("volumes")["volumes"]
    names = {
        "co-creation": "Co-creation",
        "conference-2014": "Conference 2014",
        "leadership": "Political leadership",
    }
    lines: dict[str, Callable[[str], int]] = {
        "Pages": lambda name: found[name]["pages"],
        "Tags": lambda name: sum(found[name]["tags"].values()),
        "Headings": lambda name: sum(found[name]["tags"].get(f"H{n}", 0) for n in range(1, 7)),
        "Links": lambda name: found[name]["tags"]["Link"],
        "Questions, PDF/UA-1": lambda name: found[name]["ua1"]["asked"],
        "Questions, PDF/A-2a": lambda name: found[name]["2a"]["asked"],
        "Faults": lambda name: found[name]["ua1"]["failed"] + found[name]["2a"]["failed"],
    }
    head = ["Booklet", *names.values()]
    return [head, *([words, *(f"{count(n):,}" for n in names)] for words, count in lines.items())]


def growth() -> Rows:
    """What each build costs and writes, by size."""
    sizes = load("growth")["sizes"]
    builds = {
        "again": "nothing changed",
        "word": "one word changed",
        "title": "one title changed",
    }
    head = ["Publication of", *(f"{size['posts']:,} posts" for size in sizes)]
    nothing = ["Seconds, from nothing", *(f"{s['nothing']['seconds']:.0f}" for s in sizes)]
    whole = ["Pages, from nothing", *(f"{s['pages']:,}" for s in sizes)]
    shares = (
        [f"Share of it, {words}", *(_share(size, build) for size in sizes)]
        for build, words in builds.items()
    )
    pages = (
        [f"Pages, {words}", *(f"{size[build]['written']:,}" for size in sizes)]
        for build, words in builds.items()
    )
    return [head, nothing, *shares, whole, *pages]


def _share(size: dict[str, Any], build: str) -> str:
    return f"{size[build]['seconds'] / size['nothing']['seconds']:.0%}"


TABLES: dict[str, tuple[str, Callable[[], Rows]]] = {
    "conversions-table": ("03-nothing-was-lost", conversions),
    "heads-table": ("04-pages-that-machines-can-cite", heads),
    "volumes-table": ("05-a-pdf-that-can-be-read-aloud", volumes),
    "growth-table": ("06-the-same-bytes", growth),
}
"""The post that has each table, and what makes it."""


def posts() -> Iterator[tuple[str, str]]:
    """Each post with a table, by its file's name, and its text with the tables as measured."""
    texts: dict[str, str] = {}
    for name, (post, rows) in TABLES.items():
        text = texts.get(post) or (SERIES / f"{post}.md").read_text(encoding="utf-8")
        texts[post] = _with_table(text, name, rows())
    yield from ((f"{post}.md", text) for post, text in texts.items())


def _with_table(text: str, name: str, rows: Rows) -> str:
    """A text in which a table, known by its name, has other rows."""
    pattern = re.compile(rf"(```\{{table\}} [^\n]+\n:name: {name}\n\n).*?```\n", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"There is no table of the name {name}.")
    written = "\n".join(
        [_row(rows[0]), "|---|" + "--:|" * (len(rows[0]) - 1), *map(_row, rows[1:])]
    )
    return pattern.sub(lambda found: f"{found[1]}{written}\n```\n", text)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

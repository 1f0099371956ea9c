"""The drawings of the posts: of what was measured, and of what is in this book."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from tests.figures import DOCS, load
from tests.figures.svg import GREY, INK, PALE, RUBRIC, RULE, WASH, Drawing, png

WIDTH = 500
"""Narrow enough that letters can be read where a phone shows the drawing."""


def edits() -> Drawing:
    """Each edit as a dot: how many pages of the site it wrote."""
    measured: dict[str, list[list[int]]] = load("edits")["kinds"]
    kinds = sorted(measured, key=lambda kind: (_mean(measured[kind]), kind))
    most = max(there for found in measured.values() for _, there in found)
    left, step, top = 160, 22, 46
    height = top + step * len(kinds) + 18
    drawn = Drawing(
        WIDTH,
        height,
        "Pages written after an edit",
        "One row for each kind of edit, one dot for each edit, placed by the pages it wrote.",
    )
    scale = (WIDTH - left - 24) / most
    drawn.text(left, 16, "pages written", fill=GREY)
    for pages in range(0, most + 1, 4):
        x = left + pages * scale
        drawn.line([(x, top - 10), (x, height - 14)], stroke=PALE if pages else RULE)
        drawn.text(x, top - 16, str(pages), at="middle", fill=GREY, size=13)
    for row, kind in enumerate(kinds):
        y = top + row * step + 9
        drawn.text(left - 12, y + 5, KINDS[kind], at="end")
        seen: dict[int, int] = {}
        for written, _ in measured[kind]:
            seen[written] = seen.get(written, 0) + 1
        for written, times in sorted(seen.items()):
            radius = 2 + 1.6 * times**0.5
            drawn.dot(left + written * scale, y, radius, fill=RUBRIC)
    return drawn


def _mean(found: list[list[int]]) -> float:
    return sum(written for written, _ in found) / len(found)


KINDS = {
    "add": "a new post",
    "change authors": "other authors",
    "delete": "a post deleted",
    "edit bibliography": "references.bib",
    "flip draft": "draft, or public",
    "flip topic document": "a page for a topic",
    "let time pass": "another day",
    "present": "another article",
    "redate": "another date",
    "redescribe": "another standfirst",
    "rename": "a file renamed",
    "rename author": "an author’s name",
    "reorder": "another order",
    "repaint": "another picture",
    "respond": "answers another",
    "retag": "other topics",
    "retitle": "another title",
    "rewrite": "another text",
}
"""The kinds of edits in words."""


def damage() -> Drawing:
    """For each kind of damage, the share that the comparison noticed."""
    measured: dict[str, list[int]] = load("damage")["kinds"]
    kinds = sorted(measured, key=lambda kind: -measured[kind][0] / measured[kind][1])
    left, step, top = 228, 26, 34
    height = top + step * len(kinds) + 8
    drawn = Drawing(
        WIDTH,
        height,
        "Damages noticed",
        "One bar for each kind of damage: the share of all trials that the comparison noticed.",
    )
    whole = WIDTH - left - 112
    drawn.text(left, 16, "noticed", fill=GREY)
    drawn.text(WIDTH - 10, 16, "of", at="end", fill=GREY)
    for row, kind in enumerate(kinds):
        noticed, tried = measured[kind]
        y = top + row * step
        drawn.text(left - 10, y + 14, kind, at="end", size=14)
        drawn.box(left, y + 2, whole, 15, fill=WASH)
        drawn.box(left, y + 2, whole * noticed / tried, 15, fill=INK)
        drawn.text(left + whole + 10, y + 14, f"{noticed / tried:.0%}", size=14)
        drawn.text(WIDTH - 10, y + 14, f"{tried:,}", at="end", fill=GREY, size=14)
    return drawn


def order() -> Drawing:
    """The order of the blog beside that of the issue, by a line for each post."""
    posts = _posts()
    known = sorted((post for post in posts if post["page"]), key=lambda post: post["page"])
    places = {post["part"]: place for place, post in enumerate(known)}
    step, top, left, right = 36, 58, 290, 382
    drawn = Drawing(
        WIDTH,
        top + step * len(posts) - 12,
        "Two orders of seven texts",
        "On the left the posts by their days, on the right the articles by their first pages.",
    )
    drawn.text(6, 18, "on the blog, in 2021", bold=True)
    drawn.text(right - 3, 18, "in issue 49(2)", bold=True)
    for row, post in enumerate(posts):
        y = top + row * step
        drawn.text(64, y, post["day"], at="end", fill=GREY, size=14)
        drawn.text(74, y, post["names"], size=14)
        drawn.text(left - 12, y, f"{post['part']}", at="end", bold=True)
        if post["part"] in places:
            to = top + places[post["part"]] * step
            moved = places[post["part"]] != row
            stroke = RUBRIC if moved and post["part"] in {3, 5} else INK
            drawn.line([(left, y - 5), (right, to - 5)], stroke=stroke, width=1.5)
            drawn.dot(left, y - 5, 3, fill=stroke)
            drawn.dot(right, to - 5, 3, fill=stroke)
            drawn.text(right + 14, to, f"p. {post['page']}")
        else:
            drawn.dot(left, y - 5, 3, fill="#fff", stroke=GREY)
    unknown = top + len(known) * step
    drawn.text(right + 14, unknown, "not confirmed", fill=GREY)
    drawn.dot(right, unknown - 5, 3, fill="#fff", stroke=GREY)
    return drawn


def _posts() -> list[dict[str, Any]]:
    """The posts of the series on co-creation: part, day, names, and first page of the article."""
    bib = (DOCS / "references.bib").read_text(encoding="utf-8")
    found = []
    for part, path in enumerate(sorted((DOCS / "series/co-creation").glob("0*.md")), 1):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
        entry = bib.partition(f"{{{front['post']['articles'][0]},")[2].partition("\n}")[0]
        pages = re.search(r"pages\s*=\s*\{(\d+)", entry)
        families = [author.rpartition("-")[2].title() for author in front["authors"]]
        names = NAMES.get(families[0], families[0])
        day = f"{front['date'].day} {front['date']:%B}"
        more = " and others" if len(families) > 2 else ""
        if len(families) == 2:
            more = f" and {NAMES.get(families[1], families[1])}"
        found.append(
            {"part": part, "day": day, "names": names + more, "page": int(pages[1]) if pages else 0}
        )
    return found


NAMES = {"Sorensen": "Sørensen", "Gestel": "van Gestel"}
"""Family names as they are written, by the ends of ids."""


def anatomy() -> Drawing:
    """A page of a post, and what each part of it is for."""
    drawn = Drawing(
        WIDTH,
        440,
        "The parts of a post",
        "A page on the left, with its parts from top to bottom; on the right what each is for.",
    )
    drawn.box(10, 8, 190, 424, stroke=RULE, fill="#fff")
    right, y = 226, 8
    for name, height, purpose in PARTS:
        middle = y + height / 2
        _part(drawn, name, y, height)
        drawn.line([(192, middle), (right - 8, middle)], stroke=RUBRIC, width=1)
        drawn.dot(192, middle, 2.5, fill=RUBRIC)
        drawn.text(right, middle - 3, name, bold=True)
        drawn.text(right, middle + 14, purpose, fill=GREY, size=14)
        y += height
    return drawn


PARTS = (
    ("series and part", 38, "what comes before it, what after"),
    ("title and standfirst", 62, "what a reference calls it"),
    ("byline, with roles at the time", 48, "who answers for it, and from where"),
    ("the article that it presents", 54, "another work, with a DOI of its own"),
    ("text, figures, notes", 88, "what somebody may quote"),
    ("references", 44, "what it rests on"),
    ("how to cite, records", 44, "what another author copies"),
    ("later posts that mention it", 44, "what became of it"),
)
"""The parts of a post from top to bottom, their heights in the drawing, and their purposes."""


def _part(drawn: Drawing, name: str, y: float, height: float) -> None:
    """A part of the page, as lines."""
    x, width = 24, 156
    if name.startswith("series"):
        drawn.box(x, y + 20, 84, 5, fill=RUBRIC)
    elif name.startswith("title"):
        drawn.box(x, y + 8, 150, 12, fill=INK)
        drawn.box(x, y + 26, 106, 12, fill=INK)
        drawn.box(x, y + 48, 134, 5, fill=GREY)
    elif name.startswith("byline"):
        drawn.dot(x + 13, y + 25, 13, fill=PALE, stroke=RULE)
        drawn.box(x + 36, y + 16, 80, 6, fill=INK)
        drawn.box(x + 36, y + 29, 106, 5, fill=RULE)
    elif name.startswith("the article"):
        drawn.box(x, y + 6, width, height - 14, fill=PALE)
        drawn.box(x + 12, y + 18, 116, 5, fill=GREY)
        drawn.box(x + 12, y + 31, 92, 5, fill=GREY)
    elif name.startswith("text"):
        for row, share in enumerate((1, 0.97, 1, 0.62, 1, 0.98, 0.5)):
            drawn.box(x, y + 6 + row * 12, width * share, 5, fill=RULE)
    else:
        drawn.line([(x, y + 6), (x + width, y + 6)], stroke=INK)
        for row, share in enumerate((0.9, 0.72)):
            drawn.box(x, y + 18 + row * 12, width * share, 5, fill=RULE)


def graph() -> Drawing:
    """The things that the page of a post names, and how they hang together."""
    drawn = Drawing(
        WIDTH,
        388,
        "What a page says it is",
        "A post in the middle, with arrows to its authors, its series, its blog, and the article "
        "that it presents; from the article arrows lead to issue, volume and journal.",
    )
    for x, y, width, kind, example, fill in THINGS:
        drawn.box(x, y, width, 48, fill=fill, stroke=INK if fill == WASH else RULE, round_by=3)
        drawn.text(x + 10, y + 20, kind, bold=True)
        drawn.text(x + 10, y + 38, example, fill=GREY, size=13.5)
    for points, words, x, y, at in RELATIONS:
        drawn.arrow(points)
        drawn.text(x, y, words, at=at, fill=RUBRIC, size=13.5)
    return drawn


THINGS = (
    (150, 10, 172, "Person", "one for each author", "#fff"),
    (150, 120, 172, "BlogPosting", "this page", WASH),
    (6, 120, 104, "Series", "its place in it", "#fff"),
    (6, 230, 104, "Blog", "this book", "#fff"),
    (390, 120, 104, "Licence", "CC BY 4.0", "#fff"),
    (150, 230, 172, "ScholarlyArticle", "with its own DOI", "#fff"),
    (150, 330, 172, "PublicationIssue", "in its volume", "#fff"),
    (390, 330, 104, "Periodical", "with its ISSN", "#fff"),
)
"""Things of a graph: place, width, kind, example, ground."""
RELATIONS = (
    ([(236, 120), (236, 60)], "author", 244, 94, "start"),
    ([(150, 144), (112, 144)], "isPartOf", 130, 112, "middle"),
    ([(58, 168), (58, 228)], "isPartOf", 66, 202, "start"),
    ([(322, 144), (388, 144)], "license", 356, 112, "middle"),
    ([(236, 168), (236, 228)], "about, citation", 244, 202, "start"),
    ([(236, 278), (236, 328)], "isPartOf", 244, 308, "start"),
    ([(322, 354), (388, 354)], "isPartOf", 356, 322, "middle"),
)
"""Arrows: their points, their words, and where these stand."""


def tags() -> Drawing:
    """A few lines of Markdown, and the tags that they have in the PDF."""
    drawn = Drawing(
        WIDTH,
        308,
        "From Markdown to tags",
        "On the left lines of Markdown, on the right the tags in the PDF that they become.",
    )
    drawn.text(6, 18, "the author writes", bold=True)
    drawn.text(288, 18, "the PDF holds", bold=True)
    y = 34
    for lines, found in TAGGED:
        height = 20 * max(len(lines), len(found)) + 10
        drawn.box(6, y, 246, height, fill=PALE)
        first = y + 20 + 10 * (max(len(lines), len(found)) - len(lines))
        for row, words in enumerate(lines):
            drawn.text(16, first + row * 20, words, mono=True, size=13)
        drawn.arrow([(256, y + height / 2), (278, y + height / 2)])
        for row, (depth, tag, words) in enumerate(found):
            x = 288 + depth * 16
            drawn.text(x, y + 20 + row * 20, tag, bold=True, fill=RUBRIC)
            drawn.text(x + TAG_WIDTHS[tag], y + 20 + row * 20, words, fill=GREY, size=14)
        y += height + 8
    return drawn


TAGGED: tuple[tuple[tuple[str, ...], tuple[tuple[int, str, str], ...]], ...] = (
    (("## The old quay",), ((0, "H2", "and in the outline"),)),
    (
        ("It was *never* closed.[^why]",),
        ((0, "P", ""), (1, "Em", "never"), (1, "Note", "at the page’s foot")),
    ),
    (
        ("- a lamp", "- a keeper"),
        ((0, "L", ""), (1, "LI", "Lbl, LBody"), (1, "LI", "Lbl, LBody")),
    ),
    (("![A crane](crane.png)",), ((0, "Figure", "read as “A crane”"),)),
    (("$h = 2\\sqrt{a}$",), ((0, "Formula", "read by its source"),)),
)
"""Lines of Markdown, and the tags that they become: depth, name, and a word on each."""
TAG_WIDTHS = {
    "H2": 30,
    "P": 20,
    "Em": 32,
    "Note": 44,
    "L": 20,
    "LI": 26,
    "Figure": 60,
    "Formula": 68,
}
"""Where the words begin after each tag."""


def portrait() -> bytes:
    """Lines of type in the shape of a head and shoulders: nobody's portrait."""
    side, pitch, body = 256, 8, 5
    rows = []
    for y in range(side):
        row = bytearray(b"\xe6" * side)
        if y % pitch < body:
            for start, end in _words(side, y // pitch):
                row[start:end] = b"\x34" * (end - start)
        rows.append(bytes(row))
    return png(rows)


def _words(side: int, line: int) -> list[tuple[int, int]]:
    """The words of a line of the portrait, each as its first pixel and the one after its last."""
    middle, half = side // 2, _half(line)
    if not half:
        return []
    words, place, number = [], middle - half, line * 7
    while place < middle + half:
        length = 9 + (number * 37 + 11) % 25
        words.append((place, min(place + length, middle + half)))
        place += length + 5
        number += 1
    if words[-1][1] - words[-1][0] < 9 and words[1:]:
        last = words.pop()
        words[-1] = (words[-1][0], last[1])
    return words


def _half(line: int) -> int:
    """Half the width of a line: of a head, a neck, or shoulders."""
    if 5 <= line < 18:
        return int(45 * (1 - ((line - 11.5) / 7.2) ** 2) ** 0.5)
    if 18 <= line < 20:
        return 18
    if line >= 20:
        return int(38 + 62 * (1 - ((31.5 - line) / 11.5) ** 2) ** 0.5)
    return 0


DRAWINGS: dict[str, Callable[[], Drawing]] = {
    "anatomy": anatomy,
    "order": order,
    "damage": damage,
    "graph": graph,
    "tags": tags,
    "edits": edits,
}
"""All drawings by the name of their file."""

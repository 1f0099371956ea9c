"""The contents of a volume: a page of it, and what a reading system goes by."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Sequence
from html import escape

from sphinx_anthology.outputs.epub.pages import Page
from sphinx_anthology.outputs.epub.places import NAV
from sphinx_anthology.pages.wording import gettext


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the contents, at its depth.

    ``people`` stands under the title. A section is ``hidden`` on the page, where the documents are
    listed; reading systems know it all the same.
    """

    depth: int
    href: str
    title: str
    people: str = ""
    hidden: bool = False


@dc.dataclass(frozen=True, slots=True)
class Landmark:
    """A place that a reading system can go to: what it is, where, and how it is called."""

    kind: str
    href: str
    title: str


def entries_of(page: Page, file: str, depth: int, people: str = "") -> Iterator[Entry]:
    """The entry of a page, and those of its sections."""
    yield Entry(depth=depth, href=file, title=page.title, people=people)
    for heading in page.headings:
        href = f"{file}#{heading.id}"
        yield Entry(depth=depth + heading.level, href=href, title=heading.text, hidden=True)


def contents(entries: Sequence[Entry], landmarks: Sequence[Landmark]) -> str:
    """The page of contents."""
    heading = escape(gettext("Contents"), quote=False)
    return (
        '<nav epub:type="toc" role="doc-toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">{heading}</h1>\n{"".join(_list(entries))}</nav>\n'
        f"{_landmarks(landmarks)}"
    )


def _list(entries: Sequence[Entry]) -> Iterator[str]:
    """Nested lists; an entry that is too deep stands right below the one before it."""
    opened: list[int] = []
    for entry in entries:
        while len(opened) > 1 and opened[-1] > entry.depth:
            opened.pop()
            yield "</li>\n</ol>\n"
        if opened and opened[-1] >= entry.depth:
            yield "</li>\n"
        else:
            yield "<ol>\n"
            opened.append(entry.depth)
        yield _line(entry)
    yield "</li>\n</ol>\n" * len(opened)


def _line(entry: Entry) -> str:
    hidden = ' hidden="hidden"' if entry.hidden else ""
    people = escape(entry.people, quote=False)
    by = f'<span class="sep"> · </span><span class="by">{people}</span>' if people else ""
    title = f'<span class="t">{escape(entry.title, quote=False)}</span>'
    return f'<li{hidden}><a href="{escape(entry.href)}">{title}{by}</a>'


def _landmarks(landmarks: Sequence[Landmark]) -> str:
    label = escape(gettext("Landmarks"))
    lines = "".join(
        f'<li><a epub:type="{mark.kind}" href="{escape(mark.href)}">'
        f"{escape(mark.title, quote=False)}</a></li>\n"
        for mark in (Landmark("toc", NAV, gettext("Contents")), *landmarks)
    )
    return (
        f'<nav epub:type="landmarks" aria-label="{label}" hidden="hidden">\n'
        f"<ol>\n{lines}</ol>\n</nav>\n"
    )

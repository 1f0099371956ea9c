"""Collects runs of text, with white space as browsers collapse it."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Callable, Iterable
from typing import Final

from html2myst.blocks import Kind, Run, Runs, Style
from html2myst.inventory import formula_lines
from html2myst.tree import Element

_SPACE = re.compile(r"[ \t\n\r\f]+")
_EDGED: Final = (
    Style.EMPHASIS,
    Style.STRONG,
    Style.DELETED,
    Style.LOWERED,
    Style.RAISED,
    Style.CODE,
)


def tidy(runs: Runs) -> list[Runs]:
    """The paragraphs of runs, divided where two line breaks meet."""
    merged = _merged(run for run in runs if run.text or run.kind is not Kind.TEXT)
    has_breaks = any(run.kind is Kind.BREAK for run in merged)
    paragraphs = _split(merged) if has_breaks else [merged]
    found = []
    for paragraph in paragraphs:
        _, words, _ = _parted(paragraph)
        inner = _loosened(words)
        if inner:
            found.append(inner)
    return found


def _merged(runs: Iterable[Run]) -> Runs:
    """Runs with single spaces; equally formatted neighbours are joined."""
    merged: Runs = []
    ends_with_space = True
    for run in runs:
        if run.kind is Kind.TEXT:
            text = _SPACE.sub(" ", run.text)
            if ends_with_space and text.startswith(" "):
                text = text[1:]
            if not text:
                continue
            ends_with_space = text.endswith(" ")
            if merged and _is_alike(merged[-1], run):
                merged[-1].text += text
                continue
            merged.append(dc.replace(run, text=text))
        else:
            ends_with_space = run.kind is Kind.BREAK
            merged.append(run)
    return merged


def _is_alike(one: Run, other: Run) -> bool:
    return one.kind is Kind.TEXT and one.style == other.style and _link(one) == _link(other)


def _link(run: Run) -> int:
    return run.link_number if run.link else 0


def _split(runs: Runs) -> list[Runs]:
    """Divide runs where line breaks follow each other."""
    paragraphs: list[Runs] = [[]]
    breaks: Runs = []
    for run in runs:
        if run.kind is Kind.BREAK:
            breaks.append(run)
        elif run.kind is Kind.TEXT and not run.text.strip() and breaks:
            continue
        else:
            if len(breaks) > 1:
                paragraphs.append([])
            elif breaks:
                paragraphs[-1] += breaks
            breaks = []
            paragraphs[-1].append(run)
    return paragraphs


def _is_empty(run: Run) -> bool:
    return run.kind is Kind.BREAK or (run.kind is Kind.TEXT and not run.text.strip())


def _loosened(runs: Runs) -> Runs:
    """Runs whose formats and links have no white space at their edges."""
    styles = 0
    for run in runs:
        styles |= run.style
    for style in _EDGED:
        if styles & style:
            runs = _free_edges(runs, _has(style), _without(style))
    if any(run.link for run in runs):
        runs = _free_edges(runs, _link, _unlink)
    return _merged(runs) if styles else runs


def _has(style: int) -> Callable[[Run], object]:
    return lambda run: bool(run.style & style)


def _without(style: int) -> Callable[[Run], Run]:
    return lambda run: dc.replace(run, style=run.style & ~style)


def _unlink(run: Run) -> Run:
    return dc.replace(run, link="", title="")


def _free_edges(runs: Runs, has: Callable[[Run], object], bare: Callable[[Run], Run]) -> Runs:
    for start, end in reversed(_extents(runs, has)):
        before, inner, after = _parted(runs[start:end])
        runs[start:end] = [*map(bare, before), *inner, *map(bare, after)]
    return runs


def _extents(runs: Runs, value: Callable[[Run], object]) -> list[tuple[int, int]]:
    """The start and end of each span with one true value."""
    found = []
    start = 0
    for place in range(1, len(runs) + 1):
        if place == len(runs) or value(runs[place]) != value(runs[start]):
            if value(runs[start]):
                found.append((start, place))
            start = place
    return found


def _parted(runs: Runs) -> tuple[Runs, Runs, Runs]:
    """The white space before runs, the runs, the white space after."""
    start, end = 0, len(runs)
    while start < end and _is_empty(runs[start]):
        start += 1
    while end > start and _is_empty(runs[end - 1]):
        end -= 1
    before, inner, after = runs[:start], runs[start:end], runs[end:]
    if inner and inner[0].kind is Kind.TEXT and inner[0].text[0].isspace():
        first, stripped = inner[0], inner[0].text.lstrip()
        before.append(dc.replace(first, text=first.text[: -len(stripped)]))
        inner[0] = dc.replace(first, text=stripped)
    if inner and inner[-1].kind is Kind.TEXT and inner[-1].text[-1].isspace():
        last, stripped = inner[-1], inner[-1].text.rstrip()
        after.insert(0, dc.replace(last, text=last.text[len(stripped) :]))
        inner[-1] = dc.replace(last, text=stripped)
    return before, inner, after


_STYLES_OF: Final = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.EMPHASIS),
    **dict.fromkeys(("strong", "b", "summary", "legend"), Style.STRONG),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Style.CODE),
    **dict.fromkeys(("del", "s", "strike"), Style.DELETED),
    "sub": Style.LOWERED,
    "sup": Style.RAISED,
}
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LEAN = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)


@dc.dataclass(slots=True)
class RunBuilder:
    """Builds runs; the stacks hold the current format and link."""

    runs: Runs = dc.field(default_factory=list)
    style: list[int] = dc.field(default_factory=lambda: [Style.NONE])
    links: list[tuple[str, str, int]] = dc.field(default_factory=lambda: [("", "", 0)])
    link_count: int = 0

    def open(self, element: Element) -> None:
        """Begin the formatting of an element."""
        tag = element.tag
        self.style.append(self.style[-1] | _style(element))
        if tag == "br":
            self.runs.append(Run(kind=Kind.BREAK))
        elif tag == "img":
            self.add_image(element)
        elif tag == "x-note":
            self.runs.append(Run(kind=Kind.NOTE, number=int(element.get("number"))))
        elif tag == "x-math":
            self.add_formula(element)
        elif tag == "a":  # without an address, the outer link goes on
            self.link_count += 1
            here = (element.get("href"), element.attributes.get("title", ""), self.link_count)
            self.links.append(here if here[0] else self.links[-1])

    def close(self, element: Element) -> None:
        """End the formatting of an element."""
        self.style.pop()
        if element.tag == "a":
            self.links.pop()

    def add_text(self, text: str) -> None:
        """Add a text."""
        link, title, number = self.links[-1]
        run = Run(text, self.style[-1], link, title=title, link_number=number)
        self.runs.append(run)

    def add_lines(self, text: str) -> None:
        """Add a text whose line ends and indents count, as in verse."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.runs.append(Run(kind=Kind.BREAK))
            words = line.lstrip(" ")
            self.add_text("\N{NO-BREAK SPACE}" * (len(line) - len(words)) + words)

    def add_image(self, element: Element) -> None:
        """Add an image."""
        self.add_text(element.get("alt"))
        run = self.runs[-1]
        run.kind, run.path, run.style = Kind.PICTURE, element.get("src"), Style.NONE

    def add_formula(self, element: Element) -> None:
        """Add a formula, unless it is empty."""
        if tex := formula_lines(element.attributes.get("tex", "")).replace("\n", " "):
            self.add_text(tex)
            self.runs[-1].kind = Kind.MATH

    def paragraphs(self) -> list[Runs]:
        """The paragraphs collected so far; the collection is emptied."""
        if not self.runs:
            return []
        runs, self.runs = self.runs, []
        return tidy(runs)


def _style(element: Element) -> int:
    """The formatting that an element gives its content."""
    style = _STYLES_OF.get(element.tag, Style.NONE)
    css = element.attributes.get("style")
    if css:
        if style == Style.STRONG and _LEAN.search(css):
            style = Style.NONE  # Google Docs wraps everything in such a ``b``
        if not element.is_block:
            style |= Style.STRONG if _BOLD.search(css) else Style.NONE
            style |= Style.EMPHASIS if _ITALIC.search(css) else Style.NONE
    return style

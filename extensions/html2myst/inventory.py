"""The content of a body, for comparing source and result."""

from __future__ import annotations

import dataclasses as dc
import re
from collections import Counter
from itertools import takewhile
from typing import Final

from html2myst.conversion import Loss
from html2myst.tree import BLOCKS, Element, events, inside

SHOWN: Final = 160
"""The number of characters of a lost text that a report quotes."""


@dc.dataclass(slots=True)
class TextInventory:
    """The content of a body: its text, links, images and other parts.

    ``text`` has single spaces, and formulas in their places. ``pictures`` are pairs of path and
    alternative text, ``notes`` the texts of footnotes by number, ``references`` the numbers of
    footnote marks. ``strange`` names syntax that nobody intended.
    """

    text: str = ""
    links: Counter[str] = dc.field(default_factory=Counter)
    pictures: list[tuple[str, str]] = dc.field(default_factory=list)
    cells: list[str] = dc.field(default_factory=list)
    items: int = 0
    headings: list[str] = dc.field(default_factory=list)
    codes: list[str] = dc.field(default_factory=list)
    formulas: list[str] = dc.field(default_factory=list)
    notes: dict[int, str] = dc.field(default_factory=dict)
    references: list[int] = dc.field(default_factory=list)
    strange: list[str] = dc.field(default_factory=list)


class Inventory:
    """Collects the content of a body from HTML, blocks or Markdown."""

    def __init__(self) -> None:
        self.facts = TextInventory()
        self.parts: list[str] = []

    def since(self, mark: int) -> str:
        """The text that was collected after the first ``mark`` parts."""
        return plain("".join(self.parts[mark:]))

    def picture(self, path: str, alt: str) -> None:
        """Add an image; it separates the words around it."""
        self.facts.pictures.append((path, plain(alt)))
        self.parts.append(" ")

    def formula(self, tex: str) -> None:
        """Add a formula, unless it is empty."""
        if text := formula_text(tex):
            self.facts.formulas.append(text)
            self.parts.append(text)

    def link(self, address: str) -> None:
        """Add a link; ``%5F`` at its end equals ``_``."""
        is_encoded = address.endswith("%5F")
        self.facts.links[f"{address[:-3]}_" if is_encoded else address] += 1

    def finished(self) -> TextInventory:
        """The complete content."""
        self.facts.text = self.since(0)
        return self.facts


def plain(text: str) -> str:
    """A text with single spaces for all white space."""
    return " ".join(text.split())


def formula_lines(tex: str) -> str:
    """The lines of a formula without indents and empty lines, which TeX refuses."""
    lines = "\n".join(filter(None, map(plain, tex.split("\n"))))
    return f"{lines} " if _LAST_SPACE.search(tex) else lines


_LAST_SPACE = re.compile(r"(?<!\\)(?:\\\\)*\\\s+\Z")
"""A final space that a backslash makes part of the formula."""


def formula_text(tex: str) -> str:
    """A formula on one line, unless a comment may end with a line."""
    lines = formula_lines(tex)
    return lines if "%" in lines else lines.replace("\n", " ")


def code_text(text: str) -> str:
    """The lines of a code block, without empty lines around them."""
    return text.expandtabs(4).strip("\n")


def expected_content(body: Element, notes: dict[int, Element]) -> TextInventory:
    """The content of a tree and its footnotes."""
    gathering = Inventory()
    for number, note in notes.items():
        inner = _collect(note, gathering)
        gathering.facts.notes[number] = inner
        gathering.parts.clear()
    _collect(body, gathering)
    return gathering.finished()


def _collect(root: Element, gathering: Inventory) -> str:
    """Collect the content of an element; its text is returned too."""
    marks: list[tuple[int, int]] = []
    parts = gathering.parts
    for is_open, thing in events(root):
        if isinstance(thing, str):
            parts.append(thing)
            continue
        if thing.tag in BLOCKS or thing.tag == "br":
            parts.append(" ")
        if is_open:
            marks.append((len(parts), len(gathering.facts.pictures)))
            if thing.tag == "img":
                gathering.picture(thing.get("src"), thing.get("alt"))
            elif thing.tag in {"x-math", "x-mathblock"}:
                gathering.formula(thing.attributes.get("tex", ""))
            elif thing.tag == "x-note":
                gathering.facts.references.append(int(thing.get("number")))
        else:
            _close(thing, gathering, *marks.pop())
    return gathering.since(0)


def _close(element: Element, gathering: Inventory, mark: int, pictures: int) -> None:
    """Add an element whose content was collected."""
    tag, facts = element.tag, gathering.facts
    if tag == "a":
        has_picture = len(facts.pictures) > pictures
        if element.get("href") and (has_picture or gathering.since(mark)):
            gathering.link(element.get("href"))
    elif tag in {"td", "th"}:
        facts.cells += filter(None, [gathering.since(mark)])
    elif tag == "li":
        facts.items += bool(gathering.since(mark)) or len(facts.pictures) > pictures
    elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        facts.headings += filter(None, [gathering.since(mark)])
    elif tag == "pre" and not element.has_class("wp-block-verse") and not inside(element, "pre"):
        code = code_text(pre_text(element))
        facts.codes += [code] if code.strip() else []


def pre_text(element: Element) -> str:
    """The text of a preformatted element, line by line."""
    parts: list[str] = []
    for is_open, thing in events(element):
        if isinstance(thing, str):
            parts.append(thing)
        elif (thing.tag == "br" and is_open) or (thing.is_block and _is_in_a_line(parts)):
            parts.append("\n")
        elif thing.tag == "img" and is_open:
            parts.append(" ")
        elif thing.tag in {"x-math", "x-mathblock"} and is_open:
            parts.append(formula_text(thing.attributes.get("tex", "")))
    return "".join(parts)


def _is_in_a_line(parts: list[str]) -> bool:
    """Whether the current line has any text."""
    last = next((part for part in reversed(parts) if part), "\n")
    return not last.endswith("\n")


def differences(source: TextInventory, written: TextInventory) -> list[Loss]:
    """Everything in the source that the result lacks or changes."""
    found = []
    if source.text != written.text:
        found.append(_changed("text", source.text, written.text))
    for number in sorted({*source.notes, *written.notes}):
        before, after = source.notes.get(number, ""), written.notes.get(number, "")
        if before != after:
            found.append(_changed("footnote", before, after))
    found += [Loss("link", address) for address in (source.links - written.links).elements()]
    pictures = Counter(source.pictures) - Counter(written.pictures)
    found += [Loss("picture", f"{path} {alt}".strip()) for path, alt in pictures.elements()]
    for kind in ("cells", "headings", "codes"):
        gone = Counter(getattr(source, kind)) - Counter(getattr(written, kind))
        found += [Loss(kind[:-1], shortened(text)) for text in gone.elements()]
    formulas = Counter(source.formulas) - Counter(written.formulas)
    found += [Loss("formula-changed", shortened(t), loses_text=True) for t in formulas.elements()]
    if source.references != written.references:
        found.append(Loss("footnote-mark", str(source.references), str(written.references)))
    if source.items > written.items:
        found.append(Loss("list-item", str(source.items), str(written.items)))
    return found + [Loss("strange", name, loses_text=True) for name in written.strange]


def _changed(kind: str, before: str, after: str) -> Loss:
    """The part of a text that changed, as a loss."""
    old, new = before.split(), after.split()
    start = _alike(old, new)
    rest = min(len(old), len(new)) - start
    end = min(rest, _alike(old[::-1], new[::-1]))
    start = max(0, start - 3)
    lost, instead = old[start : len(old) - end], new[start : len(new) - end]
    return Loss(kind, shortened(" ".join(lost)), shortened(" ".join(instead)), loses_text=True)


def _alike(one: list[str], other: list[str]) -> int:
    """The number of words with which two texts begin alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def shortened(text: str) -> str:
    """A text for a report, shortened to a few lines."""
    text = plain(text)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"

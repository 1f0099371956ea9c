"""The words of the paragraph that is being read, with the dress and the link that are open."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import Final

from html2myst.html.tree import Element
from html2myst.myst.blocks import Dress, Kind, Run, Runs
from html2myst.myst.runs import tidy

_DRESSES: Final = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Dress.EMPHASIS),
    **dict.fromkeys(("strong", "b", "summary", "legend"), Dress.STRONG),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Dress.CODE),
    **dict.fromkeys(("del", "s", "strike"), Dress.DELETED),
    "sub": Dress.LOWERED,
    "sup": Dress.RAISED,
}
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LEAN = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)


@dc.dataclass(slots=True)
class Words:
    """Runs since the last block, and the stacks of what dresses and links the next one."""

    runs: Runs = dc.field(default_factory=list)
    dress: list[int] = dc.field(default_factory=lambda: [Dress.NONE])
    links: list[tuple[str, str, int]] = dc.field(default_factory=lambda: [("", "", 0)])
    link_count: int = 0

    def open(self, element: Element) -> None:
        """Begin what an element does to the words inside."""
        tag = element.tag
        self.dress.append(self.dress[-1] | _dress(element))
        if tag == "br":
            self.runs.append(Run(kind=Kind.BREAK))
        elif tag == "img":
            self.picture(element)
        elif tag == "x-note":
            self.runs.append(Run(kind=Kind.NOTE, number=int(element.get("number"))))
        elif tag == "a":  # one without an address changes nothing
            self.link_count += 1
            here = (element.get("href"), element.attributes.get("title", ""), self.link_count)
            self.links.append(here if here[0] else self.links[-1])

    def close(self, element: Element) -> None:
        """End what an element does."""
        self.dress.pop()
        if element.tag == "a":
            self.links.pop()

    def say(self, text: str) -> None:
        """Add a text."""
        link, title, number = self.links[-1]
        run = Run(text, self.dress[-1], link, title=title, link_number=number)
        self.runs.append(run)

    def say_lines(self, text: str) -> None:
        """Add a text whose lines and indents are meant, as in verse."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.runs.append(Run(kind=Kind.BREAK))
            words = line.lstrip(" ")
            self.say("\N{NO-BREAK SPACE}" * (len(line) - len(words)) + words)

    def picture(self, element: Element) -> None:
        """Add a picture."""
        self.say(element.get("alt"))
        run = self.runs[-1]
        run.kind, run.path, run.dress = Kind.PICTURE, element.get("src"), Dress.NONE

    def paragraphs(self) -> list[Runs]:
        """The paragraphs of what was said, which is then forgotten."""
        if not self.runs:
            return []
        runs, self.runs = self.runs, []
        return tidy(runs)


def _dress(element: Element) -> int:
    """How an element dresses what is inside."""
    dress = _DRESSES.get(element.tag, Dress.NONE)
    style = element.attributes.get("style")
    if style:
        if dress == Dress.STRONG and _LEAN.search(style):
            dress = Dress.NONE  # what a word processor on the web puts around everything
        if not element.is_block:
            dress |= Dress.STRONG if _BOLD.search(style) else Dress.NONE
            dress |= Dress.EMPHASIS if _ITALIC.search(style) else Dress.NONE
    return dress

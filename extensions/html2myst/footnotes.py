"""Footnotes of the block editor, word processors and plug-ins.

All but the first are found in one way: a short link leads to an anchor in the same post, from where
another link leads back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from html2myst.conversion import Loss
from html2myst.inventory import shortened
from html2myst.tree import Element, cleaned, elements, inside, parsed

_MARK = re.compile(r"[\s\[\](){}.,*†‡§^↑\d ]*|\W{0,2}(?:[ivxlc]{1,7}|[a-z])\W{0,2}", re.IGNORECASE)
"""A footnote mark: a number, letter or sign, possibly in brackets."""

_BACK = re.compile(r"[\s\[\](){}.,*†‡§^\divxlc↑↩︎↵⤴⬆⏎ ]*|back|return|jump up|zurück", re.IGNORECASE)
"""The text of a link back from a footnote."""

_OF_ONE = re.compile(r"_?(?:ftn|edn|sdfootnote|sdendnote)\d+", re.IGNORECASE)
"""The id of the element that a word processor puts around a note."""

_AROUND = ("li", "p", "div", "dd", "td", "blockquote")


class Footnotes:
    """The footnotes of a post by number; the text keeps their marks."""

    def __init__(self, body: Element, stored: Mapping[str, str]) -> None:
        self.body = body
        stored = {name: cleaned(html)[0] for name, html in stored.items()}
        self.found: dict[int, Element] = {}
        self.losses: list[Loss] = []
        self.numbers: dict[str, int] = {}
        everything = elements(body)
        self.ids = {name: e for e in everything for name in (e.get("id"), e.get("name")) if name}
        for element in everything:
            if element.tag == "x-footnote":
                note = Element("div", {}, *element.children)
                self._refer(element, f"shortcode {len(self.numbers)}", note)
            elif element.has_class("fn") and element.get("data-fn") in stored:
                key = element.get("data-fn")
                self._refer(element, key, Element("div", {}, *parsed(stored[key])[0].children))
            elif element.tag == "a" and element.get("href").startswith("#"):
                self._of_links(element)
        for name in [name for name in stored if name not in self.numbers]:
            note = parsed(stored[name])[0]
            self.losses.append(Loss("footnote-unused", shortened(note.text)))
            body.add(Element("div", {}, *note.children))

    def _refer(self, mark: Element, key: str, note: Element | None) -> None:
        """Replace a mark by a reference, and keep a new note."""
        if key not in self.numbers:
            if note is None:
                return
            self.numbers[key] = len(self.numbers) + 1
            self.found[self.numbers[key]] = note
        mark.become("x-note", {"number": str(self.numbers[key])})

    def _of_links(self, link: Element) -> None:
        """Take out the note that a link leads to, if there is one."""
        key = link.get("href")[1:]
        if not _is_mark(link.text):
            return
        if key in self.numbers:
            self._refer(_outer_formatting(link), key, None)
            return
        target = self.ids.get(key)
        around = self._note_around(target, link) if target is not None else None
        if around is None:
            return
        self._strip(around, link)
        if not around.is_empty:
            self._refer(_outer_formatting(link), key, _extracted(around))

    def _note_around(self, target: Element, link: Element) -> Element | None:
        """The element of a note that links back to its mark."""
        around: Element | None = target if target.tag in _AROUND else inside(target, *_AROUND)
        if around is not None and around.parent is not None:
            is_whole = _OF_ONE.fullmatch(around.parent.get("id"))
            around = around.parent if is_whole else around
        if around is None or around is inside(link, *_AROUND) or link in elements(around):
            return None
        callers = {link.get("id"), link.get("name")}
        outer = inside(link, "sup", "span", "cite")
        if outer is not None:
            callers |= {outer.get("id"), outer.get("name")}
        callers.discard("")
        back = {a.get("href")[1:] for a in elements(around, "a") if a.get("href")[:1] == "#"}
        return around if callers & back else None

    def _strip(self, note: Element, link: Element) -> None:
        """Remove the links back from a note, and its number."""
        for back in elements(note, "a"):
            names = {back.get("id"), back.get("name")} - {""}
            is_back = back.get("href")[:1] == "#" and _BACK.fullmatch(back.text.strip())
            if is_back or (names and not back.text.strip()):
                images = elements(back, "img")
                _outer_formatting(back).become("span", {}, *images)


def _is_mark(text: str) -> bool:
    return bool(text.strip()) and len(text) < 12 and bool(_MARK.fullmatch(text.strip()))


def _outer_formatting(link: Element) -> Element:
    """A link, or the outermost formatting around nothing but it."""
    outer = link
    while (
        outer.parent is not None
        and outer.parent.tag in {"sup", "span", "b", "strong", "small", "em", "a"}
        and outer.parent.text.strip() == link.text.strip()
    ):
        outer = outer.parent
    if outer is not link:
        link.tag = "x-gone"  # so that later passes skip it
    return outer


def _extracted(note: Element) -> Element:
    """The content of a note, removed from the text with emptied parents."""
    inner = Element("div", {}, *note.children)
    place: Element | None = note
    while place is not None and place.parent is not None:
        around = place.parent
        place.become("x-gone")
        if around.parent is None or not around.is_empty:
            break
        place = around
    return inner

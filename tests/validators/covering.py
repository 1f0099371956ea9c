"""The fewest pages in which there is everything that any page has.

What judges each element by itself, as axe-core does, finds in them what it would find in all.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree


def marks(page: etree._Element) -> frozenset[str]:
    """The elements of a page: each by its name, and with each of its attributes and classes."""
    found = set()
    for element in page.iter(etree.Element):
        name = str(element.tag)
        found |= {name, *(f"{name}[{attribute}]" for attribute in map(str, element.attrib))}
        found |= {f"{name}.{each}" for each in element.get("class", "").split()}
    return frozenset(found)


def covering(pages: Mapping[str, frozenset[str]], sizes: Mapping[str, int]) -> list[str]:
    """The names of pages that have all marks of all pages, in order.

    One after another is taken of which each byte brings most; of two that are equal, the first.
    """
    left = set().union(*pages.values())
    taken: set[str] = set()
    while left:
        best = max(pages, key=lambda name: len(pages[name] & left) / (OPENING + sizes[name]))
        taken.add(best)
        left -= pages[best]
    return [name for name in pages if name in taken]


OPENING = 3000
"""It costs about so many bytes more to open a page."""

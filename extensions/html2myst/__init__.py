r"""HTML, or a tree of elements, as MyST Markdown, with a proof that it says the same.

>>> converted = convert("<p>Tides <em>turn</em>.</p>")
>>> print(converted.text, end="")
Tides *turn*.
>>> converted.losses
()

A tree is made of elements by whoever reads another format; it can hold formulas, too:

>>> height = Element("x-math", {"tex": r"h = 2\sqrt{a}"})
>>> mark = Element("x-note", {"number": "1"})
>>> body = Element("body", {}, Element("p", {}, "At six, ", height, ".", mark))
>>> tree = Tree(body=body, notes={1: Element("div", {}, "In metres.")})
>>> print(convert_tree(tree).text, end="")
At six, {math}`h = 2\sqrt{a}`.[^1]
<BLANKLINE>
[^1]: In metres.

The proof reads the Markdown again with myst-parser, and compares words, links, images, code,
formulas, headings, tables and notes with those of the source. Whatever differs is a `Loss`.
"""

from __future__ import annotations

from html2myst.conversion import Attached, Converted, Loss, Places, Source, Target, Tree, Unchanged
from html2myst.tree import Element

__all__ = [
    "Attached",
    "Converted",
    "Element",
    "Loss",
    "Places",
    "Source",
    "Target",
    "Tree",
    "convert",
    "convert_tree",
]


def convert(html: str | Source, places: Places | None = None) -> Converted:
    """Convert HTML, or a body with its context, to MyST.

    ``places`` gives the new addresses of links and images; without it they stay as they are. Every
    difference between the text and the HTML is listed in ``losses``; no difference raises an error.
    """
    # the proof's parser is slow to load
    from html2myst.converter import converted  # noqa: PLC0415

    source = Source(html=html, is_rendered=True) if isinstance(html, str) else html
    return converted(source, places or Unchanged())


def convert_tree(tree: Element | Tree, places: Places | None = None) -> Converted:
    """Convert a tree of elements, with or without footnotes, to MyST.

    The tree itself is not changed. Its links and images are trusted no more than those of HTML, and
    ``places`` gives their new addresses. ``losses`` lists every mark without a footnote, every
    empty formula, and everything else that cannot be written; none of them raises an error.
    """
    from html2myst.converter import converted  # noqa: PLC0415  # as above

    whole = Tree(body=tree) if isinstance(tree, Element) else tree
    return converted(whole, places or Unchanged())

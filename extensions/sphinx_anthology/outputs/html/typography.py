"""What a typesetter does on pages for the web: words kept whole, the ampersand, the fonts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.pages.nodes import page_title
from sphinx_anthology.reading.domain import GENERATED
from sphinx_anthology.site.images import THEME

_WHOLE = re.compile(r"\b\w{1,3}-\w{2,14}\b|\b\d+(?:–\d+)+\b")
"""What is kept on one line: ``co-creation``, ``16–17``."""
_AMPERSAND = re.compile(r"(?<=\s)&(?=\s)")
_EXTENDED = re.compile("[\u0100-\u0130\u0132-\u0151\u0154-\u02ba\u1e00-\u1eff]")
"""Letters that only the extended file of the serif has (its ``unicode-range``, nearly)."""
_TEXT = (
    "source-serif-4-latin-opsz-normal.woff2",
    "source-sans-3-latin-wght-normal.woff2",
)
_ITALIC = "source-serif-4-latin-wght-italic.woff2"
_EXTRA = "source-serif-4-latin-ext-wght-normal.woff2"
_VERBATIM = (
    nodes.FixedTextElement,
    nodes.literal,
    nodes.math,
    nodes.math_block,
    nodes.Invisible,
    nodes.raw,
)


class KeepWhole(SphinxPostTransform):
    """Mark what is not to be broken at the end of a line, and the ampersand of the book's title."""

    # after the page has its shape
    default_priority = 910
    builders = GENERATED

    def run(self, **kwargs: object) -> None:
        """Go through all words once."""
        if self.config.html_theme != THEME:
            return
        for element in self.document.findall(nodes.Element):
            for child in element.children:
                child.parent = element  # which not every extension sees to
        for words in list(self.document.findall(nodes.Text)):
            if not _is_verbatim(words):
                _mark(words, _WHOLE, "an-nb")
        if self.document.get("anthology_kind") == "front":
            for title in self.document.findall(page_title):
                for words in list(title.findall(nodes.Text)):
                    _mark(words, _AMPERSAND, "an-amp")


def keep_link_texts(app: Sphinx) -> None:
    """Take out what the theme does with the texts of links, unless it is asked for by name.

    It writes “o/r” for ``https://github.com/o/r/tree/main/x``: words that nobody wrote. (To set
    the option is no way, for older themes warn of one that they do not know.)
    """
    if app.config.html_theme_options.get("shorten_urls"):
        return
    transforms = app.registry.get_post_transforms()
    transforms[:] = [t for t in transforms if t.__module__ != "pydata_sphinx_theme.short_link"]


def _is_verbatim(words: nodes.Node) -> bool:
    parent: nodes.Node | None = words.parent
    while parent is not None:
        if isinstance(parent, _VERBATIM):
            return True
        parent = parent.parent
    return False


def _mark(words: nodes.Text, form: re.Pattern[str], name: str) -> None:
    """Give each piece that has a form a class."""
    pieces = list(_split(str(words), form, name))
    if len(pieces) > 1 or (pieces and not isinstance(pieces[0], nodes.Text)):
        words.parent.replace(words, pieces)


def _split(text: str, form: re.Pattern[str], name: str) -> Iterator[nodes.Node]:
    end = 0
    for match in form.finditer(text):
        if match.start() > end:
            yield nodes.Text(text[end : match.start()])
        yield nodes.inline("", match.group(), classes=[name])
        end = match.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def brand(title: str) -> list[str]:
    """A title in pieces, between which its ampersands stand.

    >>> brand("Leadership & Co-creation")
    ['Leadership ', ' Co-creation']
    """
    return _AMPERSAND.split(title)


def fonts_of(body: str) -> list[str]:
    """The font files that a page asks for at once: three, since the text waits for them.

    The italic gives way to other Latin letters: whole words in another face look better
    than one letter of a name.
    """
    return [*_TEXT, _EXTRA if _EXTENDED.search(body) else _ITALIC]

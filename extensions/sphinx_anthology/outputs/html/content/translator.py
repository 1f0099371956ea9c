"""Documents as HTML without styles: what docutils and extensions write as one is a class here.

The site forbids its pages inline styles and scripts, and what a page shows must not move while it
loads. So each image has its size, no element has a style, and whatever may have to be scrolled
can be reached with the keyboard.
"""

from __future__ import annotations

import mimetypes
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology.outputs.html.content.images import shown_size
from sphinx_anthology.outputs.html.content.lengths import style_class
from sphinx_anthology.outputs.html.content.scrolling import (
    code_may_scroll,
    scrolls,
    table_may_scroll,
)
from sphinx_anthology.pages.wording import direction, gettext
from sphinx_anthology.press.sizes import natural_size

THEME_BOX = '<div class="pst-scrollable-table-container">'
"""What pydata-sphinx-theme writes before a table."""
_SCRIPTS = ("javascript:", "vbscript:", "data:")


class PageTranslator(HTML5Translator):
    """Sphinx's translator, for pages that work under a strict Content-Security-Policy."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # the theme's own comes before this class, and only an attribute comes before that
        vars(self)["visit_table"] = self._visit_table

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """A start tag without a style or an address that is a script, and with the direction."""
        found = {name.lower(): value for name, value in attributes.items()}
        width = style_class(str(found.pop("style", "")))
        if width:
            found["classes"] = [*found.get("classes", ()), width]
        if other := _direction(node, self.config.language):
            found["dir"] = other
        if _is_script(str(found.get("href", ""))):
            del found["href"]
        if tagname == "img" and found.get("loading") == "lazy":
            found["decoding"] = "async"
        if tagname == "label":  # of a tab: HTML allows it no such attribute
            found.pop("aria-controls", None)
        return super().starttag(node, tagname, suffix, empty, **found)

    def visit_meta(self, node: nodes.meta) -> None:
        """What a document says of itself; nothing that a server would say, such as a refresh."""
        if "http-equiv" not in node:
            super().visit_meta(node)

    def visit_image(self, node: nodes.image) -> None:
        """An image with its size, fetched when it comes into view; a portrait at once."""
        kind = mimetypes.guess_type(node["uri"])[0]
        if kind in self.videotypes:
            super().visit_image(node)
            return
        file = Path(self.builder.srcdir, node["uri"])
        natural = natural_size(file) if node["uri"] in self.builder.images else None
        size, width = shown_size(natural, node)
        for name in ("width", "height", "scale"):
            node.attributes.pop(name, None)
        node.attributes.update(size)
        node["classes"] += [width] if width else []
        node["loading"] = "link" if _is_wanted_at_once(node) else "lazy"
        if not node.get("alt"):
            is_link = isinstance(node.parent, nodes.reference)
            node["alt"] = PurePosixPath(node["uri"]).stem if is_link else ""
        super().visit_image(node)

    def _visit_table(self, node: nodes.table) -> None:
        here = len(self.body)
        type(self).visit_table(self, node)
        if self.body[here] == THEME_BOX and table_may_scroll(node):
            title = node.next_node(nodes.title)
            label = title.astext() if title else gettext("Table")
            named = (f'{name}="{escape(v)}"' for name, v in scrolls(label).items())
            self.body[here] = f"{THEME_BOX[:-1]} {' '.join(named)}>"

    def visit_hlist(self, node: nodes.Element) -> None:
        """Columns; no table for those who hear the page."""
        self.body.append('<table class="hlist" role="presentation"><tr>')

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code, which may have to be scrolled."""
        here = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # the end of it is a SkipNode
            if code_may_scroll(node.astext()):
                self._let_scroll(here)

    def visit_productionlist(self, node: nodes.Element) -> None:
        """A grammar, which may have to be scrolled."""
        here = len(self.body)
        super().visit_productionlist(node)
        self._let_scroll(here)

    def _let_scroll(self, start: int) -> None:
        """Give the focus to what was last written as it stands; line numbers come before it."""
        for place in range(len(self.body) - 1, start - 1, -1):
            before, tag, after = self.body[place].rpartition("<pre")
            if tag:
                self.body[place] = f'{before}<pre tabindex="0"{after}'
                return


def _is_wanted_at_once(node: nodes.image) -> bool:
    """Whether an image is a portrait, or the text asks for it."""
    return "an-plate" in node["classes"] or node.get("loading") == "link"


def _direction(node: nodes.Element, language: str) -> str:
    """The direction of words that state their language, where it is not that of those around."""
    classes: list[str] = node.get("classes", [])
    if not any(name.startswith("language-") for name in classes):
        return ""
    own = direction(node.get_language_code(language))
    around = direction(node.parent.get_language_code(language)) if node.parent else own
    return own if own != around else ""


def _is_script(address: str) -> bool:
    """Whether a browser would take an address for a script, blanks and all."""
    bare = "".join(character for character in address if character > " ")
    return bare.lower().startswith(_SCRIPTS)

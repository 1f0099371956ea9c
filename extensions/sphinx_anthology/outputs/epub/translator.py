"""The HTML translator for books: Sphinx's, with our formulas, images and nodes."""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology.outputs.epub.arrange import class_of
from sphinx_anthology.outputs.epub.pages import PageBuilder
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.typst.mathml import NAMESPACE, FormulaError, display_tex, mathml
from sphinx_anthology.typst.sizes import pixels

_AS_ON_THE_WEB = frozenset(
    {"article_box", "heading", "page_row", "row_label", "struck", "task_box", "time"}
)
"""Our nodes that books and web pages write alike, by ``outputs.html``."""


class BookTranslator(HTML5Translator):
    """Sphinx's translator, for pages without scripts."""

    builder: PageBuilder

    def take_over(self) -> None:
        """Remove the handlers of our nodes that only suit web pages."""
        for name in {kind.__name__ for kind in ours.ALL} - _AS_ON_THE_WEB:
            for step in ("visit", "depart"):
                vars(self).pop(f"{step}_{name}", None)

    def visit_block(self, node: nodes.Element) -> None:
        """A part of a page."""
        self.body.append(self.starttag(node, "div"))

    def depart_block(self, node: nodes.Element) -> None:
        """Close the part."""
        self.body.append("</div>\n")

    visit_listing = visit_print_only = visit_block
    depart_listing = depart_print_only = depart_block

    def visit_head(self, node: nodes.Element) -> None:
        """The head of a document."""
        self.body.append(self.starttag(node, "header"))

    def depart_head(self, node: nodes.Element) -> None:
        """Close the head."""
        self.body.append("</header>\n")

    # nodes of docutils and Sphinx

    def visit_meta(self, node: nodes.meta) -> None:
        """Skip it: metadata is in the package."""
        raise nodes.SkipNode

    def visit_image(self, node: nodes.image) -> None:
        """An image of the book, or its alternative text."""
        name = self.builder.picture(node)
        alt = node.get("alt") or ""
        if not name:
            words = self.encode(alt)
            self.body.append(self.starttag(node, "span", "", CLASS="lost") + words + "</span>")
            raise nodes.SkipNode
        stated: dict[str, Any] = {"src": f"images/{name}", "alt": alt}
        if align := node.get("align"):
            stated["classes"] = [f"align-{align}"]
        width = str(node.get("width", ""))
        if width.endswith("%"):
            stated["classes"] = [*stated.get("classes", ()), class_of(width)]
        elif size := self._width(node, width):
            stated["width"] = str(size)
        self.body.append(self.emptytag(node, "img", "", **stated))
        raise nodes.SkipNode

    def _width(self, node: nodes.image, width: str) -> int:
        """The width of an image in pixels; 0 for its natural width."""
        scale = int(node.get("scale", 100)) / 100
        natural = self.builder.natural_size(node)
        wished = pixels(width) if width else None
        height = pixels(str(node.get("height", "")))
        if not wished and height and natural:
            wished = height * natural.width / natural.height
        if not wished and scale != 1 and natural:
            wished = natural.width
        return round(wished * scale) or 1 if wished else 0

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """An inline formula, or its source."""
        shown = self._formula(node.astext(), is_block=False)
        shown = shown or f"<code>{self.encode(node.astext())}</code>"
        self.body.append(self.starttag(node, "span", "", CLASS="math") + shown + "</span>")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """A displayed formula with its number, or its source."""
        no_wrap = bool(node.get("no-wrap", node.get("nowrap", False)))
        shown = self._formula(display_tex(node.astext(), no_wrap=no_wrap), is_block=True)
        shown = shown or f"<pre><code>{self.encode(node.astext())}</code></pre>\n"
        self.body.append(self.starttag(node, "div", "", CLASS="math"))
        if node["number"]:
            number = self.encode(get_node_equation_number(self, node))
            self.body.append(f'<span class="eqno">({number})</span>')
        self.body.append(f"{shown}</div>\n")
        raise nodes.SkipNode

    def _formula(self, tex: str, *, is_block: bool) -> str:
        """A formula as MathML with its source as ``alttext``; empty if that fails."""
        try:
            found = mathml(tex, block=is_block)
        except FormulaError:
            self.builder.loses_formula = True
            return ""
        words = escape(" ".join(tex.split()))
        return found.replace("<math", f'<math {NAMESPACE} alttext="{words}"', 1)

    def visit_hlist(self, node: nodes.Element) -> None:
        """Columns, shown one below the other."""
        self.body.append(self.starttag(node, "div", CLASS="hlist"))

    depart_hlist = depart_block

    def visit_hlistcol(self, node: nodes.Element) -> None:
        """A column."""
        self.body.append("<div>")

    def depart_hlistcol(self, node: nodes.Element) -> None:
        """Close the column."""
        self.body.append("</div>")

"""HTML of documents without inline styles or scripts, for a strict content policy.

Each image has its size, so that nothing moves while a page loads. What may be wider than a narrow
page can be scrolled with the keyboard: it takes the focus, and nothing else does, since whoever
tabs through a page stops at everything that does. No width is known when a page is written, so
characters are counted. The icon roles of sphinx-design write what they are given into the page as
it is; ours refuse markup.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator
from sphinx_design.icons import MaterialRole, OcticonRole

from sphinx_anthology.pages.nodes import PLATE
from sphinx_anthology.pages.wording import direction, gettext
from sphinx_anthology.reading.image_copies import copy_name
from sphinx_anthology.typst.sizes import (
    Size,
    natural_size,
    percent,
    pixels,
    relative_width,
    stated_width,
    width_step,
)


def width_class(width: float) -> str:
    """The class for a width in percent, ``an-w-5`` to ``an-w-100`` in steps of five."""
    return f"an-w-{width_step(width)}"


def style_class(style: str) -> str:
    """The class for the width in a style; empty if there is none."""
    width = relative_width(stated_width(style))
    return width_class(width) if width else ""


def shown_size(natural: Size | None, node: nodes.Element) -> tuple[dict[str, str], str]:
    """The size attributes of an image, and its class for a width in percent.

    ``width``, ``height`` and ``scale`` keep the proportions, unless both sides are stated.
    """
    scale = node.get("scale", 100) / 100
    wish = str(node.get("width", ""))
    if part := percent(wish):
        return _attributes(natural), width_class(part * scale)
    width, height = pixels(wish), pixels(str(node.get("height", "")))
    if natural and not width:
        width = height * natural.width / natural.height if height else natural.width
    if natural and not height and width:
        height = width * natural.height / natural.width
    if not width or not height:
        sizes = {"width": width, "height": height}
        return {name: f"{round(size * scale) or 1}" for name, size in sizes.items() if size}, ""
    return _attributes(Size(width * scale, height * scale)), ""


def _attributes(size: Size | None) -> dict[str, str]:
    if size is None:
        return {}
    return {"width": f"{round(size.width) or 1}", "height": f"{round(size.height) or 1}"}


ROOM = 24
"""The characters of code, or of wide letters, that fit into 320 pixels."""
PADDING = 2
"""The padding of a table cell, in characters."""
_ROW = re.compile("</?mtr>")
_TAG = re.compile("<[^>]*>")


def scrolls(label: str) -> dict[str, str]:
    """The attributes of a scrollable part: focus, role and label."""
    return {"tabindex": "0", "role": "group", "aria-label": label}


def code_may_scroll(text: str) -> bool:
    """Whether a line of code is too long for a narrow page."""
    return _longest(text.splitlines()) > ROOM


def formula_may_scroll(mathml: str) -> bool:
    """Whether a row of a formula is too long, with whole fractions."""
    return _longest(unescape(_TAG.sub("", row)) for row in _ROW.split(mathml)) > ROOM


def table_may_scroll(table: nodes.table) -> bool:
    """Whether a table is too wide, and has no link that takes the focus."""
    if any(True for _ in table.findall(nodes.reference)):
        return False
    if any(True for _ in table.findall(_is_stiff)):
        return True
    columns: dict[int, int] = {}
    for row in table.findall(nodes.row):
        at = 0
        for entry in row.findall(nodes.entry):
            span = int(entry.get("morecols", 0)) + 1
            if span == 1:
                columns[at] = max(columns.get(at, 0), _longest(entry.astext().split()))
            at += span
    return sum(width + PADDING for width in columns.values()) > ROOM


def _is_stiff(node: nodes.Node) -> bool:
    """Whether the width of a node is not that of its longest word."""
    return isinstance(node, nodes.image | nodes.literal_block | nodes.math | nodes.math_block)


def _longest(texts: Iterable[str]) -> int:
    return max((len(text) for text in texts), default=0)


_STYLES = ("regular", "outlined", "round", "sharp", "twotone")
_SIGNS = frozenset("<>&\"'")


class _WithoutMarkup(SphinxRole):
    """A role that refuses characters of markup in its text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The icon, or an error if the text has characters of markup."""
        if not _SIGNS & set(self.text):
            return super().run()
        message = self.inliner.reporter.error(
            "An icon's name, height and classes cannot hold any of < > & \" '.", line=self.lineno
        )
        return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]


class Octicon(_WithoutMarkup, OcticonRole):
    """``{octicon}``, without markup."""


class Material(_WithoutMarkup, MaterialRole):
    """``{material-…}``, without markup."""


def replace_icon_roles(app: Sphinx) -> None:
    """Replace the icon roles of sphinx-design."""
    app.add_role("octicon", Octicon(), override=True)
    for style in _STYLES:
        app.add_role(f"material-{style}", Material(style), override=True)


THEME_BOX = '<div class="pst-scrollable-table-container">'
"""The start tag that pydata-sphinx-theme writes before a table."""
_SCRIPTS = ("javascript:", "vbscript:", "data:")


class PageTranslator(HTML5Translator):
    """Sphinx's translator, for pages that work under a strict Content-Security-Policy."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.groups_of_notes = 0
        # the theme's class has precedence over this one, and an attribute over both
        vars(self)["visit_table"] = self._visit_table

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """A start tag without styles and scripts, with the writing direction."""
        found = {name.lower(): value for name, value in attributes.items()}
        width = style_class(str(found.pop("style", "")))
        if width:
            found["classes"] = [*found.get("classes", ()), width]
        if other := _direction(node, self.config.language):
            found["dir"] = other
        if _is_script(str(found.get("href", ""))):
            del found["href"]
        if tagname == "img":
            found |= _image_attributes(node)
            if found.get("loading") == "lazy":
                found["decoding"] = "async"
        if tagname == "label":  # of a tab: HTML forbids this attribute
            found.pop("aria-controls", None)
        return super().starttag(node, tagname, suffix, empty, **found)

    def visit_meta(self, node: nodes.meta) -> None:
        """Write metadata, except ``http-equiv``, such as a refresh."""
        if "http-equiv" not in node:
            super().visit_meta(node)

    def visit_image(self, node: nodes.image) -> None:
        """An image with its size; lazily loaded, except portraits."""
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
        original = self._with_copies(node, size, width)
        if original:
            self.body.append(f'<a class="an-original" href="{escape(original)}">')
        super().visit_image(node)
        if original:
            self.body.append("</a>")

    def _with_copies(self, node: nodes.image, size: dict[str, str], width: str) -> str:
        """Let an image have its copies; give the address of the file, if readers may want it."""
        name = self.builder.images.get(node["uri"])
        copies = getattr(self.builder, "image_copies", {}).get(node["uri"])
        if not copies or not name:
            return ""
        node["an-sources"] = sources = [
            (f"{self.builder.imgpath}/{quote(copy_name(name, copy))}", copy.width)
            for copy in copies.all
        ]
        is_whole = copies.is_located or copies.width > MOST_WIDER * sources[-1][1]
        own = f"{self.builder.imgpath}/{quote(name)}"
        if not is_whole:
            sources.append((own, copies.width))
        node["an-sizes"] = _sizes(node, size, int(width.rpartition("-")[2] or 100))
        is_wanted = is_whole and node["alt"] and not copies.is_located
        return own if is_wanted and self._may_link(node) else ""

    def _may_link(self, node: nodes.image) -> bool:
        """Whether an image may lead to its file, as Sphinx's own links of images may."""
        is_free = not isinstance(node.parent, nodes.reference)
        is_stated = {PLATE, "no-scaled-link"}.isdisjoint(node["classes"])
        return is_free and is_stated and bool(self.config.html_scaled_image_link)

    def _visit_table(self, node: nodes.table) -> None:
        here = len(self.body)
        type(self).visit_table(self, node)
        if self.body[here] == THEME_BOX and table_may_scroll(node):
            title = node.next_node(nodes.title)
            label = title.astext() if title else gettext("Table")
            named = (f'{name}="{escape(v)}"' for name, v in scrolls(label).items())
            self.body[here] = f"{THEME_BOX[:-1]} {' '.join(named)}>"

    def visit_footnote(self, node: nodes.footnote) -> None:
        """A note; the group that it begins has a name of its own."""
        here = len(self.body)
        super().visit_footnote(node)
        for place, code in enumerate(self.body[here:], here):
            if code.startswith('<aside class="footnote-list'):
                self.groups_of_notes += 1
                number = f" {self.groups_of_notes}" if self.groups_of_notes > 1 else ""
                label = escape(gettext("Notes") + number)
                self.body[place] = code.replace(">", f' aria-label="{label}">', 1)

    def visit_hlist(self, node: nodes.Element) -> None:
        """Columns, as a table for presentation only."""
        self.body.append('<table class="hlist" role="presentation"><tr>')

    def visit_entry(self, node: nodes.entry) -> None:
        """A cell; a heading says what it is the heading of, a column or a row."""
        here = len(self.body)
        super().visit_entry(node)
        scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
        self.body[here] = self.body[here].replace("<th", f'<th scope="{scope}"', 1)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Code, which may be scrollable."""
        here = len(self.body)
        try:
            super().visit_literal_block(node)
        finally:  # it ends with a SkipNode
            if code_may_scroll(node.astext()):
                self._let_scroll(here)

    def visit_productionlist(self, node: nodes.Element) -> None:
        """A grammar, which may be scrollable."""
        here = len(self.body)
        super().visit_productionlist(node)
        self._let_scroll(here)

    def _let_scroll(self, start: int) -> None:
        """Make the last ``pre`` element focusable."""
        for place in range(len(self.body) - 1, start - 1, -1):
            before, tag, after = self.body[place].rpartition("<pre")
            if tag:
                self.body[place] = f'{before}<pre tabindex="0"{after}'
                return


MOST_WIDER = 1.5
"""How much wider than the largest copy an image may be to be shown itself."""
_MEASURE, _OF_FIGURES = 600, 940
"""The most pixels that lines and figures are wide."""


def _sizes(node: nodes.image, size: dict[str, str], part: int) -> str:
    """The width at which an image is shown; ``part`` is that in percent."""
    holder = node.parent.parent if isinstance(node.parent, nodes.reference) else node.parent
    is_figure = isinstance(holder, nodes.figure)
    most = round((_OF_FIGURES if is_figure else _MEASURE) * part / 100)
    width = min(int(size.get("width", most)), most)
    return "8rem" if PLATE in node["classes"] else f"(min-width: {width + 40}px) {width}px, 100vw"


def _image_attributes(node: nodes.Element) -> dict[str, str]:
    """The attributes of an image that has copies."""
    sources = node.get("an-sources")
    if not sources:
        return {}
    listed = ", ".join(f"{address} {width}w" for address, width in sources)
    return {"src": sources[-1][0], "srcset": listed, "sizes": node["an-sizes"]}


def _is_wanted_at_once(node: nodes.image) -> bool:
    """Whether an image is a portrait, or must be loaded at once."""
    return PLATE in node["classes"] or node.get("loading") == "link"


def _direction(node: nodes.Element, language: str) -> str:
    """The direction of words in another language, if it differs from the text around."""
    classes: list[str] = node.get("classes", [])
    if not any(name.startswith("language-") for name in classes):
        return ""
    own = direction(node.get_language_code(language))
    around = direction(node.parent.get_language_code(language)) if node.parent else own
    return own if own != around else ""


def _is_script(address: str) -> bool:
    """Whether a browser would treat an address as a script."""
    bare = "".join(character for character in address if character > " ")
    return bare.lower().startswith(_SCRIPTS)

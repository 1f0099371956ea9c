"""Transforms and renderers for content: foreign images as links, formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.outputs.html.translator import (
    code_may_scroll,
    formula_may_scroll,
    replace_icon_roles,
    scrolls,
)
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.mathml import NAMESPACE, FormulaError, display_tex, mathml

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_WEB = re.compile(r"(https?:)?//", re.IGNORECASE)


class LinkForeignImages(SphinxTransform):
    """Replace images of other sites by links, for all builders.

    A web page with such an image would tell another site who reads it, and a book would have to
    download it.
    """

    # after the scan of the text (320), before Sphinx collects images
    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Replace each of them, and report it."""
        for image in list(self.document.findall(nodes.image)):
            if not _ADDRESS.match(image["uri"]) or _is_definition(image):
                continue
            file = self.env.doc2path(self.env.docname, base=False).as_posix()
            file, line = place_of(image, self.env, file)
            message = (
                f"The image {quoted(image['uri'])} is not a file of the publication; "
                "its alternative text is shown instead. Put the file beside the text."
            )
            problem = Problem(file, line, message, Code.FOREIGN_IMAGE)
            domain_of(self.env).note_problem(self.env.docname, problem)
            _replace(image)


def _is_definition(image: nodes.image) -> bool:
    """Whether an image is in a substitution definition."""
    return isinstance(image.parent, nodes.substitution_definition)


def _replace(image: nodes.image) -> None:
    """Replace an image by its alternative text, linked if it is on the web."""
    uri = image["uri"]
    name = PurePosixPath(uri.partition("?")[0]).name if _WEB.match(uri) else ""
    words: nodes.Node = nodes.Text(image.get("alt", "").strip() or name or "image")
    place: nodes.Element = image
    if isinstance(image.parent, nodes.reference | addnodes.pending_xref):
        place = image.parent
        place.replace(image, words)
        words = place.deepcopy()
    elif _WEB.match(uri):
        words = nodes.reference("", "", words, refuri=uri)
    if not isinstance(place.parent, nodes.TextElement):
        words = nodes.paragraph("", "", words)
    place.parent.replace(place, words)


RENDERER = "mathml"
"""The name of our renderer, for ``html_math_renderer``."""


class NoteFormulas(SphinxTransform):
    """Report formulas that cannot be shown as MathML."""

    # after our parts are inserted (330)
    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Try each formula, if the site uses our renderer."""
        if self.config.html_math_renderer != RENDERER:
            return
        for node, reason in _failures(self.document):
            file = self.env.doc2path(self.env.docname, base=False).as_posix()
            file, line = place_of(node, self.env, file)
            message = f"The formula {quoted(node.astext())} is shown as source. {reason}."
            problem = Problem(file, line, message, Code.FORMULA)
            domain_of(self.env).note_problem(self.env.docname, problem)


def _failures(document: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """The formulas that fail, each with the reason."""
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.math | nodes.math_block):
            try:
                mathml(_tex(node), block=isinstance(node, nodes.math_block))
            except FormulaError as error:
                yield node, str(error)


def _tex(node: nodes.Element) -> str:
    if isinstance(node, nodes.math_block):
        no_wrap = node.get("no-wrap", node.get("nowrap", False))
        return display_tex(node.astext(), no_wrap=bool(no_wrap))
    return node.astext()


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write an inline formula, or its source."""
    shown, is_wide = _shown(self, node)
    shown = shown or f"<code>{self.encode(node.astext())}</code>"
    self.body.append(f"{_start(self, node, 'span', is_wide)}{shown}</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula with its number, or its source."""
    shown, is_wide = _shown(self, node)
    shown = shown or f"<pre><code>{self.encode(node.astext())}</code></pre>\n"
    self.body.append(_start(self, node, "div", is_wide))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f"{shown}</div>\n")
    raise nodes.SkipNode


def _shown(translator: HTML5Translator, node: nodes.Element) -> tuple[str, bool]:
    """A formula as MathML (empty if that fails), and whether it may scroll."""
    is_block = isinstance(node, nodes.math_block)
    try:
        formula = mathml(_tex(node), block=is_block)
    except FormulaError:
        return "", is_block and code_may_scroll(node.astext())
    is_wide = formula_may_scroll(formula)
    if translator.builder.out_suffix == ".xhtml":  # XML needs the namespace
        formula = formula.replace("<math", f"<math {NAMESPACE}", 1)
    return formula, is_wide


def _start(translator: HTML5Translator, node: nodes.Element, name: str, is_wide: bool) -> str:
    classes = "math notranslate nohighlight"
    attributes: Any = scrolls(gettext("Formula")) if is_wide else {}
    return translator.starttag(node, name, "", CLASS=classes, **attributes)


def register_renderer(app: Sphinx) -> None:
    """Register the renderer of formulas for HTML."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_math_block, None))


def register_content(app: Sphinx) -> None:
    """Register transforms and roles for content."""
    replace_icon_roles(app)
    register_renderer(app)
    app.add_transform(LinkForeignImages)
    app.add_transform(NoteFormulas)

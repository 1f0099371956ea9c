"""Formulas as MathML: no script, and nothing to load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.outputs.html.content.translator import (
    code_may_scroll,
    formula_may_scroll,
    scrolls,
)
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.mathml import NAMESPACE, FormulaError, display_tex, mathml

RENDERER = "mathml"
"""The name of our renderer, for ``html_math_renderer``."""


class NoteFormulas(SphinxTransform):
    """Note the formulas that cannot be shown as MathML."""

    # with the other facts of a text (320), once ours stand around it
    default_priority = 400

    def apply(self, **kwargs: object) -> None:
        """Try each formula, where the site shows them by our renderer."""
        if self.config.html_math_renderer != RENDERER:
            return
        for node, reason in _failures(self.document):
            file = self.env.doc2path(self.env.docname, base=False).as_posix()
            file, line = place_of(node, self.env, file)
            message = f"The formula {quoted(node.astext())} is shown as it is written. {reason}."
            problem = Problem(file, line, message, Code.FORMULA)
            domain_of(self.env).note_problem(self.env.docname, problem)


def _failures(document: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """The formulas that are none for us, each with the reason."""
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
    """A formula in a line of text; one that is none, as its source."""
    shown, is_wide = _shown(self, node)
    shown = shown or f"<code>{self.encode(node.astext())}</code>"
    self.body.append(f"{_start(self, node, 'span', is_wide)}{shown}</span>")
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """A formula by itself, with its number; one that is none, as its source."""
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
    """A formula for the builder's kind of page, and whether it may scroll; empty, if it is none."""
    is_block = isinstance(node, nodes.math_block)
    try:
        formula = mathml(_tex(node), block=is_block)
    except FormulaError:
        return "", is_block and code_may_scroll(node.astext())
    is_wide = formula_may_scroll(formula)
    if translator.builder.out_suffix == ".xhtml":  # XML wants to know what a formula is
        formula = formula.replace("<math", f"<math {NAMESPACE}", 1)
    return formula, is_wide


def _start(translator: HTML5Translator, node: nodes.Element, name: str, is_wide: bool) -> str:
    classes = "math notranslate nohighlight"
    attributes: Any = scrolls(gettext("Formula")) if is_wide else {}
    return translator.starttag(node, name, "", CLASS=classes, **attributes)


def register_renderer(app: Sphinx) -> None:
    """Let Sphinx's pages have their formulas from here."""
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_math_block, None))

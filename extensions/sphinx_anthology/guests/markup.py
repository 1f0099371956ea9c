"""Code for one builder in a text: it is shown as it is written."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.guests.problems import note, note_at
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.reading.domain import domain_of

logger = logging.getLogger(__name__)
_MOST_CODE = 12_000
"""How long a block of code may be that is coloured; two may be 8,000 each, and so on.

Of many languages Pygments takes four times as long for twice as much, where a text is made for it.
"""
_LONGEST_LINE = 2_000
_PLAIN = frozenset({"none", "text"})
_MOST_STACKED = 30
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef"
)
"""What stands above and below letters, and what joins, parts or turns them and is not seen."""
_STACK = re.compile(f"([{_MARKS}]{{{_MOST_STACKED}}})[{_MARKS}]+")
_MYSTS_OWN = re.compile(
    r'<br />\n|\\\\\n|</?s>|<input class="task-list-item-checkbox" '
    r'(checked="checked" )?(disabled="disabled" )?type="checkbox">'
)
"""What MyST itself writes for line breaks, struck words and tasks."""
_NAMES = (
    r"bbox|catcode|class|cssId|csname|data|def|directlua|edef|endlinechar|escapechar|everyeof|expandafter|gdef|href|immediate|"
    r"include|includegraphics|includeonly|input|InputIfFileExists|jobname|let|lstinputlisting|"
    r"luaexec|makeatletter|mmlToken|newread|newwrite|openin|openout|pdffiledump|pdfmdfivesum|read|readline|require|"
    r"scantokens|ShellEscape|special|string|style|unicode|url|usepackage|verbatiminput|write|xdef"
)
_TEX = re.compile(rf"\\({_NAMES})(?![A-Za-z])|\^\^|\\(begin|end)\s*\{{\s*(document|filecontents)")
"""TeX that reads, writes or runs something, or that MathJax turns into links and styles."""


def part_marks(app: Sphinx, docname: str, content: list[str]) -> None:
    """Leave of marks above one letter as many as anybody writes: fonts are asked of them all."""
    text = content[0]
    found = _STACK.search(text)
    if found is None:
        return
    message = (
        f"A letter has more than {_MOST_STACKED} marks above and below it, or signs behind it that "
        "nobody sees; the others are left out. Take them out."
    )
    note(app.env, text.count("\n", 0, found.start()) + 1, message, Code.NOT_FOR_GUESTS)
    content[0] = _STACK.sub(r"\1", text)


class ShowRawAsText(SphinxTransform):
    """Show HTML, LaTeX and the like of a guest's text as they are written."""

    # with the images (400), once the text is alone no more
    default_priority = 402

    def apply(self, **kwargs: object) -> None:
        """Replace code for a builder, and formulas that are programs."""
        if domain_of(self.env).files is None:
            return
        for node in list(self.document.findall(nodes.raw)):
            if not _MYSTS_OWN.fullmatch(node.astext()):
                self._show(node, f"{quoted(node.astext())} is code for pages, and shown as it is")

    def _show(self, node: nodes.Element, what: str) -> None:
        message = f"{what} written; take it out, {FOR_EDITORS}."
        note_at(self.env, node, message, Code.NOT_FOR_GUESTS)
        _as_written(node)


def _as_written(node: nodes.Element) -> None:
    """Put a node's source in its place."""
    words = node.astext()
    if isinstance(node.parent, nodes.TextElement):
        shown: nodes.Element = nodes.literal("", words)
    else:
        shown = nodes.literal_block("", words, language="none")
    node.parent.replace(node, shown)


class ShowLongCodeInOneColour(SphinxTransform):
    """Show code as it is where the program that colours it might not end."""

    # once the text is alone no more, before languages are found (400)
    default_priority = 399

    def apply(self, **kwargs: object) -> None:
        """Look at every block; those that the whole text has room for keep their colours."""
        if domain_of(self.env).files is None:
            return
        spent = 0
        for node in list(self.document.findall(_is_code)):
            if not isinstance(node, nodes.Element) or node.get("language") in _PLAIN:
                continue
            text = node.astext()
            cost = len(text) ** 2
            if spent + cost <= _MOST_CODE**2 and max(map(len, text.split("\n"))) <= _LONGEST_LINE:
                spent += cost
                continue
            node["language"] = "none"
            message = (
                f"The code is long, or has a line of more than {_LONGEST_LINE} characters, and "
                f"stands there without colours. Part it into several documents, {FOR_EDITORS}."
            )
            note_at(self.env, node, message, Code.NOT_FOR_GUESTS)


def _is_code(node: nodes.Node) -> bool:
    is_block = isinstance(node, nodes.literal_block | nodes.doctest_block)
    return is_block or (isinstance(node, nodes.literal) and "language" in node)


class ShowUnsafeFormulas(SphinxPostTransform):
    """Show formulas as they are written where TeX or MathJax would take them for programs.

    Our own pages, PDFs and EPUBs have formulas from a reader that knows nothing of this.
    """

    default_priority = 800

    def run(self, **kwargs: object) -> None:
        """Replace what could do more than show a formula."""
        builder = self.env._app.builder  # noqa: SLF001  # Sphinx's post-transforms have no other way
        is_tex = builder.format == "latex" or (
            builder.format == "html" and self.config.html_math_renderer != "mathml"
        )
        if domain_of(self.env).files is None or not is_tex:
            return
        for formula in list(self.document.findall(_is_formula)):
            if isinstance(formula, nodes.Element) and (found := _TEX.search(formula.astext())):
                message = "A formula cannot have %s in guests' texts; it is shown as it is written."
                logger.warning(
                    message,
                    quoted(found[0]),
                    location=formula,
                    type="anthology",
                    subtype=Code.NOT_FOR_GUESTS.slug,
                )
                _as_written(formula)


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)

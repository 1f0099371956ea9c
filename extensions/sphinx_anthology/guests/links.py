"""Unsafe addresses, raw code, long code and unsafe formulas, shown as text."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.guests.problems import note_at
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.reading.domain import domain_of, note

SAFE_SCHEMES = frozenset(
    """
    doi ftp ftps geo gopher http https ipfs irc ircs isbn issn magnet mailto matrix news nntp orcid
    sftp sip sips sms tel urn webcal xmpp
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Schemes of safe addresses."""
META_ATTRIBUTES = frozenset({"name", "property", "content", "lang", "scheme"})
"""Allowed attributes of a guest's ``meta``."""
_NAMES = ("name", "property", "lang", "scheme")
_NAME = re.compile(r"[A-Za-z][\w.:-]*")
_ORDERS = re.compile(
    r"refresh|referrer|\S*verification\S*|\S*verify\S*|viewport|"
    r"color-scheme|theme-color|generator|monetization|csrf\S*|origin-trial|\S*validate\S*|"
    r"fb:\S*|msapplication\S*|apple\S*|google|set-cookie|content-security-policy\S*|x-\S*",
    re.IGNORECASE,
)
"""Names of ``meta`` that control browsers or search engines, or prove ownership."""
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Invisible characters, which browsers remove from addresses."""
_SCHEME = re.compile(r"([^/?#:]*):")


def is_safe_address(address: str) -> bool:
    r"""Whether a browser only opens an address, and runs nothing.

    >>> is_safe_address("https://a.example/x:y"), is_safe_address("../a.html#b:c")
    (True, True)
    >>> is_safe_address(" Java\tScript:alert(1)"), is_safe_address("data:text/html,x")
    (False, False)
    """
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    return scheme is None or scheme[1].casefold() in SAFE_SCHEMES


def _unsafe_links(document: nodes.document) -> list[nodes.Element]:
    """The elements with an unsafe address."""
    return [
        node
        for node in document.findall(nodes.Element)
        if isinstance(node.get("refuri"), str) and not is_safe_address(node["refuri"])
    ]


def _unlink(node: nodes.Element) -> None:
    """Replace a link by its words."""
    if isinstance(node, nodes.target) or node.parent is None:
        del node["refuri"]
    elif not isinstance(node.parent, nodes.TextElement) and not any(
        isinstance(child, nodes.Element) for child in node.children
    ):
        node.parent.replace(node, nodes.paragraph("", "", *node.children))
    else:
        node.parent.replace(node, node.children)


class KeepSafeLinks(SphinxTransform):
    """Replaces unsafe links by their words, and removes unsafe ``meta``."""

    # after docutils resolved the links
    default_priority = 870

    def apply(self, **kwargs: object) -> None:
        """Check every address and every ``meta`` of the document."""
        if domain_of(self.env).files is None:
            return
        for node in _unsafe_links(self.document):
            message = (
                f"The link to {quoted(node['refuri'])} is left out: its scheme is not "
                "allowed. Write an address that begins with https://."
            )
            note_at(self.env, node, message, Code.NOT_FOR_GUESTS)
            _unlink(node)
        for meta in list(self.document.findall(nodes.meta)):
            if unknown := _unknown_attribute(meta):
                message = (
                    f"The ‘meta’ of a text cannot have {quoted(unknown)}, and is "
                    f"left out. Delete it; words such as ‘:keywords: …’ are allowed."
                )
                note_at(self.env, meta, message, Code.NOT_FOR_GUESTS)
                meta.parent.remove(meta)


def _unknown_attribute(meta: nodes.meta) -> str:
    """The name of an unsafe attribute or value of a ``meta``; empty if safe."""
    own = {key: value for key, value in meta.attributes.items() if key not in meta.basic_attributes}
    if odd := [key for key in own if key not in META_ATTRIBUTES or not isinstance(own[key], str)]:
        return str(odd[0])
    if odd := [own[key] for key in _NAMES if not _NAME.fullmatch(own.get(key, "a"))]:
        return str(odd[0])
    names = (own.get(key, "") for key in ("name", "property"))
    return next((name for name in names if _ORDERS.fullmatch(name)), "")


class KeepSafeLinksLate(SphinxPostTransform):
    """Replaces unsafe links that are known only after all documents are read."""

    default_priority = 900

    def run(self, **kwargs: object) -> None:
        """Replace the links, without messages.

        An ``internal`` address is the builder's own name of a document, in any form.
        """
        if domain_of(self.env).files is not None:
            for node in _unsafe_links(self.document):
                if not node.get("internal"):
                    _unlink(node)


logger = logging.getLogger(__name__)
_MOST_CODE = 12_000
"""The most characters of a coloured code block; two may have 8,000 each, and so on.

For some texts, Pygments takes four times as long for twice as much.
"""
_LONGEST_LINE = 2_000
_PLAIN = frozenset({"none", "text"})
_MOST_STACKED = 30
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef"
)
"""Combining marks and invisible characters."""
_STACK = re.compile(f"([{_MARKS}]{{{_MOST_STACKED}}})[{_MARKS}]+")
_MYSTS_OWN = re.compile(
    r'<br />\n|\\\\\n|</?s>|<input class="task-list-item-checkbox" '
    r'(checked="checked" )?(disabled="disabled" )?type="checkbox">'
)
"""HTML and LaTeX that MyST itself writes for line breaks, struck words and tasks."""
_UNSAFE_TEX = (
    r"bbox|catcode|class|cssId|csname|data|def|directlua|edef|endlinechar|escapechar|everyeof|expandafter|gdef|href|immediate|"
    r"include|includegraphics|includeonly|input|InputIfFileExists|jobname|let|lstinputlisting|"
    r"luaexec|makeatletter|mmlToken|newread|newwrite|openin|openout|pdffiledump|pdfmdfivesum|read|readline|require|"
    r"scantokens|ShellEscape|special|string|style|unicode|url|usepackage|verbatiminput|write|xdef"
)
_TEX = re.compile(
    rf"\\({_UNSAFE_TEX})(?![A-Za-z])|\^\^|\\(begin|end)\s*\{{\s*(document|filecontents)"
)
"""TeX commands that read, write or run something, or become links in MathJax."""


def limit_marks(app: Sphinx, docname: str, content: list[str]) -> None:
    """Remove surplus combining marks above a letter, which slow fonts down."""
    text = content[0]
    found = _STACK.search(text)
    if found is None:
        return
    message = (
        f"A letter has more than {_MOST_STACKED} combining marks or invisible characters after it; "
        "the rest are left out. Delete them."
    )
    note(app.env, text.count("\n", 0, found.start()) + 1, message, Code.NOT_FOR_GUESTS)
    content[0] = _STACK.sub(r"\1", text)


class ShowRawAsText(SphinxTransform):
    """Shows raw HTML, LaTeX and the like as text."""

    # with the images (400), after loose text is wrapped
    default_priority = 402

    def apply(self, **kwargs: object) -> None:
        """Replace raw nodes by text."""
        if domain_of(self.env).files is None:
            return
        for node in list(self.document.findall(nodes.raw)):
            if not _MYSTS_OWN.fullmatch(node.astext()):
                self._show(node, f"{quoted(node.astext())} is raw code, and shown as")

    def _show(self, node: nodes.Element, what: str) -> None:
        message = f"{what} written; delete it, {FOR_EDITORS}."
        note_at(self.env, node, message, Code.NOT_FOR_GUESTS)
        _as_written(node)


def _as_written(node: nodes.Element) -> None:
    """Replace a node by its source."""
    words = node.astext()
    if isinstance(node.parent, nodes.TextElement):
        shown: nodes.Element = nodes.literal("", words)
    else:
        shown = nodes.literal_block("", words, language="none")
    node.parent.replace(node, shown)


class ShowLongCodeInOneColour(SphinxTransform):
    """Shows long code without colours, since the highlighter might not end."""

    # after loose text is wrapped, before languages are found (400)
    default_priority = 399

    def apply(self, **kwargs: object) -> None:
        """Check every code block against the limit of the whole document."""
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
                f"is shown without colours. Split it into several documents, {FOR_EDITORS}."
            )
            note_at(self.env, node, message, Code.NOT_FOR_GUESTS)


def _is_code(node: nodes.Node) -> bool:
    is_block = isinstance(node, nodes.literal_block | nodes.doctest_block)
    return is_block or (isinstance(node, nodes.literal) and "language" in node)


class ShowUnsafeFormulas(SphinxPostTransform):
    """Shows formulas as text if TeX or MathJax would run them.

    Our own pages, PDFs and EPUBs convert formulas safely.
    """

    default_priority = 800

    def run(self, **kwargs: object) -> None:
        """Replace unsafe formulas by their source."""
        builder = self.env._app.builder  # noqa: SLF001  # post-transforms have no other way
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

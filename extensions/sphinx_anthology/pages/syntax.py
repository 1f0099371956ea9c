"""Strikethrough, task lists, formulas and toctrees, in nodes that every output can show.

MyST writes strikethrough and task lists as raw HTML, and names a numbered ``amsmath`` formula at
random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from docutils import nodes
from myst_parser.mocking import MockState
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.directives.other import Only, TocTree, glob_re
from sphinx.domains.math import MathDomain
from sphinx.ext.ifconfig import IfConfig, ifconfig
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.matching import patfilter

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.model.reference_queries import ArePublic
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.pages.nodes import struck, task_box
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.dollar_math import with_percent_signs, without_comments
from sphinx_anthology.reading.domain import domain_of, file_being_read
from sphinx_anthology.reading.settings import has_guests
from sphinx_anthology.toctrees import comment_lines, entry_docname

_BOX = re.compile(r'<input class="task-list-item-checkbox"[^>]*>')
_RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A random name that MyST gives a formula."""
SIGNS = ("☐", "☑")
"""An empty box and a ticked one."""


class ReplaceRawHtml(SphinxTransform):
    """Replace raw HTML of MyST by nodes."""

    # right after the parser, before other transforms
    default_priority = 190

    def apply(self, **kwargs: object) -> None:
        """Process the document once for each kind."""
        for raw in list(self.document.findall(nodes.raw)):
            if raw.astext() == "</s>":
                _strike(raw)
            elif _BOX.fullmatch(raw.astext()):
                _tick(raw)
        self._name_formulas()
        for formula in list(self.document.findall(nodes.math_block)):
            if isinstance(formula.parent, nodes.paragraph):
                _part_from_lines(formula.parent)
            elif isinstance(formula.parent, nodes.TextElement):
                formula.replace_self(nodes.math(formula.rawsource, formula.astext()))

    def _name_formulas(self) -> None:
        """Name formulas by their document and their place in it."""
        equations = cast("MathDomain", self.env.get_domain("math")).equations
        formulas = [n for n in self.document.findall(nodes.math_block) if "amsmath" in n["classes"]]
        for place, formula in enumerate(formulas, 1):
            name = str(formula.get("label"))
            if not _RANDOM.fullmatch(name):
                continue
            formula["label"] = f"{self.env.docname}-formula-{place}"
            equations[formula["label"]] = equations.pop(name)
            old, new = (nodes.make_id(f"equation-{n}") for n in (name, formula["label"]))
            target = self.document.ids.pop(old)
            target["ids"] = [new if known == old else known for known in target["ids"]]
            self.document.ids[new] = target


class RegisterPending(SphinxTransform):
    """Register pending nodes of ``{eval-rst}`` blocks, such as ``contents``.

    MyST parses the block as a document of its own, and does not carry these over.
    """

    default_priority = 192

    def apply(self, **kwargs: object) -> None:
        """Register those that are not registered."""
        noted = {id(pending) for _, _, pending, _ in self.document.transformer.transforms}
        for pending in list(self.document.findall(nodes.pending)):
            if id(pending) not in noted:
                self.document.note_pending(pending)


class HideCommentsInFormulas(SphinxTransform):
    """Remove comments from formulas, whose source is in pages and books."""

    # after formulas are named (190), before anything reads them
    default_priority = 191

    def apply(self, **kwargs: object) -> None:
        """Check every formula; report words after ``%`` in a line."""
        for formula in list(self.document.findall(_is_formula)):
            tex = formula.astext()
            signed = with_percent_signs(tex, is_inline=isinstance(formula, nodes.math))
            shown = without_comments(signed)
            if shown == tex or not isinstance(formula, nodes.Element):
                continue
            formula.rawsource = shown
            formula[:] = [nodes.Text(shown)]
            if (shown != signed and isinstance(formula, nodes.math)) or "<!--" in tex:
                self._tell(formula, tex)

    def _tell(self, formula: nodes.Element, tex: str) -> None:
        message = (
            f"The formula {quoted(tex)} has a comment, which is not shown: the text after ‘%’, or "
            "between ‘<!--’ and ‘-->’. Write ‘\\%’ for a percent sign."
        )
        file, line = place_of(formula, self.env, file_being_read(self.env))
        problem = Problem(file, line, message, Code.HIDDEN_WORDS)
        domain_of(self.env).note_problem(self.env.docname, problem)


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def _strike(end: nodes.raw) -> None:
    """Turn the nodes between raw ``<s>`` and ``</s>`` into one node."""
    parent = end.parent
    last = parent.index(end)
    starts = [
        place
        for place, node in enumerate(parent.children[:last])
        if isinstance(node, nodes.raw) and node.astext() == "<s>"
    ]
    if not starts:
        return
    words = struck("", "", *parent.children[starts[-1] + 1 : last])
    parent[starts[-1] : last + 1] = [words]


def _tick(raw: nodes.raw) -> None:
    """Turn a checkbox into a sign with a label for screen readers."""
    is_done = "checked" in raw.astext()
    label = gettext("Done") if is_done else gettext("Not done")
    box = task_box("", SIGNS[is_done], label=label)
    line = raw.parent
    rest = _trimmed(line.children[line.index(raw) + 1 :], 0)
    line[line.index(raw) :] = [box, nodes.Text(" "), *rest]


def _part_from_lines(paragraph: nodes.paragraph) -> None:
    """Move displayed formulas of a paragraph between paragraphs."""
    parts: list[nodes.Node] = []
    line: list[nodes.Node] = []
    for child in [*paragraph.children, None]:
        if child is not None and not isinstance(child, nodes.math_block):
            line.append(child)
            continue
        line = _trimmed(line, 0) if parts else line
        line = _trimmed(line, -1) if child is not None else line
        if line:
            new = _like(paragraph, line)
            if parts:
                new["ids"], new["names"] = [], []
            parts.append(new)
        line = []
        if child is not None:
            parts.append(child)
    paragraph.parent.replace(paragraph, parts)


def _trimmed(children: Iterable[nodes.Node], edge: int) -> list[nodes.Node]:
    """Inline nodes without whitespace at one end."""
    kept = list(children)
    while kept and isinstance(kept[edge], nodes.Text):
        text = str(kept[edge])
        kept[edge] = nodes.Text(text.rstrip() if edge else text.lstrip())
        if str(kept[edge]):
            break
        del kept[edge]
    return kept


def _like(paragraph: nodes.paragraph, children: list[nodes.Node]) -> nodes.paragraph:
    """A paragraph with the attributes of another."""
    new = paragraph.copy()
    new.extend(children)
    return new


class _Conditional(SphinxDirective):
    """A directive with a condition, which also holds for the sections that stand in it.

    MyST puts them beside its node.
    """

    def run(self) -> list[nodes.Node]:
        """Run Sphinx's directive, and put such sections under the same condition."""
        document = self.state.document
        before = list(document.findall(nodes.section))
        made = list(super().run())
        for condition in (node for node in made if isinstance(node, addnodes.only | ifconfig)):
            for section in _outermost(document, before):
                _put_under(condition, section)
        return made


class ConditionalOnly(_Conditional, Only):
    """Sphinx's ``{only}``."""


class ConditionalIfConfig(_Conditional, IfConfig):
    """Sphinx's ``{ifconfig}``."""


def replace_ifconfig(app: Sphinx) -> None:
    """Put ours in place of Sphinx's ``{ifconfig}`` where its extension is in use.

    Not where texts are guests': it evaluates code, and Sphinx's is refused by its module.
    """
    if "sphinx.ext.ifconfig" in app.extensions and not has_guests(app.config):
        app.add_directive("ifconfig", ConditionalIfConfig, override=True)


def _outermost(document: nodes.document, before: list[nodes.section]) -> list[nodes.section]:
    """The sections that are new in a document, but for those in another new one."""
    known = set(map(id, before))
    new = [section for section in document.findall(nodes.section) if id(section) not in known]
    inner = {id(deep) for section in new for deep in list(section.findall(nodes.section))[1:]}
    return [section for section in new if id(section) not in inner]


def _put_under(condition: nodes.Element, section: nodes.section) -> None:
    """Put a section under a condition of its own, at its place."""
    own = condition.copy()
    # ‘replace_self’ would give it the section's ids
    section.parent.replace(section, own)
    own += section


class PublicTocTree(TocTree):
    """Sphinx's ``{toctree}`` without withheld documents.

    Sphinx would warn of them, and read the document again at every build.
    """

    def run(self) -> list[nodes.Node]:
        """Drop the entries of withheld documents, then run Sphinx's directive."""
        domain = domain_of(self.env)
        catalogue, here = domain.catalogue, self.env.docname
        is_series = here in catalogue.sources and catalogue.sources[here].kind == "series"
        suffixes = tuple(self.config.source_suffix)
        hidden = comment_lines(list(self.content))
        for place in reversed(range(len(self.content))):
            entry = str(self.content[place])
            if place in hidden:
                if any(map(str.isalnum, entry)):
                    self._tell_of_comment(place, entry.strip())
                del self.content[place]
                continue
            docname = entry_docname(entry, here, suffixes)
            if not docname:
                continue
            if "glob" in self.options and glob_re.match(entry):
                if self._matches_nothing_yet(docname):
                    del self.content[place]
                continue
            (shown,) = domain.ask(here, ArePublic((docname,)))
            # the catalogue has reported unknown entries of a series
            if not shown and (docname in catalogue.sources or is_series):
                del self.content[place]
        return super().run()

    def _tell_of_comment(self, place: int, entry: str) -> None:
        """Report a line that is a comment."""
        message = (
            f"The line {quoted(entry)} of the toctree is a comment: its document is not listed. "
            "Delete the line; to withhold a post, write ‘draft: true’ below its ‘post:’."
        )
        # MyST counts from the line where the directive starts
        start = self.lineno if isinstance(self.state, MockState) else 0
        line = start + self.content_offset + place + 1
        file = file_being_read(self.env, self.get_source_info()[0])
        problem = Problem(file, line, message, Code.UNKNOWN_OPTION)
        domain_of(self.env).note_problem(self.env.docname, problem)

    def _matches_nothing_yet(self, pattern: str) -> bool:
        """Whether a pattern matches only withheld documents, and the one that it stands in."""
        domain, here = domain_of(self.env), self.env.docname
        found = set(patfilter(domain.catalogue.sources, pattern))
        others = tuple(sorted(found - {here}))
        return bool(found) and not any(domain.ask(here, ArePublic(others)))

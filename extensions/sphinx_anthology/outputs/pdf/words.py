"""What stands in a line: texts, emphasis, references, footnotes, formulas."""

from __future__ import annotations

import functools
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.outputs.pdf.code import CodeWriter, tuple_of
from sphinx_anthology.outputs.pdf.notation import NotationError, notation
from sphinx_anthology.pages.media import words_around
from sphinx_anthology.typst.compiler import TypstCompiler, TypstError
from sphinx_anthology.typst.fonts import REPLACEMENT, uncovered
from sphinx_anthology.typst.mathml import FormulaError, display_tex, mathml
from sphinx_anthology.typst.strings import broken, literal, shortened

MOST_SPOKEN = 8_000
"""How many letters may stand for what is no text: a file can have no more at such a place."""


@functools.lru_cache(maxsize=4096)
def typst_of(tex: str, *, display: bool, no_wrap: bool = False) -> str | None:
    """A formula in Typst's notation, without dollar signs; none where it cannot be set.

    It has been set once, so a volume that holds it will not fail for it. ``no_wrap`` says of a
    displayed formula that it has an environment of its own.
    """
    meant = display_tex(tex, no_wrap=no_wrap) if display else tex
    try:
        found = notation(mathml(meant, block=display))
    except (FormulaError, NotationError):
        return None
    return None if check([found]) else found


def check(formulas: Sequence[str]) -> set[int]:
    """The places of those formulas, in Typst's notation, that cannot be set.

    All are tried at once; where that fails, each half is.
    """
    if _can_be_set(formulas):
        return set()
    if len(formulas) == 1:
        return {0}
    half = len(formulas) // 2
    return check(formulas[:half]) | {half + i for i in check(formulas[half:])}


def alternative(tex: str) -> str:
    """What is said to those who hear a formula: its source, on one line."""
    return shortened(" ".join(tex.split()), MOST_SPOKEN)


def _can_be_set(formulas: Sequence[str]) -> bool:
    """Whether a document of formulas can be made, to the standards that volumes keep."""
    set_ones = (f'#math.equation(alt: "x", $ {formula} $.body)\n' for formula in formulas)
    try:
        _press().pdf(f'#set document(title: "x")\n{"".join(set_ones)}')
    except TypstError:
        return False
    return True


@functools.cache
def _press() -> TypstCompiler:
    """A compiler for formulas, which see no file: its folder is empty."""
    folder = tempfile.TemporaryDirectory(prefix="formulas-")
    _FOLDERS.append(folder)
    return TypstCompiler(Path(folder.name))


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []
"""The empty folder, kept as long as the process lives."""


_FUNCTIONS = {
    "emphasis": "emph",
    "literal_emphasis": "emph",
    "title_reference": "emph",
    "strong": "strong",
    "literal_strong": "strong",
    "subscript": "sub",
    "superscript": "super",
    "manpage": "emph",
    "struck": "strike",
}
"""The functions of Typst that set nodes of lines."""
_LONGEST_TOLD = 200
"""How much of a formula a warning has."""
_LONGEST_ADDRESS = 7_000
"""Links to longer ones are refused by Typst."""
_SAFE = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_SILENT = re.compile(r"xref|std|doc|ref|pre|an-to-.*|an-nb|an-amp|[a-z]+-(?:ref|doc|term)|any")
"""Classes of inline nodes that say nothing of how they look in print."""
_PLACES = frozenset({"an-to-post", "std-ref", "std-doc", "doc", "std-numref"})
"""Classes of references after which a reader of paper wants the number of the page."""


class Words(CodeWriter):
    """Visitors of what stands in a line."""

    def visit_Text(self, node: nodes.Text) -> None:
        """A text, on one line."""
        self.emit(literal(broken(self.shown(node.astext().replace("\n", " "), node))))
        raise nodes.SkipNode

    def shown(self, text: str, node: nodes.Node) -> str:
        """A text without the characters that no font can show; a warning names these."""
        missing = uncovered(text)
        if not missing:
            return text
        signs = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing)
        self.tell(
            node,
            "The PDF has no font that shows %s; “%s” stands in the place.",
            signs,
            REPLACEMENT,
        )
        return text.translate(dict.fromkeys(map(ord, missing), REPLACEMENT))

    def _visit_simple(self, node: nodes.Element) -> None:
        name = next(c.__name__ for c in type(node).__mro__ if c.__name__ in _FUNCTIONS)
        self.call(_FUNCTIONS[name], node)

    visit_emphasis = visit_title_reference = visit_strong = _visit_simple
    visit_subscript = visit_superscript = visit_literal_emphasis = _visit_simple
    visit_literal_strong = visit_manpage = visit_struck = _visit_simple

    def visit_inline(self, node: nodes.Element) -> None:
        """A piece of a line; its classes may give it a look or a language."""
        classes = [name for name in node["classes"] if not _SILENT.fullmatch(name)]
        if classes:
            self.call("piece", node, tuple_of([literal(name) for name in classes]))
        self.transparent(node)

    def transparent(self, node: nodes.Element) -> None:
        """Only what is in a node, and its ids."""
        if anchor := self.anchor(node):
            self.emit(anchor)
        for child in list(node.children):
            child.walkabout(self)
        raise nodes.SkipNode

    visit_generated = visit_abbreviation = visit_acronym = transparent
    visit_citation_reference = visit_problematic = transparent
    visit_pending_xref = visit_substitution_reference = transparent

    def visit_literal(self, node: nodes.Element) -> None:
        """A piece of code in a line."""
        self.emit(f"code-piece({literal(broken(self.shown(node.astext(), node)))})")
        raise nodes.SkipNode

    def visit_reference(self, node: nodes.Element) -> None:
        """A link: within the volume, to the web edition, or elsewhere."""
        target = self._target(node)
        if target:
            self.call(target[0], node, *target[1:])
        self.transparent(node)

    visit_number_reference = visit_reference

    def _target(self, node: nodes.Element) -> list[str]:
        """The function that links, and where to; empty where it is nowhere."""
        uri = node.get("refuri", "")
        if node.get("refid"):
            docname, fragment = self.docname, node["refid"]
        elif uri.startswith("%"):
            docname, _, fragment = uri.removeprefix("%").partition("#")
        else:
            is_fit = _SAFE.match(uri) and len(uri) <= _LONGEST_ADDRESS
            return ["link", literal(uri)] if is_fit else []
        name = f"{docname}:{fragment}" if fragment else docname
        web = self.builder.web_address(docname, fragment)
        return ["xref", literal(name), literal(web), self._page(node, docname)]

    def _page(self, node: nodes.Element, docname: str) -> str:
        """How the number of the page is given: ``after`` the words, ``alone``, or not at all."""
        classes = {c for n in node.findall(nodes.inline) for c in n["classes"]}
        if "an-page" in classes:
            return literal("alone")
        is_elsewhere = docname != self.docname
        is_place = bool(classes & _PLACES) and not {"an-to-author", "an-to-series"} & classes
        return literal("after") if is_elsewhere and is_place else literal("")

    def visit_target(self, node: nodes.Element) -> None:
        """A place that can be linked to."""
        self.transparent(node)

    def visit_download_reference(self, node: nodes.Element) -> None:
        """A file that only the web has: its words."""
        self.transparent(node)

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """A footnote, at the foot of the page; a second reference repeats its number."""
        note = self._notes.get(node.get("refid", ""))
        if note is None:
            self.transparent(node)
            return
        if note["ids"][0] in self._standing:  # a note in a note that is not referenced
            raise nodes.SkipNode
        if (label := f"{self.docname}:{note['ids'][0]}") in self.anchors.values():
            self.emit(f"footnote(label({literal(label)}))")
        else:
            self.anchors.update(dict.fromkeys(note["ids"], label))
            self.emit(f"note({literal(label)}, {self._note(note)})")
        raise nodes.SkipNode

    def notes_left(self) -> Iterator[nodes.footnote]:
        """The notes that nothing refers to, which stand below the text."""
        for note in self.document.findall(nodes.footnote):
            if not (self.anchors.keys() | self._standing) & set(note["ids"]):
                self._standing.update(note["ids"])
                yield note

    def visit_footnote(self, node: nodes.footnote) -> None:
        """Nothing, for its mark shows it; where none does, it stands below the text."""
        if self._referred.isdisjoint(node["ids"]):
            self._standing.update(node["ids"])
            self.stand(node)
        raise nodes.SkipNode

    def stand(self, note: nodes.footnote) -> None:
        """A note that is at the foot of no page."""
        content = [part for part in note.children if not isinstance(part, nodes.label)]
        self.emit(f"definition({self.block(content, self.anchor(note))})")

    @functools.cached_property
    def _referred(self) -> set[str]:
        """The ids of notes to which something refers, were it another note."""
        return {n.get("refid", "") for n in self.document.findall(nodes.footnote_reference)}

    @functools.cached_property
    def _notes(self) -> dict[str, nodes.footnote]:
        """The notes of the document by their ids."""
        return {i: note for note in self.document.findall(nodes.footnote) for i in note["ids"]}

    @functools.cached_property
    def _standing(self) -> set[str]:
        """The ids of notes that stand below the text."""
        return set()

    def _note(self, note: nodes.footnote) -> str:
        """The text of a note; its first paragraph begins beside its number."""
        parts = [part for part in note.children if not isinstance(part, nodes.label)]
        first = parts[0] if parts else None
        if not isinstance(first, nodes.paragraph):
            return self.block(parts)
        rest = self.block(parts[1:]) if parts[1:] else ""
        return " + ".join(filter(None, (self.block(first.children), rest)))

    def visit_math(self, node: nodes.Element) -> None:
        """A formula in a line."""
        self.skip_empty(node)
        self.emit(self.formula(node, display=False))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element) -> None:
        """A formula of its own, with its number."""
        self.skip_empty(node)
        number = node.get("number")
        shown = literal(f"({number})") if number else "none"
        if anchor := self.anchor(node):
            self.emit(anchor)
        self.emit(f"display({shown}, {self.formula(node, display=True)})")
        raise nodes.SkipNode

    def skip_empty(self, node: nodes.Element) -> None:
        """A formula without a sign: nothing stands for it, and the standard wants words."""
        if node.astext().strip():
            return
        self.tell(node, "The formula is empty; the PDF leaves it out.")
        if anchor := self.anchor(node):
            self.emit(anchor)
        raise nodes.SkipNode

    def formula(self, node: nodes.Element, *, display: bool) -> str:
        """The code of a formula; where it cannot be set, its source, with a warning."""
        tex = node.astext()
        kept = bool(node.get("no-wrap", node.get("nowrap", False)))
        found = typst_of(tex, display=display, no_wrap=kept)
        if found is None:
            self.tell(
                node,
                "The PDF cannot set the formula “%s”; its source stands in the place.",
                shortened(alternative(tex), _LONGEST_TOLD),
            )
            return f"code-piece({literal(broken(self.shown(tex, node)))})"
        math = f"$ {found} $" if display else f"${found}$"
        return f"formula({literal(alternative(tex))}, {math})"

    def visit_raw(self, node: nodes.Element) -> None:
        """What is meant for other outputs: of HTML the words, and the end of a line."""
        if node.astext().startswith("<br"):
            self.emit("linebreak()")
        else:
            self.say(node, words_around(node, self.builder._app)[0])  # noqa: SLF001  # as Sphinx
        raise nodes.SkipNode

    def skip(self, node: nodes.Node) -> None:
        """Nothing that is seen."""
        raise nodes.SkipNode

    visit_comment = visit_substitution_definition = visit_meta = skip
    visit_index = visit_tabular_col_spec = visit_highlightlang = visit_system_message = skip
    visit_toctree = visit_pending = visit_colspec = visit_docinfo = visit_label = skip
    visit_decoration = visit_pending_xref_condition = skip

    def visit_only(self, node: addnodes.only) -> None:
        """What holds for this builder; Sphinx has sorted out the rest."""
        self.transparent(node)

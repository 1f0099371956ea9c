"""Rescue volumes that cannot be compiled: find what fails, and simplify it.

The compiler often gives no location. Then documents are tried by bisection, and the blocks of those
that fail.
"""

from __future__ import annotations

import dataclasses as dc
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from docutils import nodes

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.pdf import simple
from sphinx_anthology.outputs.pdf.fragments import (
    DocumentFragment,
    DocumentFragments,
    FragmentBuilder,
    Trouble,
)
from sphinx_anthology.outputs.pdf.simple import Piece
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.pages.rescue import text_of
from sphinx_anthology.typst.compiler import STANDARDS, Diagnostic, Result, TypstError, failing
from sphinx_anthology.volumes import back_matter

_WHOLE, _PARTS, _WORDS, _LINE = range(4)
"""The levels of a document: as written, some blocks as text, all as text, one line."""


class VolumeSource(NamedTuple):
    """The code of a volume's main file, and its context as JSON."""

    code: str
    context: str


class Printing(Protocol):
    """The interface that compiles a volume, or some of its documents."""

    builder: FragmentBuilder
    fragments: DocumentFragments

    def source(
        self, volume: Volume, names: Sequence[str], kept: frozenset[str] | None
    ) -> VolumeSource:
        """The source of a volume, or of some of its documents."""

    def compiled(self, volume: Volume, source: VolumeSource, standards: tuple[str, ...]) -> Result:
        """A compiled volume.

        :raises TypstError: if it cannot be compiled.
        """

    def docname_of(self, remark: Diagnostic) -> str:
        """The document of a message's location; empty if there is none."""


class Rescue:
    """Makes one volume that cannot be compiled as it is."""

    def __init__(self, printing: Printing, volume: Volume, names: Sequence[str]) -> None:
        self._printing, self._builder, self._volume = printing, printing.builder, volume
        self._names = list(names)
        self._docnames = [*(chapter.docname for chapter in volume.chapters), *names]
        self._level = dict.fromkeys(self._docnames, _WHOLE)
        self._before = {docname: printing.fragments.read(docname) for docname in self._docnames}
        self._dropped = 0
        self.remarks: list[str] = []
        """Messages about the volume itself."""

    def made(self, error: TypstError) -> Result:
        """The volume, simplified as little as possible.

        :raises TypstError: if all else fails.
        """
        self._builder.is_translated_again = True
        while docnames := self._named(error) or self._found():
            for docname in docnames:
                self._simplify(docname, error)
            try:
                return self._compiled()
            except TypstError as next_error:
                error = next_error
        return self._at_any_rate()

    def source(self, kept: frozenset[str] | None = None) -> VolumeSource:
        """The source of the volume, or of some of its documents."""
        source = self._printing.source(self._volume, self._names, kept)
        told = json.loads(source.context)
        for drop, _ in _ASIDE[: self._dropped]:
            drop(told)
        return VolumeSource(source.code, json.dumps(told, ensure_ascii=False, sort_keys=True))

    def _compiled(
        self, kept: frozenset[str] | None = None, standards: tuple[str, ...] = STANDARDS
    ) -> Result:
        return self._printing.compiled(self._volume, self.source(kept), standards)

    def _error(self, kept: Iterable[str]) -> TypstError | None:
        """Why some documents cannot be compiled; None if they can."""
        try:
            self._compiled(frozenset(kept))
        except TypstError as error:
            return error
        return None

    # what is at fault

    def _named(self, error: TypstError) -> list[str]:
        """The documents in the compiler's messages that can be simplified further."""
        named = {self._printing.docname_of(remark) for remark in error.remarks}
        return [d for d in self._docnames if d in named and self._level[d] < _LINE]

    def _found(self) -> list[str]:
        """The documents that fail on their own, by bisection."""
        if not self._has_sound_frame():
            return []
        waiting = [d for d in self._docnames if self._level[d] < _LINE]
        return failing(waiting, lambda docnames: self._error(docnames) is None)

    def _has_sound_frame(self) -> bool:
        """Whether cover, title page and contents compile; parts that fail are dropped."""
        while (error := self._error(())) is not None:
            if self._dropped == len(_ASIDE):
                return False
            reason = simple.reason_of(error)
            what = _ASIDE[self._dropped][1]
            self._dropped += 1
            self.remarks.append(f"The PDF ‘{self._volume.name}’ is made without {what} ({reason}).")
        return True

    # simpler ways

    def _simplify(self, docname: str, error: TypstError) -> None:
        """Simplify a document to the next level that compiles."""
        ways = {_PARTS: self._in_parts, _WORDS: self._as_words, _LINE: self._as_line}
        reason = simple.reason_of(self._error((docname,)) or error)
        for level in range(self._level[docname] + 1, _LINE + 1):
            self._level[docname] = level
            if fragment := ways[level](docname, reason):
                self._builder.fragments.write(docname, fragment)
                if self._error((docname,)) is None:
                    return

    def _document(self, docname: str) -> nodes.document:
        if docname not in self._names:
            return self._builder.env.get_and_resolve_doctree(
                docname, self._builder, tags=self._builder.tags
            )
        for part, sections in back_matter.parts(self._builder.env, self._volume):
            for number, section in enumerate(sections):
                if f"{self._volume.name}/{part}?{number}" == docname:
                    return back_matter.resolved(self._builder.env, docname, [section])
        raise KeyError(docname)

    def _in_parts(self, docname: str, reason: str) -> DocumentFragment | None:
        """A document whose failing blocks are text; None if there are none."""
        try:
            document = self._document(docname)
            written = self._builder.pieces_of(docname, document)
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001  # it is plain text already
            return None
        pieces = [Piece(*piece) for piece in written]
        whole = self._builder.fragments.read(docname)
        trials = _Trials(pieces, lambda codes: self._sets(docname, codes))
        faulty = trials.faulty()
        if not faulty:
            return None
        notes = simple.notes_of(document, docname)
        codes = [piece.code for piece in pieces]
        troubles = []
        for number in faulty:
            piece = pieces[number]
            words = simple.plain(piece, notes)
            is_said = trials.sets(number, words)
            codes[number] = words if is_said else simple.one_line(piece, self._address(docname))
            told = simple.piece_message if is_said else simple.loss_message
            troubles.append(Trouble(*self._place(docname, piece.node), told(reason)))
        return dc.replace(whole, code=_block(codes), troubles=tuple(troubles))

    def _sets(self, docname: str, codes: Sequence[str]) -> bool:
        self._builder.fragments.try_code(docname, _block(codes))
        return self._error((docname,)) is None

    def _as_words(self, docname: str, reason: str) -> DocumentFragment:
        label = f"{docname}:"
        code = simple.plain_document(self._document(docname), label, self._title(docname))
        return self._simple(docname, code, simple.document_message(reason))

    def _as_line(self, docname: str, reason: str) -> DocumentFragment:
        label = f"{docname}:"
        code = simple.document_line(label, self._title(docname), self._address(docname))
        return self._simple(docname, code, simple.loss_message(reason))

    def _simple(self, docname: str, code: str, message: str) -> DocumentFragment:
        """A fragment whose anchors all lead to its beginning."""
        known = self._builder.fragments.read(docname).anchors
        anchors = dict.fromkeys(["", *known], f"{docname}:")
        file = self._builder.file_of(docname)
        return DocumentFragment(_block([code]), anchors, (), (Trouble(file, 0, message),))

    def _title(self, docname: str) -> str:
        titles = self._builder.env.titles
        return text_of(titles[docname]) if docname in titles else ""

    def _address(self, docname: str) -> str:
        return "" if docname in self._names else self._builder.web_address(docname, "")

    def _place(self, docname: str, node: nodes.Node) -> tuple[str, int]:
        return place_of(node, self._builder.env, self._builder.file_of(docname))

    # where all else failed

    def _at_any_rate(self) -> Result:
        """The volume without the standards, or with only the titles of documents."""
        try:
            made = self._compiled(standards=())
        except TypstError as error:
            made = self._of_lines(simple.reason_of(error))
        self.remarks.append(
            f"The PDF ‘{self._volume.name}’ conforms neither to PDF/UA nor to PDF/A: "
            "it could not be made otherwise."
        )
        return made

    def _of_lines(self, reason: str) -> Result:
        for docname in self._docnames:
            self._builder.fragments.write(docname, self._as_line(docname, reason))
        try:
            return self._compiled(standards=())
        except TypstError:
            # documents are not the reason, and other volumes need them unchanged
            for docname, fragment in self._before.items():
                self._builder.fragments.write(docname, fragment)
            raise


class _Trials:
    """Tries the blocks of a document; ``sets`` says whether codes compile."""

    def __init__(self, pieces: Sequence[Piece], sets: Callable[[Sequence[str]], bool]) -> None:
        self._pieces, self._sets = pieces, sets
        self._empty = [simple.placeholder(piece) for piece in pieces]

    def sets(self, number: int, code: str) -> bool:
        """Whether a block compiles with the given code."""
        return self._sets([*self._empty[:number], code, *self._empty[number + 1 :]])

    def faulty(self) -> list[int]:
        """The indexes of the blocks that fail, by bisection."""
        return failing(range(len(self._pieces)), self._set_together)

    def _set_together(self, numbers: Sequence[int]) -> bool:
        shown = (
            piece.code if number in numbers else empty
            for number, (piece, empty) in enumerate(zip(self._pieces, self._empty, strict=True))
        )
        return self._sets(list(shown))


def _block(codes: Iterable[str]) -> str:
    return f"{{[]\n{''.join(codes)}}}"


def _without_metadata(told: dict[str, Any]) -> None:
    told |= {"keywords": [], "authors": [], "description": ""}


def _without_contents(told: dict[str, Any]) -> None:
    told["contents"] = []


def _without_lines(told: dict[str, Any]) -> None:
    told |= {"subtitle": "", "tagline": "", "editors": "", "occasion": "", "shelf": []}


def _without_cover(told: dict[str, Any]) -> None:
    told["cover"] = None


def _without_title(told: dict[str, Any]) -> None:
    told |= {"title": "…", "book": ""}


_ASIDE: tuple[tuple[Callable[[dict[str, Any]], None], str], ...] = (
    (_without_metadata, "authors, topics and description in its metadata"),
    (_without_contents, "its table of contents"),
    (_without_lines, "what stands around its title"),
    (_without_cover, "its cover"),
    (_without_title, "its title"),
)
"""What a volume can do without, in this order, with its description."""

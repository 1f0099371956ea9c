"""One fix of one document: it is tried, and made only if it mends and spoils nothing.

The document is read again in memory. A fix is refused if its problem does not go, if another comes,
or if a value that was understood means something else. A document that is withheld stays withheld,
unless it states ‘draft: false’: it gets ‘draft: true’, or is left alone.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Iterator, Mapping, Sequence

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Post, Series
from sphinx_anthology.model.edits import Edit, added, edited, edits_of, held_back, overlap
from sphinx_anthology.model.numbering import without_label
from sphinx_anthology.model.positions import spans
from sphinx_anthology.model.problem import Code, Part, Problem
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.repairs import REPAIRS, label_number, repair
from sphinx_anthology.model.source import Source

UNDERSTOOD = frozenset(
    {
        *(Code.LIST_AS_TEXT, Code.NOT_PLAIN, Code.SPACE_IN_TITLE),
        *(Code.TIME_OF_DAY, Code.SAME_PERSON),
    }
)
"""Codes of values that are read as meant: a fix changes nothing of what is read."""
FIXABLE = UNDERSTOOD | REPAIRS.keys() | {Code.LABEL_IN_TITLE, Code.FOREIGN_FIELD}
"""Codes of problems of which some can be fixed."""
_WHOLE = frozenset({Code.FRONT_MATTER, Code.WITHHELD})
"""Codes of documents that are not read, or not in full: a fix may show what else is wrong."""

WOULD_PUBLISH = (
    "The fix would publish the document, which is withheld now. Write ‘draft: false’ below its own "
    "key if everybody may read it, ‘draft: true’ if not, and run the command again."
)


@dc.dataclass(frozen=True, slots=True)
class Fix:
    """The edits that mend one problem; ``holds_back`` says that they add ‘draft: true’."""

    problem: Problem
    edits: tuple[Edit, ...]
    holds_back: bool = False


@dc.dataclass(frozen=True, slots=True)
class Refusal:
    """A problem that could be fixed, and the reason why it is not."""

    problem: Problem
    reason: str


@dc.dataclass(frozen=True)
class Documents:
    """The documents of a publication, with the texts of those that can be fixed, by docname.

    ``reader`` reads a document: its docname, file and text.
    """

    catalogue: Catalogue = dc.field(default_factory=Catalogue)
    texts: Mapping[str, str] = dc.field(default_factory=dict)
    reader: Callable[[str, str, str], Source] = read_source

    def written(self, docname: str) -> Source:
        """A document before the people in it were resolved."""
        source = self.catalogue.sources[docname]
        return source.as_written or source

    def read(self, docname: str, text: str) -> Source:
        """A document with another text, and its reading order as it was."""
        source = self.written(docname)
        found = self.reader(docname, source.file, text)
        return dc.replace(found, entries=source.entries)

    def with_texts(self, texts: Mapping[str, str]) -> Documents:
        """The publication after some documents changed."""
        sources = {name: self.written(name) for name in self.catalogue.sources}
        sources |= {name: self.read(name, text) for name, text in texts.items()}
        catalogue = dc.replace(self.catalogue, sources=sources)
        return dc.replace(self, catalogue=catalogue, texts={**self.texts, **texts})

    def problems(self, docname: str) -> frozenset[tuple[Code, str]]:
        """What is wrong in a document by itself."""
        return _known(self.written(docname))


def _known(source: Source) -> frozenset[tuple[Code, str]]:
    return frozenset((problem.code, problem.message) for problem in source.problems)


class Trial:
    """Fixes of one document, each of them tried."""

    def __init__(self, documents: Documents, docname: str) -> None:
        self.documents, self.docname = documents, docname
        self.text = documents.texts[docname]
        self.source = documents.catalogue.sources[docname]
        self.before = documents.written(docname)
        self.spans = spans(self.text)

    def of(self, problem: Problem, others: Sequence[Edit] = ()) -> Fix | Refusal | None:
        """The fix of a problem beside other edits; :data:`None` if there is none."""
        for edits in self._edits(problem):
            if overlap(edits, others):
                return None
            fix = self._tried(problem, edits, others)
            if fix is not None:
                return fix
        return None

    def _edits(self, problem: Problem) -> Iterator[tuple[Edit, ...]]:
        """The edits that may mend a problem, best first."""
        if problem.code is Code.LABEL_IN_TITLE:
            yield from self._of_label(problem)
            return
        if (
            problem.change
            and problem.change.path
            and (edits := edits_of(problem.change, self.spans, self.text))
        ):
            yield edits
        if edits := repair(problem, self.text):
            yield edits

    def _of_label(self, problem: Problem) -> Iterator[tuple[Edit, ...]]:
        """A title without label, if the number in it is that of the part, or can be stated."""
        change, post = problem.change, self.source.record
        edits = edits_of(change, self.spans, self.text) if change else ()
        if not edits or change is None or not isinstance(post, Post):
            return
        series_id, member = self.documents.catalogue.places.get(self.docname, ("", None))
        title, label = " ".join(post.title.split()), self._part_label(series_id)
        clean = without_label(title) or without_label(title, label) or title
        number = label_number(title, clean, label)
        if not number or (member and member.number == number):
            yield edits
        elif post.part is None and number not in self._numbers(series_id):
            part = added(f"part: {number}", "post", self.text, self.spans)
            if part is not None:
                yield (*edits, part)

    def _part_label(self, series_id: str) -> str:
        series = self.documents.catalogue.series.get(series_id)
        record = series.record if series else None
        return (record.part_label or "") if isinstance(record, Series) else ""

    def _numbers(self, series_id: str) -> set[int | None]:
        """The numbers of the other posts of a series."""
        members = self.documents.catalogue.members.get(series_id, ())
        return {member.number for member in members if member.docname != self.docname}

    def _tried(
        self, problem: Problem, edits: tuple[Edit, ...], others: Sequence[Edit]
    ) -> Fix | Refusal | None:
        """A fix that was tried; :data:`None` if it does not mend, or spoils something."""
        text = edited(self.text, (*others, *edits))
        after = self.documents.read(self.docname, text)
        if not self._mends(problem, after):
            return None
        if not self._publishes(problem, after):
            return Fix(problem, edits)
        hold = held_back(text, after.kind or "page", spans(text))
        if hold is not None:
            held = self.documents.read(self.docname, edited(text, [hold]))
            if is_withheld(held) and not _new(self.before, held, problem):
                back = self._in_old_text(hold, edits, others, text)
                return Fix(problem, back, holds_back=True) if back else None
        return Refusal(problem, WOULD_PUBLISH)

    def _in_old_text(
        self, hold: Edit, edits: tuple[Edit, ...], others: Sequence[Edit], text: str
    ) -> tuple[Edit, ...]:
        """Edits of the text as it is, with one that was found in the text after them."""
        start, length = hold.start, hold.end - hold.start
        for edit in sorted((*others, *edits)):
            if start < edit.start:
                break
            if start < edit.start + len(edit.write):  # inside of what is written
                inside = start - edit.start
                write = edit.write[:inside] + hold.write + edit.write[inside + length :]
                changed = dc.replace(edit, write=write)
                return tuple(changed if e == edit else e for e in edits) if edit in edits else ()
            start -= len(edit.write) - (edit.end - edit.start)
        return (*edits, Edit(start, start + length, hold.write))

    def _mends(self, problem: Problem, after: Source) -> bool:
        """Whether a problem is gone, no other came, and the rest means the same."""
        if (problem.code, problem.message) in _known(after):
            return False
        is_form = problem.code in UNDERSTOOD and not _is_people(problem)
        if is_form and self.before.record != after.record:
            return False
        return not _new(self.before, after, problem)

    def _publishes(self, problem: Problem, after: Source) -> bool:
        """Whether a document that is withheld would be public without having said so."""
        if _names_flag(problem):  # it may have said the contrary
            return not getattr(after.record, "draft", False)
        return is_withheld(self.before) and not is_withheld(after) and not after.says_draft


def _is_people(problem: Problem) -> bool:
    """Whether people are named otherwise; they are compared once they are resolved."""
    is_item = problem.change is not None and problem.change.part is Part.ITEM
    return is_item or problem.code is Code.SAME_PERSON


def _names_flag(problem: Problem) -> bool:
    """Whether a fix makes a field the draft flag, by its name or its place."""
    change = problem.change
    if change is None or change.part is Part.VALUE:
        return False
    return change.write.partition(":")[0] == "draft" or change.path[-1] == "draft"


def is_withheld(source: Source) -> bool:
    """Whether a document says, by itself, that it is not public."""
    return source.blocked or bool(getattr(source.record, "draft", False))


def _new(before: Source, after: Source, mended: Problem) -> bool:
    """Whether a document has a problem that it had not, and that is not mended next."""
    known = _known(before)
    news = [p for p in after.problems if (p.code, p.message) not in known]
    if mended.code in _WHOLE and not before.record:  # what is wrong is seen only now
        return False
    return any(p.change is None and not (p.code is Code.WITHHELD and before.blocked) for p in news)

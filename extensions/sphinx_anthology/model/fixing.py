"""Safe fixes of a whole publication: the texts after them, and what was refused."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Mapping, Sequence

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems as problems_between
from sphinx_anthology.model.edits import Edit, edited
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.trial import (
    UNDERSTOOD,
    Documents,
    Fix,
    Refusal,
    Trial,
    is_withheld,
)

ROUNDS = 12
"""The most times that a document is read again: a fix may show another problem."""


@dc.dataclass(slots=True)
class Fixes:
    """The result: changed texts by docname, and what was fixed and refused."""

    texts: dict[str, str] = dc.field(default_factory=dict)
    fixed: list[Problem] = dc.field(default_factory=list)
    refused: list[Refusal] = dc.field(default_factory=list)
    held_back: list[str] = dc.field(default_factory=list)
    """The files that got ‘draft: true’."""


_Key = tuple[str, Code, str]
"""A problem wherever its line is: file, code and message."""


def _key(problem: Problem) -> _Key:
    return problem.file, problem.code, problem.message


def fixes(documents: Documents, found: Iterable[Problem]) -> Fixes:
    """Mend all that can safely be mended; ``found`` are all problems of the documents."""
    result, settled = Fixes(), set[_Key]()
    problems: Iterable[Problem] = found
    for _ in range(ROUNDS):
        attempt = _Round(documents, settled)
        texts = attempt.run(problems)
        result.fixed += attempt.fixed
        result.refused += attempt.refused
        result.held_back += attempt.held_back
        if not texts:
            break
        result.texts |= texts
        documents = documents.with_texts(texts)
        problems = problems_between(documents.catalogue)
    return result


def proposals(documents: Documents, found: Iterable[Problem]) -> dict[Problem, Fix]:
    """The fix of each problem by itself, for the texts as they are."""
    trials = (
        (Trial(documents, docname), problems)
        for docname, problems in _by_document(documents, found).items()
    )
    tried = (trial.of(problem) for trial, problems in trials for problem in problems)
    return {fix.problem: fix for fix in tried if isinstance(fix, Fix)}


def _by_document(documents: Documents, found: Iterable[Problem]) -> dict[str, list[Problem]]:
    """The problems of documents whose texts are known, by docname."""
    docnames = {documents.catalogue.sources[name].file: name for name in documents.texts}
    by_document: dict[str, list[Problem]] = {}
    for problem in sorted(found):
        if problem.file in docnames:
            by_document.setdefault(docnames[problem.file], []).append(problem)
    return by_document


_PEOPLE = frozenset({"authors", "about", "roles", "editors", "members"})
"""Fields that name people."""


class _Round:
    """One pass over all documents."""

    def __init__(self, documents: Documents, settled: set[_Key]) -> None:
        self.documents, self.settled = documents, settled
        self.fixed: list[Problem] = []
        self.refused: list[Refusal] = []
        self.held_back: list[str] = []

    def run(self, problems: Iterable[Problem]) -> dict[str, str]:
        """The texts that changed, by docname."""
        found = {
            docname: fixes
            for docname, several in _by_document(self.documents, problems).items()
            if (fixes := self._of_document(docname, several))
        }
        texts = {docname: self._text(docname, fixes) for docname, fixes in found.items()}
        good = self._good(texts, found)
        for fix in (fix for docname in good for fix in found[docname]):
            self.fixed.append(fix.problem)
            self.held_back += [fix.problem.file] if fix.holds_back else []
        return {docname: texts[docname] for docname in good}

    def _good(self, texts: Mapping[str, str], found: Mapping[str, Sequence[Fix]]) -> list[str]:
        """The documents whose fixes are made: first of those that are left out.

        What is wrong between all others may be seen only once these are read.
        """
        is_blocked = {name: self.documents.written(name).blocked for name in texts}
        for group in (True, False):
            part = {name: text for name, text in texts.items() if is_blocked[name] is group}
            if good := self._accepted(part, found):
                return good
        return []

    def _of_document(self, docname: str, problems: Sequence[Problem]) -> list[Fix]:
        """The fixes of a document that can be made at once."""
        trial, fixes, edits = Trial(self.documents, docname), list[Fix](), list[Edit]()
        for problem in problems:
            if _key(problem) in self.settled:
                continue
            fix = trial.of(problem, edits)
            if isinstance(fix, Refusal):
                self.settled.add(_key(problem))
                self.refused.append(fix)
            elif fix is not None:
                fixes.append(fix)
                edits += fix.edits
        return fixes

    def _text(self, docname: str, fixes: Iterable[Fix]) -> str:
        edits = [edit for fix in fixes for edit in fix.edits]
        return edited(self.documents.texts[docname], edits)

    def _accepted(self, texts: Mapping[str, str], found: Mapping[str, Sequence[Fix]]) -> list[str]:
        """The documents whose fixes spoil nothing elsewhere; the others' are refused."""
        if not texts or not (reason := self._spoilt(texts, found)):
            return list(texts)
        names = list(texts)
        if len(names) > 1:
            half = len(names) // 2
            parts = ({n: texts[n] for n in part} for part in (names[:half], names[half:]))
            return [name for part in parts for name in self._accepted(part, found)]
        self.refused += [Refusal(fix.problem, reason) for fix in found[names[0]]]
        self.settled |= {_key(fix.problem) for fix in found[names[0]]}
        return []

    def _spoilt(self, texts: Mapping[str, str], found: Mapping[str, Sequence[Fix]]) -> str:
        """What fixes spoil outside of their documents; empty if nothing."""
        before, after = self.documents.catalogue, self.documents.with_texts(texts)
        said = {name for name in texts if is_withheld(self.documents.written(name))}
        grown = _public(after.catalogue) - _public(before)
        if others := sorted(grown - said) if len(texts) > 1 or not grown & said else []:
            files = ", ".join(before.sources[name].file for name in others[:3])
            return f"The fix would publish what is withheld now: {files}."
        if reason := self._worse(before, after.catalogue, texts):
            return reason
        if not all(self._names_the_same(n, after.catalogue, found[n]) for n in texts):
            return "After the fix, the document would name other people."
        return ""

    def _worse(self, before: Catalogue, after: Catalogue, texts: Iterable[str]) -> str:
        """What is wrong after fixes and was not before, unless a document was left out."""
        if any(before.sources[name].blocked for name in texts):
            return ""
        known = {(problem.file, problem.code) for problem in problems_between(before)}
        for problem in problems_between(after):
            is_known = (problem.file, problem.code) in known or problem.code in _TOLD_ANEW
            if not is_known and not problem.change:
                return f"After the fix, {problem.file} would have a problem: {problem.message}"
        return ""

    def _names_the_same(self, docname: str, after: Catalogue, fixes: Sequence[Fix]) -> bool:
        """Whether a document names whom it named, unless a field for people is mended."""
        before = self.documents.catalogue.sources[docname].record
        now = after.sources[docname].record
        if not before:
            return True
        changes = [f.problem.change for f in fixes if f.problem.code not in UNDERSTOOD]
        mended = {part for change in changes if change for part in (*change.path, change.write)}
        mended |= {str(part).partition(":")[0] for part in mended}
        return all(getattr(before, n, None) == getattr(now, n, None) for n in _PEOPLE - mended)


_TOLD_ANEW = frozenset({Code.NOTHING_PUBLIC, Code.WITHHELD, Code.CORRECTION_DAY})
"""Codes that only say what follows from the state of a document, or from a day that is mended."""


def _public(catalogue: Catalogue) -> frozenset[str]:
    """The documents that are public, now or on a day to come."""
    later = dc.replace(catalogue, as_of=_LATER)
    return frozenset(later.sources) - later.withheld


_LATER = Catalogue().as_of

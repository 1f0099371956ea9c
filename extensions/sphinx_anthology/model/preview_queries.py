"""Queries of previews: what the public build leaves out, and what is missing."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping

from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.consistency import LeftOut, left_out, problems
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.states import Reason


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a preview says of a document that is not public.

    ``message`` says what to do, or when it will be public; ``missing`` are the messages of its
    other problems.
    """

    reason: Reason
    message: str
    missing: tuple[str, ...] = ()


@dc.dataclass(frozen=True, slots=True)
class PreviewNotice:
    """The query for the notice of a document; :data:`None` if it is public."""

    docname: str

    def result(self, catalogue: Catalogue) -> Notice | None:
        """The notice."""
        reason = catalogue.kept_back.get(self.docname)
        if reason is None:
            return None
        file = catalogue.sources[self.docname].file
        withheld = WithheldFiles().result(catalogue).get(file)
        missing = _FrontMatterProblems().result(catalogue).get(file, ())
        message = withheld.message if withheld else ""
        return Notice(reason=reason, message=message, missing=missing)


@dc.dataclass(frozen=True, slots=True)
class WithheldFiles:
    """The query for all documents that the public build leaves out, by file."""

    @memoized
    def result(self, catalogue: Catalogue) -> Mapping[str, LeftOut]:
        """The documents, each with place, reason and message."""
        return {one.file: one for one in left_out(catalogue.public)}


@dc.dataclass(frozen=True, slots=True)
class _FrontMatterProblems:
    """The query for the messages of all problems that do not withhold a document, by file."""

    @memoized
    def result(self, catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
        """The messages, each once."""
        found: dict[str, list[str]] = {}
        for problem in problems(catalogue.public):
            if problem.code not in {Code.WITHHELD, Code.NOTHING_PUBLIC}:
                found.setdefault(problem.file, []).append(problem.message)
        return {file: tuple(dict.fromkeys(messages)) for file, messages in found.items()}

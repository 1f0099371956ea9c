"""What documents ask the catalogue.

Whoever builds a page asks a question and builds from its answer alone. The questions of every
document are kept; after an edit each is asked of the old and of the new catalogue, and the
documents whose answers differ are read again. Nothing else needs to know what depends on what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar

from sphinx_anthology.model.catalogue import Catalogue

Answer_co = TypeVar("Answer_co", covariant=True)


class Question(Protocol, Generic[Answer_co]):
    """Something that a document asks; hashable, and comparable by what it asks."""

    def answer(self, catalogue: Catalogue) -> Answer_co:
        """What the catalogue says."""


def outdated(
    asked: Mapping[str, Iterable[Question[object]]], before: Catalogue, after: Catalogue
) -> set[str]:
    """The docnames whose questions have other answers now.

    ``asked`` are the questions by docname. Each distinct question is asked once of each.
    """
    if before == after:
        return set()
    changed: dict[Question[object], bool] = {}
    found = set()
    for docname, questions in asked.items():
        for question in questions:
            if question not in changed:
                changed[question] = question.answer(before) != question.answer(after)
            if changed[question]:
                found.add(docname)
                break
    return found

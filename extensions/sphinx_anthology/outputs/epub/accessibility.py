"""What a volume says of how it can be read: derived from what is in it, never asserted.

Names and values are those of schema.org, as EPUB Accessibility 1.1 has them.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator

from sphinx_anthology.outputs.epub.pages import Page
from sphinx_anthology.pages.wording import gettext


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What of a volume matters for how it can be read. A cover is none of its images."""

    has_images: bool = False
    has_formulas: bool = False
    all_described: bool = True
    all_formulas: bool = True
    may_move: bool = False

    @property
    def text_is_enough(self) -> bool:
        """Whether nothing is lost to those who only have the text."""
        return self.all_described and self.all_formulas


def facts_of(pages: Iterable[Page], *, may_move: bool) -> Facts:
    """Look at all pages."""
    found = tuple(pages)
    return Facts(
        has_images=any(page.images for page in found),
        has_formulas=any(page.has_formula for page in found),
        all_described=not any(page.lacks_words for page in found),
        all_formulas=not any(page.lacks_formula for page in found),
        may_move=may_move,
    )


def properties(facts: Facts) -> Iterator[tuple[str, str]]:
    """Pairs of property and value."""
    yield "schema:accessMode", "textual"
    if facts.has_images:
        yield "schema:accessMode", "visual"
        yield "schema:accessModeSufficient", "textual,visual"
    if facts.text_is_enough:
        yield "schema:accessModeSufficient", "textual"
    for feature in _features(facts):
        yield "schema:accessibilityFeature", feature
    yield "schema:accessibilityHazard", "unknown" if facts.may_move else "none"
    yield "schema:accessibilitySummary", " ".join(_sentences(facts))


def _features(facts: Facts) -> Iterator[str]:
    yield from ("tableOfContents", "structuralNavigation", "readingOrder")
    yield from ("displayTransformability", "unlocked")
    if facts.has_images and facts.all_described:
        yield "alternativeText"
    if facts.has_formulas and facts.all_formulas:
        yield "MathML"


def _sentences(facts: Facts) -> Iterator[str]:
    yield gettext("The text can be read aloud, enlarged and recoloured, in one order.")
    yield gettext("All documents and their sections are in the contents.")
    if facts.has_images and facts.all_described:
        yield gettext("Every image has an alternative text.")
    elif facts.has_images:
        yield gettext("Some images have no alternative text.")
    if not facts.all_formulas:
        yield gettext("Some formulas are shown as their source.")
    elif facts.has_formulas:
        yield gettext("Formulas are MathML.")
    if not facts.may_move:
        yield gettext("Nothing moves, flashes or makes a sound.")

"""What a package says of its volume: people, dates, rights, and how it can be read.

What a volume says of how it can be read: derived from what is in it, never asserted.

Names and values are those of schema.org, as EPUB Accessibility 1.1 has them.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.names import Name, slug
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.epub.contents import tag
from sphinx_anthology.outputs.epub.package import Metadata
from sphinx_anthology.outputs.epub.pages import Page
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.settings import Settings

EDITOR, AUTHOR, ORIGINAL = "edt", "aut", "ant"
"""Relators of MARC: ``ant``, bibliographic antecedent, is the author of what is retold."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody with all roles in a volume."""

    person: Person
    roles: tuple[str, ...]

    @property
    def is_creator(self) -> bool:
        """Whether the volume is theirs, or only of what they wrote elsewhere."""
        return self.roles != (ORIGINAL,)


def named(volume: Volume) -> Iterator[Named]:
    """The editors, then everybody whose post the volume holds, each once."""
    editors = volume.series.entry.editors if volume.series else ()
    people = {_key(person): person for person in editors}
    roles = {key: [EDITOR] for key in people}
    for credit in volume.credits:
        key = _key(credit.person)
        people.setdefault(key, credit.person)
        roles.setdefault(key, []).append(ORIGINAL if credit.of_original else AUTHOR)
    for key, person in people.items():
        yield Named(person=person, roles=tuple(dict.fromkeys(roles[key])))


def filed_as(name: Name) -> str:
    """A name as lists are sorted by it: family name first, but for groups."""
    if name.literal or not name.given:
        return str(name)
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _key(person: Person) -> str:
    return person.id or f" {person}"


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
    yield gettext("The text can be read aloud, enlarged and recoloured; it has one reading order.")
    yield gettext("The table of contents lists all documents and sections.")
    if facts.has_images and facts.all_described:
        yield gettext("All images have alternative text.")
    elif facts.has_images:
        yield gettext("Some images have no alternative text.")
    if not facts.all_formulas:
        yield gettext("Some formulas are shown as source code.")
    elif facts.has_formulas:
        yield gettext("Formulas are in MathML.")
    if not facts.may_move:
        yield gettext("There is no motion, flashing or sound.")


_NO_DAY = "2000-01-01"
"""EPUB wants a day of the last change. Where no post has one, it is this: no clock is asked."""


def metadata(
    volume: Volume,
    publication: Publication,
    settings: Settings,
    catalogue: Catalogue,
    facts: Facts,
) -> Metadata:
    """All statements, in a fixed order."""
    found = Metadata()
    _add_titles(found, volume, publication)
    for person in named(volume):
        _add_person(found, person)
    _add_dates(found, volume, catalogue)
    _add_rights(found, volume, publication)
    found.plain("description", volume.description)
    found.plain("source", volume.address)
    for topic in _topics(volume, catalogue):
        found.plain("subject", topic)
    _add_collections(found, volume, publication, settings)
    for name, value in properties(facts):
        found.meta(name, value)
    if settings.epub_conforms_to:
        stated = found.meta("dcterms:conformsTo", settings.epub_conforms_to)
        if settings.epub_certified_by:
            found.meta("a11y:certifiedBy", settings.epub_certified_by, of=stated)
    return found


def _add_titles(found: Metadata, volume: Volume, publication: Publication) -> None:
    found.element("identifier", volume.identifier, "uid")
    title = found.element("title", volume.title)
    found.meta("title-type", "main", of=title)
    if volume.subtitle:
        subtitle = found.element("title", volume.subtitle)
        found.meta("title-type", "subtitle", of=subtitle)
    for language in dict.fromkeys((tag(volume.language), tag(publication.language))):
        found.plain("language", language)


def _add_person(found: Metadata, somebody: Named) -> None:
    person = somebody.person
    name = found.element("creator" if somebody.is_creator else "contributor", str(person))
    for role in somebody.roles:
        found.meta("role", role, of=name, scheme="marc:relators")
    found.meta("file-as", filed_as(person.name), of=name)
    if person.orcid:
        found.meta("dcterms:identifier", f"https://orcid.org/{person.orcid}", of=name)


def _add_dates(found: Metadata, volume: Volume, catalogue: Catalogue) -> None:
    # an interval is none of the dates that EPUB knows
    if volume.date and not volume.date.is_interval:
        found.plain("date", str(volume.date))
    found.meta("dcterms:modified", f"{_last_change(volume, catalogue)}T00:00:00Z")


def _last_change(volume: Volume, catalogue: Catalogue) -> str:
    """The day of the newest post, or of the last correction of any."""
    days = [volume.date.earliest] if volume.date else []
    corrected = (catalogue.posts[docname].updated for docname in volume.posts)
    days += [day for day in corrected if day]
    return max(days).isoformat() if days else _NO_DAY


def _add_rights(found: Metadata, volume: Volume, publication: Publication) -> None:
    found.plain("publisher", publication.publisher)
    found.plain("rights", publication.copyright)
    found.plain("rights", licence_name(volume.license))
    if address := license_address(volume.license):
        found.meta("dcterms:license", address)


def _topics(volume: Volume, catalogue: Catalogue) -> list[str]:
    """The topics of the volume's posts as they are called, in the order of their names."""
    slugs = {slug(each) for docname in volume.posts for each in catalogue.posts[docname].tags}
    return sorted(catalogue.topic_labels.get(each, each) for each in slugs)


def _add_collections(
    found: Metadata, volume: Volume, publication: Publication, settings: Settings
) -> None:
    """The publication that a booklet is of, and the journal whose it is."""
    if volume.series:
        book = found.meta("belongs-to-collection", publication.title)
        found.meta("collection-type", "series", of=book)
        found.meta("group-position", str(volume.position), of=book)
    if settings.journal:
        journal = found.meta("belongs-to-collection", settings.journal.title)
        found.meta("collection-type", "series", of=journal)
        for issn in settings.journal.issn:
            found.meta("dcterms:identifier", f"urn:issn:{issn}", of=journal)

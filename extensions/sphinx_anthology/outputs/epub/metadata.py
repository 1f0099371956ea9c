"""What a package says of its volume."""

from __future__ import annotations

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.identifiers import licence_name
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.epub.accessibility import Facts, properties
from sphinx_anthology.outputs.epub.markup import tag
from sphinx_anthology.outputs.epub.package import Metadata
from sphinx_anthology.outputs.epub.people import Named, filed_as, named
from sphinx_anthology.pages.matter_colophon import license_address
from sphinx_anthology.reading.settings import Settings

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

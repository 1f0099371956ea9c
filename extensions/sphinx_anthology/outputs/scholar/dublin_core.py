"""Dublin Core in HTML (DCMI, *Expressing Dublin Core metadata using HTML/XHTML*, section 3).

``DC.type`` says ``blogPost``, which is what Zotero files a page as; the rest repeats what the
other tags say, for catalogues that read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_anthology.model.identifiers import licence_name
from sphinx_anthology.outputs.scholar.facts import PostFacts, doi_address, inverted
from sphinx_anthology.outputs.scholar.tags import link, meta
from sphinx_anthology.pages.matter_colophon import license_address


def dublin_core(facts: PostFacts) -> Iterator[str]:
    """The statements of a post whose whole text is on the page; of others there are none."""
    work = facts.work
    if not work.is_whole:
        return
    yield link("schema.DC", "http://purl.org/dc/elements/1.1/")
    yield link("schema.DCTERMS", "http://purl.org/dc/terms/")
    yield meta("DC.type", "blogPost")
    yield meta("DC.title", work.title)
    for person in work.authors:
        yield meta("DC.creator", inverted(person.name))
    yield meta("DC.date", str(work.date or ""))
    yield meta("DC.identifier", doi_address(work.doi))
    yield meta("DC.language", work.language)
    yield meta("DC.publisher", work.publisher)
    yield meta("DC.rights", license_address(work.license) or licence_name(work.license))
    yield meta("DC.format", "text/html")
    yield meta("DC.description", work.description)
    yield meta("DCTERMS.modified", facts.corrected)

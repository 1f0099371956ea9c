"""The tags of a page's head: Highwire Press, Dublin Core and Open Graph.

Highwire Press tags, for Google Scholar, Zotero and others (Google Scholar, *Inclusion Guidelines
for Webmasters*, "Indexing guidelines"): one ``citation_author`` for each author, in order, followed
by the tags about this author. There is no ``citation_journal_title``, which would make a post a
journal article for reference managers, and no DOI except the post's own.

Dublin Core in HTML (DCMI, *Expressing Dublin Core metadata using HTML/XHTML*, section 3), for
catalogues that read nothing else. ``DC.type`` is ``blogPost``, the item type of Zotero.

Open Graph (ogp.me, "Basic Metadata" and "Object Types"), for sites that show shared addresses.
Posts have the type ``article``; with ``website`` reference managers would treat them as web pages.
There is no ``prefix`` attribute: readers know the names without it, and Zotero fails with it.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError, get_global

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Image
from sphinx_anthology.model.views import Person
from sphinx_anthology.outputs.scholar.post_metadata import (
    PostMetadata,
    doi_address,
    inverted,
    link,
    meta,
    meta_property,
    orcid_address,
)


def highwire(facts: PostMetadata) -> Iterator[str]:
    """The Highwire Press tags of a post with its full text here; else none."""
    work = facts.work
    if not work.is_whole:
        return
    yield meta("citation_title", work.title)
    for person in work.authors:
        yield from _author(person)
    yield meta("citation_publication_date", publication_date(work.date))
    yield meta("citation_doi", work.doi)
    yield meta("citation_language", work.language)
    yield meta("citation_publisher", work.publisher)
    yield meta("citation_abstract", work.description)
    yield meta("citation_keywords", "; ".join(work.tags))
    yield meta("citation_public_url", facts.canonical)
    yield meta("citation_fulltext_html_url", work.page)
    for article in work.articles:
        yield meta("citation_reference", _reference(article))


def _author(person: Person) -> Iterator[str]:
    yield meta("citation_author", inverted(person.name))
    for affiliation in person.affiliations:
        yield meta("citation_author_institution", str(affiliation))
    yield meta("citation_author_orcid", orcid_address(person))


def publication_date(date: PartialDate | None) -> str:
    """A day, or a year: the tag allows nothing else.

    >>> from sphinx_anthology.model.dates import parse_date
    >>> publication_date(parse_date("2021-04-21")), publication_date(parse_date("2014-09"))
    ('2021/04/21', '2014')
    """
    if date is None or date.earliest.year != date.latest.year:
        return ""
    form = "{0:04}/{1:02}/{2:02}" if date.is_day else "{0:04}"
    day = date.earliest
    return form.format(day.year, day.month, day.day)


def _reference(article: Article) -> str:
    """A presented article as one tag (an older form of Google Scholar)."""
    fields = [
        ("title", article.title),
        *(("author", inverted(name)) for name in article.authors),
        ("journal_title", article.journal),
        ("volume", article.volume),
        ("issue", article.number),
        ("publication_date", article.year),
        ("doi", article.doi),
    ]
    # a semicolon ends a field
    return ";".join(f"citation_{n}={value.replace(';', ',')}" for n, value in fields if value)


def dublin_core(facts: PostMetadata) -> Iterator[str]:
    """The Dublin Core tags of a post with its full text here; else none."""
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


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The Open Graph metadata of a page; ``site`` is the title of its site."""

    kind: str
    title: str
    site: str
    url: str = ""
    description: str = ""
    language: str = ""
    image: Image | None = None


def open_graph(shared: Shared) -> Iterator[str]:
    """The Open Graph tags of every page."""
    yield meta_property("og:type", shared.kind)
    yield meta_property("og:title", shared.title)
    yield meta_property("og:description", shared.description)
    yield meta_property("og:url", shared.url)
    yield meta_property("og:site_name", shared.site)
    yield meta_property("og:locale", territorial(shared.language))
    if image := shared.image:
        yield meta_property("og:image", image.address)
        yield meta_property("og:image:width", str(image.width))
        yield meta_property("og:image:height", str(image.height))
        yield meta_property("og:image:alt", image.alt)
        yield meta("twitter:card", "summary_large_image")


def post_open_graph(facts: PostMetadata, description: str) -> Iterator[str]:
    """The Open Graph tags of a post; digests have no authors and no date."""
    work = facts.work
    site = work.site if facts.is_theirs else ""
    shared = Shared(
        kind="article",
        title=work.title,
        site=site or facts.publication.title,
        url=facts.canonical,
        description=description,
        language=facts.language,
        image=facts.image,
    )
    yield from open_graph(shared)
    if work.is_whole and work.date and work.date.is_day:
        yield meta_property("article:published_time", str(work.date))
    yield meta_property("article:modified_time", facts.corrected)
    if place := facts.view.place:
        yield meta_property("article:section", place.series_title)
    for tag in facts.tags:
        yield meta_property("article:tag", tag)
    for person in work.authors if facts.is_theirs else ():
        page = facts.site.address(person.docname) if person.docname else person.url
        yield meta_property("article:author", page)


def profile(name: Name) -> Iterator[str]:
    """The additional Open Graph tags of a person."""
    if name.given and not name.literal:
        yield meta_property("profile:first_name", name.given)
        yield meta_property("profile:last_name", name.family)


def territorial(language: str) -> str:
    """A language with its country, as in Open Graph; empty for an invalid tag.

    >>> territorial("en"), territorial("de"), territorial("pt-BR"), territorial("nonsense")
    ('en_GB', 'de_DE', 'pt_BR', '')
    """
    if language == "en":  # the default is British English
        return "en_GB"
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    likely = str(get_global("likely_subtags").get(locale.language, "")).rpartition("_")[2]
    territory = locale.territory or likely
    return f"{locale.language}_{territory}" if territory else ""

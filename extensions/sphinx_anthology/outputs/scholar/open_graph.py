"""Open Graph (ogp.me, "Basic Metadata" and "Object Types"), for whoever shows a shared address.

Posts are of the type ``article``; with ``website`` reference managers would take them for any web
page. There is no ``prefix`` attribute: readers know the names without it, and Zotero only so.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator

from babel.core import Locale, UnknownLocaleError, get_global

from sphinx_anthology.model.names import Name
from sphinx_anthology.outputs.scholar.facts import Image, PostFacts
from sphinx_anthology.outputs.scholar.tags import meta, meta_property


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What is shown of a page where its address is shared; ``site`` is the title of its site."""

    kind: str
    title: str
    site: str
    url: str = ""
    description: str = ""
    language: str = ""
    image: Image | None = None


def open_graph(shared: Shared) -> Iterator[str]:
    """What every page says."""
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


def post_open_graph(facts: PostFacts, description: str) -> Iterator[str]:
    """What a post says; of words that are ours neither the day nor the authors are the post's."""
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
    """What a person's page says besides; a group has no first and last name."""
    if name.given and not name.literal:
        yield meta_property("profile:first_name", name.given)
        yield meta_property("profile:last_name", name.family)


def territorial(language: str) -> str:
    """A language with its country, as Open Graph has it; where a tag is none, nothing.

    >>> territorial("en"), territorial("de"), territorial("pt-BR"), territorial("nonsense")
    ('en_GB', 'de_DE', 'pt_BR', '')
    """
    if language == "en":  # as the journal writes it
        return "en_GB"
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return ""
    likely = str(get_global("likely_subtags").get(locale.language, "")).rpartition("_")[2]
    territory = locale.territory or likely
    return f"{locale.language}_{territory}" if territory else ""

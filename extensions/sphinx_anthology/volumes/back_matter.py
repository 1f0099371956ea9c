"""Front pages and back matter of volumes, with the colophon.

The colophon says only what the settings, the documents and the volume state.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Iterable, Iterator

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxSmartQuotes
from sphinx.util import logging
from sphinx.util.docutils import new_document

from sphinx_anthology.cache import digest
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.pages.bibliographic import published
from sphinx_anthology.pages.build import (
    Page,
    external,
    filled,
    grouped,
    in_language,
    items,
    moment,
    name_list,
    post_link,
    section,
    separated,
    text,
    with_language,
)
from sphinx_anthology.pages.nodes import LIST, block, heading
from sphinx_anthology.pages.proof import proof_page
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.pages.wording import (
    before_colon,
    byline_form,
    date_text,
    gettext,
    relation_name,
)
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import Journal, publication_title, settings_of
from sphinx_anthology.volumes.contributors import contributors, indexes, people_of

logger = logging.getLogger(__name__)


def colophon(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """Publisher, licence, origin of every post, web address, production."""
    parts = [
        *_publication(env, volume),
        *_volume(page, volume),
        *_posts(env, page, volume),
        *_portraits(env, volume),
        *_making(env),
    ]
    return [section("an-colophon", gettext("Colophon"), *parts)]


def _fact(label: str, *content: str | nodes.Node) -> nodes.paragraph:
    """A line with a label."""
    name = nodes.inline("", before_colon(label), classes=["an-label"])
    return text(name, " ", *content, classes=["an-fact"])


def _publication(env: BuildEnvironment, volume: Volume) -> Iterator[nodes.Node]:
    """The publication, its publisher and the journal of the posts."""
    settings = settings_of(env.config)
    yield _fact(gettext("Publication"), publication_title(env.config))
    if publisher := settings.publisher:
        yield _fact(gettext("Publisher"), _linked(publisher.name, publisher.url))
    if settings.journal and volume.of_journal:
        yield _fact(gettext("Journal"), *_journal(settings.journal))


def _journal(journal: Journal) -> Iterator[str | nodes.Node]:
    yield _linked(journal.title, journal.url)
    for issn in journal.issn:
        yield f", ISSN {issn}"


def _volume(page: Page, volume: Volume) -> Iterator[nodes.Node]:
    """Licence, address, identifier and date of the volume."""
    if volume.license:
        yield _fact(gettext("Licence"), _licence(volume.license))
    elif volume.terms:
        form = gettext("{licence}, where a post names no other")
        yield _fact(gettext("Licence"), *filled(form, licence=_licence(volume.terms)))
    if volume.address:
        yield _fact(gettext("Web edition"), external(volume.address, volume.address))
    yield _fact(gettext("Identifier"), volume.identifier)
    if volume.date:
        yield _fact(gettext("Text current to"), date_text(volume.date, page.language))


def _posts(env: BuildEnvironment, page: Page, volume: Volume) -> Iterator[nodes.Node]:
    """The origins of all posts."""
    catalogue = domain_of(env).catalogue
    lines = [[_post(env, page, post_entry(docname, catalogue), volume)] for docname in volume.posts]
    if lines:
        yield heading("", gettext("The posts"), classes=["an-t"])
        yield items(lines, LIST, "an-sources")


def _post(env: BuildEnvironment, page: Page, entry: PostEntry, volume: Volume) -> nodes.Node:
    """A post's title, authors, first publication, and own licence."""
    post = domain_of(env).catalogue.posts[entry.docname]
    people = name_list(page, entry.people, linked=False) or [nodes.Text(gettext("unknown authors"))]
    where: list[nodes.Node] = []
    if origin := post.origin:
        site = _linked(origin.site or gettext("another site"), origin.url)
        # the byline says what a digest, an excerpt and a record are
        is_said = relation_name(entry.relation) != ""
        where = [site] if is_said else filled(published(origin.relation), site=site)
    shown = moment(page, entry.date) if entry.date else None
    return block(
        "",
        text(with_language(page, post_link(page, entry), entry.language)),
        text(*filled(byline_form(entry.relation), names=people), classes=["an-by"]),
        text(*separated(grouped(where), shown, grouped(_terms(post, volume)))),
        classes=["an-source"],
    )


def _terms(post: Post, volume: Volume) -> list[nodes.Node]:
    """The licence of a post, unless it is that of the volume."""
    stated = post.text_terms(volume.terms)
    if stated == volume.terms:
        return []
    if not stated:
        return [nodes.Text(gettext("Not under this licence."))]
    return filled(gettext("Licence: {licence}."), licence=_licence(stated))


def _licence(stated: str) -> nodes.Node:
    """The name of a licence, linked to its text if that is known."""
    return _linked(licence_name(stated), license_address(stated))


def _portraits(env: BuildEnvironment, volume: Volume) -> Iterator[nodes.Node]:
    """The photographers of the portraits."""
    people = people_of(env, volume).values()
    for person in people:
        if person.photo is None or not person.photo.credit:
            continue
        credit = ", ".join(filter(None, (person.photo.credit, person.photo.rights)))
        form = gettext("Portrait of {name}: {credit}")
        yield text(form.format(name=person, credit=credit), classes=["an-credit"])


def _making(env: BuildEnvironment) -> Iterator[nodes.Node]:
    """How the volume was made, and the disclaimer."""
    made: list[str | nodes.Node] = [gettext("Made with sphinx-anthology.")]
    if env._app.builder.format != "html":  # noqa: SLF001  # readers of EPUBs choose the fonts
        made += [" ", gettext("Typeset in Source Serif and Source Sans.")]
    yield text(*made, classes=["an-making"])
    if disclaimer := settings_of(env.config).disclaimer:
        yield text(disclaimer, classes=["an-making"])


def _linked(words: str, address: str | None) -> nodes.Node:
    return external(address, words) if address else nodes.Text(words)


PARTS: dict[str, Callable[[BuildEnvironment, Page, Volume], list[nodes.Node]]] = {
    "contributors": contributors,
    "colophon": colophon,
    "indexes": indexes,
}
"""The parts of the back matter in their order, by name."""


def parts(
    env: BuildEnvironment, volume: Volume, names: Iterable[str] = tuple(PARTS)
) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The parts of a volume by name, as sections, without empty ones."""
    for name in names:
        page = Page(f"{volume.name}/{name}?", env.config.language)  # no docname ends with “?”
        if sections := PARTS[name](env, page, volume):
            yield name, sections


PROOF = "proof"
"""The name of the page that says what a proof is, and what is missing."""


def front_pages(env: BuildEnvironment, volume: Volume) -> Iterator[tuple[str, nodes.section]]:
    """The pages that other extensions insert before the documents, by name.

    A page that cannot be made is left out, with a warning.
    """
    catalogue = domain_of(env).catalogue
    if catalogue.proof:
        yield PROOF, proof_page(env, catalogue.proof)
        return
    for name, make in additions_of(env._app).front_pages.items():  # noqa: SLF001  # no public way
        try:
            found = make(volume, catalogue)
            if found is None:
                continue
            if not (
                isinstance(found, nodes.section) and isinstance(found.next_node(), nodes.title)
            ):
                raise TypeError("it must return a section that begins with a title")  # noqa: TRY301
        except Exception as error:  # noqa: BLE001  # another extension's
            message = "The volume ‘%s’ is made without its page ‘%s’: %s"
            details = volume.name, name, reason_of(error)
            logger.warning(message, *details, type="anthology", subtype="volume", once=True)
            continue
        _drop_images(found, name)
        found["ids"] = found["ids"] or [f"front--{name}"]
        yield name, found


def _drop_images(page: nodes.section, name: str) -> None:
    """Replace images by their alternative texts: files are only found for documents."""
    for image in list(page.findall(nodes.image)):
        message = "The page ‘%s’ of volumes has the image ‘%s’; only its alternative text is shown."
        details = name, str(image.get("uri", ""))
        logger.warning(message, *details, type="anthology", subtype="volume", once=True)
        image.replace_self(nodes.inline("", image.get("alt", "")))


def front_digest(env: BuildEnvironment, volumes: Iterable[Volume]) -> str:
    """A digest of all front pages; empty if there are none."""
    pages = [(v.name, n, page.pformat()) for v in volumes for n, page in front_pages(env, v)]
    return digest(repr(pages)) if pages else ""


def resolved(env: BuildEnvironment, docname: str, sections: Iterable[nodes.Node]) -> nodes.document:
    """Sections as a document that a builder can write under the name ``docname``."""
    document = new_document(docname)
    document += list(sections)
    for node in document.findall(nodes.Element):
        # footnotes are found by their ids, as in a document that was read
        document.ids.update(dict.fromkeys(node["ids"], node))
    _set_quotes(env, document)
    env.apply_post_transforms(document, docname)
    return document


def _set_quotes(env: BuildEnvironment, document: nodes.document) -> None:
    """Straight quotes become those of the language, as in documents that are read."""
    settings = document.settings
    settings.env, settings.smart_quotes = env, True
    settings.language_code = env.settings["language_code"]
    settings.smartquotes_locales = env.settings.get("smartquotes_locales")
    SphinxSmartQuotes(document, None).apply()


def with_quotes(env: BuildEnvironment, volume: Volume) -> Volume:
    """A volume whose titles and description have the quotes of its language."""
    texts = (volume.title, volume.subtitle, volume.description)
    title, subtitle, description = _quoted(env, volume.root, volume.language, *texts)
    return dc.replace(volume, title=title, subtitle=subtitle, description=description)


def named_with_quotes(env: BuildEnvironment, publication: Publication) -> Publication:
    """A publication whose title and tagline have the quotes of its language."""
    texts = (publication.title, publication.tagline)
    title, tagline = _quoted(env, publication.root, publication.language, *texts)
    return dc.replace(publication, title=title, tagline=tagline)


def _quoted(env: BuildEnvironment, root: str, language: str, *texts: str) -> list[str]:
    """Texts with the quotes of a language."""
    classes = in_language(Page(root, env.config.language), language)
    document = new_document(root)
    document += [block("", nodes.paragraph("", text), classes=classes) for text in texts]
    _set_quotes(env, document)
    return [child.astext() for child in document.children]

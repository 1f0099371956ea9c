"""The package document of an EPUB: metadata, manifest, spine; and the ZIP archive.

Accessibility is derived from what is in the volume, never asserted; names and values are those of
schema.org (EPUB Accessibility 1.1).
"""

from __future__ import annotations

import dataclasses as dc
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.names import Name, slug
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.epub.contents import STYLE, tag
from sphinx_anthology.outputs.epub.pages import Page
from sphinx_anthology.outputs.epub.pictures import KINDS
from sphinx_anthology.pages.wording import direction, gettext
from sphinx_anthology.reading.settings import Settings

EDITOR, AUTHOR, ORIGINAL = "edt", "aut", "ant"
"""MARC relators: ``ant``, bibliographic antecedent, is the author of an original."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A person with all roles in a volume."""

    person: Person
    roles: tuple[str, ...]

    @property
    def is_creator(self) -> bool:
        """Whether the person wrote or edited the volume, not only an original."""
        return self.roles != (ORIGINAL,)


def named(volume: Volume) -> Iterator[Named]:
    """The editors, then all authors of posts in the volume, each once."""
    people = {_key(person): person for person in volume.editors}
    roles = {key: [EDITOR] for key in people}
    for credit in volume.credits:
        key = _key(credit.person)
        people.setdefault(key, credit.person)
        roles.setdefault(key, []).append(ORIGINAL if credit.of_original else AUTHOR)
    for key, person in people.items():
        yield Named(person=person, roles=tuple(dict.fromkeys(roles[key])))


def filed_as(name: Name) -> str:
    """A name for sorting: family name first, except for groups."""
    if name.literal or not name.given:
        return str(name)
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _key(person: Person) -> str:
    return person.id or f" {person}"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts that decide about accessibility. The cover does not count as an image."""

    has_images: bool = False
    has_formulas: bool = False
    all_described: bool = True
    all_formulas: bool = True
    may_move: bool = False

    @property
    def text_is_enough(self) -> bool:
        """Whether the text alone conveys all information."""
        return self.all_described and self.all_formulas


def facts_of(pages: Iterable[Page], *, may_move: bool) -> Facts:
    """The facts of all pages."""
    found = tuple(pages)
    return Facts(
        has_images=any(page.images for page in found),
        has_formulas=any(page.has_formula for page in found),
        all_described=not any(page.lacks_words for page in found),
        all_formulas=not any(page.lacks_formula for page in found),
        may_move=may_move,
    )


def properties(facts: Facts) -> Iterator[tuple[str, str]]:
    """The accessibility metadata, as pairs of property and value."""
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
"""The date of the last change, which EPUB requires, if no post has one."""


def metadata(
    volume: Volume,
    publication: Publication,
    settings: Settings,
    catalogue: Catalogue,
    facts: Facts,
) -> Metadata:
    """All metadata, in a fixed order."""
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
    # EPUB knows no intervals of dates
    if volume.date and not volume.date.is_interval:
        found.plain("date", str(volume.date))
    found.meta("dcterms:modified", f"{_last_change(volume, catalogue)}T00:00:00Z")


def _last_change(volume: Volume, catalogue: Catalogue) -> str:
    """The date of the newest post, or of the last correction of any."""
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
    """The labels of the topics of the volume's posts, sorted."""
    slugs = {slug(each) for docname in volume.posts for each in catalogue.posts[docname].tags}
    return sorted(catalogue.topic_labels.get(each, each) for each in slugs)


def _add_collections(
    found: Metadata, volume: Volume, publication: Publication, settings: Settings
) -> None:
    """Add the publication of a booklet, and its journal."""
    if volume.series:
        book = found.meta("belongs-to-collection", publication.title)
        found.meta("collection-type", "series", of=book)
        found.meta("group-position", str(volume.position), of=book)
    if settings.journal and volume.of_journal:
        journal = found.meta("belongs-to-collection", settings.journal.title)
        found.meta("collection-type", "series", of=journal)
        for issn in settings.journal.issn:
            found.meta("dcterms:identifier", f"urn:issn:{issn}", of=journal)


FOLDER = "EPUB/"
PACKAGE = f"{FOLDER}package.opf"
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16
_LEVEL = 6
_UNIX = 3
_PACKED = (".png", ".jpg", ".gif", ".webp")
"""Extensions of files that are already compressed."""
_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="{PACKAGE}" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive of files, which are placed beside the package document."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        # first and uncompressed, so that the file type can be recognised
        _add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _add(archive, "META-INF/container.xml", _CONTAINER.encode(), zipfile.ZIP_DEFLATED)
        for name in sorted(files):
            is_packed = name.endswith(_PACKED)
            method = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            _add(archive, f"{FOLDER}{name}", files[name], method)
    return memory.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type, entry.external_attr, entry.create_system = method, _MODE, _UNIX
    archive.writestr(entry, content, compresslevel=_LEVEL)


_PAGE = "application/xhtml+xml"
_COVER = "cover-image"
"""The id of the cover's image."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page in the spine; ``properties`` are its manifest properties."""

    file: str
    properties: tuple[str, ...] = ()


class Metadata:
    """Collects metadata elements, and numbers those that others refine."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last = 0

    def element(self, name: str, text: str, identifier: str = "") -> str:
        """Add a Dublin Core element; return its id."""
        identifier = identifier or self._next()
        self.lines.append(f'<dc:{name} id="{identifier}">{_text(text)}</dc:{name}>')
        return identifier

    def plain(self, name: str, text: str) -> None:
        """Add a Dublin Core element without an id, unless the text is empty."""
        if text:
            self.lines.append(f"<dc:{name}>{_text(text)}</dc:{name}>")

    def meta(self, name: str, text: str, *, of: str = "", scheme: str = "") -> str:
        """Add a property of the volume or of another element; return its id."""
        identifier = self._next()
        refined = f' refines="#{of}"' if of else ""
        known = f' scheme="{scheme}"' if scheme else ""
        stated = f'<meta property="{name}" id="{identifier}"{refined}{known}>{_text(text)}</meta>'
        self.lines.append(stated)
        return identifier

    def _next(self) -> str:
        self._last += 1
        return f"m{self._last}"


def package(
    metadata: Metadata, items: Sequence[Item], images: Iterable[str], cover: str, language: str
) -> bytes:
    """The package document."""
    spoken = escape(tag(language))
    turned = ' page-progression-direction="rtl"' if direction(language) == "rtl" else ""
    lines = "".join(f"{line}\n" for line in metadata.lines)
    if cover:  # older readers, and shelves, look for this
        lines += f'<meta name="cover" content="{_COVER}"/>\n'
    spine = "".join(f'<itemref idref="p{place}"/>\n' for place, _ in enumerate(items))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid"'
        f' xml:lang="{spoken}" dir="{direction(language)}"'
        ' prefix="a11y: http://www.idpf.org/epub/vocab/package/a11y/#">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{lines}</metadata>\n"
        f"<manifest>\n{''.join(_manifest(items, images, cover))}</manifest>\n"
        f"<spine{turned}>\n{spine}</spine>\n</package>\n"
    ).encode()


def _manifest(items: Sequence[Item], images: Iterable[str], cover: str) -> Iterator[str]:
    for place, item in enumerate(items):
        stated = f' properties="{" ".join(item.properties)}"' if item.properties else ""
        yield f'<item id="p{place}" href="{escape(item.file)}" media-type="{_PAGE}"{stated}/>\n'
    yield f'<item id="style" href="{STYLE}" media-type="text/css"/>\n'
    for place, path in enumerate(images):
        kind = KINDS[path.rpartition(".")[2]]
        name, stated = f"i{place}", ""
        if path == cover:
            name, stated = _COVER, ' properties="cover-image"'
        yield f'<item id="{name}" href="{escape(path)}" media-type="{kind}"{stated}/>\n'


def _text(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)

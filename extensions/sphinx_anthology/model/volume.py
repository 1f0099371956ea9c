"""Volumes: the whole book, and a booklet of each series.

Content and names of volumes are the same for every kind of file.
"""

from __future__ import annotations

import dataclasses as dc
import fnmatch
import uuid
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import Series
from sphinx_anthology.model.entries import post_people
from sphinx_anthology.model.page_queries import SeriesPage
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.views import Person, SeriesView

KINDS = ("pdf", "epub")
"""The kinds of volume files; also their folders and endings."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The facts about the publication that volumes state; empty if unknown.

    ``license`` is an SPDX expression, ``base`` the absolute address of the site, ``publisher_ror``
    a ROR address; ``issn`` has the journal's ISSNs.
    """

    title: str
    root: str = "index"
    tagline: str = ""
    language: str = "en"
    publisher: str = ""
    publisher_url: str = ""
    publisher_ror: str = ""
    journal: str = ""
    journal_url: str = ""
    issn: tuple[str, ...] = ()
    license: str = ""
    copyright: str = ""
    base: str = ""
    timezone: str = "UTC"
    """Where a day begins (IANA)."""
    in_volumes: tuple[str, ...] = ()
    """Patterns of docnames that volumes hold, or do not (after ``!``); the last one counts."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A document of a volume; ``depth`` is 0 for the first."""

    docname: str
    depth: int


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An author in a volume; ``of_original`` if only retold posts are theirs."""

    person: Person
    of_original: bool


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume: the book or a booklet.

    ``name`` is the stem of its files, ``chapters`` its documents in reading order, ``posts`` the
    docnames of the posts among them, ``date`` that of its newest post, ``identifier`` a permanent
    URN, ``position`` its number among the booklets (from 1; 0 for the whole book). ``editors`` are
    those of its series, or, of the whole book, of all series in it. ``license`` is that of all
    posts, empty if they have several; ``terms`` is that of posts that state none. ``of_journal``
    says whether the posts are the journal's.
    """

    name: str
    title: str
    chapters: tuple[Chapter, ...]
    posts: tuple[str, ...]
    credits: tuple[Credit, ...]
    identifier: str
    language: str
    subtitle: str = ""
    description: str = ""
    license: str = ""
    terms: str = ""
    of_journal: bool = True
    date: PartialDate | None = None
    series: SeriesView | None = None
    position: int = 0
    editors: tuple[Person, ...] = ()
    address: str = ""
    """The web address of the volume's content; may be empty."""

    @property
    def root(self) -> str:
        """The docname of the first document."""
        return self.chapters[0].docname

    @property
    def docnames(self) -> frozenset[str]:
        """The documents in the volume."""
        return frozenset(chapter.docname for chapter in self.chapters)


def volumes(
    publication: Publication,
    catalogue: Catalogue,
    below: Mapping[str, Sequence[str]],
    wordless: AbstractSet[str] = frozenset(),
) -> tuple[Volume, ...]:
    """All volumes: the whole book, then the booklets in reading order.

    ``below`` has the documents in each document's toctrees, in order. A front page that is
    ``wordless`` is left out.
    """
    reached = reading_order(publication.root, below)
    chapters = _kept((*reached, *_unreached(reached, catalogue)), publication, catalogue)
    shown = {source.docname: i for i, source in catalogue.series.items()}
    ids = [shown[c.docname] for c in chapters if c.docname in shown]
    public = [i for i in ids if catalogue.is_public(catalogue.series[i].docname)]
    booklets = [
        booklet(series_id, position, publication, catalogue, below)
        for position, series_id in enumerate(public, start=1)
    ]
    editors = {str(e.id or e): e for booklet in booklets for e in booklet.editors}
    says_no = _stated(publication.root, publication, catalogue) is False
    has_front = len(chapters) == 1 or not (says_no or publication.root in wordless)
    book = _book(publication, chapters[not has_front :], catalogue)
    return dc.replace(book, editors=tuple(editors.values())), *booklets


def left_out(
    publication: Publication, catalogue: Catalogue, made: Iterable[Volume]
) -> tuple[str, ...]:
    """The public documents that none of the volumes holds, sorted; authors are contributors."""
    held = {chapter.docname for volume in made for chapter in volume.chapters}
    held |= {source.docname for source in catalogue.authors.values()} | {publication.root}
    return tuple(d for d in sorted(catalogue.sources) if catalogue.is_public(d) and d not in held)


def _kept(
    chapters: Iterable[Chapter], publication: Publication, catalogue: Catalogue
) -> tuple[Chapter, ...]:
    """The documents that a volume holds; those below one that is left out take its depth.

    The first is always held. What a document states holds for all below it, too.
    """
    found: list[Chapter] = []
    left: list[int] = []  # the depths of documents above the next one that are left out
    said: list[tuple[int, bool]] = []  # what documents above it state, by depth
    for chapter in chapters:
        left = [depth for depth in left if depth < chapter.depth]
        said = [(depth, holds) for depth, holds in said if depth < chapter.depth]
        stated = _stated(chapter.docname, publication, catalogue)
        if found and stated is not None:
            said.append((chapter.depth, stated))
        is_held = said[-1][1] if said else _is_held(chapter.docname, catalogue)
        if not found or (is_held and not _is_author(chapter.docname, catalogue)):
            found.append(dc.replace(chapter, depth=chapter.depth - len(left)))
        else:
            left.append(chapter.depth)
        if stated is None and not said and chapter.docname in _series(catalogue):
            said.append((chapter.depth, True))
    return tuple(found)


def _stated(docname: str, publication: Publication, catalogue: Catalogue) -> bool | None:
    """Whether volumes hold a document, by what itself or the setting states."""
    source = catalogue.sources.get(docname)
    if source is not None and source.in_volumes is not None:
        return source.in_volumes
    patterns = publication.in_volumes
    said = [p for p in patterns if fnmatch.fnmatchcase(docname, p.removeprefix("!"))]
    return not said[-1].startswith("!") if said else None


def _is_held(docname: str, catalogue: Catalogue) -> bool:
    """Whether volumes hold a document of which nothing is stated: if there are posts, no page."""
    source = catalogue.sources.get(docname)
    return not catalogue.posts or bool(source and source.kind)


def _is_author(docname: str, catalogue: Catalogue) -> bool:
    source = catalogue.sources.get(docname)
    return source is not None and source.kind == "author"


def _series(catalogue: Catalogue) -> frozenset[str]:
    """The documents of series, in whose toctrees all is held."""
    return frozenset(source.docname for source in catalogue.series.values())


def reading_order(root: str, below: Mapping[str, Sequence[str]]) -> tuple[Chapter, ...]:
    """A document and all below it, each once, in reading order."""
    found: dict[str, Chapter] = {}
    waiting = [Chapter(docname=root, depth=0)]
    while waiting:
        chapter = waiting.pop()
        if chapter.docname in found:
            continue
        found[chapter.docname] = chapter
        inside = below.get(chapter.docname, ())
        waiting += [Chapter(docname=d, depth=chapter.depth + 1) for d in reversed(inside)]
    return tuple(found.values())


def _unreached(reached: Iterable[Chapter], catalogue: Catalogue) -> list[Chapter]:
    """Documents outside all toctrees: posts, newest first, then others that volumes hold."""
    inside = {chapter.docname for chapter in reached}
    public = (s for d, s in catalogue.sources.items() if catalogue.is_public(d))
    kinds = {s.docname: s.kind for s in public if s.kind or s.in_volumes}
    loose = [d for d in kinds if d not in inside]
    posts = sorted((d for d in loose if kinds[d] == "post"), key=catalogue.newest_first)
    others = sorted(d for d in loose if kinds[d] != "post")
    return [Chapter(docname=docname, depth=1) for docname in (*posts, *others)]


def book_name(title: str, catalogue: Catalogue) -> str:
    """The name of the volume of the whole publication; no series has it."""
    name = names.slug(title) or "publication"
    is_taken = name in {names.slug(series_id) for series_id in catalogue.series}
    return f"{name}-all" if is_taken else name


def _book(publication: Publication, chapters: tuple[Chapter, ...], catalogue: Catalogue) -> Volume:
    """The volume of the whole publication."""
    name = book_name(publication.title, catalogue)
    posts = _posts(chapters, catalogue)
    return Volume(
        name=name,
        title=publication.title,
        subtitle=publication.tagline,
        chapters=chapters,
        posts=posts,
        credits=tuple(_credits(posts, catalogue)),
        identifier=_identifier(publication, name),
        language=publication.language,
        license=_terms(publication.license, posts, catalogue),
        terms=publication.license,
        date=_newest(posts, catalogue),
        address=publication.base,
    )


def proof_volume(docname: str, publication: Publication, catalogue: Catalogue, mark: str) -> Volume:
    """The volume of a single post, for its author; ``mark`` stands below its title."""
    post = catalogue.posts[docname]
    return Volume(
        name=docname.rpartition("/")[2],
        title=post.title,
        subtitle=mark,
        chapters=(Chapter(docname=docname, depth=0),),
        posts=(docname,),
        credits=tuple(_credits((docname,), catalogue)),
        identifier=_identifier(publication, f"proof:{docname}"),
        language=post.language or publication.language,
        date=post.date,
    )


def _terms(stated: str, posts: tuple[str, ...], catalogue: Catalogue) -> str:
    """The licence of a volume; empty if its posts have others."""
    is_clear = all(catalogue.posts[docname].text_terms(stated) == stated for docname in posts)
    return stated if is_clear else ""


def booklet(
    series_id: str,
    position: int,
    publication: Publication,
    catalogue: Catalogue,
    below: Mapping[str, Sequence[str]],
) -> Volume:
    """The volume of a series."""
    view = SeriesPage(series_id).result(catalogue)
    if view is None:
        raise KeyError(series_id)
    docname = view.entry.docname
    series = catalogue.series[series_id].record
    stated, of_journal = publication.license, True
    if isinstance(series, Series):
        stated, of_journal = series.terms(stated), series.of_journal
    chapters = _kept(reading_order(docname, below), publication, catalogue)
    posts = _posts(chapters, catalogue)
    return Volume(
        name=series_id,
        title=view.entry.title,
        description=view.entry.description,
        chapters=chapters,
        posts=posts,
        credits=tuple(_credits(posts, catalogue)),
        identifier=_identifier(publication, docname),
        language=view.entry.language or publication.language,
        license=_terms(stated, posts, catalogue),
        terms=stated,
        of_journal=of_journal,
        date=_newest(posts, catalogue),
        series=view,
        position=position,
        editors=view.entry.editors,
        address=catalogue.site.address(docname),
    )


def _posts(chapters: Iterable[Chapter], catalogue: Catalogue) -> tuple[str, ...]:
    listed = frozenset(catalogue.public_posts)
    return tuple(c.docname for c in chapters if c.docname in listed)


def _credits(posts: Iterable[str], catalogue: Catalogue) -> Iterable[Credit]:
    """The authors of posts, each once, in order of appearance.

    People of the same name are one person only if they have the same id.
    """
    people: dict[str, Person] = {}
    own: dict[str, bool] = {}
    for docname in posts:
        post = catalogue.posts[docname]
        for person in post_people(post, catalogue):
            key = person.id or f" {person}"
            people.setdefault(key, person)
            own[key] = own.get(key, False) or post.is_theirs
    return (Credit(person=people[key], of_original=not own[key]) for key in people)


def _newest(posts: Iterable[str], catalogue: Catalogue) -> PartialDate | None:
    dates = (catalogue.posts[docname].date for docname in posts)
    return max((d for d in dates if d), key=lambda d: (d.earliest, d.latest), default=None)


def _identifier(publication: Publication, name: str) -> str:
    """A UUID URN (RFC 9562, version 5) of the volume's address, or of its name."""
    base = publication.base or f"urn:publication:{names.slug(publication.title)}:"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, base + name)}"


def web_place(docname: str, fragment: str, catalogue: Catalogue) -> str:
    """The absolute web address of a place in a document; empty if none.

    In print, a topic or year is a place in a list; on the web it has a page.
    """
    what, _, key = fragment.partition("-")
    pages = {"topics": catalogue.posts_by_topic, "years": catalogue.posts_by_year}
    if key in pages.get(what, {}):
        return catalogue.site.address(f"{what}/{key}")
    address = catalogue.site.address(docname)
    return f"{address}#{fragment}" if address and fragment else address


def pdf_first(export: Export) -> tuple[int, str]:
    """The key that sorts exports as readers see them."""
    return KINDS.index(export.path.rpartition(".")[2]), export.path


def exports_of(
    exports: Iterable[Export], series_id: str, catalogue: Catalogue
) -> tuple[Export, ...]:
    """The exports of a series, or (empty id) of the whole publication."""
    return tuple(
        export
        for export in exports
        if (export.stem == series_id if series_id else export.stem not in catalogue.series)
    )

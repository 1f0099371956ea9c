"""The assembler of EPUBs: it combines pages into volumes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.util import logging

from sphinx_anthology.cache import digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.entries import shown_people
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.epub.contents import (
    COVER_IMAGE,
    STYLE,
    Covers,
    Entry,
    Landmark,
    contents,
    cover_page,
    document,
    entries_of,
    title_page,
)
from sphinx_anthology.outputs.epub.package import Item, facts_of, metadata, package, packed
from sphinx_anthology.outputs.epub.pages import COVER, NAV, TITLE, Page, PageBuilder, Places
from sphinx_anthology.outputs.epub.pictures import is_moving
from sphinx_anthology.pages.build import Page as Frame
from sphinx_anthology.pages.rescue import reason_of
from sphinx_anthology.pages.wording import byline_form, gettext, joined
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.volumes import wanted_volumes
from sphinx_anthology.volumes import back_matter
from sphinx_anthology.volumes.assembler import VolumeAssembler

logger = logging.getLogger(__name__)

_STYLE = Path(__file__).parent / "static" / STYLE


class Extent(NamedTuple):
    """The parts of a volume besides its documents; ``lacks`` describes the missing ones."""

    has_cover: bool = True
    has_back: bool = True
    lacks: str = ""


_EXTENTS = (
    Extent(),
    Extent(has_cover=False, lacks="without its cover"),
    Extent(has_back=False, lacks="without contributors, colophon and indexes"),
    Extent(
        has_cover=False, has_back=False, lacks="without cover, contributors, colophon and indexes"
    ),
)


class EpubAssembler(VolumeAssembler):
    """Makes EPUBs from a builder's pages."""

    kind = "epub"

    def __init__(self, builder: PageBuilder) -> None:
        super().__init__(builder)
        self.builder, self.pages = builder, builder.pages
        shelves = [v.series.entry.shelf for v in self.volumes if v.series]
        self.covers = Covers(self.work / "covers", self.cache, self.publication, shelves)

    def make_all(self) -> list[Path]:
        """Make every wanted volume; if nothing has changed, none is opened."""
        state = self._state()
        targets = {volume.name: self.target(volume) for volume in wanted_volumes(self.env)}
        if all(self.cache.has(f"{name}?", state, target) for name, target in targets.items()):
            return list(targets.values())
        made = super().make_all()
        for name, target in targets.items() if len(made) == len(targets) else ():
            self.cache.note(f"{name}?", state, target)
        self.cache.save()
        return made

    def _state(self) -> str:
        """A digest of all that pages show and volumes contain."""
        domain = domain_of(self.env)
        values = (
            sorted((domain.fingerprints or {}).items()),
            sorted(domain.digests.items()),
            sorted(self.catalogue.states.items()),
            (self.volumes, self.publication, self.settings, self.covers.look),
            back_matter.front_digest(self.env, self.volumes),
        )
        return digest(_STYLE.read_bytes(), *map(repr, values))

    def assemble(self, volume: Volume, target: Path) -> None:
        """Make a volume; if that fails, without cover or back matter."""
        reason = ""
        for extent in _EXTENTS:
            try:
                self._pack(volume, target, extent)
            except (OSError, KeyboardInterrupt):
                raise  # a full disk is not the fault of a volume
            except BaseException as error:
                if extent is _EXTENTS[-1]:
                    raise
                reason = reason_of(error)
            else:
                if reason:
                    message = "The EPUB ‘%s’ is made %s (%s)."
                    details = volume.name, extent.lacks, reason
                    logger.warning(message, *details, type="anthology", subtype="epub")
                return

    def _pack(self, volume: Volume, target: Path, extent: Extent) -> None:
        """Make a volume, unless its file is up to date."""
        key = self.covers.key(volume) if extent.has_cover else ""
        cover = self.covers.draw(volume) if key else b""
        files = EpubVolume(self, volume, extent).files(has_cover=bool(key))
        parts = (f"{name} {digest(files[name])}\n" for name in sorted(files))
        made_from = digest(key, *parts)
        if self.cache.has(target.name, made_from, target):
            return
        if key:
            files[COVER_IMAGE] = cover
        write_whole(target, packed(files))
        self.cache.note(target.name, made_from, target)
        self.cache.save()


class EpubVolume:
    """The files of one volume."""

    def __init__(self, assembler: EpubAssembler, volume: Volume, extent: Extent) -> None:
        self.assembler, self.volume, self.pages = assembler, volume, assembler.pages
        self.language = assembler.builder.config.language
        docnames = [chapter.docname for chapter in volume.chapters]
        self.places = Places(docnames, assembler.catalogue, self.pages.read)
        self.title = self._title_page()
        self.front = dict(self._front())
        self.back = dict(self._back()) if extent.has_back else {}
        self.places.add_entries(dict(self._contributors()))

    def files(self, *, has_cover: bool) -> dict[str, bytes]:
        """All files of the volume by name, except the cover image."""
        chapters = [self.pages.read(chapter.docname) for chapter in self.volume.chapters]
        pages = [self.title, *self.front.values(), *chapters, *self.back.values()]
        images = sorted({f"images/{name}" for page in pages for name in page.images})
        folder = self.assembler.builder.work
        found = {path: (folder / path).read_bytes() for path in images}
        facts = facts_of(pages, may_move=any(map(is_moving, found.values())))
        cover = COVER_IMAGE if has_cover else ""
        said = metadata(
            self.volume,
            self.assembler.publication,
            self.assembler.settings,
            self.assembler.catalogue,
            facts,
        )
        everything = [*images, cover] if cover else images
        found["package.opf"] = package(
            said, list(self._spine(cover)), everything, cover, self.volume.language
        )
        found[STYLE] = _STYLE.read_bytes()
        found.update(self._pages(cover))
        return found

    def _pages(self, cover: str) -> Iterator[tuple[str, bytes]]:
        """The pages of the volume."""
        if cover:
            name = gettext("Cover")
            yield COVER, document(name, cover_page(self.volume), self.language, "cover")
        yield TITLE, self._page(self.title, "frontmatter titlepage")
        table = contents(list(self._entries()), list(self._landmarks(cover)))
        yield NAV, document(gettext("Contents"), table, self.language, "frontmatter")
        for name, page in self.front.items():
            yield f"{name}.xhtml", self._page(page, "frontmatter")
        for chapter in self.volume.chapters:
            page = self.pages.read(chapter.docname)
            yield self.places.file(chapter.docname), self._page(page, "bodymatter")
        for name, page in self.back.items():
            yield f"{name}.xhtml", self._page(page, "backmatter")

    def _page(self, page: Page, kind: str) -> bytes:
        return document(page.title, self.places.localised(page.content), self.language, kind)

    def _spine(self, cover: str) -> Iterator[Item]:
        """The pages in reading order."""
        if cover:
            yield Item(file=COVER)
        yield Item(file=TITLE, properties=_properties(self.title))
        yield Item(file=NAV, properties=("nav",))
        for name, page in self.front.items():
            yield Item(file=f"{name}.xhtml", properties=_properties(page))
        for chapter in self.volume.chapters:
            page = self.pages.read(chapter.docname)
            yield Item(file=self.places.file(chapter.docname), properties=_properties(page))
        for name, page in self.back.items():
            yield Item(file=f"{name}.xhtml", properties=_properties(page))

    def _entries(self) -> Iterator[Entry]:
        """The contents: front pages, documents with authors, sections, back matter."""
        for name, page in self.front.items():
            yield Entry(depth=0, href=f"{name}.xhtml", title=page.title)
        for chapter in self.volume.chapters:
            page = self.pages.read(chapter.docname)
            file = self.places.file(chapter.docname)
            yield from entries_of(page, file, max(0, chapter.depth - 1), self._by(chapter.docname))
        for name, page in self.back.items():
            yield Entry(depth=0, href=f"{name}.xhtml", title=page.title)

    def _by(self, docname: str) -> str:
        """The authors of a post, as in the contents."""
        post = self.assembler.catalogue.posts.get(docname)
        if post is None:
            return ""
        people = [str(person) for person in shown_people(docname, self.assembler.catalogue)]
        names = joined(people, self.language)
        return byline_form(post.relation).format(names=names) if names else ""

    def _landmarks(self, cover: str) -> Iterator[Landmark]:
        if cover:
            yield Landmark("cover", COVER, gettext("Cover"))
        yield Landmark("titlepage", TITLE, gettext("Title page"))
        first = self.places.file(self.volume.root)
        yield Landmark("bodymatter", first, gettext("Start reading"))
        for name, page in self.back.items():
            yield Landmark(name.partition("-")[0], f"{name}.xhtml", page.title)

    def _title_page(self) -> Page:
        frame = Frame(self.volume.root, self.language)
        section = title_page(frame, self.volume, self.assembler.publication)
        return self._rendered("title", self.volume.title, [section])

    def _front(self) -> Iterator[tuple[str, Page]]:
        """The front pages of other extensions, by name."""
        for name, section in back_matter.front_pages(self.assembler.env, self.volume):
            title = next(iter(section.findall(nodes.title)), nodes.title()).astext()
            yield f"front.{name}", self._rendered(f"front.{name}", title, [section])

    def _back(self) -> Iterator[tuple[str, Page]]:
        """The pages of the back matter, by name."""
        for _, sections in back_matter.parts(self.assembler.env, self.volume):
            for section in (part for part in sections if isinstance(part, nodes.section)):
                name = section["classes"][-1].removeprefix("an-")
                title = next(s for s in section.findall(nodes.title)).astext()
                yield name, self._rendered(name, title, [section])

    def _rendered(self, name: str, title: str, sections: list[nodes.Node]) -> Page:
        """A page that is no document; relative links start from the root document."""
        document = back_matter.resolved(self.assembler.env, f"{self.volume.name}/{name}?", sections)
        return self.assembler.builder.rendered(self.volume.root, document, title)

    def _contributors(self) -> Iterator[tuple[str, str]]:
        """The entries of authors without a document in the volume."""
        page = self.back.get("contributors")
        for author_id, source in self.assembler.catalogue.authors.items():
            entry = f"contributor-{author_id}"
            if page and entry in page.ids:
                yield source.docname, f"contributors.xhtml#{entry}"


def _properties(page: Page) -> tuple[str, ...]:
    """The manifest properties of a page."""
    found = {"mathml": page.has_formula, "svg": page.has_drawing}
    return tuple(name for name, has_it in found.items() if has_it)

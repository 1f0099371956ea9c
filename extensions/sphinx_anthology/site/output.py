"""The interface of outputs: the site and pages they are given.

An output makes files below the site, and adds to the head and the footer of its pages. Feeds,
records for reference managers, metadata and sitemaps are outputs; other extensions add theirs with
:func:`sphinx_anthology.api.add_output`.
"""

from __future__ import annotations

import dataclasses as dc
import functools
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from markupsafe import Markup
from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.site import Export, Image, Site
from sphinx_anthology.model.source import Body
from sphinx_anthology.model.states import State
from sphinx_anthology.model.volume import Publication, exports_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import Settings, settings_of
from sphinx_anthology.reading.volumes import creator_of, public_exports, publication_of
from sphinx_anthology.site.share_images import image_of
from sphinx_anthology.site.texts import post_texts


class SiteContext:
    """The site of a build. Costly values are computed when they are first used.

    ``catalogue`` is complete, ``publication`` describes the whole, ``settings`` are the checked
    ``anthology_…`` values, ``folder`` is the output folder.
    """

    catalogue: Catalogue
    publication: Publication
    settings: Settings
    folder: Path

    def __init__(self, app: Sphinx) -> None:
        self._app = app
        self.catalogue = domain_of(app.env).catalogue
        self.publication = publication_of(app.config, self.addresses.base)
        self.settings = settings_of(app.config)
        self.folder = Path(app.outdir)
        self.left: set[str] = set()
        self.failures: set[tuple[str, bool, str]] = set()

    def leave(self, path: str) -> None:
        """Leave a file below the site to another writer: it is not deleted."""
        self.left.add(path)

    @property
    def addresses(self) -> Site:
        """The base address of the site (may be empty), and the paths of pages."""
        return self.catalogue.site

    @property
    def creator(self) -> str:
        """The author of the whole publication: ``author`` of ``conf.py``, or empty."""
        return creator_of(self._app.config)

    @functools.cached_property
    def exports(self) -> tuple[Export, ...]:
        """The PDF and EPUB files for readers, by path."""
        return public_exports(self._app)

    @functools.cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of every public post as HTML with absolute addresses, by docname.

        It is taken from finished pages, so only :meth:`Output.files` may use it.
        """
        return post_texts(self._app)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a site.

    ``name`` is the docname of its document; generated pages, such as those of topics
    (``topics/housing``), have a name, but no ``title``. ``description`` is one or two sentences
    about the page, or empty. ``exports`` are the files that the page lists.
    """

    name: str
    site: SiteContext
    title: str = ""
    description: str = ""
    image: Image | None = None
    exports: tuple[Export, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the publication."""
        return self.site.catalogue

    @property
    def is_public(self) -> bool:
        """Whether the page is that of a public document."""
        return self.catalogue.is_public(self.name)

    @property
    def address(self) -> str:
        """The absolute address of the page; empty if ``html_baseurl`` is not set."""
        return self.site.addresses.address(self.name)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in the footer; ``path`` is below the site, with forward slashes.

    :raises ValueError: if the path is absolute, an address, or leads out of the site.
    """

    label: str
    path: str

    def __post_init__(self) -> None:
        parts = PurePosixPath(self.path)
        if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
            raise ValueError(f"{self.path!r} is not below the site")


class Output:
    """The base class of outputs: every method is optional.

    ``name`` is unique, and appears in messages.
    """

    name = ""

    def files(self, site: SiteContext) -> Iterable[tuple[str, str | bytes]]:
        """Make the files: pairs of path below the site, and content.

        Paths have forward slashes. Unchanged files are not written; files that are no longer made
        are deleted.
        """
        return ()

    def head(self, page: Page) -> Iterable[Markup]:
        """Make elements for the ``head`` of a page.

        It may run in a worker, so it only reads.
        """
        return ()

    def links(self, page: Page) -> Iterable[Link]:
        """Make links for the footer of a page.

        It may run in a worker, so it only reads.
        """
        return ()

    def shown(self, page: Page) -> object:
        """What pages show of the output: they are written again if its ``repr`` changes."""
        return tuple(self.head(page)), tuple(self.links(page))


def site_of(app: Sphinx) -> SiteContext:
    """The site of this build."""
    domain = domain_of(app.env)
    if domain.site is None:
        domain.site = SiteContext(app)
    found = domain.site
    assert isinstance(found, SiteContext)  # noqa: S101  # the domain only stores it
    return found


def page_of(app: Sphinx, name: str) -> Page:
    """A page of this build."""
    site = site_of(app)
    if name not in app.env.titles:
        return Page(name=name, site=site)
    return Page(
        name=name,
        site=site,
        title=app.env.titles[name].astext(),
        description=_description(app, name, site),
        image=image_of(app, name),
        exports=_listed(app, name, site),
    )


def _description(app: Sphinx, docname: str, site: SiteContext) -> str:
    """The description of a page: as stated, or the beginning of its text."""
    source = site.catalogue.sources.get(docname)
    if source is None or docname in site.catalogue.withheld:
        return ""
    if site.catalogue.states.get(docname) is State.WITHDRAWN:
        return ""
    record = source.record
    stated = getattr(record, "description", None) or getattr(record, "bio", None)
    if docname == app.config.root_doc:
        stated = stated or site.settings.tagline
    excerpt = domain_of(app.env).bodies.get(docname, Body()).excerpt
    return stated or (excerpt[0] if excerpt else "")


def _listed(app: Sphinx, docname: str, site: SiteContext) -> tuple[Export, ...]:
    """The files that a page lists: it is written again when they change."""
    listed = sorted(domain_of(app.env).listed_downloads.get(docname, ()))
    found = (exports_of(site.exports, series, site.catalogue) for series in listed)
    return tuple(export for exports in found for export in exports)

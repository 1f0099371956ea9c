"""The public names, for other extensions.

All names in this module are public: they keep their meaning within a version; the page on versions
and deprecations lists what changes. An extension that uses them first calls
``app.setup_extension("sphinx_anthology")`` in its own ``setup``.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.entries import shown_people
from sphinx_anthology.model.fields import (
    Address,
    Contributor,
    Date,
    Day,
    Doi,
    Flag,
    Language,
    License,
    Many,
    Orcid,
    Record,
    Text,
)
from sphinx_anthology.model.reference_queries import Query
from sphinx_anthology.model.site import Export, Image, Site
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.outputs.pdf.code import CodeWriter as TypstWriter
from sphinx_anthology.reading.additions import AddedField, DocumentsWith, FrontPage, additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import Settings
from sphinx_anthology.site import writing
from sphinx_anthology.site.output import Link, Output, Page, SiteContext
from sphinx_anthology.typst.strings import literal as typst_string

__all__ = [
    "Address",
    "Author",
    "Catalogue",
    "Contributor",
    "Date",
    "Day",
    "Doi",
    "Export",
    "Flag",
    "FrontPage",
    "Image",
    "Language",
    "License",
    "Link",
    "Many",
    "Orcid",
    "Output",
    "Page",
    "PartialDate",
    "Person",
    "Post",
    "Publication",
    "Record",
    "Series",
    "Settings",
    "Site",
    "SiteContext",
    "Source",
    "Text",
    "Topic",
    "TypstWriter",
    "Volume",
    "add_field",
    "add_front_page",
    "add_output",
    "authors_of",
    "catalogue_of",
    "documents_with",
    "field_of",
    "typst_string",
]

Result = TypeVar("Result")
_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


def add_field(app: Sphinx, kind: str, name: str, annotation: Any, description: str) -> None:
    """Add a field to the front matter of a kind of document.

    ``kind`` is ``post``, ``author``, ``series`` or ``topic``; the field is written below this key.
    ``annotation`` is the type of its value: one of this module, such as :data:`Text` or
    ``Many[Address]``, or a subclass of :class:`Record`. An invalid value is dropped, and reported
    with file and line.

    :raises ExtensionError: if there is no such kind, or the name is invalid or taken.
    """
    with _told_to_extensions():
        additions_of(app).fields.add(kind, name, annotation, description)


def add_output(app: Sphinx, output: Output) -> None:
    """Add an output of the site: files, elements of ``head``, links in the footer.

    :raises ExtensionError: if it has no name, or the name of another output.
    """
    with _told_to_extensions():
        writing.add_output(app, output)


@contextlib.contextmanager
def _told_to_extensions() -> Iterator[None]:
    """Raise invalid values of an extension as an error of Sphinx."""
    try:
        yield
    except ValueError as error:
        raise ExtensionError(str(error).removesuffix(".")) from error


def add_front_page(app: Sphinx, name: str, make: FrontPage) -> None:
    """Add a page to PDF and EPUB, between contents and documents.

    ``make`` takes a volume and the catalogue, and returns a section with a title, or None if the
    volume has no such page. It is called more than once in a build. ``name`` consists of
    lower-case letters, digits and hyphens. Images become their alternative texts.

    :raises ExtensionError: if the name is invalid, or taken by another front page.
    """
    pages = additions_of(app).front_pages
    if not _NAME.fullmatch(name):
        raise ExtensionError(f"The front page {name!r}: use small letters, digits and hyphens")
    if name in pages:
        raise ExtensionError(f"There is a front page called {name!r} already")
    pages[name] = make


def authors_of(catalogue: Catalogue, docname: str) -> tuple[Person, ...]:
    """The authors of a post, in order, guests included; ``str(person)`` is the printed name."""
    return shown_people(docname, catalogue)


def catalogue_of(env: BuildEnvironment) -> Catalogue:
    """The catalogue of the build: all posts, series, authors and topics.

    It is complete before the first document is read. While a document is read, ask for single
    facts with :func:`field_of`, so that the document is read again when they change.
    """
    return domain_of(env).catalogue


def field_of(env: BuildEnvironment, docname: str, name: str) -> Any:
    """The value of an added field; None if missing or not public.

    If it is called while a document is read, that document is read again when the value changes.
    """
    return _asked(env, AddedField(docname=docname, name=name))


def documents_with(env: BuildEnvironment, kind: str, name: str) -> tuple[str, ...]:
    """The docnames of all public documents with an added field, sorted.

    ``kind`` is ``post``, ``author``, ``series`` or ``topic``. Changes cause documents to be read
    again, as with :func:`field_of`.
    """
    return _asked(env, DocumentsWith(kind=kind, name=name))


def _asked(env: BuildEnvironment, query: Query[Result]) -> Result:
    """Ask the catalogue on behalf of the document that is being read."""
    domain, reading = domain_of(env), env.current_document.docname
    return domain.ask(reading, query) if reading else query.result(domain.catalogue)

"""Atom: RFC 4287; pages of a feed: RFC 5005, section 3; licences: RFC 4946."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.channels import ATOM, Page, address
from sphinx_anthology.outputs.feeds.entries import Entry, Someone, Terms, line, publisher, tag

ATOM_TYPE = "application/atom+xml"
_EMPTY = "1970-01-01T00:00:00Z"
"""When a feed without posts was updated: it must say so (RFC 4287, section 4.1.1), and never was"""
_SPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def atom(
    page: Page, entries: Iterable[Entry], made: Iterable[str], publication: Publication, site: Site
) -> str:
    """A page of a feed, of the entries that are made."""
    updated = max((entry.updated for entry in entries), default=_EMPTY)
    language = escape(tag(publication.language))
    return "\n".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            f'<feed {_SPACES} xml:lang="{language}">',
            *filter(None, _head(page, updated, publication, site)),
            *made,
            "</feed>\n",
        )
    )


def atom_entry(entry: Entry) -> str:
    """An entry (RFC 4287, section 4.1.2), which says its language wherever it stands."""
    return "\n".join(
        (
            f'<entry xml:lang="{escape(entry.language)}">',
            *filter(None, _entry(entry)),
            f'<content type="html">{_text(entry.text)}</content>',
            "</entry>",
        )
    )


def _head(page: Page, updated: str, publication: Publication, site: Site) -> Iterator[str]:
    channel = page.channel
    # the address of its page, since a feed, unlike a post, is nothing without it
    yield _element("id", channel.home)
    yield f"<title>{_text(line(channel.title))}</title>"
    yield _element("subtitle", line(channel.description))
    yield _element("updated", updated)
    yield _person("author", publisher(publication))
    yield _link("alternate", channel.home, "text/html")
    for relation, number in _around(page):
        yield _link(relation, address(channel.docname, ATOM, number, site), ATOM_TYPE)
    yield from _license(Terms(publication.license, license_address(publication.license)))


def _around(page: Page) -> Iterator[tuple[str, int]]:
    """The pages that a page names (RFC 5005, section 3): a feed of one page only itself."""
    yield "self", page.number
    if page.of > 1:
        yield "first", 1
        if page.number > 1:
            yield "previous", page.number - 1
        if page.number < page.of:
            yield "next", page.number + 1
        yield "last", page.of


def _entry(entry: Entry) -> Iterator[str]:
    yield _element("id", entry.id)
    yield f"<title>{_text(entry.title)}</title>"
    yield _link("alternate", entry.address, "text/html")
    yield _link("via", entry.original)
    for article in entry.articles:
        yield _link("related", article.address, title=article.title)
    yield _element("dc:identifier", f"https://doi.org/{entry.doi}" if entry.doi else "")
    yield _element("published", entry.published)
    yield _element("updated", entry.updated)
    yield from (_person("author", someone) for someone in entry.authors)
    yield from (_person("contributor", someone) for someone in entry.contributors)
    yield from (f'<category term="{_text(topic)}"/>' for topic in entry.topics)
    yield from _license(entry.terms)
    if entry.summary:
        yield f'<summary type="text">{_text(entry.summary)}</summary>'


def _license(terms: Terms) -> Iterator[str]:
    yield _link("license", terms.address)
    yield _element("rights", line(terms.name))


def _person(name: str, someone: Someone) -> str:
    """A person construct (RFC 4287, section 3.2): one for each person."""
    inside = _element("name", someone.name) + _element("uri", someone.address)
    return f"<{name}>{inside}</{name}>" if someone.name else ""


def _link(relation: str, where: str, media: str = "", title: str = "") -> str:
    """A link; with a relation always, for readers fail at others (RFC 4287, section 4.2.7)."""
    stated = {"rel": relation, "type": media, "title": title, "href": where}
    attributes = "".join(f' {name}="{_text(value)}"' for name, value in stated.items() if value)
    return f"<link{attributes}/>" if where else ""


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>" if text else ""


def _text(text: str) -> str:
    """Text in XML, which reads a carriage return as a new line unless it is escaped."""
    return escape(text).replace("\r", "&#13;")

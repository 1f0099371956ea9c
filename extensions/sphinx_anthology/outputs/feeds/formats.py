"""Feed files: Atom and JSON Feed 1.1 (jsonfeed.org/version/1.1).

Atom: RFC 4287; pages of a feed: RFC 5005, section 3; licences: RFC 4946.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.channels import (
    ATOM,
    JSON,
    Entry,
    Page,
    Someone,
    Terms,
    address,
    channels,
    entry_of,
    identifiers,
    line,
    pages,
    path,
    publisher,
    tag,
)

ATOM_TYPE = "application/atom+xml"
_EMPTY = "1970-01-01T00:00:00Z"
"""The update time of an empty feed, which Atom requires (RFC 4287, section 4.1.1)."""
_SPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def atom(
    page: Page, entries: Iterable[Entry], made: Iterable[str], publication: Publication, site: Site
) -> str:
    """A page of an Atom feed; ``made`` are its entries as XML."""
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
    """An entry (RFC 4287, section 4.1.2), with its language."""
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
    # the address of its page: a feed, unlike a post, belongs to it
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
    """The pages that a page links to (RFC 5005, section 3)."""
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
    """A link, always with a relation, since readers fail at others (RFC 4287, 4.2.7)."""
    stated = {"rel": relation, "type": media, "title": title, "href": where}
    attributes = "".join(f' {name}="{_text(value)}"' for name, value in stated.items() if value)
    return f"<link{attributes}/>" if where else ""


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>" if text else ""


def _text(text: str) -> str:
    """Escaped text; carriage returns too, which XML reads as line feeds."""
    return escape(text).replace("\r", "&#13;")


JSON_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(page: Page, made: Iterable[str], publication: Publication, site: Site) -> str:
    """A page of a JSON feed; ``made`` are its items."""
    channel = page.channel
    following = page.number + 1 if page.number < page.of else 0
    head = _stated(
        {
            "version": VERSION,
            "title": line(channel.title),
            "home_page_url": channel.home,
            "feed_url": address(channel.docname, JSON, page.number, site),
            "description": line(channel.description),
            "next_url": following and address(channel.docname, JSON, following, site),
            "language": tag(publication.language),
            "authors": [_author(publisher(publication))],
        }
    )
    items = ",\n".join(made)
    return f'{_written(head)[:-1]}, "items": [\n{items}\n]}}\n'


def json_item(entry: Entry) -> str:
    """An item; the extension ``_scholarly`` holds what the format lacks."""
    item = _stated(
        {
            "id": entry.id,
            "url": entry.address,
            "external_url": entry.original,
            "title": entry.title,
            "content_html": entry.text,
            "summary": entry.summary,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [_author(someone) for someone in entry.authors],
            "tags": list(entry.topics),
            "language": entry.language,
            "_scholarly": _scholarly(entry),
        }
    )
    # the only required field, which may be empty
    return _written({"content_html": "", **item})


def _scholarly(entry: Entry) -> dict[str, object]:
    return _stated(
        {
            "doi": entry.doi,
            "license": entry.terms.address or entry.terms.name,
            "contributors": [_author(someone) for someone in entry.contributors],
            "articles": [{"title": a.title, "url": a.address} for a in entry.articles],
        }
    )


def _author(someone: Someone) -> dict[str, object]:
    return _stated({"name": someone.name, "url": someone.address})


def _stated(values: Mapping[str, object]) -> dict[str, object]:
    """The fields with values: the format leaves out others."""
    return {name: value for name, value in values.items() if value}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def feed_files(
    catalogue: Catalogue, publication: Publication, texts: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """All pages of all feeds: pairs of path below the site and content.

    ``texts`` are the texts of posts by docname. Each entry is made once, since many feeds have it.
    Atom requires a date of change, so undated posts are only in JSON Feeds.
    """
    site = catalogue.site
    entries = _entries(catalogue, publication, texts)
    dated = {docname: atom_entry(e) for docname, e in entries.items() if e.updated}
    items = {docname: json_item(e) for docname, e in entries.items()}
    for channel in channels(catalogue, publication):
        for page in pages(channel, ATOM, (d for d in channel.posts if d in dated)):
            shown, made = [entries[d] for d in page.posts], [dated[d] for d in page.posts]
            content = atom(page, shown, made, publication, site)
            yield path(channel.docname, ATOM, page.number, site), content
        for page in pages(channel, JSON, channel.posts):
            content = json_feed(page, [items[d] for d in page.posts], publication, site)
            yield path(channel.docname, JSON, page.number, site), content


def _entries(
    catalogue: Catalogue, publication: Publication, texts: Mapping[str, str]
) -> dict[str, Entry]:
    found, site = {}, catalogue.site
    for docname, name in identifiers(catalogue).items():
        view = PostPage(docname).result(catalogue)
        if view is not None:
            text = texts.get(docname, "")
            found[docname] = entry_of(docname, view, publication, site, name=name, text=text)
    return found

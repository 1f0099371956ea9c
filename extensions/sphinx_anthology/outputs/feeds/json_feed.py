"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sphinx_anthology.model.site import Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.channels import JSON, Page, address
from sphinx_anthology.outputs.feeds.entries import Entry, Someone, line, publisher, tag

JSON_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(page: Page, made: Iterable[str], publication: Publication, site: Site) -> str:
    """A page of a feed, of the items that are made."""
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
    """An item. What the format has no place for stands in an extension, ``_scholarly``."""
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
    # it alone must be there, if only as an empty text
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
    """What is known: the format leaves out what is not, and knows no empty values."""
    return {name: value for name, value in values.items() if value}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Exports of a blog that does not exist."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from anthology_import.adapters.wxr import Export
from anthology_import.packed import Limits
from anthology_import.records import Item, Kind, Status, Summary

SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {SPACES}>\n<channel>\n'
    "<title>Harbour &amp; Town</title>\n<link>https://blog.example</link>\n"
    "<description>Of quays</description>\n<language>en-GB</language>\n"
    "<wp:wxr_version>1.2</wp:wxr_version>\n"
    "<wp:base_blog_url>https://blog.example/</wp:base_blog_url>\n"
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login>press</wp:author_login>"
    "<wp:author_email>press@blog.example</wp:author_email><wp:author_display_name>"
    "<![CDATA[Press Office]]></wp:author_display_name></wp:author>\n"
    "<wp:tag><wp:tag_slug>tides</wp:tag_slug><wp:tag_name>Tides</wp:tag_name></wp:tag>\n"
)
FOOT = "</channel>\n</rss>\n"


def item(number: int = 1, body: str = "<p>Text.</p>", more: str = "", **values: str) -> str:
    """An item of an export; ``more`` is markup inside it."""
    known = {
        "title": f"Post {number}",
        "link": f"https://blog.example/2020/05/{number:02}/post-{number}/",
        "dc:creator": "press",
        "guid": f"https://blog.example/?p={number}",
        "wp:post_id": str(number),
        "wp:post_date": f"2020-05-{number:02} 10:00:00",
        "wp:post_date_gmt": f"2020-05-{number:02} 09:00:00",
        "wp:post_name": f"post-{number}",
        "wp:status": "publish",
        "wp:post_type": "post",
    }
    known |= {
        (key if key in {"title", "link", "guid"} else key.replace("_", ":", 1)): value
        for key, value in values.items()
    }
    fields = "".join(f"<{key}>{escape(value)}</{key}>\n" for key, value in known.items())
    content = body.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<item>\n{fields}<content:encoded><![CDATA[{content}]]></content:encoded>\n{more}</item>\n"
    )


def meta(key: str, value: str) -> str:
    """A field of an item's own."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]>"
        "</wp:meta_value></wp:postmeta>\n"
    )


def export(*items: str, head: str = HEAD, foot: str = FOOT) -> str:
    """A whole export."""
    return head + "".join(items) + foot


def read(
    folder: Path, text: str | bytes, limits: Limits | None = None
) -> tuple[list[Item], Summary]:
    """The items of an export, and what the reading told; the sums are right."""
    path = folder / "export.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = Export([path], limits or Limits())
    items = list(found.items())
    assert found.summary.found == len(items) + len(found.summary.failures)
    return items, found.summary


def post(number: int = 1, **values: object) -> Item:
    """A record of a post, as an adapter makes it."""
    known: dict[str, object] = {
        "kind": Kind.POST,
        "status": Status.PUBLISHED,
        "id": number,
        "title": f"Post {number}",
        "slug": f"post-{number}",
        "address": f"https://blog.example/2020/05/{number:02}/post-{number}/",
        "guid": f"https://blog.example/?p={number}",
    }
    return Item(**(known | values))  # type: ignore[arg-type]  # whatever a test needs

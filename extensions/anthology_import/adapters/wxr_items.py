"""An item of an export as a record."""

from __future__ import annotations

import dataclasses as dc
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from lxml import etree

from anthology_import.adapters.wxr_people import GUEST, People
from anthology_import.adapters.wxr_values import (
    children,
    feed_moment,
    moment,
    number,
    plain,
    private,
    text_of,
    utc,
)
from anthology_import.records import Comment, Item, Kind, Status, Term

OLD_SLUGS: Final = "_wp_old_slug"
"""The field that has the slugs that an item once had; here one on each line."""

_KEPT: Final = frozenset(
    {"_thumbnail_id", "footnotes", "_wp_attachment_image_alt", "_wp_attached_file", OLD_SLUGS}
)
"""The fields of an item's own that the importer understands."""

_PERSONAL: Final = frozenset(
    {"wp:author_email", "wp:comment_author_email", "wp:comment_author_IP", "cap-user_email"}
)
_STATUSES: Final = {status.value: status for status in Status}
_KINDS: Final = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}


class Reader:
    """Makes records, and counts what it leaves alone since it is nobody's business."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.personal = 0
        """How many e-mail addresses and IPs there were."""

    def item(self, element: etree._Element, line: int) -> Item:
        """An item, with the line where it begins."""
        values: dict[str, str] = {}
        lists: dict[str, list[etree._Element]] = defaultdict(list)
        for name, child in children(element):
            if name in {"category", "wp:postmeta", "wp:comment"}:
                lists[name].append(child)
            else:
                values.setdefault(name, text_of(child))
        meta = self._meta(lists["wp:postmeta"])
        if values.get("wp:post_type") == GUEST:
            self.people.add_guest(values.get("wp:post_name", ""), values.get("title", ""), meta)
        kept = {key: value for key, value in meta.items() if key in _KEPT}
        item = _item(values, line)
        terms, co_authors = _terms(lists["category"])
        return dc.replace(
            item,
            accounts=self.people.of(values.get("dc:creator", ""), co_authors),
            terms=terms,
            comments=tuple(map(self._comment, lists["wp:comment"])),
            meta=kept,
        )

    def _meta(self, elements: Iterable[etree._Element]) -> dict[str, str]:
        """An item's own fields; of one that is there again all values, line by line."""
        meta: dict[str, str] = {}
        for element in elements:
            pair = {name: text_of(child) for name, child in children(element)}
            key, value = pair.get("wp:meta_key", ""), pair.get("wp:meta_value", "")
            if key in _PERSONAL:
                self.personal += bool(value)
            elif key == OLD_SLUGS and key in meta:
                meta[key] += f"\n{value}"
            elif key:
                meta.setdefault(key, value)
        return meta

    def _comment(self, element: etree._Element) -> Comment:
        """A comment; neither the address nor the machine of who wrote it is looked at."""
        values = {}
        for name, child in children(element):
            if name in _PERSONAL:
                self.personal += bool(child.text and child.text.strip())
            elif name != "wp:commentmeta":
                values[name] = text_of(child)
        return Comment(
            author=private(plain(values.get("wp:comment_author", ""))),
            date=moment(values.get("wp:comment_date", "")),
            html=values.get("wp:comment_content", ""),
            is_approved=values.get("wp:comment_approved") == "1",
            is_pingback=values.get("wp:comment_type") in {"pingback", "trackback"},
        )

    def note_account(self, element: etree._Element) -> None:
        """Take an account."""
        self.personal += sum(
            bool(child.text and child.text.strip())
            for name, child in children(element)
            if name in _PERSONAL
        )
        self.people.add(element)


def _item(values: dict[str, str], line: int) -> Item:
    """An item's own values; what is in lists comes later.

    One without a type is a post, as for WordPress itself; one without a status is not public.
    """
    kind, status = values.get("wp:post_type") or "post", values.get("wp:status", "")
    is_file = kind == Kind.ATTACHMENT
    in_feed = feed_moment(values.get("pubDate", ""))
    date_utc = utc(values.get("wp:post_date_gmt", ""))
    date = moment(values.get("wp:post_date", ""))
    if date is None and (first := date_utc or in_feed) is not None:
        date = first.replace(tzinfo=None)
    return Item(
        kind=_KINDS.get(kind, Kind.OTHER),
        status=Status.PUBLISHED
        if is_file and status == "inherit"
        else _STATUSES.get(status, Status.OTHER),
        id=number(values.get("wp:post_id", "")),
        title=plain(values.get("title", "")),
        html=values.get("content:encoded", ""),
        excerpt=values.get("excerpt:encoded", ""),
        address=values.get("link", ""),
        guid=values.get("guid", ""),
        slug=values.get("wp:post_name", ""),
        parent=number(values.get("wp:post_parent", "")),
        date=date,
        date_utc=date_utc,
        modified=moment(values.get("wp:post_modified", "")),
        file=values.get("wp:attachment_url", "") if is_file else "",
        has_password=bool(values.get("wp:post_password")),
        line=line,
        type=kind,
    )


def _terms(elements: Iterable[etree._Element]) -> tuple[tuple[Term, ...], list[tuple[str, str]]]:
    """The terms of an item, and its co-authors as slugs and names."""
    terms: dict[Term, None] = {}
    co_authors = []
    for element in elements:
        domain, slug = element.get("domain") or "category", element.get("nicename") or ""
        name = text_of(element)
        if domain == "author":
            co_authors.append((slug, name))
        elif name or slug:
            domain = "post_tag" if domain == "tag" else domain
            terms[Term(domain, slug, plain(name) or slug)] = None
    return tuple(terms), co_authors

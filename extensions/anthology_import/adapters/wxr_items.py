"""Turns the items of an export into records, and collects their authors."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import email.utils
import functools
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from anthology_import.records import Account, Comment, Item, Kind, Status, Term

_SPACES: Final = " \t\r\n"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?")
_YEAR = re.compile(r"\s(?:19|20)\d\d\s")
_NUMBER = re.compile(r"\d{1,15}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|cite|code|del|em|font|i|ins|kbd|mark|p|q|s|small|span|strike|"
    r"strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"([^\s@<>]{1,100})@[^\s@<>.]{1,100}\.[^\s@<>]{1,100}")

_SPACES_OF: Final = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
}


@functools.lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """The name of an element with its namespace's usual prefix.

    >>> name_of("{http://wordpress.org/export/1.2/}post_id")
    'wp:post_id'
    """
    space, _, local = tag.rpartition("}")
    space = space.removeprefix("{")
    if not space:
        return local
    if "wordpress.org/export/" in space:
        prefix = "excerpt" if space.rstrip("/").endswith("excerpt") else "wp"
    else:
        prefix = _SPACES_OF.get(space, "?")
    return f"{prefix}:{local}"


def children(element: etree._Element) -> list[tuple[str, etree._Element]]:
    """The child elements of an element, with their names."""
    return [(name_of(child.tag), child) for child in element if isinstance(child.tag, str)]


def text_of(element: etree._Element) -> str:
    """The text of an element, stripped; markup in it is text."""
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            text += etree.tostring(child, encoding="unicode")
        else:  # a comment
            text += child.tail or ""
    return text.strip(_SPACES)


def plain(text: str) -> str:
    """A title or name without markup and entities, on one line.

    >>> plain("Fish &amp; <em>chips</em>, if a < b")
    'Fish & chips, if a < b'
    """
    return " ".join(
        _ENTITY.sub(lambda found: html.unescape(found.group()), _MARKUP.sub("", text)).split()
    )


def private(text: str) -> str:
    """A name or login; of an e-mail address only the part before ``@``.

    >>> private("ann.lee@example.org")
    'ann.lee'
    """
    return _ADDRESS.sub(r"\1", text)


def number(text: str) -> int:
    """A number; 0 if the text is none."""
    return int(text) if text.isascii() and _NUMBER.fullmatch(text) else 0


def moment(text: str) -> dt.datetime | None:
    """A date and time; None if there is no such day, as 0000-00-00."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def utc(text: str) -> dt.datetime | None:
    """A date and time in UTC; None if there is no such day."""
    found = moment(text)
    return found.replace(tzinfo=dt.UTC) if found else None


def feed_moment(text: str) -> dt.datetime | None:
    """A date and time of RFC 5322, in UTC, or None."""
    if not _YEAR.search(text):
        return None
    try:
        found = email.utils.parsedate_to_datetime(text)
        found = found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year > 1970 else None


GUEST = "guest-author"
"""The item type of guest authors in Co-Authors Plus."""

_MARK = "cap-"
"""The prefix of slugs in Co-Authors Plus."""


class People:
    """The accounts of an export; logins are never e-mail addresses, and stay distinct."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}
        self._guests: dict[str, Account] = {}
        self._logins: dict[str, str] = {}
        self._taken: set[str] = set()

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All accounts, then guests."""
        guests = (g for login, g in self._guests.items() if login not in self._accounts)
        return (*self._accounts.values(), *guests)

    def login(self, written: str) -> str:
        """The login by which an author is known here; no e-mail address."""
        if written not in self._logins:
            login, count = private(written), 1
            while login in self._taken:
                count += 1
                login = f"{private(written)}-{count}"
            self._taken.add(login)
            self._logins[written] = login
        return self._logins[written]

    def add(self, element: etree._Element) -> None:
        """Add an account from a ``wp:author`` element."""
        values = {name: text_of(child) for name, child in children(element)}
        login = values.get("wp:author_login", "")
        if login:
            account = Account(
                self.login(login),
                name=private(plain(values.get("wp:author_display_name", ""))),
                given=plain(values.get("wp:author_first_name", "")),
                family=plain(values.get("wp:author_last_name", "")),
            )
            self._accounts.setdefault(account.login, account)

    def add_guest(self, slug: str, title: str, meta: Mapping[str, str]) -> None:
        """Add a guest author; their own item overrides any mention."""
        written = meta.get("cap-user_login") or slug.removeprefix(_MARK)
        if written:
            login = self.login(written)
            self._guests[login] = Account(
                login,
                name=private(plain(meta.get("cap-display_name", "") or title)),
                given=plain(meta.get("cap-first_name", "")),
                family=plain(meta.get("cap-last_name", "")),
            )

    def of(self, creator: str, co_authors: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The logins of an item's authors: the co-authors, else the creator.

        ``co_authors`` are slugs and names. Some exports have a login in place of the name.
        """
        found = [self._co_author(slug, name) for slug, name in co_authors]
        if not found and creator:
            found = [self.login(creator)]
        return tuple(dict.fromkeys(found))

    def _co_author(self, slug: str, name: str) -> str:
        for written in (name, slug.removeprefix(_MARK)):
            if written in self._logins and self._logins[written] in self._accounts:
                return self._logins[written]
        written = slug.removeprefix(_MARK) or name
        login = self.login(written)
        shown = private(plain(name))
        known = self._guests.setdefault(login, Account(login))
        if not known.name and shown.casefold() not in {login.casefold(), slug.casefold()}:
            self._guests[login] = dc.replace(known, name=shown)
        return login


OLD_SLUGS: Final = "_wp_old_slug"
"""The field with the former slugs of an item, one on each line."""

_KEPT: Final = frozenset(
    {"_thumbnail_id", "footnotes", "_wp_attachment_image_alt", "_wp_attached_file", OLD_SLUGS}
)
"""The custom fields that the importer uses."""

_PERSONAL: Final = frozenset(
    {"wp:author_email", "wp:comment_author_email", "wp:comment_author_IP", "cap-user_email"}
)
_STATUSES: Final = {status.value: status for status in Status}
_KINDS: Final = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}


class Reader:
    """Makes records, and counts the personal data that it ignores."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.personal = 0
        """The number of e-mail addresses and IPs."""

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
        """The custom fields of an item; former slugs stand one a line."""
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
        """A comment, without the author's e-mail address and IP."""
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
        """Add an account."""
        self.personal += sum(
            bool(child.text and child.text.strip())
            for name, child in children(element)
            if name in _PERSONAL
        )
        self.people.add(element)


def _item(values: dict[str, str], line: int) -> Item:
    """The simple values of an item.

    Without a type it is a post, as in WordPress; without a status it is not public.
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

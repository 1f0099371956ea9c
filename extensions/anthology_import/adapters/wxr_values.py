"""What stands in an element of an export: texts, titles, numbers, days."""

from __future__ import annotations

import datetime as dt
import email.utils
import functools
import html
import re
from typing import Final

from lxml import etree

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
    """The name of an element with the usual prefix of its namespace, whatever it has there.

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
    """The elements in one, with their names."""
    return [(name_of(child.tag), child) for child in element if isinstance(child.tag, str)]


def text_of(element: etree._Element) -> str:
    """The text in an element, without white space around it.

    Pretty printers put white space around values. Markup that ought to have been text is text.
    """
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            text += etree.tostring(child, encoding="unicode")
        else:  # a comment
            text += child.tail or ""
    return text.strip(_SPACES)


def plain(text: str) -> str:
    """A title or a name: without markup, its entities resolved, on one line.

    >>> plain("Fish &amp; <em>chips</em>, if a < b")
    'Fish & chips, if a < b'
    """
    return " ".join(_ENTITY.sub(_resolved, _MARKUP.sub("", text)).split())


def _resolved(found: re.Match[str]) -> str:
    return html.unescape(found.group())


def private(text: str) -> str:
    """A name or a login that is no e-mail address: of one that is, what stands before its sign.

    >>> private("ann.lee@example.org")
    'ann.lee'
    """
    return _ADDRESS.sub(r"\1", text)


def number(text: str) -> int:
    """A number, 0 where it is none."""
    return int(text) if text.isascii() and _NUMBER.fullmatch(text) else 0


def moment(text: str) -> dt.datetime | None:
    """A day and time; none where there is no such day, as on 0000-00-00."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def utc(text: str) -> dt.datetime | None:
    """A day and time in UTC; none where there is no such day."""
    found = moment(text)
    return found.replace(tzinfo=dt.UTC) if found else None


def feed_moment(text: str) -> dt.datetime | None:
    """A day and time as feeds have them, in UTC; none for what stands there for no day."""
    if not _YEAR.search(text):
        return None
    try:
        found = email.utils.parsedate_to_datetime(text)
        found = found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year > 1970 else None

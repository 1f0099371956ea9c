"""A saved archive page of a blog (tag, category, author), as HTML or as plain text.

Such a page shows most posts only down to “Continue reading”: these are excerpts, and stay so.
"""

from __future__ import annotations

import codecs
import dataclasses as dc
import re
from typing import Final

from anthology_import.adapters.archive_html import read_html
from anthology_import.adapters.archive_text import read_text
from anthology_import.records import Blog, Item, Repair, UnusableError

LARGEST: Final = 64 * 1024 * 1024
"""The greatest page that is read, in bytes."""

_OTHERS = re.compile(
    r"(?P<export>(?:<\?xml[^>]*>\s*|<!--(?>.*?-->)\s*)*<(?:rss|feed)\b)"
    r"|(?P<pdf>%PDF)|(?P<zip>PK\x03\x04)|(?P<safari>bplist)"
    r"|(?P<mail>(?:[A-Z][\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*MIME-Version:)",
    re.DOTALL | re.ASCII,
)
_WORDS: Final = {
    "export": "an export or a feed, which ‘anthology import wxr’ reads if WordPress made it.",
    "pdf": "a PDF; save the page as HTML, or its text.",
    "zip": "an archive, or a document of an office program; save the page as HTML, or its text.",
    "safari": "a web archive of Safari; save the page as its source, or its text.",
    "mail": "a web archive in one file; save the page as HTML only, or its text.",
}
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_MOST_CONTROLS: Final = 0.01
"""How much of a text can be control characters by mistake."""
_BEGINNING: Final = 20_000
_MARKUP: Final = ("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<main")


@dc.dataclass(frozen=True, slots=True)
class Archive:
    """What a page holds: the blog as far as it says, and the posts in the order of the page."""

    blog: Blog
    items: tuple[Item, ...]
    repairs: tuple[Repair, ...] = ()


def read_archive(data: bytes) -> Archive:
    """Read a saved page.

    :raises UnusableError: where no post can be read from it.
    """
    if len(data) > LARGEST:
        message = f"The page has {len(data):,} bytes; at most {LARGEST:,} are read."
        raise UnusableError(message)
    text, repairs = _decoded(data)
    if not text.strip():
        raise UnusableError("The page is empty.")
    _refuse_others(text[:_BEGINNING])
    blog, items = read_html(text) if _is_html(text) else read_text(text)
    if not items:
        raise UnusableError(
            "No post was found in the page; expected headings with links to posts, or their text."
        )
    return Archive(blog, items, repairs)


def _refuse_others(beginning: str) -> None:
    """Refuse what is neither a page nor a text, though it could be read as one.

    :raises UnusableError: where it is something else.
    """
    if found := _OTHERS.match(beginning.lstrip()):
        raise UnusableError(f"This is {_WORDS[str(found.lastgroup)]}")
    if len(_CONTROLS.findall(beginning)) > _MOST_CONTROLS * len(beginning):
        raise UnusableError("This is neither a web page nor a text.")


def _decoded(data: bytes) -> tuple[str, tuple[Repair, ...]]:
    """The page's text; what is no UTF-8 is read as Windows has it, and counted."""
    repairs = []
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        repairs.append(Repair("not UTF-8; read as Windows-1252", 1))
    if nulls := text.count("\0"):
        repairs.append(Repair("NUL bytes, left out", nulls))
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), tuple(repairs)


def _is_html(text: str) -> bool:
    beginning = text[:_BEGINNING].casefold()
    return any(mark in beginning for mark in _MARKUP)

"""A saved archive page of a blog (tag, category, author), as HTML or as plain text.

Such a page shows most posts only down to “Continue reading”: these are excerpts, and stay so.
"""

from __future__ import annotations

import dataclasses as dc
from typing import Final

from sphinx_anthology.importing.adapters.archive_html import read_html
from sphinx_anthology.importing.adapters.archive_text import read_text
from sphinx_anthology.importing.records import Blog, Item, Repair, UnusableError

LARGEST: Final = 64 * 1024 * 1024
"""The greatest page that is read, in bytes."""

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
    blog, items = read_html(text) if _is_html(text) else read_text(text)
    if not items:
        raise UnusableError(
            "No post was found in the page; expected headings with links to posts, or their text."
        )
    return Archive(blog, items, repairs)


def _decoded(data: bytes) -> tuple[str, tuple[Repair, ...]]:
    """The page's text; what is no UTF-8 is read as Windows has it, and counted."""
    repairs = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        repairs.append(Repair("not UTF-8; read as Windows-1252", 1))
    if nulls := text.count("\0"):
        repairs.append(Repair("NUL bytes, left out", nulls))
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), tuple(repairs)


def _is_html(text: str) -> bool:
    beginning = text[:20_000].casefold()
    return any(mark in beginning for mark in _MARKUP)

"""Bylines as a reader sees them."""

from __future__ import annotations

from bs4 import BeautifulSoup


def byline(page: BeautifulSoup) -> list[str]:
    """The names of a page's byline, without monogram and role, which are taken out of the page."""
    found = []
    for entry in page.select("ul.an-bylines > li"):
        for other in entry.select("[aria-hidden], .an-s"):
            other.decompose()
        found.append(" ".join(entry.get_text().split()).rstrip(", "))
    return found

"""``robots.txt``: everybody may read everything (RFC 9309, sections 2.2.1 and 2.2.2)."""

from __future__ import annotations


def robots(sitemap: str) -> str:
    """The rules, and the address of the sitemap, which is absolute (sitemaps.org) or empty."""
    rules = "User-agent: *\nAllow: /\n"
    return f"{rules}\nSitemap: {sitemap}\n" if sitemap else rules

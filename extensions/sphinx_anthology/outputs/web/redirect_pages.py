"""Pages at former addresses that lead on: they need no server, and no script.

HTML, section 4.2.5.3 (``http-equiv="refresh"``); the canonical link is that of RFC 6596.
"""

from __future__ import annotations

import dataclasses as dc
import posixpath
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.redirects import Redirect
from sphinx_anthology.model.site import Site
from sphinx_anthology.press.strings import cleaned

_MARK = "<!-- redirect -->"
"""What tells a page of ours from any other that may be there."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What such a page says, and in which language; ``moved`` has a place for the ``{title}``."""

    language: str
    moved: str


def redirect_pages(
    redirects: Iterable[Redirect], catalogue: Catalogue, words: Words
) -> Iterator[tuple[str, str]]:
    """The path below the site, and the content, of every page that can stand somewhere."""
    for file in sorted({(r.file, r.docname) for r in redirects if r.file}):
        yield file[0], _page(*file, catalogue, words)


def is_redirect_page(content: bytes) -> bool:
    """Whether a file is a page that was made here."""
    return content.startswith(f"<!DOCTYPE html>\n{_MARK}\n".encode())


def target(docname: str, site: Site) -> str:
    """The path of a document's page below the site, as it stands in a link."""
    file = site.file(docname, ".html")
    return quote(file.removesuffix("index.html") if site.folders else file)


def _page(file: str, docname: str, catalogue: Catalogue, words: Words) -> str:
    site, post = catalogue.site, catalogue.posts[docname]
    to = posixpath.relpath(target(docname, site) or ".", posixpath.dirname(quote(file)) or ".")
    to += "/" if site.folders else ""
    speech = f' lang="{escape(post.language)}"' if post.language else ""
    title = escape(cleaned(post.title))
    link = f'<a href="{escape(to)}"{speech}>{title}</a>'
    canonical = site.address(docname)
    lines = [
        "<!DOCTYPE html>",
        _MARK,
        f'<html lang="{escape(words.language.replace("_", "-"))}">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="robots" content="noindex">',
        f'<meta http-equiv="refresh" content="0; url={escape(to)}">',
        f'<link rel="canonical" href="{escape(canonical)}">' if canonical else "",
        f"<title>{title}</title>",
        "</head>",
        "<body>",
        f"<main><p>{escape(words.moved).format(title=link)}</p></main>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines if line)

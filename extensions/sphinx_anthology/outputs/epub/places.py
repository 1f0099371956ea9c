"""Where things are in a volume, and what its links become."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.volume import web_place
from sphinx_anthology.outputs.epub import hrefs
from sphinx_anthology.outputs.epub.pages import Page

COVER, TITLE, NAV = "cover.xhtml", "title.xhtml", "nav.xhtml"
_TAKEN = frozenset({"cover", "title", "nav", "contributors", "colophon"})
_PLAIN = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_LONGEST = 100
_LINK = re.compile(
    rf'<a href="{hrefs.INSIDE}(?P<path>[^"#]*)#?(?P<fragment>[^"]*)"(?P<rest>[^>]*?)'
    r"(?:/>|>(?P<words>.*?)</a>)",
    re.DOTALL,
)
_CLASS = re.compile(r'\sclass="[^"]*"')


def file_name(docname: str) -> str:
    """The file of a document in a volume: ASCII, and different in more than capitals.

    >>> file_name("series/harbours/01-tides")
    'series_harbours_01-tides.xhtml'
    """
    name = docname.replace("/", "_")
    if _PLAIN.fullmatch(docname) and name not in _TAKEN and len(name) <= _LONGEST:
        return f"{name}.xhtml"
    digest = hashlib.blake2b(docname.encode(), digest_size=6).hexdigest()
    plain = re.sub(r"[^a-z0-9]+", "-", docname.lower()).strip("-")[:40]
    return f"{plain}_{digest}.xhtml"


class Places:
    """The documents of a volume, and where the web has all others."""

    def __init__(
        self, docnames: Iterable[str], catalogue: Catalogue, page_of: Callable[[str], Page]
    ) -> None:
        self._files = {docname: file_name(docname) for docname in docnames}
        self._catalogue, self._page_of = catalogue, page_of
        self._entries: dict[str, str] = {}

    def add_entries(self, entries: Mapping[str, str]) -> None:
        """Say where documents that are not in the volume have an entry in it."""
        self._entries.update({d: e for d, e in entries.items() if d not in self._files})

    def file(self, docname: str) -> str:
        """The file of a document of the volume."""
        return self._files[docname]

    def localised(self, content: str) -> str:
        """The content of a page with its links as they are in the volume."""
        return _LINK.sub(self._link, content)

    def _link(self, link: re.Match[str]) -> str:
        docname, _ = hrefs.parts(unescape(link["path"]))
        address = self._address(docname, unescape(link["fragment"]))
        words = link["words"] or ""
        if address:
            return f'<a href="{escape(address)}"{link["rest"]}>{words}</a>'
        named = _CLASS.search(link["rest"])
        return f"<span{named[0] if named else ''}>{words}</span>"

    def _address(self, docname: str, fragment: str) -> str:
        if docname in self._files:
            is_known = fragment and fragment in self._page_of(docname).ids
            return f"{self._files[docname]}#{fragment}" if is_known else self._files[docname]
        if docname in self._entries:
            return self._entries[docname]
        return hrefs.address(web_place(docname, fragment, self._catalogue))

"""Former addresses that can become redirects: paths of permalinks, and those of old slugs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from anthology_import.records import Item, Status
from sphinx_anthology.model.redirects import Redirect, former_path
from sphinx_anthology.model.site import Site

OLD_SLUGS: Final = "_wp_old_slug"
"""The field of an item that has the slugs it once had, one on each line."""

_OWN_FOLDERS: Final = ("_", ".")
_OWN: Final = frozenset({"downloads", "404", "genindex", "search", "index", "index.html"})


class Former:
    """Gives out former addresses, each to one document, and none where something else stands."""

    def __init__(self, docnames: Iterable[str]) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for docname in docnames:
            for folders in (False, True):  # whatever the form of the site's addresses
                self._note(Site(folders=folders).file(docname, ".html"), "")

    def of(self, item: Item, docname: str) -> tuple[str, ...]:
        """The former addresses of what was public, which no other document has."""
        if item.status is not Status.PUBLISHED or item.has_password:
            return ()
        fit = (path for path in _paths(item) if self._take(path, docname))
        return tuple(dict.fromkeys(fit))

    def _take(self, address: str, docname: str) -> bool:
        """Whether a redirect from an address can lead to a document."""
        try:
            redirect = Redirect(former_path(address, Site()), docname)
        except ValueError:
            return False
        first = redirect.path[1:].partition("/")[0]
        if not first or first.startswith(_OWN_FOLDERS) or first.casefold() in _OWN:
            return False
        file = (redirect.file or redirect.path.strip("/")).casefold()
        above = (str(folder) for folder in PurePosixPath(file).parents)
        there = [self._files.get(file), self._folders.get(file), *map(self._files.get, above)]
        if any(one not in {None, docname} for one in there):
            return False
        self._note(file, docname)
        return True

    def _note(self, file: str, docname: str) -> None:
        self._files.setdefault(file.casefold(), docname)
        for folder in PurePosixPath(file.casefold()).parents[:-1]:
            self._folders.setdefault(str(folder), docname)


def _paths(item: Item) -> Iterator[str]:
    """The paths at which an item stood."""
    try:
        parts = urlsplit(item.address)
    except ValueError:
        return
    path = re.sub("//+", "/", parts.path)
    if not path.startswith("/") or path == "/" or parts.query or parts.fragment:
        return
    yield path
    before, _, last = path.rstrip("/").rpartition("/")
    if unquote(last) != unquote(item.slug):
        return
    for old in item.meta.get(OLD_SLUGS, "").split("\n"):
        if old and old != item.slug and "/" not in old:
            end = "/" if path.endswith("/") else ""
            yield f"{before}/{quote(unquote(old))}{end}"

"""The site: addresses of pages and files, downloads, and share images."""

from __future__ import annotations

import dataclasses as dc
from urllib.parse import quote


@dc.dataclass(frozen=True, slots=True)
class Export:
    """A downloadable file: its path below ``downloads/`` and size in bytes."""

    path: str
    size: int

    @property
    def stem(self) -> str:
        """The file name without folders and ending."""
        return self.path.rpartition("/")[2].rpartition(".")[0]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The image shown where a page's address is shared.

    ``address`` is absolute; ``width`` and ``height`` are in pixels.
    """

    address: str
    width: int
    height: int
    alt: str


@dc.dataclass(frozen=True, slots=True)
class Site:
    """The base address (with its last slash) and form of all pages.

    ``base`` is empty if none is configured; ``folders`` says that each page is the ``index.html``
    of a folder.
    """

    base: str = ""
    folders: bool = False

    def address(self, docname: str) -> str:
        """The absolute address of a document's page; empty without a base."""
        if not self.base:
            return ""
        if not self.folders:
            return f"{self.base}{quote(docname)}.html"
        folder = f"/{docname}/".removesuffix("/index/").strip("/")
        return f"{self.base}{quote(folder)}/" if folder else self.base

    def file(self, docname: str, ending: str) -> str:
        """The path, below the site, of a file beside a document's page.

        >>> Site(folders=True).file("series/first", ".bib")
        'series/first/index.bib'
        """
        folder = f"/{docname}/".removesuffix("/index/").strip("/")
        stem = f"{folder}/index".lstrip("/") if self.folders else docname
        return f"{stem}{ending}"

    def beside(self, docname: str, ending: str) -> str:
        """The absolute address of a file beside a document's page; empty without a base."""
        return f"{self.base}{quote(self.file(docname, ending))}" if self.base else ""

"""Where the pages will be, what lies beside them, and what stands for them elsewhere."""

from __future__ import annotations

import dataclasses as dc
from urllib.parse import quote


@dc.dataclass(frozen=True, slots=True)
class Export:
    """A file that readers can download: its path below ``downloads/`` and its size in bytes."""

    path: str
    size: int

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return self.path.rpartition("/")[2].rpartition(".")[0]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The image that stands for a page where its address is shared.

    ``address`` is absolute, ``width`` and ``height`` are in pixels.
    """

    address: str
    width: int
    height: int
    alt: str


@dc.dataclass(frozen=True, slots=True)
class Site:
    """Where the pages will be: the base address (with its last slash), and their form.

    ``base`` is empty where no address is configured; ``folders`` says that a page is the
    ``index.html`` of a folder.
    """

    base: str = ""
    folders: bool = False

    def address(self, docname: str) -> str:
        """The absolute address of a document's page, or nothing."""
        if not self.base:
            return ""
        if not self.folders:
            return f"{self.base}{quote(docname)}.html"
        folder = f"/{docname}/".removesuffix("/index/").strip("/")
        return f"{self.base}{quote(folder)}/" if folder else self.base

    def file(self, docname: str, ending: str) -> str:
        """The path below the site of a file that lies beside a document's page.

        >>> Site(folders=True).file("series/first", ".bib")
        'series/first/index.bib'
        """
        folder = f"/{docname}/".removesuffix("/index/").strip("/")
        stem = f"{folder}/index".lstrip("/") if self.folders else docname
        return f"{stem}{ending}"

    def beside(self, docname: str, ending: str) -> str:
        """The absolute address of a file that lies beside a document's page, or nothing."""
        return f"{self.base}{quote(self.file(docname, ending))}" if self.base else ""

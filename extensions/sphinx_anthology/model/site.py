"""Where the pages will be, and what lies beside them."""

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

"""Documents as a builder of volumes has written them, each in a file of its own."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Generic, TypeVar

from sphinx_anthology.files import ends_with, write_whole

Written = TypeVar("Written")


class DocumentStore(ABC, Generic[Written]):
    """What documents were written as, by docname, in a folder beside the doctrees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Written] = {}

    @abstractmethod
    def record(self, docname: str) -> Path:
        """The file of a document; no docname leads out of the folder."""

    @abstractmethod
    def encode(self, docname: str, written: Written) -> dict[str, Any]:
        """What stands in the file, as JSON has it."""

    @abstractmethod
    def decode(self, stored: dict[str, Any]) -> Written:
        """What was written, from what stands in the file."""

    def has(self, docname: str) -> bool:
        """Whether a document was written, and all of it."""
        return ends_with(self.record(docname), b"}")

    def write(self, docname: str, written: Written) -> None:
        """Keep a document."""
        told = json.dumps(self.encode(docname, written), sort_keys=True)
        write_whole(self.record(docname), told)
        self._known[docname] = written

    def read(self, docname: str) -> Written:
        """Give a document."""
        if docname not in self._known:
            stored = json.loads(self.record(docname).read_text(encoding="utf-8"))
            self._known[docname] = self.decode(stored)
        return self._known[docname]

    def forget(self, docname: str) -> None:
        """Delete a document that is not what it would be now."""
        self.record(docname).unlink(missing_ok=True)

"""What a preview keeps on disk, so that the next one starts warm, and one that was killed, too.

The environment is stored when there is time, with the documents that are still to be read. Before
each build the documents that it reads are noted; after a kill they are read again, since their
doctrees may be newer than the environment.
"""

from __future__ import annotations

import dataclasses as dc
import json
import pickle
from collections.abc import Iterable
from pathlib import Path

from sphinx.environment import BuildEnvironment

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.preview.environment import handed_over
from sphinx_anthology.preview.messages import Finding
from sphinx_anthology.reading.locks import mark_untidy


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a preview begins with.

    ``unread`` are documents to be read again; ``settled`` is the catalogue of the last complete
    build, if quick ones came after it; ``warnings`` are those of others.
    """

    environment: BuildEnvironment | None = None
    unread: frozenset[str] = frozenset()
    settled: Catalogue | None = None
    warnings: frozenset[Finding] = frozenset()


class Storage:
    """The environment of a preview, beside its doctrees."""

    def __init__(self, doctrees: Path) -> None:
        self._environment = doctrees / "anthology-preview.pickle"
        self._notes = doctrees / "anthology-unread.json"
        self._doctrees = doctrees
        self._noted: set[str] = set()

    def load(self) -> Stored:
        """What was stored last, if it can be used, with all that was noted since."""
        mark_untidy(self._doctrees)
        try:
            # written by this program into its own folder, as Sphinx does
            with self._environment.open("rb") as stream:
                stored = pickle.load(stream)  # noqa: S301
        except Exception:  # noqa: BLE001  # of another version, or broken: it is made anew
            return Stored()
        if not isinstance(stored, Stored):
            return Stored()
        self._noted = set(read_record(self._notes))
        return dc.replace(stored, unread=stored.unread | self._noted)

    def note(self, docnames: Iterable[str]) -> None:
        """Note documents that are about to be read."""
        noted = self._noted.union(docnames)
        if noted != self._noted:
            self._noted = noted
            write_whole(self._notes, json.dumps(dict.fromkeys(sorted(noted), True)))

    def save(self, stored: Stored) -> None:
        """Store what the next preview begins with."""
        if stored.environment is None:
            return
        env = handed_over(stored.environment, BuildEnvironment)
        write_whole(self._environment, pickle.dumps(dc.replace(stored, environment=env)))
        self._notes.unlink(missing_ok=True)
        self._noted = set()

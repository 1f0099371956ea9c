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


@dc.dataclass(kw_only=True)
class Stored:
    """What a preview begins with.

    ``unread`` are documents that the next complete build has to read; ``settled`` is the catalogue
    of the last complete build, if quick ones came after it; ``warnings`` are those of others about
    documents as they were last read.
    """

    environment: BuildEnvironment | None = None
    unread: set[str] = dc.field(default_factory=set)
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
        stored.unread |= self._noted
        return stored

    def note(self, docnames: Iterable[str]) -> None:
        """Note documents that are about to be read."""
        noted = self._noted.union(docnames)
        if noted != self._noted:
            self._noted = noted
            write_whole(self._notes, json.dumps(dict.fromkeys(sorted(noted), True)))

    def save(self, state: Stored) -> None:
        """Store what the next preview begins with, and no more of a state that holds more."""
        if state.environment is None:
            return
        kept = Stored(**{field.name: getattr(state, field.name) for field in dc.fields(Stored)})
        kept.environment = handed_over(state.environment, BuildEnvironment)
        write_whole(self._environment, pickle.dumps(kept))
        self._notes.unlink(missing_ok=True)
        self._noted = set()

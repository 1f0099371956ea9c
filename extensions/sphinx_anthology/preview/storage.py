"""What a preview keeps on disk, so that the next one starts warm, and one that was killed, too.

The environment is stored when there is time. Before each build the documents that it reads are
noted; after a kill they are read again, since their doctrees may be newer than the environment.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from pathlib import Path

from sphinx.environment import BuildEnvironment

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.preview.environment import handed_over
from sphinx_anthology.preview.messages import Finding
from sphinx_anthology.reading.locks import mark_untidy


class Storage:
    """The environment of a preview, beside its doctrees."""

    def __init__(self, doctrees: Path) -> None:
        self._environment = doctrees / "anthology-preview.pickle"
        self._notes = doctrees / "anthology-unread.json"
        self._doctrees = doctrees
        self._noted: set[str] = set()

    def load(self) -> tuple[BuildEnvironment | None, set[str], frozenset[Finding]]:
        """The environment, if there is one; the documents to read again; the warnings of others."""
        mark_untidy(self._doctrees)
        try:
            # written by this program into its own folder, as Sphinx does
            with self._environment.open("rb") as stream:
                env, warnings = pickle.load(stream)  # noqa: S301
        except Exception:  # noqa: BLE001  # of another version, or broken: it is made anew
            return None, set(), frozenset()
        self._noted = set(read_record(self._notes))
        return env, set(self._noted), warnings

    def note(self, docnames: Iterable[str]) -> None:
        """Note documents that are about to be read."""
        noted = self._noted.union(docnames)
        if noted != self._noted:
            self._noted = noted
            write_whole(self._notes, json.dumps(dict.fromkeys(sorted(noted), True)))

    def save(self, env: BuildEnvironment, warnings: frozenset[Finding]) -> None:
        """Store the environment, whole, and what others said of its documents.

        Nothing is left to read again.
        """
        state = handed_over(env, BuildEnvironment), warnings
        write_whole(self._environment, pickle.dumps(state))
        self._notes.unlink(missing_ok=True)
        self._noted = set()

"""The chunks of what volumes hold besides their documents."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.pages import matter

if TYPE_CHECKING:
    from sphinx_anthology.outputs.typst.builder import TypstPdfBuilder


class MatterChunks:
    """Writes them, unless nothing that they could show has changed since they were written.

    They show the catalogue and texts of documents; whenever one of these changes, a document is
    read again.
    """

    def __init__(self, builder: TypstPdfBuilder, publication: Publication) -> None:
        self._builder = builder
        self._record = builder.work / "matter.json"
        self._stamp = _stamp(builder, publication)
        last: dict[str, Any] = read_record(self._record)
        self._names: dict[str, list[str]] = last["names"] if last.get("of") == self._stamp else {}

    def names(self, volume: Volume) -> list[str]:
        """The names of the chunks of a volume, in their order."""
        if volume.name not in self._names:
            self._names[volume.name] = self._write(volume)
        return self._names[volume.name]

    def keep(self) -> None:
        """Remember what was written."""
        told = json.dumps({"of": self._stamp, "names": self._names}, sort_keys=True)
        write_whole(self._record, told)

    def _write(self, volume: Volume) -> list[str]:
        found: list[str] = []
        env = self._builder.env
        for part, sections in matter.parts(env, volume):
            for number, section in enumerate(sections):
                name = f"{volume.name}/{part}?{number}"  # no docname
                document = matter.resolved(env, name, [section])
                self._builder.chunks.write(name, self._builder.translated(name, document))
                found.append(name)
        return found


def _stamp(builder: TypstPdfBuilder, publication: Publication) -> str:
    """What changes whenever a document is read, or a setting that is not of reading changes."""
    read = sorted(builder.env.all_docs.items())
    facts = json.dumps([read, repr(publication)])
    return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()

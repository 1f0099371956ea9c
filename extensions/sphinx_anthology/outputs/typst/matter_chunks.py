"""The chunks of what volumes hold besides their documents."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.pages import matter

if TYPE_CHECKING:
    from sphinx_anthology.outputs.typst.builder import TypstPdfBuilder

logger = logging.getLogger(__name__)


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
        known = self._names.get(volume.name)
        if known is None or not all(map(self._builder.chunks.has, known)):
            self._names[volume.name] = self._write(volume)
        return self._names[volume.name]

    def keep(self) -> None:
        """Remember what was written."""
        told = json.dumps({"of": self._stamp, "names": self._names}, sort_keys=True)
        write_whole(self._record, told)

    def _write(self, volume: Volume) -> list[str]:
        found: list[str] = []
        for part in matter.PARTS:
            try:
                found += self._write_part(volume, part)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  # a volume is of use without it
                message = "The PDF ‘%s’ is made without its %s: %s"
                reason = f"{type(error).__name__}: {error}"
                logger.warning(message, volume.name, part, reason, type="anthology", subtype="pdf")
        return found

    def _write_part(self, volume: Volume, part: str) -> list[str]:
        found: list[str] = []
        env = self._builder.env
        for name, sections in matter.parts(env, volume, [part]):
            for number, section in enumerate(sections):
                chunk = f"{volume.name}/{name}?{number}"  # no docname
                document = matter.resolved(env, chunk, [section])
                self._builder.chunks.write(chunk, self._builder.translated(chunk, document))
                found.append(chunk)
        return found


def _stamp(builder: TypstPdfBuilder, publication: Publication) -> str:
    """What changes whenever a document is read, or a setting that is not of reading changes."""
    read = sorted(builder.env.all_docs.items())
    facts = json.dumps([read, repr(publication)])
    return hashlib.blake2b(facts.encode(), digest_size=16).hexdigest()

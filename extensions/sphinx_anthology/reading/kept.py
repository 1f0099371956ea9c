"""Texts that are kept from one build to the next, for as long as what they show stays the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from sphinx.application import Sphinx

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.records import folder_key
from sphinx_anthology.reading.surroundings import FORM


class Kept:
    """The texts of an output by name, each with the digest of what it was made from.

    Settings, templates and language are part of every digest.
    """

    def __init__(self, app: Sphinx, output: str) -> None:
        place = folder_key(app.outdir)
        self._record = app.doctreedir / f"anthology-{output}-{place}.json"
        surroundings = domain_of(app.env).surroundings or {}
        self._form = surroundings.get(FORM, "")
        self._last: dict[str, Any] = {}
        if self._form:
            self._last = read_record(self._record)
        self._now: dict[str, list[str]] = {}

    def text(self, name: str, shown: object, make: Callable[[], str]) -> str:
        """A text that is made from what it shows: that of the last build, or else a new one.

        ``shown`` is told from another by its ``repr``.
        """
        facts = f"{self._form}\n{shown!r}".encode()
        digest = hashlib.blake2b(facts, digest_size=16).hexdigest()
        last = self._last.get(name, ["", ""])
        text = last[1] if last[0] == digest else make()
        self._now[name] = [digest, text]
        return text

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what was asked for."""
        if error is None:
            told = json.dumps(self._now, sort_keys=True, ensure_ascii=False)
            write_whole(self._record, told)

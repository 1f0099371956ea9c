"""Texts that are kept from one build to the next, for as long as what they show stays the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from sphinx.application import Sphinx

from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import folder_key
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
        return self.texts({name: shown}, lambda _: [make()])[name]

    def texts(
        self, shown: Mapping[str, object], make: Callable[[list[str]], Iterable[str]]
    ) -> dict[str, str]:
        """Texts by name; those that show something new are made together, in the order given."""
        digests = {name: self._digest(what) for name, what in shown.items()}
        last = {name: self._last.get(name, ["", ""]) for name in shown}
        new = [name for name in shown if last[name][0] != digests[name]]
        made = dict(zip(new, make(new), strict=True)) if new else {}
        texts = {name: made[name] if name in made else last[name][1] for name in shown}
        self._now |= {name: [digests[name], texts[name]] for name in shown}
        return texts

    def _digest(self, shown: object) -> str:
        facts = f"{self._form}\n{shown!r}".encode()
        return hashlib.blake2b(facts, digest_size=16).hexdigest()

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

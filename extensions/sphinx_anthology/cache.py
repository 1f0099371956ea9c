"""The build cache: texts and files with digests of their sources, and of the code that made them.

What an earlier version of the package has read or made is read and made again: its records may
have another shape, a document may be withheld by another rule, a page may be written otherwise.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sphinx_anthology.files import read_record, write_whole

PACKAGE = Path(__file__).parent
_CODE = frozenset({".css", ".html", ".js", ".mo", ".py", ".typ", ".xml"})
_COMMANDS = frozenset({"cli", "starter"})
"""The rooms of which nothing gets into what is built."""


@functools.cache
def code_version(package: Path = PACKAGE) -> int:
    """A number for all code, templates, styles and translations of the package.

    Sphinx discards an environment of another number, and so do we with everything in a cache.
    """
    found = hashlib.blake2b(digest_size=6)
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        if path.suffix in _CODE and name.parts[0] not in _COMMANDS:
            found.update(f"{name.as_posix()}\0".encode())
            found.update(path.read_bytes())
    return int.from_bytes(found.digest(), "big")


class BuildCache:
    """A record of texts, and of files kept elsewhere, by name.

    ``form`` is what all of them depend on besides the code, such as settings. Entries that a build
    does not use are dropped, unless the cache ``keeps_others``. A broken record is empty.
    """

    def __init__(self, record: Path, form: str = "", *, keeps_others: bool = False) -> None:
        self._record, self._form = record, f"{code_version()} {form}"
        self._last: dict[str, Any] = read_record(record)
        self._now: dict[str, Any] = dict(self._last) if keeps_others else {}

    def text(self, name: str, shown: object, make: Callable[[], str]) -> str:
        """A text made from ``shown``: that of the last build, or a new one.

        Values of ``shown`` are compared by their ``repr``.
        """
        return self.texts({name: shown}, lambda _: [make()])[name]

    def texts(
        self, shown: Mapping[str, object], make: Callable[[list[str]], Iterable[str]]
    ) -> dict[str, str]:
        """Texts by name; those to be made are made together, in the order given."""
        digests = {name: self._digest(what) for name, what in shown.items()}
        last = {name: self._last.get(name, ["", ""]) for name in shown}
        new = [name for name in shown if last[name][0] != digests[name]]
        made = dict(zip(new, make(new), strict=True)) if new else {}
        texts = {name: made[name] if name in made else last[name][1] for name in shown}
        self._now |= {name: [digests[name], texts[name]] for name in shown}
        return texts

    def _digest(self, shown: object) -> str:
        return digest(self._form, "\n", repr(shown))

    def has(self, name: str, digest: str, file: Path) -> bool:
        """Whether a file has the size and the digest of its last writing."""
        known = [self._digest(digest), _size(file)]
        if known[1] is None or self._last.get(name) != known:
            return False
        self._now[name] = known
        return True

    def note(self, name: str, digest: str, file: Path) -> None:
        """Record a file for the next build, and for the rest of this one."""
        self._now[name] = self._last[name] = [self._digest(digest), _size(file)]

    def save(self) -> None:
        """Write the record."""
        write_whole(self._record, json.dumps(self._now, sort_keys=True, ensure_ascii=False))


def digest(*parts: str | bytes) -> str:
    """A digest of texts and bytes: 32 hexadecimal digits (BLAKE2b, RFC 7693)."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
    return found.hexdigest()


def _size(file: Path) -> int | None:
    """The size of a file in bytes; None if it is missing."""
    try:
        return file.stat().st_size
    except OSError:
        return None

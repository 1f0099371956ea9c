"""The look where chunks import it from: ours, and after it what a publication changes."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from sphinx.util import logging

from sphinx_anthology.files import copy_whole, write_whole
from sphinx_anthology.press import compiler
from sphinx_anthology.press.diagnostics import Place, Remark

logger = logging.getLogger(__name__)
LOOK = Path(__file__).with_name("look")
PRESS_LOOK = Path(compiler.__file__).with_name("look")
_FILE = "look.typ"
_OURS = '#import "/look/book.typ": *\n'
"""The line before the publication's own."""
_PACKAGE = re.compile(r'^(?!\s*//).*?"(@[\w-]+/[\w-]+:[\w.]+)"', re.MULTILINE)
"""A package that Typst's code names, but for commented lines: ``"@preview/cetz:0.3.4"``."""


def _copy(source: str, path: str) -> None:
    copy_whole(Path(source), Path(path))


class Look:
    """The look of a build; ``digest`` tells it from another."""

    def __init__(self, work: Path, own: Path | None) -> None:
        self._work, self._path = work, own
        for source, name in ((LOOK, "look"), (PRESS_LOOK, "press")):
            shutil.copytree(source, work / name, dirs_exist_ok=True, copy_function=_copy)
        self._own = self._read(own) if own else ""
        self._said: set[tuple[int, str]] = set()
        self._put(self._own)
        self.digest = self._digest()

    @property
    def has_own(self) -> bool:
        """Whether the publication has a look of its own."""
        return bool(self._own)

    @contextmanager
    def without_own(self) -> Iterator[None]:
        """For a while, ours alone."""
        self._put("")
        try:
            yield
        finally:
            self._put(self._own)

    def is_of(self, remark: Remark) -> bool:
        """Whether something is said of the publication's own code."""
        return self._place(remark) is not None

    def tell(self, remarks: Iterable[Remark], more: str = "") -> None:
        """Warn of what is said of the publication's own code: each line once in a build."""
        for remark in remarks:
            place = self._place(remark)
            line = max(1, place.line - _OURS.count("\n")) if place else 0
            key = line, "" if line else remark.message
            if key in self._said:
                continue
            self._said.add(key)
            said = "; ".join((remark.message, *remark.hints))
            if line:
                self._warn("%s. %s", said, more, location=f"{self._path}:{line}")
            else:
                self._warn("‘%s’: %s. %s", self._name, said, more)

    @property
    def _name(self) -> str:
        return self._path.name if self._path else ""

    def _place(self, remark: Remark) -> Place | None:
        return remark.within(_FILE) if self._own else None

    def _put(self, own: str) -> None:
        write_whole(self._work / _FILE, _OURS + own)

    def _digest(self) -> str:
        files = [self._work / _FILE]
        for name in ("look", "press"):
            files += sorted((self._work / name).glob("*.typ"))
        found = hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=16)
        return f"{version('typst')} {found.hexdigest()}"

    def _read(self, path: Path) -> str:
        """The publication's own code; nothing, and a warning, where it cannot be had."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._warn("‘%s’ cannot be read: %s", path.name, error.__class__.__name__)
            return ""
        if package := _PACKAGE.search(text):
            # the compiler would fetch it from the network
            message = "‘%s’ imports ‘%s’, and packages are not used. Put their code into the file."
            self._warn(message, path.name, package[1])
            return ""
        return text

    def _warn(self, message: str, *details: str, location: str | None = None) -> None:
        message = f"anthology_typst_look: {message}"
        logger.warning(message, *details, location=location, type="anthology", subtype="setting")

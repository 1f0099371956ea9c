"""Records what an import wrote, so that later imports keep an editor's changes.

``.import-lock.json`` has for each document digests of its source, of the conversion and of the
written text. A file that differs from the written text belongs to the editor from then on.
"""

from __future__ import annotations

import dataclasses as dc
import enum
import hashlib
import json
from collections.abc import Iterable
from typing import Final

from anthology_import.folder import Folder, is_docname
from anthology_import.records import UnusableError

NAME: Final = ".import-lock.json"
INCOMING: Final = ".incoming.md"
"""The ending of a new text beside a document that an editor changed."""

_FORM: Final = 2


class Outcome(enum.StrEnum):
    """What happened to a document or file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REWRITTEN = "rewritten"
    RESTORED = "restored"
    """It had been deleted, and was written again."""
    EDITED = "edited"
    """An editor changed it, and its source is the same: it was kept."""
    CONFLICT = "conflict"
    """An editor and the source changed it: the new text lies beside it."""

    @property
    def is_written(self) -> bool:
        """Whether the document has the new text."""
        return self not in {Outcome.EDITED, Outcome.CONFLICT}


@dc.dataclass(frozen=True, slots=True)
class Entry:
    """What the lock knows of a document: its name, and digests.

    ``source`` is the digest of its source, ``making`` that of everything else that its text depends
    on, such as the converter and the other documents; ``output`` is that of the written text.
    ``told`` are its notices as JSON, so that they can be reported again without a conversion.
    """

    name: str
    source: str
    making: str
    output: str
    told: str = ""


@dc.dataclass(frozen=True, slots=True)
class BuildInput:
    """A document of this import; ``key`` is the same in every import."""

    key: str
    docname: str
    source: str
    making: str


def digest(*parts: object) -> str:
    """A SHA-256 of values, by their ``repr``."""
    text = "\0".join(part if isinstance(part, str) else repr(part) for part in parts)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class Lock:
    """The lock of a folder; documents are written through it.

    With ``is_dry`` nothing is written or deleted; only the outcomes are worked out.

    :raises UnusableError: where the existing lock cannot be read.
    """

    def __init__(self, folder: Folder, *, is_dry: bool = False) -> None:
        self.folder, self._is_dry = folder, is_dry
        self._documents, self._files = _read(folder)
        self._earlier = {entry.name: entry for entry in self._documents.values()}
        self._put: set[str] = set()
        self._asked: set[str] = set()
        self.left_behind: list[str] = []
        """Documents of earlier imports that were kept, since an editor changed them."""

    @property
    def known(self) -> dict[str, str]:
        """The names of the documents of earlier imports, by key."""
        return {key: entry.name for key, entry in self._documents.items()}

    def current(self, made: BuildInput) -> Outcome | None:
        """The outcome for a document that is up to date, else None."""
        self._asked.add(made.key)
        entry = self._documents.get(made.key)
        if entry is None or entry != dc.replace(entry, **_new(made)):
            return None
        file = f"{made.docname}.md"
        there = self.folder.read(file)
        if there is None:
            return None
        self._put.add(made.docname)
        if _sha(there) == entry.output:
            return Outcome.UNCHANGED
        is_open = self.folder.exists(f"{made.docname}{INCOMING}")
        return Outcome.CONFLICT if is_open else Outcome.EDITED

    def told(self, key: str) -> str:
        """The notices of a document from an earlier import."""
        entry = self._documents.get(key)
        return entry.told if entry else ""

    def put(self, made: BuildInput, text: str, told: str = "") -> Outcome:
        """Write a document, unless an editor changed it."""
        data = text.encode(errors="replace")
        self._asked.add(made.key)
        entry = self._documents.get(made.key)
        outcome = _outcome(entry, made, self._there(made), data)
        self._put.add(made.docname)
        if outcome.is_written:
            self._write(f"{made.docname}.md", data)
        elif outcome is Outcome.CONFLICT:
            self._write(f"{made.docname}{INCOMING}", data)
        if entry is not None and entry.name != made.docname:
            self._leave(entry.name, entry.output)
        output = _sha(data) if outcome.is_written or entry is None else entry.output
        self._documents[made.key] = Entry(output=output, told=told, **_new(made))
        return self._with_incoming(made, data, outcome)

    def _there(self, made: BuildInput) -> bytes | None:
        """The content at a document's place; None if the document there moves."""
        there = self.folder.read(f"{made.docname}.md")
        entry, earlier = self._documents.get(made.key), self._earlier.get(made.docname)
        is_own = entry is not None and entry.name == made.docname
        moves = not is_own and there and earlier and earlier.output == _sha(there)
        return None if moves else there

    def _with_incoming(self, made: BuildInput, data: bytes, outcome: Outcome) -> Outcome:
        """The outcome, with open conflicts; a text that was taken over is deleted."""
        incoming = self.folder.read(f"{made.docname}{INCOMING}")
        if incoming is not None and outcome is Outcome.EDITED:
            return Outcome.CONFLICT
        if incoming == data and outcome.is_written and not self._is_dry:
            self.folder.remove(f"{made.docname}{INCOMING}")
        return outcome

    def put_file(self, name: str, chunks: Iterable[bytes]) -> Outcome:
        """Write a file that is no document, unless an editor changed it."""
        there, ours = self.folder.digest(name), self._files.get(name)
        with self.folder.prepared(name, chunks) as new:
            if there == new.digest:
                outcome = Outcome.UNCHANGED
            elif there is None:
                outcome = Outcome.RESTORED if ours else Outcome.NEW
            else:
                outcome = Outcome.REWRITTEN if there == ours else Outcome.EDITED
            if outcome not in {Outcome.UNCHANGED, Outcome.EDITED}:
                new.put()
        if outcome is not Outcome.EDITED:
            self._files[name] = new.digest
        return outcome

    def is_own(self, name: str, data: bytes) -> bool:
        """Whether a file is unchanged since an import wrote it."""
        return self._files.get(name) == _sha(data)

    def put_missing(self, name: str, text: str) -> Outcome:
        """Write a file for the editor to change, unless it exists."""
        if self.folder.exists(name):
            return Outcome.EDITED
        self._write(name, text.encode())
        return Outcome.NEW

    def unmade(self) -> list[str]:
        """The existing documents of earlier imports that this one does not make."""
        names = (e.name for key, e in self._documents.items() if key not in self._asked)
        return sorted(name for name in names if self.folder.exists(f"{name}.md"))

    def drop_unmade(self, prefix: str) -> None:
        """Delete unmade documents with a key prefix, unless an editor changed them."""
        gone = [k for k in self._documents if k.startswith(prefix) and k not in self._asked]
        for key in gone:
            entry = self._documents.pop(key)
            self._leave(entry.name, entry.output)

    def save(self) -> None:
        """Write the lock."""
        documents = {
            key: [entry.name, entry.source, entry.making, entry.output, entry.told]
            for key, entry in sorted(self._documents.items())
        }
        state = {"form": _FORM, "documents": documents, "files": dict(sorted(self._files.items()))}
        text = json.dumps(state, ensure_ascii=True, indent=0, separators=(",", ":"))
        self._write(NAME, f"{text}\n".encode())

    def _leave(self, docname: str, output: str) -> None:
        """Delete a document that has moved, unless an editor changed it."""
        there = self.folder.read(f"{docname}.md")
        if docname in self._put or there is None:
            return
        if _sha(there) == output:
            if not self._is_dry:
                self.folder.remove(f"{docname}.md")
        else:
            self.left_behind.append(docname)

    def _write(self, name: str, data: bytes) -> None:
        """Write a file if its content changes."""
        if not self._is_dry and self.folder.read(name) != data:
            self.folder.write(name, data)


def _new(made: BuildInput) -> dict[str, str]:
    return {"name": made.docname, "source": made.source, "making": made.making}


def _outcome(entry: Entry | None, made: BuildInput, there: bytes | None, data: bytes) -> Outcome:
    """The outcome for a document, given its file and its lock entry."""
    is_moved = entry is not None and entry.name != made.docname
    if there == data:
        return Outcome.UNCHANGED
    if there is None:
        return Outcome.NEW if entry is None or is_moved else Outcome.RESTORED
    if entry is None or is_moved:
        return Outcome.CONFLICT
    if _sha(there) == entry.output:
        return Outcome.REWRITTEN
    is_same = entry.source == made.source or entry.output == _sha(data)
    return Outcome.EDITED if is_same else Outcome.CONFLICT


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(folder: Folder) -> tuple[dict[str, Entry], dict[str, str]]:
    """The documents and files of a lock."""
    data = folder.read(NAME)
    if data is None:
        return {}, {}
    try:
        state = json.loads(data)
        if state["form"] != _FORM:
            raise UnusableError(f"‘{NAME}’ was written by another version of this command.")
        documents = {str(k): Entry(*map(str, v)) for k, v in state["documents"].items()}
        files = {str(k): str(v) for k, v in state["files"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        message = "is damaged, so nobody can tell what an editor has changed; restore it"
        raise UnusableError(f"‘{NAME}’ {message}, or delete it.") from None
    return {k: e for k, e in documents.items() if is_docname(e.name)}, files

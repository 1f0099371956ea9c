"""What an import wrote, so that the next one leaves alone what an editor has changed.

``.import-lock.json`` says of each document from which source it was made, by which converter, and
what was written. A file that is no longer what was written is the editor's from then on.
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
"""The ending of a new text that lies beside one that an editor has changed."""

_FORM: Final = 2


class Outcome(enum.StrEnum):
    """What became of a document or a file."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REWRITTEN = "rewritten"
    RESTORED = "restored"
    """It had been deleted."""
    EDITED = "edited"
    """An editor has changed it; the source is the same, so it stays as it is."""
    CONFLICT = "conflict"
    """An editor has changed it, and the source has changed too: the new text lies beside it."""

    @property
    def is_written(self) -> bool:
        """Whether the document has the text that was made."""
        return self not in {Outcome.EDITED, Outcome.CONFLICT}


@dc.dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a document: its name, and digests.

    ``source`` is of what it was made from, ``making`` of all else that its text depends on, such
    as the converter and the other documents; ``output`` is of what was written. ``told`` is what
    there was to tell of it, so that it need not be made again to be told again.
    """

    name: str
    source: str
    making: str
    output: str
    told: str = ""


@dc.dataclass(frozen=True, slots=True)
class BuildInput:
    """A document as it is made now; ``key`` is the same at every import."""

    key: str
    docname: str
    source: str
    making: str


def digest(*parts: object) -> str:
    """A digest of values that print the same whenever they are the same."""
    text = "\0".join(part if isinstance(part, str) else repr(part) for part in parts)
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


class Lock:
    """The lock of a folder. Documents are put through it, and it is saved at the end.

    With ``is_dry`` nothing is written or deleted; it only says what would become of documents.

    :raises UnusableError: where the lock that is there cannot be read.
    """

    def __init__(self, folder: Folder, *, is_dry: bool = False) -> None:
        self.folder, self._is_dry = folder, is_dry
        self._documents, self._files = _read(folder)
        self._earlier = {entry.name: entry for entry in self._documents.values()}
        self._put: set[str] = set()
        self._asked: set[str] = set()
        self.left_behind: list[str] = []
        """Documents that are not made any more, but stay since an editor has changed them."""

    @property
    def known(self) -> dict[str, str]:
        """The names of the documents of earlier imports, by their keys."""
        return {key: entry.name for key, entry in self._documents.items()}

    def current(self, made: BuildInput) -> Outcome | None:
        """What becomes of a document that need not be made again; none where it must be."""
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
        """What there was to tell of a document."""
        entry = self._documents.get(key)
        return entry.told if entry else ""

    def put(self, made: BuildInput, text: str, told: str = "") -> Outcome:
        """Write a document, unless an editor has changed it."""
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
        """What is at a document's place; nothing, where it is one that moves away from there."""
        there = self.folder.read(f"{made.docname}.md")
        entry, earlier = self._documents.get(made.key), self._earlier.get(made.docname)
        is_own = entry is not None and entry.name == made.docname
        moves = not is_own and there and earlier and earlier.output == _sha(there)
        return None if moves else there

    def _with_incoming(self, made: BuildInput, data: bytes, outcome: Outcome) -> Outcome:
        """The outcome, with a conflict that is not settled yet; what it has settled is deleted."""
        incoming = self.folder.read(f"{made.docname}{INCOMING}")
        if incoming is not None and outcome is Outcome.EDITED:
            return Outcome.CONFLICT
        if incoming == data and outcome.is_written and not self._is_dry:
            self.folder.remove(f"{made.docname}{INCOMING}")
        return outcome

    def put_file(self, name: str, chunks: Iterable[bytes]) -> Outcome:
        """Write a file that is no document, such as an image, unless an editor has changed it."""
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
        """Whether a file is as it was written, and so can be written again."""
        return self._files.get(name) == _sha(data)

    def put_missing(self, name: str, text: str) -> Outcome:
        """Write a file that an editor is to change, if there is none; else it is theirs."""
        if self.folder.exists(name):
            return Outcome.EDITED
        self._write(name, text.encode())
        return Outcome.NEW

    def unmade(self) -> list[str]:
        """The documents of earlier imports that are there and were not made this time, by name."""
        names = (e.name for key, e in self._documents.items() if key not in self._asked)
        return sorted(name for name in names if self.folder.exists(f"{name}.md"))

    def drop_unmade(self, prefix: str) -> None:
        """Delete the documents whose keys begin so and that are made no more; an editor's stay."""
        gone = [k for k in self._documents if k.startswith(prefix) and k not in self._asked]
        for key in gone:
            entry = self._documents.pop(key)
            self._leave(entry.name, entry.output)

    def save(self) -> None:
        """Save the lock."""
        documents = {
            key: [entry.name, entry.source, entry.making, entry.output, entry.told]
            for key, entry in sorted(self._documents.items())
        }
        state = {"form": _FORM, "documents": documents, "files": dict(sorted(self._files.items()))}
        text = json.dumps(state, ensure_ascii=True, indent=0, separators=(",", ":"))
        self._write(NAME, f"{text}\n".encode())

    def _leave(self, docname: str, output: str) -> None:
        """Delete a document that is not made here any more, unless an editor has changed it."""
        there = self.folder.read(f"{docname}.md")
        if docname in self._put or there is None:
            return
        if _sha(there) == output:
            if not self._is_dry:
                self.folder.remove(f"{docname}.md")
        else:
            self.left_behind.append(docname)

    def _write(self, name: str, data: bytes) -> None:
        """Write a file whose content is not that already."""
        if not self._is_dry and self.folder.read(name) != data:
            self.folder.write(name, data)


def _new(made: BuildInput) -> dict[str, str]:
    return {"name": made.docname, "source": made.source, "making": made.making}


def _outcome(entry: Entry | None, made: BuildInput, there: bytes | None, data: bytes) -> Outcome:
    """What is to become of a document, where something is there and was written before."""
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

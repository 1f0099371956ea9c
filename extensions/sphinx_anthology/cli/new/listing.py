"""Adds documents to the toctrees of others; every other byte of these files stays."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from sphinx_anthology.cli.new.plan import Change, new_file
from sphinx_anthology.cli.publication import SUFFIXES, Publication, above, plain_text
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.suggestions import from_here
from sphinx_anthology.toctrees import (
    comment_lines,
    entry_docname,
    options_of,
    read_entries,
    toctrees_in,
)

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_NUMBERS = re.compile(r"(\d+)")
_BOM = "\ufeff"


class NotListedError(Exception):
    """The toctree cannot be edited safely; the message says why."""


@dc.dataclass(frozen=True, slots=True)
class Edit:
    """A file with one more line in its toctree."""

    content: bytes
    line: int
    """The number of the new line."""
    entry: str
    """The new line, without the space around it."""


@dc.dataclass(slots=True)
class Listings:
    """The toctrees that new documents get into, and what is left to do by hand.

    Edits of one file add up. ``pages`` are new documents that list others.
    """

    publication: Publication
    advice: list[str] = dc.field(default_factory=list)
    pages: dict[Path, bytes] = dc.field(default_factory=dict)
    _edited: dict[Path, bytes] = dc.field(default_factory=dict)
    _lines: dict[Path, list[tuple[int, str]]] = dc.field(default_factory=dict)

    def add(self, path: Path) -> None:
        """List a document where a pattern does so, or beside those of its folder."""
        new = self._docname(path)
        if holder := self.publication.listing(new):
            self._tell_of_pattern(self.publication.path(holder), from_here(new, holder))
            return
        self._add_to(self.publication.likely_holder(new), new, may_choose=True)

    def add_to_series(self, series: str, path: Path) -> None:
        """List a post in the document of its series, which has one toctree."""
        self._add_to(series, self._docname(path), may_choose=False)

    @property
    def changes(self) -> Iterator[Change]:
        """The files to write."""
        for path, content in {**self.pages, **self._edited}.items():
            if path in self.pages:
                yield new_file(path, content)
            else:
                lines = (f"Changed {path}, line {n}: + {entry}" for n, entry in self._lines[path])
                yield Change(path, content, "\n".join(lines), is_new=False)

    def _docname(self, path: Path) -> str:
        return path.relative_to(self.publication.folder).with_suffix("").as_posix()

    def _add_to(self, holder: str, new: str, *, may_choose: bool) -> None:
        path, entry = self.publication.path(holder), from_here(new, holder)
        try:
            raw = self._edited.get(path) or self.pages.get(path) or _raw(path)
            length = read_source(holder, path.name, plain_text(raw)).length
            known = set(self.publication.files)
            edit = with_entry(raw, holder, length, new, known, may_choose=may_choose)
        except NotListedError as reason:
            self.advice.append(f"Add this line to the toctree of {path}, for {reason}: {entry}")
            return
        if edit is None:
            self._tell_of_pattern(path, entry)
            return
        grown = edit.content.count(b"\n") - raw.count(b"\n")
        before = [(n + grown * (n >= edit.line), said) for n, said in self._lines.get(path, ())]
        self._lines[path] = sorted([*before, (edit.line, edit.entry)])
        self._edited[path] = edit.content

    def _tell_of_pattern(self, path: Path, entry: str) -> None:
        self.advice.append(f"{path} lists ‘{entry}’ by itself; there is nothing to add.")


def _raw(path: Path) -> bytes:
    if path.is_symlink():
        raise NotListedError("it is a link to another file")
    if not path.exists():
        raise NotListedError("it is not there")
    raw = path.read_bytes()
    try:
        plain_text(raw)
    except UnicodeDecodeError:
        raise NotListedError("it is not UTF-8 text") from None
    return raw


def with_entry(
    raw: bytes,
    docname: str,
    length: int,
    new: str,
    docnames: Collection[str],
    *,
    may_choose: bool = False,
) -> Edit | None:
    """The file of ``docname`` with ``new`` in its toctree; :data:`None` if it is listed already.

    ``length`` is the number of lines of front matter; ``docnames`` are all documents. Of several
    toctrees one ``may_choose`` the one that lists documents of the same folder, else the first.

    :raises NotListedError: if the toctree cannot be edited safely.
    """
    text = raw.decode("utf-8")
    file = _File(_LINE.findall(text.removeprefix(_BOM)), docname, length)
    known = {*docnames, new}
    if new in file.entries(known):
        return None
    at, line = _Toctree(file, new, may_choose=may_choose).place_for(new)
    written = "".join([*file.lines[:at], line, *file.lines[at:]])
    _demand_alike(file, _File(_LINE.findall(written), docname, length), known, new)
    shift = 1 + line[: len(line) - len(line.lstrip())].count("\n")
    bom = _BOM if text.startswith(_BOM) else ""
    return Edit((bom + written).encode(), at + shift, line.strip())


def _demand_alike(file: _File, made: _File, known: Collection[str], new: str) -> None:
    """Refuse an edit after which a toctree lists more, or less, than one new document."""
    before, after = file.entries(known), made.entries(known)
    if sorted(after) != sorted([*before, new]) or [d for d in after if d != new] != before:
        raise NotListedError("its toctree would be read differently")


@dc.dataclass(frozen=True, slots=True)
class _File:
    """The lines of a file, with their ends."""

    lines: list[str]
    docname: str
    length: int

    @property
    def text(self) -> str:
        """The text as toctrees are read from it: front matter blanked, plain line ends."""
        plain = [line.rstrip("\r\n") for line in self.lines]
        return "\n".join(["" if n < self.length else line for n, line in enumerate(plain)])

    def entries(self, docnames: Collection[str]) -> list[str]:
        """The docnames that the toctrees list, in order."""
        found = read_entries(self.text, self.docname, docnames, SUFFIXES)
        return [entry.docname for entry in found]


class _Toctree:
    """The toctree of a file that gets a new document: the only one, unless one may choose."""

    def __init__(self, file: _File, new: str, *, may_choose: bool) -> None:
        found = list(toctrees_in(file.text))
        if len(found) > 1 and may_choose:
            found = [toctree for toctree in found if _is_beside(new, toctree[1], file)] or found[:1]
        if len(found) != 1:
            raise NotListedError(_reason(file.text, len(found)))
        self.file = file
        first, content = found[0]
        self.start = first - 1
        self.content = content.splitlines()
        here = file.lines[self.start : self.start + len(self.content)]
        if [line.strip() for line in here] != [line.strip() for line in self.content]:
            raise NotListedError("its toctree is inside of something that cannot be edited")

    def place_for(self, new: str) -> tuple[int, str]:
        """The index of the new line among all of the file, and the line itself."""
        _, first = options_of("\n".join(self.content))
        hidden = comment_lines(self.content[first:])
        listed = [
            first + place
            for place, line in enumerate(self.content[first:])
            if line.strip() and place not in hidden
        ]
        if not listed:
            return self._in_empty(new, first)
        entries = [self.content[place].strip() for place in listed]
        place = _position(entries, new, self.file.docname)
        index = listed[place] if place < len(listed) else listed[-1] + 1
        beside = self.file.lines[self.start + listed[min(place, len(listed) - 1)]]
        written = _written_alike(new, self.file.docname, entries)
        return self.start + index, _like(beside, written, self._end)

    def _in_empty(self, new: str, first: int) -> tuple[int, str]:
        """The same where nothing is listed: below the options, and a blank line."""
        blank = first < len(self.content) and not self.content[first].strip()
        opening = self.file.lines[self.start - 1]
        entry = _like(opening, from_here(new, self.file.docname), self._end)
        gap = self._end if first and not blank else ""
        return self.start + first + blank, gap + entry

    @property
    def _end(self) -> str:
        """The line end of the file."""
        first = self.file.lines[0]
        return first[len(first.rstrip("\r\n")) :] or "\n"


def _is_beside(new: str, content: str, file: _File) -> bool:
    """Whether a toctree lists a document of the same folder."""
    _, first = options_of(content)
    lines = content.splitlines()[first:]
    return any(above(entry_docname(li, file.docname, SUFFIXES)) == above(new) for li in lines if li)


def _reason(text: str, count: int) -> str:
    if count:
        return f"it has {count} toctrees"
    is_rst = re.search(r"^\s*\.\.\s+toctree::", text, re.MULTILINE)
    return "its toctree is reStructuredText" if is_rst else "it has no toctree of its own"


def _like(beside: str, entry: str, end: str) -> str:
    """An entry with the indent and line end of a line beside it."""
    indent = beside[: len(beside) - len(beside.lstrip())]
    own_end = beside[len(beside.rstrip("\r\n")) :]
    return f"{indent}{entry}{own_end or end}"


def _written_alike(new: str, docname: str, entries: Sequence[str]) -> str:
    """An entry in the notation of the others: with ``.md``, or from the top."""
    targets = [entry.rpartition("<")[2].rstrip(">").strip() for entry in entries]
    ending = ".md" if all(target.endswith(".md") for target in targets) else ""
    if all(target.startswith("/") for target in targets):
        return f"/{new}{ending}"
    return from_here(new, docname, ending)


def _position(entries: Sequence[str], new: str, docname: str) -> int:
    """The place among entries of the same folder that keeps the order of their names.

    If these have no order, it is after the last of them; if there are none, the end.
    """
    names = [entry_docname(entry, docname, SUFFIXES) for entry in entries]
    beside = [place for place, name in enumerate(names) if above(name) == above(new)]
    keys, own = [_key(names[place]) for place in beside], _key(new)
    if keys == sorted(keys):
        before = sum(key < own for key in keys)
    elif keys == sorted(keys, reverse=True):
        before = sum(key > own for key in keys)
    else:
        before = len(keys)
    if before < len(keys):
        return beside[before]
    return beside[-1] + 1 if beside else len(names)


def _key(docname: str) -> list[tuple[int, str]]:
    """A name for sorting in which 10 follows 9."""
    parts = _NUMBERS.split(docname.casefold())
    return [(int(p) if p.isdecimal() else -1, p) for p in parts]

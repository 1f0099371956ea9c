"""Documents in reStructuredText and notebooks to their sources; files that are no UTF-8."""

from __future__ import annotations

import dataclasses as dc
import json
from collections.abc import Iterator
from typing import Any

from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.misplaced import fields_of_rst, without_fields_of_rst
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.read_markdown import read_source
from sphinx_anthology.model.review_marks import review_mark
from sphinx_anthology.model.source import MOST_RAW, Source, digests, left_out_at
from sphinx_anthology.model.source_doubts import doubted, without_misplaced
from sphinx_anthology.model.withholding import LEFT_OUT, doubts_of_page

_MARKS = {b"\xff\xfe\x00\x00": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_LOOKED_AT = 4096


def not_utf8(raw: bytes, file: str, effect: str) -> str:
    r"""What is said of such a file; ``effect`` is what follows for the publication.

    >>> not_utf8("é".encode("latin-1"), "a.md", "It is left out.")[:56]
    'The file is not UTF-8 text but seems to be Windows-1252 '
    >>> not_utf8(b"\x89PNG\0\0", "a.md", "It is left out.")
    'The file is not UTF-8 text. It is left out.'
    >>> not_utf8(b"one\ntw\0o", "a.md", "It is left out.")[:53]
    'Line 2 has a character that is no text (U+0000). It i'
    """
    new = file.rpartition("/")[2]
    if line := _line_of_null(raw):
        return (
            f"Line {line} has a character that is no text (U+0000). {effect} Delete it, or copy "
            f"what can be read into a new file: tr -d '\\000' < {new} > new-{new}"
        )
    form = _form(raw[:_LOOKED_AT])
    if not form:
        return f"The file is not UTF-8 text. {effect}"
    name = "Windows-1252 (Latin-1)" if form == "WINDOWS-1252" else form
    return (
        f"The file is not UTF-8 text but seems to be {name}. {effect} Save it as UTF-8: in an "
        f"editor by ‘Save as’ with the encoding UTF-8, or by the command "
        f"iconv -f {form} -t UTF-8 {new} > new-{new}"
    )


def _line_of_null(raw: bytes) -> int:
    """The line of the first null in what is otherwise text; 0 where there is none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    few = len(text) / 20 + 1  # UTF-16 of plain letters has one after each
    return text.count("\n", 0, text.find("\0")) + 1 if 0 < text.count("\0") <= few else 0


def _form(start: bytes) -> str:
    """The encoding that a file's first bytes are of; empty where it is no text."""
    if found := next((form for mark, form in _MARKS.items() if start.startswith(mark)), ""):
        return found
    if b"\0" in start:
        first, second = start[::2].count(0), start[1::2].count(0)
        form = "UTF-16BE" if first > second else "UTF-16LE"
        return form if max(first, second) > len(start) / 5 else ""
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    return "" if controls else "WINDOWS-1252"


def read_rst(docname: str, file: str, text: str) -> Source:
    """Read a document in reStructuredText: a plain page, unless it may be more than that."""
    values = fields_of_rst(text)
    posts = [name for name in values if name.startswith("..")]
    messages = [message for _, message in doubts_of_page({"orphan": None, **values})]
    if posts:
        messages.append(f"{LEFT_OUT} ‘{posts[0]}’ may make a post of it; posts are Markdown here.")
    problems = tuple(Problem(file, 1, message, Code.WITHHELD) for message in messages)
    page = Source(docname=docname, file=file, is_page=PAGE in values)
    page = dc.replace(page, problems=problems, blocked=bool(problems))
    fix = "write it as fields, ‘:name: value’, in line 1 and below, or begin with ‘:page:’"
    page = doubted(without_misplaced(page, without_fields_of_rst(text), fix), text, values)
    return dc.replace(page, said=digests(text[:MOST_RAW] if page.blocked else ""))


_LEAVES_OUT = frozenset({Code.WITHHELD, Code.FRONT_MATTER})


def read_notebook(docname: str, file: str, text: str) -> Source:
    """Read a notebook: a plain page, whose first cell may hold front matter."""
    try:
        notebook = json.loads(text)
        cell = "".join(notebook["cells"][0]["source"])
        marked = any(review_mark("".join(c["source"]))[0] for c in _in_markdown(notebook))
    except (ValueError, LookupError, TypeError):
        return Source(docname=docname, file=file)
    found = read_source(docname, file, cell)
    fields = {"orphan": True, **_fields_of_notebook(notebook)}
    if marked or any(True for _ in doubts_of_page(fields)):
        found = left_out_at(found, 0, f"{LEFT_OUT} its metadata, or marks of reviewers, say so.")
    is_private = found.blocked or getattr(found.record, "draft", False)
    problems = tuple(dc.replace(p, line=0) for p in found.problems if p.code in _LEAVES_OUT)
    if is_private and not problems:
        problems = (Problem(file, 0, f"{LEFT_OUT} its first cell says so.", Code.WITHHELD),)
    said = digests(text[:MOST_RAW] if is_private else "")
    return Source(docname=docname, file=file, problems=problems, blocked=is_private, said=said)


def _in_markdown(notebook: Any) -> Iterator[Any]:
    """The cells of a notebook that are text, but for the first."""
    return (cell for cell in notebook["cells"][1:] if cell.get("cell_type") == "markdown")


def _fields_of_notebook(notebook: Any) -> dict[str, object]:
    """Flags among what a notebook says of itself; the rest is a program's."""
    found = notebook.get("metadata")
    names = ("draft", "private", "hidden", "published", "status", "unlisted", "embargo")
    return {k: v for k, v in found.items() if k in names} if isinstance(found, dict) else {}

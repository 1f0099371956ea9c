"""Documents in reStructuredText and notebooks to their sources: plain pages, or left out."""

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
from sphinx_anthology.model.source import Source, left_out_at
from sphinx_anthology.model.source_doubts import doubted, without_misplaced
from sphinx_anthology.model.text_digests import MOST_RAW, digests
from sphinx_anthology.model.withholding import LEFT_OUT, doubts_of_page


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

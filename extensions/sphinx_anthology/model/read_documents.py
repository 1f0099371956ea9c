"""Reading of files as sources: Markdown, reStructuredText and notebooks."""

from __future__ import annotations

import dataclasses as dc
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import FrontMatter, Path, read_front_matter
from sphinx_anthology.model.misplaced import fields_of_rst, without_fields_of_rst
from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.numbering import without_label
from sphinx_anthology.model.problem import Change, Code, Problem, dotted, quoted, yaml_text
from sphinx_anthology.model.reasons import RELATIONS
from sphinx_anthology.model.record import Standard, read_record, with_added
from sphinx_anthology.model.review_marks import review_mark
from sphinx_anthology.model.source import (
    FILE_WIDE,
    IN_VOLUMES,
    KINDS,
    MOST_RAW,
    Source,
    digests,
    withheld_source,
)
from sphinx_anthology.model.source_doubts import (
    without_doubtful,
    without_folded_flags,
    without_misplaced,
)
from sphinx_anthology.model.withholding import LEFT_OUT, FrontMatterDoubts, doubts_of_page


def unreadable(docname: str, file: str, reason: str, raw: str = "") -> Source:
    """The source of a file that is not text."""
    return Source(
        docname=docname,
        file=file,
        problems=(Problem(file, 0, reason, Code.UNREADABLE),),
        blocked=True,
        said=digests(raw[:MOST_RAW]),
    )


def read_source(
    docname: str, file: str, text: str, models: Mapping[str, type[Standard]] = KINDS
) -> Source:
    """Read a Markdown file; problems are part of the result.

    ``models`` are the records by kind of document.
    """
    front_matter, problems = read_front_matter(text, file)
    if problems:
        said = digests(text[:MOST_RAW])
        return Source(docname=docname, file=file, problems=problems, blocked=True, said=said)
    kinds = [key for key in models if key in front_matter.values]
    if kinds:
        source = _document(docname, file, front_matter, kinds[0], models[kinds[0]])
    else:
        source = _page(docname, file, front_matter)
    cut = [
        source.problem(Code.TEXT_CUT, told, *path) for path, told in commented_texts(front_matter)
    ]
    source = dc.replace(source, problems=(*source.problems, *cut, *_wrong_flag(source)))
    source = without_misplaced(without_folded_flags(source, text, front_matter), text)
    source = without_doubtful(source, text, front_matter.values)
    if not source.problems:
        return source
    block = "\n".join(text.split("\n")[: source.length or None])
    return dc.replace(source, said=digests(block[:MOST_RAW]))


def _wrong_flag(source: Source) -> Iterator[Problem]:
    """The problem of a document that does not state clearly whether volumes hold it."""
    if IN_VOLUMES in source.file_wide and source.in_volumes is None:
        found = quoted(str(source.file_wide[IN_VOLUMES]))
        message = f"‘{IN_VOLUMES}’: expected true or false, found {found}."
        yield source.problem(Code.INVALID_FIELD, message, IN_VOLUMES)


def _page(docname: str, file: str, front_matter: FrontMatter) -> Source:
    """A plain page; blocked if something in it may mean private."""
    values = front_matter.values
    problems = [
        Problem(file, front_matter.line(path), message, Code.WITHHELD, path)
        for path, message in doubts_of_page(values)
    ]
    kept = {k: v for k, v in values.items() if k not in {"title", PAGE}}
    return Source(
        docname=docname,
        file=file,
        title=_title(None, front_matter),
        length=front_matter.length,
        lines=front_matter.lines,
        file_wide=kept,
        problems=tuple(problems),
        blocked=bool(problems),
        is_page=PAGE in values,
    )


def _document(
    docname: str, file: str, front_matter: FrontMatter, kind: str, model: type[Standard]
) -> Source:
    """A post, an author, a series or a topic."""
    own = dc.replace(
        front_matter,
        values={k: v for k, v in front_matter.values.items() if k not in FILE_WIDE},
    )
    read, problems, dropped = read_record(model, kind, own, file)
    record, title_problems = _clean_title(
        read and with_added(KINDS[kind], read), front_matter, file
    )
    reading = FrontMatterDoubts(
        kind=kind,
        model=model,
        record=record,
        dropped=dropped,
        front_matter=front_matter,
        added=frozenset(model.model_fields) - frozenset(KINDS[kind].model_fields),
    )
    doubts = [
        Problem(file, front_matter.line(path) if path else 1, message, Code.WITHHELD, path)
        for path, message in reading.doubts()
    ]
    return Source(
        docname=docname,
        file=file,
        kind=kind,
        record=record,
        title=_title(record, front_matter),
        length=front_matter.length,
        lines=front_matter.lines,
        file_wide={k: v for k, v in front_matter.values.items() if k in FILE_WIDE},
        problems=(
            *(problem for problem in problems if not _is_told(problem, doubts)),
            *(*doubts, *title_problems, *_relation(record, front_matter, file)),
        ),
        blocked=bool(doubts),
    )


def _is_told(problem: Problem, doubts: Iterable[Problem]) -> bool:
    """Whether a doubt says all of a field that is not ours: its name, and what to do with it."""
    is_unknown = problem.code in {Code.UNKNOWN_FIELD, Code.FOREIGN_FIELD} and not problem.change
    return is_unknown and any(problem.path == doubt.path for doubt in doubts)


def _title(record: Record | None, front_matter: FrontMatter) -> str:
    """The title of the record; without a record the title as written."""
    if isinstance(record, Standard):
        return record.title
    written = front_matter.values.get("title")
    if isinstance(written, bool) or not isinstance(written, (str, int)):
        return ""
    return " ".join(str(written).split())


def _relation(record: Record | None, front_matter: FrontMatter, file: str) -> tuple[Problem, ...]:
    """The problem of an origin without a relation."""
    if not isinstance(record, Post) or record.origin is None or record.origin.relation:
        return ()
    if ("post", "origin", "relation") in front_matter.lines:  # reported as invalid
        return ()
    message = f"‘post.origin.relation’ is missing.{RELATIONS}"
    line = front_matter.line(("post", "origin"))
    return (Problem(file, line, message, Code.MISSING_FIELD, ("post", "origin")),)


def _clean_title(
    record: Record | None, front_matter: FrontMatter, file: str
) -> tuple[Record | None, tuple[Problem, ...]]:
    """The record with a clean title, and the title's problems."""
    if not isinstance(record, Standard):
        return record, ()
    problems = []
    title = " ".join(record.title.split())
    path = ("title",)
    line = front_matter.line(path)
    if "\N{NO-BREAK SPACE}" in record.title:
        message = "The title has a no-break space, which is read as a space; type a plain one."
        change = Change(path, yaml_text(title))
        problems.append(Problem(file, line, message, Code.SPACE_IN_TITLE, path, change))
    if isinstance(record, Post) and (clean := without_label(title)):
        message = f"The title has the series label, which is added automatically; write ‘{clean}’."
        change = Change(path, yaml_text(clean))
        problems.append(Problem(file, line, message, Code.LABEL_IN_TITLE, path, change))
    if title == record.title:
        return record, tuple(problems)
    return record.model_copy(update={"title": title}), tuple(problems)


TEXT_FIELDS = frozenset(
    """
    title subtitle description keywords tags name given family literal suffix role reason bio
    affiliations institution department venue place hashtag journal alt credit rights caption
    part_label other_titles topic authors editors members about convenors speakers abstract
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Fields that hold words."""
_OFTEN_IDS = frozenset({"authors", "editors", "members", "about"})


def commented_texts(front_matter: FrontMatter) -> Iterator[tuple[Path, str]]:
    """The messages about texts that a YAML comment ends, by path."""
    for path, text in front_matter.cut.items():
        field = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        is_named = field in _OFTEN_IDS and is_id(text.partition(" ")[0])
        if field not in TEXT_FIELDS or is_named:
            continue
        where = dotted(path)
        write = yaml_text(text) if isinstance(path[-1], int) else f"{field}: {yaml_text(text)}"
        message = (
            f"‘{where}’: a space and ‘#’ begin a comment, which is not read. Write {write} if it "
            "belongs to the text; else put the comment on a line of its own."
        )
        yield path, message


_MARKS = {b"\xff\xfe\x00\x00": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_LOOKED_AT = 4096


def not_utf8(raw: bytes, file: str, effect: str) -> str:
    r"""The message about a file that is not UTF-8; ``effect`` is the consequence.

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
    """The line of the first null character in a text; 0 if none."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    few = len(text) / 20 + 1  # UTF-16 has one after each plain letter
    return text.count("\n", 0, text.find("\0")) + 1 if 0 < text.count("\0") <= few else 0


def _form(start: bytes) -> str:
    """The likely encoding of a file's first bytes; empty if not text."""
    if found := next((form for mark, form in _MARKS.items() if start.startswith(mark)), ""):
        return found
    if b"\0" in start:
        first, second = start[::2].count(0), start[1::2].count(0)
        form = "UTF-16BE" if first > second else "UTF-16LE"
        return form if max(first, second) > len(start) / 5 else ""
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    return "" if controls else "WINDOWS-1252"


def read_rst(docname: str, file: str, text: str) -> Source:
    """Read a reStructuredText file as a plain page."""
    values = fields_of_rst(text)
    posts = [name for name in values if name.startswith("..")]
    messages = [message for _, message in doubts_of_page({"orphan": None, **values})]
    if posts:
        messages.append(f"{LEFT_OUT} ‘{posts[0]}’ may make a post of it; posts are Markdown here.")
    problems = tuple(Problem(file, 1, message, Code.WITHHELD) for message in messages)
    page = Source(docname=docname, file=file, is_page=PAGE in values)
    page = dc.replace(page, problems=problems, blocked=bool(problems))
    fix = "write it as fields, ‘:name: value’, in line 1 and below, or begin with ‘:page:’"
    page = without_doubtful(without_misplaced(page, without_fields_of_rst(text), fix), text, values)
    return dc.replace(page, said=digests(text[:MOST_RAW] if page.blocked else ""))


_LEAVES_OUT = frozenset({Code.WITHHELD, Code.FRONT_MATTER})


def read_notebook(docname: str, file: str, text: str) -> Source:
    """Read a notebook as a plain page; its first cell may hold front matter."""
    try:
        notebook = json.loads(text)
        cell = "".join(notebook["cells"][0]["source"])
        marked = any(review_mark("".join(c["source"]))[0] for c in _in_markdown(notebook))
    except (ValueError, LookupError, TypeError):
        return Source(docname=docname, file=file)
    found = read_source(docname, file, cell)
    fields = {"orphan": True, **_fields_of_notebook(notebook)}
    if marked or any(True for _ in doubts_of_page(fields)):
        found = withheld_source(
            found, 0, f"{LEFT_OUT} its metadata, or marks of reviewers, say so."
        )
    is_private = found.blocked or getattr(found.record, "draft", False)
    problems = tuple(dc.replace(p, line=0) for p in found.problems if p.code in _LEAVES_OUT)
    if is_private and not problems:
        problems = (Problem(file, 0, f"{LEFT_OUT} its first cell says so.", Code.WITHHELD),)
    said = digests(text[:MOST_RAW] if is_private else "")
    return Source(docname=docname, file=file, problems=problems, blocked=is_private, said=said)


def _in_markdown(notebook: Any) -> Iterator[Any]:
    """The Markdown cells of a notebook after the first."""
    return (cell for cell in notebook["cells"][1:] if cell.get("cell_type") == "markdown")


def _fields_of_notebook(notebook: Any) -> dict[str, object]:
    """The flags in a notebook's metadata."""
    found = notebook.get("metadata")
    names = ("draft", "private", "hidden", "published", "status", "unlisted", "embargo")
    return {k: v for k, v in found.items() if k in names} if isinstance(found, dict) else {}

"""One file of the publication as the scan sees it."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sphinx_anthology.model.author import Author
from sphinx_anthology.model.doubts import PAGE, folded_flags
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import FrontMatter, Path, read_front_matter
from sphinx_anthology.model.labels import without_label
from sphinx_anthology.model.misplaced import (
    fields_of_rst,
    misplaced_line,
    without_fields_of_rst,
)
from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.post import Post
from sphinx_anthology.model.private_names import (
    conflict_line,
    copies,
    private_name,
    stated,
)
from sphinx_anthology.model.private_words import (
    as_seen,
    field_words,
    first_lines,
    is_called_draft,
    says_private,
)
from sphinx_anthology.model.problem import Code, Problem, quoted, yaml_text
from sphinx_anthology.model.reasons import RELATIONS
from sphinx_anthology.model.record import Standard, read_record
from sphinx_anthology.model.review_marks import (
    comment_shown,
    last_line,
    private_comment,
    review_mark,
)
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.topic import Topic
from sphinx_anthology.model.withholding import LEFT_OUT, Reading, doubts_of_page

KINDS: dict[str, type[Standard]] = {
    "post": Post,
    "author": Author,
    "series": Series,
    "topic": Topic,
}
"""The own key of each kind of document, and its record."""

FILE_WIDE = ("orphan", "tocdepth", "no-search", "nocomments", "myst")
"""Sphinx's and MyST's own keys, which every document may have."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a series' toctree: the docname it names (absolute), and its line."""

    docname: str
    line: int
    title: str | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file: what it is, what its front matter says, and what is wrong with that.

    ``file`` is relative to the publication's folder. ``kind`` is a key of :data:`KINDS`, or
    empty for a plain page; ``is_page`` says that it is meant to be one (``page: {}``).
    ``blocked`` says that the public build must not show it, ``says_draft`` that it says itself
    whether it is a draft. ``said`` are digests of the words
    of what could not be read, or not wholly: whom it names is looked for there. ``text`` is
    that of the whole text below the fields, 0 where it is short.
    """

    docname: str
    file: str
    kind: str = ""
    record: Record | None = None
    title: str = ""
    length: int = 0
    lines: dict[Path, int] = dc.field(default_factory=dict, compare=False)
    file_wide: dict[str, object] = dc.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    blocked: bool = False
    is_page: bool = False
    says_draft: bool = False
    said: frozenset[int] = dc.field(default=frozenset(), compare=False, repr=False)
    text: int = dc.field(default=0, compare=False, repr=False)
    entries: tuple[Entry, ...] = ()
    as_written: Source | None = dc.field(default=None, compare=False)
    """The file before it was worked out who is meant; none where that changed nothing."""

    @property
    def id(self) -> str:
        """What others call an author, a series or a topic: stem, or folder of an index."""
        *folders, stem = self.docname.split("/")
        return folders[-1] if stem == "index" and folders else stem

    def problem(self, code: Code, message: str, *path: str | int) -> Problem:
        """A problem of the value at a path of this file's front matter."""
        where: Path = path
        while where and where not in self.lines:
            where = where[:-1]
        return Problem(self.file, self.lines.get(where, 1), message, code)


MOST_RAW = 64 * 1024
"""How much of a text that cannot be read is looked through, in characters."""

LONGEST_NAME = 6
"""How many words a name may have that is looked for in such a text."""


_WORD = re.compile(r"\w[\w.'’-]*")


def digests(text: str) -> frozenset[int]:
    """What can be compared of a text's words, and of as many in a row as a name may have.

    The words themselves are not kept: nothing of a withheld text is in what a build leaves.
    """
    words = [word.strip(".'’-") for word in _WORD.findall(text.casefold())]
    return frozenset(
        digest(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    )


def digest(words: Sequence[str]) -> int:
    """A number for words in a row."""
    made = hashlib.blake2b(" ".join(words).encode("utf-8", "ignore"), digest_size=8)
    return int.from_bytes(made.digest(), "big")


LEAST_TEXT = 200
"""How many characters a text has that no two documents have by chance."""


def text_digest(text: str, length: int) -> int:
    """The number of a text below its fields, whatever its spaces and ends of lines."""
    words = " ".join(text.split("\n")[length:]).split()
    return digest(words) if sum(map(len, words)) >= LEAST_TEXT else 0


def name_digest(name: str) -> int:
    """The number of a name, as it is among those of a text that has it."""
    words = [word.strip(".'’-") for word in _WORD.findall(name.casefold())]
    return digest(words[:LONGEST_NAME])


def unreadable(docname: str, file: str, reason: str, raw: str = "") -> Source:
    """A file that is no text."""
    return Source(
        docname=docname,
        file=file,
        problems=(Problem(file, 0, reason, Code.UNREADABLE),),
        blocked=True,
        said=digests(raw[:MOST_RAW]),
    )


def read_source(docname: str, file: str, text: str) -> Source:
    """Read a file's text; whatever is wrong with it is in the result."""
    front_matter, problems = read_front_matter(text, file)
    if problems:
        said = digests(text[:MOST_RAW])
        return Source(docname=docname, file=file, problems=problems, blocked=True, said=said)
    kinds = [key for key in KINDS if key in front_matter.values]
    if kinds:
        source = _document(docname, file, front_matter, kinds[0])
    else:
        source = _page(docname, file, front_matter)
    cut = [source.problem(Code.TEXT_CUT, told, *path) for path, told in texts_cut(front_matter)]
    source = dc.replace(source, problems=(*source.problems, *cut))
    is_cleared = stated(front_matter.values, source.kind or PAGE)
    source = dc.replace(source, says_draft=is_cleared)
    source = _without_folded_flags(source, text, front_matter)
    source = _without_misplaced(source, text)
    source = _without_private_place(source, text, is_cleared=is_cleared)
    source = _told_of_engines(source, text, is_cleared=is_cleared)
    source = dc.replace(source, text=text_digest(text, source.length))
    if not source.problems:
        return source
    block = "\n".join(text.split("\n")[: source.length or None])
    return dc.replace(source, said=digests(block[:MOST_RAW]))


def _without_folded_flags(source: Source, text: str, front_matter: FrontMatter) -> Source:
    """A document, left out where a flag is read as a part of the value above it."""
    if source.blocked or not front_matter.length:
        return source
    block = text.split("\n")[1 : front_matter.length - 1]
    keys = {(line - 2, str(path[-1])) for path, line in front_matter.lines.items() if path}
    place = next(folded_flags(block, keys), None)
    if place is None:
        return source
    fix = "give it a line of its own, as ‘draft: true’ with a space after the colon"
    fix += f" below ‘{source.kind}:’" if source.kind else ""
    message = (
        f"{LEFT_OUT} {quoted(block[place].strip()[:60])} looks like a flag, but is read as a part "
        f"of another value; {fix}, or delete it to publish the document."
    )
    return _left_out_at(source, place + 2, message)


def _left_out_at(source: Source, line: int, message: str) -> Source:
    """A document that is withheld, with why."""
    problem = Problem(source.file, line, message, Code.WITHHELD)
    return dc.replace(source, problems=(*source.problems, problem), blocked=True)


_TEXTS = frozenset(
    """
    title subtitle description keywords tags name given family literal suffix role reason bio
    affiliations institution department venue place hashtag journal alt credit rights caption
    part_label other_titles topic authors editors members about convenors speakers abstract
    """.split()  # noqa: SIM905  # easier to read than a list
)
"""Fields that hold words."""
_OFTEN_IDS = frozenset({"authors", "editors", "members", "about"})


def texts_cut(front_matter: FrontMatter) -> Iterator[tuple[Path, str]]:
    """Texts that a comment ends, with what to write where it was none."""
    for path, text in front_matter.cut.items():
        field = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
        is_named = field in _OFTEN_IDS and is_id(text.partition(" ")[0])
        if field not in _TEXTS or is_named:
            continue
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        write = yaml_text(text) if isinstance(path[-1], int) else f"{field}: {yaml_text(text)}"
        message = (
            f"‘{where}’: a space and ‘#’ begin a comment, which is not read. Write {write} if it "
            "belongs to the text; else put the comment on a line of its own."
        )
        yield path, message


def _without_private_place(source: Source, text: str = "", *, is_cleared: bool = False) -> Source:
    """A document, left out where its place, its first words or marks of Git may say that it must.

    ``is_cleared`` where it says itself whether it is a draft.
    """
    if source.blocked:
        return source
    found = next(_doubts_of_place(source, text, is_cleared=is_cleared), None)
    if found is None:
        return source
    line, message = found
    return _left_out_at(source, line, f"{LEFT_OUT} {message}")


_NO_INDEX = re.compile(r"\s*:(?:robots|googlebot)\b[^:]*:.*\bno-?index\b", re.IGNORECASE)
_NO_INDEX_FIELD = re.compile(r".*\b(?:robots|googlebot)\b.*\bno-?index\b", re.IGNORECASE)
_NEAR = 400
"""How many lines are looked at for such words."""


def _told_of_engines(source: Source, text: str, *, is_cleared: bool) -> Source:
    """A public document, with the hint that a word to search engines keeps no reader away."""
    if source.blocked or is_cleared:
        return source
    for number, line in enumerate(text.split("\n")[:_NEAR], start=1):
        pattern = _NO_INDEX_FIELD if number <= source.length else _NO_INDEX
        if pattern.match(line[:_NEAR]):
            own = f" below ‘{source.kind}:’" if source.kind else ""
            message = (
                "‘noindex’ asks search engines to leave the document out, but it is public. Write "
                f"‘draft: true’{own} to keep it back, or ‘draft: false’ if readers may see it."
            )
            if not source.kind:
                message = message.replace("‘draft: false’", "‘page: {draft: false}’")
            problem = Problem(source.file, number, message, Code.NOT_PRIVATE)
            return dc.replace(source, problems=(*source.problems, problem))
    return source


def _doubts_of_place(source: Source, text: str, *, is_cleared: bool) -> Iterator[tuple[int, str]]:
    if line := conflict_line(text):
        fix = "keep what is meant, and delete the marks and the rest"
        yield line, f"Git left marks of a conflict here; {fix}."
    if is_cleared:
        return
    fix = _how_to_clear(source)
    if name := private_name(source.docname, is_post=source.kind == "post"):
        yield 1, f"{quoted(name)} in its path may mean that it is not public; {fix}."
    if says_private(source.title):
        line = source.lines.get(("title",), 1)
        yield line, f"its title may mean that it is not public; {fix}."
    for line, what in _doubts_of_text(text, source.length):
        yield line, f"{what} may mean that it is not public; {fix}."
    if line := comment_shown(text, source.length):
        what = "a comment (‘<!--’) stands in a field or a role, where readers would see it"
        yield line, f"{what}; put it on a line of its own behind ‘#’, or {fix}."
    line, mark = review_mark(text)
    if line:
        what = f"a mark of reviewers stands here, {quoted(mark)}"
        yield line, f"{what}; accept or reject the change and delete the mark, or {fix}."


def _doubts_of_text(text: str, length: int) -> Iterator[tuple[int, str]]:
    """What a text says at its beginning and its end, in its fields and in comments."""
    for words, line in first_lines(text, length):
        if says_private(words):
            yield line, "its first line"
    last, line = last_line(text)
    if line > length and is_called_draft(last):
        yield line, "its last line"
    for words, line in field_words(text, length):
        if says_private(words):
            yield line, quoted(words[:60])
    if line := private_comment(text):
        yield line, "a comment in it"


_DRAFT_LINE = re.compile(
    r"(?:^\s{0,40}|[{,]\s?)[\"']?(?:is[_-]?)?(?:draft|entwurf|brouillon)[\"']?\s*[:=]\s*[\"']?"
    r"(?:true|yes|on|1|ja|oui)\b"
)


def says_draft(text: str) -> bool:
    """Whether data that are no document have the flag of a draft near their beginning."""
    return any(_DRAFT_LINE.search(as_seen(line[:_NEAR])) for line in text.split("\n")[:_NEAR])


def may_be_draft(text: str, docname: str) -> bool:
    """Whether a text that is no document may be one of a draft: by its place, words or marks."""
    is_said = any(says_private(line) for line, _ in first_lines(text, 0))
    is_placed = bool(private_name(docname, is_post=False))
    return is_said or is_placed or bool(review_mark(text)[0])


def _how_to_clear(source: Source) -> str:
    """What to write where a document may be private, but does not say so in a field."""
    if source.file.endswith(".rst"):
        return "write ‘:draft: false’ in line 1 to publish it, or keep the file elsewhere"
    if not source.kind:
        return "write ‘page: {draft: false}’ to publish it, or keep the file elsewhere"
    back = f"‘draft: true’ below ‘{source.kind}:’ to keep it back"
    return f"write {back}, or ‘draft: false’ there to publish it"


def without_copies(sources: Mapping[str, Source]) -> dict[str, Source]:
    """All documents, those left out that seem to be copies of others beside them."""
    found = dict(sources)
    for docname, original in copies(sources).items():
        source, file = sources[docname], quoted(sources[original].file)
        if source.blocked or source.says_draft:
            continue
        message = (
            f"{LEFT_OUT} {quoted(source.file)} may be a copy of {file}, by its name; "
            "delete the one that is not meant, or rename it."
        )
        problem = Problem(source.file, 1, message, Code.WITHHELD)
        found[docname] = dc.replace(
            source, problems=(*source.problems, problem), blocked=True, as_written=None
        )
    return found


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
    page = _without_misplaced(page, without_fields_of_rst(text), fix)
    is_cleared = stated(values, PAGE)
    page = dc.replace(page, says_draft=is_cleared)
    page = _without_private_place(page, text, is_cleared=is_cleared)
    page = _told_of_engines(page, text, is_cleared=is_cleared)
    page = dc.replace(page, text=text_digest(text, 0))
    return dc.replace(page, said=digests(text[:MOST_RAW] if page.blocked else ""))


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
        found = _left_out_at(found, 0, f"{LEFT_OUT} its metadata, or marks of reviewers, say so.")
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


_LEAVES_OUT = frozenset({Code.WITHHELD, Code.FRONT_MATTER})


_MARKS = (
    "begin line 1 with ‘---’ and nothing before it, and close it with such a line; for a "
    "plain page that only looks so, put ‘---’, ‘page: {}’ and ‘---’ before it"
)


def _without_misplaced(source: Source, text: str, fix: str = _MARKS) -> Source:
    """A document, left out where something like front matter is in the wrong place."""
    is_ours = bool(source.kind) or source.is_page
    line = misplaced_line(text, source.length, is_ours=is_ours)
    if not line or source.blocked:
        return source
    if source.length:
        fix = "move its fields up into the front matter, or delete it"
    return _left_out_at(
        source, line, f"{LEFT_OUT} what looks like front matter stands here; {fix}."
    )


def _page(docname: str, file: str, front_matter: FrontMatter) -> Source:
    """A document that is none of ours: public where nothing in it may mean otherwise."""
    values = front_matter.values
    problems = [
        Problem(file, front_matter.line(path), message, Code.WITHHELD)
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


def _document(docname: str, file: str, front_matter: FrontMatter, kind: str) -> Source:
    """A post, an author, a series or a topic."""
    own = dc.replace(
        front_matter,
        values={k: v for k, v in front_matter.values.items() if k not in FILE_WIDE},
    )
    read, problems, dropped = read_record(KINDS[kind], kind, own, file)
    record, title_problems = _clean_title(read, front_matter, file)
    reading = Reading(
        kind=kind,
        model=KINDS[kind],
        record=record,
        dropped=dropped,
        front_matter=front_matter,
    )
    doubts = [
        Problem(file, front_matter.line(path) if path else 1, message, Code.WITHHELD)
        for path, message in reading.doubts()
    ]
    problems = (*problems, *doubts)
    return Source(
        docname=docname,
        file=file,
        kind=kind,
        record=record,
        title=_title(record, front_matter),
        length=front_matter.length,
        lines=front_matter.lines,
        file_wide={k: v for k, v in front_matter.values.items() if k in FILE_WIDE},
        problems=(*problems, *title_problems, *_relation(record, front_matter, file)),
        blocked=bool(doubts),
    )


def _title(record: Record | None, front_matter: FrontMatter) -> str:
    """The title; where no record could be made, as it was written."""
    if isinstance(record, Standard):
        return record.title
    written = front_matter.values.get("title")
    if isinstance(written, bool) or not isinstance(written, (str, int)):
        return ""
    return " ".join(str(written).split())


def _relation(record: Record | None, front_matter: FrontMatter, file: str) -> tuple[Problem, ...]:
    """The problem of an origin that does not say how the page relates to it."""
    if not isinstance(record, Post) or record.origin is None or record.origin.relation:
        return ()
    if ("post", "origin", "relation") in front_matter.lines:  # reported as invalid
        return ()
    message = f"‘post.origin.relation’ is missing.{RELATIONS}"
    line = front_matter.line(("post", "origin"))
    return (Problem(file, line, message, Code.MISSING_FIELD),)


def _clean_title(
    record: Record | None, front_matter: FrontMatter, file: str
) -> tuple[Record | None, tuple[Problem, ...]]:
    """Normalise the spaces of a title, and report what does not belong in it."""
    if not isinstance(record, Standard):
        return record, ()
    problems = []
    title = " ".join(record.title.split())
    line = front_matter.line(("title",))
    if "\N{NO-BREAK SPACE}" in record.title:
        message = "The title has a no-break space, which is read as a space; type a plain one."
        problems.append(Problem(file, line, message, Code.SPACE_IN_TITLE))
    if isinstance(record, Post) and (clean := without_label(title)):
        message = f"The title carries the series label, which is added by itself; write ‘{clean}’."
        problems.append(Problem(file, line, message, Code.LABEL_IN_TITLE))
    if title == record.title:
        return record, tuple(problems)
    return record.model_copy(update={"title": title}), tuple(problems)

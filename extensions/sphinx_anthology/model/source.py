"""One file of the publication as the scan sees it."""

from __future__ import annotations

import dataclasses as dc
import difflib

from sphinx_anthology.model.author import Author
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import FrontMatter, Path, read_front_matter
from sphinx_anthology.model.labels import without_label
from sphinx_anthology.model.post import Post
from sphinx_anthology.model.problem import Code, Problem, nearest
from sphinx_anthology.model.record import Standard, read_record
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.topic import Topic

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
    empty for a plain page. ``blocked`` says that the public build must not show it.
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


def unreadable(docname: str, file: str, reason: str) -> Source:
    """A file that is no text."""
    return Source(
        docname=docname,
        file=file,
        problems=(Problem(file, 0, reason, Code.UNREADABLE),),
        blocked=True,
    )


def read_source(docname: str, file: str, text: str) -> Source:
    """Read a file's text; whatever is wrong with it is in the result."""
    front_matter, problems = read_front_matter(text, file)
    if problems:
        return Source(docname=docname, file=file, problems=problems, blocked=True)
    kinds = [key for key in KINDS if key in front_matter.values]
    if not kinds:
        return _page(docname, file, front_matter)
    return _document(docname, file, front_matter, kinds[0])


def _page(docname: str, file: str, front_matter: FrontMatter) -> Source:
    """A document that is none of ours; only a misspelt own key or a draft flag is worth a word."""
    problems = []
    meant = [name for name, value in front_matter.values.items() if _means_draft(name, value)]
    if meant:
        message = f"The document is left out: ‘{meant[0]}’ may mean a draft; a page has no flag."
        problems.append(Problem(file, front_matter.line((meant[0],)), message, Code.WITHHELD))
    for key in front_matter.values:
        if len(key) > 3 and key not in Post.model_fields and (near := nearest(key, KINDS, most=1)):
            message = f"‘{key}’ is not a field here. Did you mean ‘{near[0]}’?"
            line = front_matter.line((key,))
            problems.append(Problem(file, line, message, Code.UNKNOWN_FIELD))
    kept = {k: v for k, v in front_matter.values.items() if k != "title"}
    return Source(
        docname=docname,
        file=file,
        title=_title(None, front_matter),
        length=front_matter.length,
        file_wide=kept,
        problems=tuple(problems),
        blocked=bool(meant),
    )


def _means_draft(name: str, value: object) -> bool:
    """Whether a field may have been meant as a draft flag: better safe than public."""
    if _is_like_draft(name):
        return value is not False
    if isinstance(value, list):
        return any(_means_draft(name, item) for item in value)
    if isinstance(value, dict):
        return bool(nearest(name, KINDS, most=1)) and any(
            _means_draft(inner, inner_value) for inner, inner_value in value.items()
        )
    return isinstance(value, str) and value == "draft" and bool(nearest(name, KINDS, most=1))


def _document(docname: str, file: str, front_matter: FrontMatter, kind: str) -> Source:
    """A post, an author, a series or a topic."""
    own = dc.replace(
        front_matter,
        values={k: v for k, v in front_matter.values.items() if k not in FILE_WIDE},
    )
    read, problems, dropped = read_record(KINDS[kind], kind, own, file)
    record, title_problems = _clean_title(read, front_matter, file)
    missing = _what_withholds(kind, record, dropped, front_matter)
    if missing:
        message = f"The document is left out: its {' and '.join(missing)}."
        problems = (*problems, Problem(file, 1, message, Code.WITHHELD))
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
        blocked=bool(missing),
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
    message = "‘post.origin.relation’ is missing: full, repost, excerpt, digest or record."
    line = front_matter.line(("post", "origin"))
    return (Problem(file, line, message, Code.MISSING_FIELD),)


def _what_withholds(
    kind: str, record: Record | None, dropped: frozenset[str], front_matter: FrontMatter
) -> list[str]:
    """Why a document must not be shown: title, date or draft flag missing or invalid."""
    wrong = [f"{name} is not valid" for name in ("title", "date", "draft") if name in dropped]
    values, known = front_matter.values, KINDS[kind].model_fields
    outside = {n: v for n, v in values.items() if n != kind and n not in known}
    if "draft" in values or any(_means_draft(name, value) for name, value in outside.items()):
        wrong.append(f"draft flag does not stand under ‘{kind}:’")
    if kind not in known and not isinstance(values[kind], (dict, type(None))):
        wrong.append(f"‘{kind}:’ holds no fields")
    wrong += [f"‘{name}’ may be a misspelt draft flag" for name in _like_draft(kind, front_matter)]
    if "title" not in front_matter.values or front_matter.values["title"] is None:
        wrong = [w for w in wrong if not w.startswith("title")] + ["title is missing"]
    if (
        isinstance(record, Post)
        and record.date is None
        and record.origin is None
        and "date" not in dropped
    ):
        wrong.append("date is missing")
    return wrong


def _like_draft(kind: str, front_matter: FrontMatter) -> list[str]:
    """Unknown fields that may have been meant as the draft flag: better safe than public."""
    own = front_matter.values.get(kind)
    known = KINDS[kind].model_fields
    names = own if isinstance(own, dict) else {}
    return [name for name in names if name not in known and _is_like_draft(name)]


def _is_like_draft(name: str) -> bool:
    """Whether a name is ``draft``, or a misspelling of it and not itself a field (``date``)."""
    if name in Post.model_fields:
        return name == "draft"
    return difflib.SequenceMatcher(None, name.casefold(), "draft").ratio() > 0.66


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

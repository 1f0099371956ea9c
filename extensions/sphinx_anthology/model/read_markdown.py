"""A file in Markdown to its source; whatever is wrong with it is in the result."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Mapping

from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import FrontMatter, Path, read_front_matter
from sphinx_anthology.model.names import is_id
from sphinx_anthology.model.numbering import without_label
from sphinx_anthology.model.post import Post
from sphinx_anthology.model.problem import Code, Problem, yaml_text
from sphinx_anthology.model.reasons import RELATIONS
from sphinx_anthology.model.record import Standard, read_record, with_added
from sphinx_anthology.model.source import FILE_WIDE, KINDS, MOST_RAW, Source, digests
from sphinx_anthology.model.source_doubts import doubted, without_folded_flags, without_misplaced
from sphinx_anthology.model.withholding import Reading, doubts_of_page


def unreadable(docname: str, file: str, reason: str, raw: str = "") -> Source:
    """A file that is no text."""
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
    """Read a file's text; whatever is wrong with it is in the result.

    ``models`` says what a document of each kind may hold.
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
    cut = [source.problem(Code.TEXT_CUT, told, *path) for path, told in texts_cut(front_matter)]
    source = dc.replace(source, problems=(*source.problems, *cut))
    source = without_misplaced(without_folded_flags(source, text, front_matter), text)
    source = doubted(source, text, front_matter.values)
    if not source.problems:
        return source
    block = "\n".join(text.split("\n")[: source.length or None])
    return dc.replace(source, said=digests(block[:MOST_RAW]))


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
    reading = Reading(
        kind=kind,
        model=model,
        record=record,
        dropped=dropped,
        front_matter=front_matter,
        added=frozenset(model.model_fields) - frozenset(KINDS[kind].model_fields),
    )
    doubts = [
        Problem(file, front_matter.line(path) if path else 1, message, Code.WITHHELD)
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
        problems=(*problems, *doubts, *title_problems, *_relation(record, front_matter, file)),
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

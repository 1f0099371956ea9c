"""Signs that a document may be private, besides its fields: path, words, marks."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator, Mapping

from sphinx_anthology.model.doubts import PAGE, folded_flags
from sphinx_anthology.model.front_matter import FrontMatter
from sphinx_anthology.model.misplaced import misplaced_line
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
    is_no_title,
    is_order,
    order_in_brackets,
    says_back,
    says_private,
)
from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.model.review_marks import (
    as_shown,
    comment_shown,
    last_line,
    private_comment,
    review_mark,
)
from sphinx_anthology.model.source import Source, body_digest, withheld_source
from sphinx_anthology.model.withholding import LEFT_OUT


def without_doubtful(source: Source, text: str, values: Mapping[str, object]) -> Source:
    """A source, left out if its path or text may mean private.

    ``values`` are its front matter. The result also has the digest of its text.
    """
    source = dc.replace(
        source,
        says_draft=stated(values, source.kind or PAGE),
        text=body_digest(text, source.length),
    )
    return _told_of_engines(_without_private_place(source, text), text)


def may_be_private(docname: str, kind: str, title: str, text: str) -> bool:
    """Whether a document's name, title or text may mean private.

    ``kind`` is ``post``, ``author`` or ``series``, or empty for a plain page; ``text`` is the text
    below the front matter.
    """
    source = Source(docname=docname, file=f"{docname}.md", kind=kind, title=title)
    return any(_doubts_of_place(source, text))


def _without_private_place(source: Source, text: str) -> Source:
    """A source, left out if its path, words or Git's marks may mean private."""
    if source.blocked:
        return source
    found = next(_doubts_of_place(source, text), None)
    if found is None:
        return source
    line, message = found
    return withheld_source(source, line, f"{LEFT_OUT} {message}")


def _doubts_of_place(source: Source, text: str) -> Iterator[tuple[int, str]]:
    if line := conflict_line(text):
        fix = "keep what is meant, and delete the marks and the rest"
        yield line, f"Git left marks of a conflict here; {fix}."
    if source.says_draft:
        return
    fix = _how_to_clear(source)
    if name := private_name(source.docname, is_post=source.kind == "post"):
        yield 1, f"{quoted(name)} in its path may mean that it is not public; {fix}."
    if says_private(source.title) or is_no_title(source.title):
        line = source.lines.get(("title",), 1)
        yield line, f"its title may mean that it is not public; {fix}."
    for line, what in _doubts_of_text(text, source.length):
        yield line, f"{what} may mean that it is not public; {fix}."
    if line := comment_shown(text, source.length):
        what = "a comment (‘<!--’) is in a field or a role, where readers would see it"
        yield line, f"{what}; put it on its own line after ‘#’, or {fix}."
    line, mark = review_mark(text)
    if line:
        what = f"a reviewer's mark or hidden text is here, {quoted(mark)}"
        yield line, f"{what}; accept or reject the change and delete the mark, or {fix}."


def _doubts_of_text(text: str, length: int) -> Iterator[tuple[int, str]]:
    """The lines of a text that may mean private, each with a description."""
    for words, line in first_lines(text, length):
        if says_private(words):
            yield line, "its first line"
    last, line = last_line(text)
    if line > length and (is_called_draft(last) or is_order(last)):
        yield line, "its last line"
    for words, line in field_words(text, length):
        if says_back(words):
            yield line, quoted(words[:60])
    if any(map(order_in_brackets, text.split("\n")[length:])):
        for number, shown in enumerate(as_shown(text).split("\n"), start=1):
            if number > length and order_in_brackets(shown):
                yield number, "a note in brackets"
    if line := private_comment(text):
        yield line, "a comment in it"


def _how_to_clear(source: Source) -> str:
    """The advice for a document that does not state whether it is public."""
    if source.file.endswith(".rst"):
        return "write ‘:draft: false’ in line 1 to publish it, or keep the file elsewhere"
    if not source.kind:
        return "write ‘page: {draft: false}’ to publish it, or keep the file elsewhere"
    back = f"‘draft: true’ below ‘{source.kind}:’ to keep it back"
    return f"write {back}, or ‘draft: false’ there to publish it"


_NO_INDEX = re.compile(r"\s*:(?:robots|googlebot)\b[^:]*:.*\bno-?index\b", re.IGNORECASE)
_NO_INDEX_FIELD = re.compile(r".*\b(?:robots|googlebot)\b.*\bno-?index\b", re.IGNORECASE)
_NEAR = 400
"""The number of lines and characters searched."""


def _told_of_engines(source: Source, text: str) -> Source:
    """A public source, with a hint if it asks search engines to skip it."""
    if source.blocked or source.says_draft:
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


def without_folded_flags(source: Source, text: str, front_matter: FrontMatter) -> Source:
    """A source, left out if a flag is part of another value."""
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
    return withheld_source(source, place + 2, message)


_MARKS = (
    "begin line 1 with ‘---’ and nothing before it, and close it with such a line; for a "
    "plain page that only looks so, put ‘---’, ‘page: {}’ and ‘---’ before it"
)


def without_misplaced(source: Source, text: str, fix: str = _MARKS) -> Source:
    """A source, left out if front matter is in the wrong place."""
    is_ours = bool(source.kind) or source.is_page
    line = misplaced_line(text, source.length, is_ours=is_ours)
    if not line or source.blocked:
        return source
    if source.length:
        fix = "move its fields up into the front matter, or delete it"
    return withheld_source(source, line, f"{LEFT_OUT} what looks like front matter is here; {fix}.")


def without_copies(sources: Mapping[str, Source]) -> dict[str, Source]:
    """All sources, without those that seem to be copies of others."""
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


_DRAFT_LINE = re.compile(
    r"(?:^\s{0,40}|[{,]\s?)[\"']?(?:is[_-]?)?(?:draft|entwurf|brouillon)[\"']?\s*[:=]\s*[\"']?"
    r"(?:true|yes|on|1|ja|oui)\b"
)


def says_draft(text: str) -> bool:
    """Whether a data file has a draft flag near its beginning."""
    return any(_DRAFT_LINE.search(as_seen(line[:_NEAR])) for line in text.split("\n")[:_NEAR])


def may_be_draft(text: str, docname: str) -> bool:
    """Whether a text file may be a draft, by its path, words or marks."""
    is_said = any(says_private(line) for line, _ in first_lines(text, 0))
    is_placed = bool(private_name(docname, is_post=False))
    return is_said or is_placed or bool(review_mark(text)[0])

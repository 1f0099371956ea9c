"""Problems between documents: ids, keys and numbers that contradict each other."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter
from collections.abc import Iterator, Mapping

from sphinx_anthology.model.addresses import name_problems, redirects
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.corrections import correction_problems
from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.numbering import numbering_problems, without_label
from sphinx_anthology.model.problem import Code, Problem, did_you_mean, yaml_text
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import Reason
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.model.withholding import LEFT_OUT, WHAT_IT_IS


def problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """All problems that front matter alone shows, sorted by file and line."""
    found = list(catalogue.bibliography.problems)
    for source in catalogue.sources.values():
        found += source.problems
        found += _of_source(source, catalogue)
    found += _duplicate_ids(catalogue)
    found += _duplicate_orcids(catalogue)
    found += _duplicate_topics(catalogue)
    found += _two_series(catalogue)
    found += _twice(catalogue)
    found += _nothing_public(catalogue)
    found += _withheld_by_lists(catalogue)
    found += redirects(catalogue).problems
    return tuple(sorted(found))


def _of_source(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    match source.record:
        case Post():
            yield from _of_post(source, source.record, catalogue)
        case Series():
            yield from _of_series(source, source.record, catalogue)


def _of_post(source: Source, post: Post, catalogue: Catalogue) -> Iterator[Problem]:
    if not _as_written(source, post).authors:
        yield source.problem(Code.NO_AUTHORS, "The post names no author (‘authors’).", "title")
    for author_id in post.roles:
        if author_id not in post.author_ids:
            message = f"‘post.roles’ names ‘{author_id}’, who is not among the post's authors."
            hint = did_you_mean(author_id, _as_written(source, post).author_ids)
            yield source.problem(Code.UNKNOWN_AUTHOR, message + hint, "post", "roles", author_id)
    yield from _articles(source, post, catalogue)
    for place, docname in enumerate(post.responds_to):
        if docname not in catalogue.posts:
            message = f"‘post.responds_to’ names ‘{docname}’, which is no post."
            hint = did_you_mean_path(docname, catalogue.posts)
            yield source.problem(Code.UNKNOWN_TARGET, message + hint, "post", "responds_to", place)
    yield from _place(source, post, catalogue)
    yield from correction_problems(source, post, catalogue.as_of)
    if post.withdrawn is not None and post.withdrawn.date > catalogue.as_of:
        message = (
            f"The post is withdrawn on {post.withdrawn.date}, which is still to come; until then "
            "everybody can read it. Write the day on which it was withdrawn, or ‘draft: true’."
        )
        yield source.problem(Code.NOT_PRIVATE, message, "post", "withdrawn")


def _as_written(source: Source, post: Post) -> Post:
    """A post as written in its file, before people were resolved."""
    record = source.as_written.record if source.as_written else None
    return record if isinstance(record, Post) else post


def _articles(source: Source, post: Post, catalogue: Catalogue) -> Iterator[Problem]:
    for place, link in enumerate(post.articles):
        article = catalogue.articles.get(link.key)
        if article is None:
            message = f"The bibliography has no entry ‘{link.key}’."
            hint = did_you_mean(link.key, catalogue.articles)
            path = ("post", "articles", place)
            yield source.problem(Code.UNKNOWN_ARTICLE, message + hint, *path)
        elif not article.title or not article.doi:
            lacking = "title" if not article.title else "DOI"
            message = f"The article ‘{link.key}’ has no {lacking} in the bibliography."
            yield source.problem(Code.ARTICLE_INCOMPLETE, message, "post", "articles", place)
        if article and post.doi and article.doi.casefold() == post.doi.casefold():
            message = (
                f"‘doi’ is that of the article ‘{link.key}’; "
                "it is only for a DOI of the post's own, and is ignored."
            )
            yield source.problem(Code.ARTICLE_DOI, message, "doi")


def _place(source: Source, post: Post, catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of a post's place in its series."""
    if source.docname not in catalogue.places:
        yield from _outside(source, catalogue)
        return
    series_id, _ = catalogue.places[source.docname]
    series = catalogue.series[series_id].record
    label = series.part_label if isinstance(series, Series) else None
    if label and not without_label(post.title) and (clean := without_label(post.title, label)):
        message = f"The title has the series label, which is added automatically; write ‘{clean}’."
        yield source.problem(Code.LABEL_IN_TITLE, message, "title", write=yaml_text(clean))


def _outside(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """The problem of a post in a series' folder that the series does not list."""
    for series_id, series in sorted(catalogue.series.items()):
        folder, slash, stem = series.docname.rpartition("/")
        inside = source.docname.removeprefix(f"{folder}/")
        if slash and stem == "index" and inside != source.docname and series.record:
            message = (
                f"The post lies in the folder of the series ‘{series_id}’, which does not name "
                f"it. If it is a part, add to the toctree of ‘{series.file}’ the line: {inside}"
            )
            yield source.problem(Code.NO_SERIES, message, "post")
            return


def _of_series(source: Source, series: Series, catalogue: Catalogue) -> Iterator[Problem]:
    for place, announcement in enumerate(series.announced):
        if series.parts and announcement.part and announcement.part > series.parts:
            message = (
                f"Part {announcement.part} is announced, "
                f"but the series declares {series.parts} parts."
            )
            yield source.problem(Code.PART_BEYOND, message, "series", "announced", place)
    for entry in source.entries:
        if entry.docname not in catalogue.sources:
            message = f"The toctree names ‘{entry.docname}’, which is not there."
            hint = did_you_mean_path(entry.docname, catalogue.sources, source.docname)
            yield Problem(source.file, entry.line, message + hint, Code.MISSING_DOCUMENT)
    if catalogue.series.get(source.id) is source:
        members = catalogue.members[source.id]
        yield from numbering_problems(source, members, catalogue.sources)


def _duplicate_ids(catalogue: Catalogue) -> Iterator[Problem]:
    for docname in catalogue.duplicate_ids:
        source = catalogue.sources[docname]
        first = (catalogue.authors if source.kind == "author" else catalogue.series)[source.id]
        message = (
            f"The {source.kind} id ‘{source.id}’ is already that of ‘{first.file}’; "
            "rename one of the files. This one is left out."
        )
        yield source.problem(Code.DUPLICATE_ID, message)


def _duplicate_orcids(catalogue: Catalogue) -> Iterator[Problem]:
    seen: dict[str, Source] = {}
    for _, source in sorted(catalogue.sources.items()):
        author = source.record
        if not isinstance(author, Author) or not author.orcid:
            continue
        if author.orcid in seen:
            message = f"The ORCID {author.orcid} is also that of ‘{seen[author.orcid].file}’."
            yield source.problem(Code.DUPLICATE_ORCID, message, "author", "orcid")
        seen.setdefault(author.orcid, source)


def _duplicate_topics(catalogue: Catalogue) -> Iterator[Problem]:
    for docname, source in catalogue.sources.items():
        if not isinstance(source.record, Topic):
            continue
        taken = catalogue.topic_documents.get(source.record.slug, docname)
        if taken != docname:
            other = catalogue.sources[taken].file
            message = f"The topic ‘{source.record.slug}’ already has the document ‘{other}’."
            yield source.problem(Code.DUPLICATE_ID, message, "topic")


def _two_series(catalogue: Catalogue) -> Iterator[Problem]:
    for series_id, source in sorted(catalogue.series.items()):
        for entry in source.entries:
            if catalogue.states.get(entry.docname) is None:
                continue
            owner, _ = catalogue.places.get(entry.docname, (series_id, None))
            if owner != series_id:
                message = f"‘{entry.docname}’ is already in the series ‘{owner}’."
                yield Problem(source.file, entry.line, message, Code.TWO_SERIES)


def _twice(catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of public documents with the same title, day and authors, or text."""
    public = [s for d, s in sorted(catalogue.sources.items()) if catalogue.is_public(d)]
    by_text = _alike({s.docname: s.text or None for s in public})
    by_title = _alike({s.docname: _identity(s) for s in public})
    for docname, others in sorted({**by_title, **by_text}.items()):
        what = "the text" if docname in by_text else "title, date and authors"
        files = " and ".join(f"‘{catalogue.sources[other].file}’" for other in others[:3])
        message = (
            f"{files} {'have' if len(others) > 1 else 'has'} {what} of this document; delete "
            "the one that is not meant, or write ‘draft: true’ below its ‘post:’."
        )
        yield catalogue.sources[docname].problem(Code.TWICE, message, "title")


def _identity(source: Source) -> tuple[str, ...] | None:
    """The title, date and authors of a post; :data:`None` if they may repeat."""
    post = source.record
    if not isinstance(post, Post) or post.date is None or post.withdrawn or post.part:
        return None  # part numbers have problems of their own
    return post.title.casefold(), str(post.date), repr(post.authors)


def _alike(keys: Mapping[str, object]) -> dict[str, list[str]]:
    """Docnames with an equal key, each with the others."""
    groups: dict[object, list[str]] = {}
    for docname, key in keys.items():
        if key is not None:
            groups.setdefault(key, []).append(docname)
    found = [group for group in groups.values() if len(group) > 1]
    return {name: [other for other in group if other != name] for group in found for name in group}


_NOTHING = {
    "series": (Reason.NOTHING_PUBLIC, "nothing of it is public yet."),
    "author": (Reason.NOT_NAMED, "only documents that are left out name them."),
    "topic": (Reason.NOTHING_PUBLIC, "only posts that are left out have it."),
}


def _nothing_public(catalogue: Catalogue) -> Iterator[Problem]:
    for docname, reason in catalogue.reasons.items():
        source = catalogue.sources[docname]
        expected, why = _NOTHING.get(source.kind, (None, ""))
        if reason is expected:
            message = f"The {source.kind} is left out: {why}"
            yield source.problem(Code.NOTHING_PUBLIC, message, source.kind)


def _withheld_by_lists(catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of documents that a series lists, or whose address a list needs."""
    for docname, series_id in catalogue.without_kind.items():
        message = (
            f"{LEFT_OUT} the series ‘{series_id}’ lists it, but it does not say what it is; "
            f"{WHAT_IT_IS}."
        )
        yield catalogue.sources[docname].problem(Code.WITHHELD, message)
    for docname, name in catalogue.at_list_address.items():
        what, _, key = name.partition("/")
        fix = f"write ‘topic: {key}’ in its front matter, or rename the file"
        message = (
            f"{LEFT_OUT} the list of all posts of the {what[:-1]} ‘{key}’ has its address; "
            f"{fix if what == 'topics' else 'rename the file'}."
        )
        yield catalogue.sources[docname].problem(Code.WITHHELD, message)


@dc.dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that the public build leaves out: place, reason and message."""

    file: str
    line: int
    reason: Reason
    message: str


def left_out(catalogue: Catalogue) -> tuple[LeftOut, ...]:
    """All documents that are left out, by file."""
    told: dict[str, Problem] = {}
    for problem in (*problems(catalogue), *name_problems(catalogue)):
        if problem.code in _TOLD:
            told.setdefault(problem.file, problem)
    found = [
        _left_out(catalogue.sources[docname], reason, told)
        for docname, reason in catalogue.reasons.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.file, one.line)))


_TOLD = frozenset(
    {
        *(Code.WITHHELD, Code.UNREADABLE, Code.FRONT_MATTER, Code.FILE_REFUSED),
        *(Code.DUPLICATE_ID, Code.NAME_CLASH, Code.NOTHING_PUBLIC),
    }
)


def _left_out(source: Source, reason: Reason, told: Mapping[str, Problem]) -> LeftOut:
    if reason is Reason.DRAFT:
        line = source.problem(Code.WITHHELD, "", source.kind, "draft").line
        return LeftOut(source.file, line, reason, "To publish it, write ‘draft: false’.")
    if reason is Reason.SCHEDULED:
        line = source.problem(Code.WITHHELD, "", "date").line
        message = f"It is dated {getattr(source.record, 'date', '')}, and is public from then on."
        return LeftOut(source.file, line, reason, message)
    problem = told.get(source.file)
    message = problem.message if problem else ""
    return LeftOut(source.file, problem.line if problem else 1, reason, message)


def summary(catalogue: Catalogue, timezone: str = "") -> str:
    """The as-of date and the number of documents left out, by reason, in one line.

    ``timezone`` is where it is that day; empty if the day is stated.
    """
    counts = Counter(catalogue.reasons.values())
    day = " ".join(filter(None, (catalogue.as_of.isoformat(), timezone and f"({timezone})")))
    if not counts:
        return f"As of {day} no document is withheld."
    kinds = ", ".join(f"{counts[reason]} {reason}" for reason in Reason if counts[reason])
    total = counts.total()
    verb = "document is" if total == 1 else "documents are"
    told = f"{total} {verb} withheld: {kinds}. ‘anthology check’ says which, and the fix."
    return f"As of {day} {told}"

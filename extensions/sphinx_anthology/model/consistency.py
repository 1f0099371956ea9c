"""What is wrong between documents: ids, keys and numbers that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_anthology.model.author import Author
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.labels import without_label
from sphinx_anthology.model.numbering import numbering_problems
from sphinx_anthology.model.post import Post
from sphinx_anthology.model.problem import Code, Problem, did_you_mean
from sphinx_anthology.model.redirects import redirects
from sphinx_anthology.model.series import Series
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.topic import Topic


def problems(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Everything that front matter alone shows to be wrong, sorted by file and line."""
    found = list(catalogue.bibliography.problems)
    for source in catalogue.sources.values():
        found += source.problems
        found += _of_source(source, catalogue)
    found += _duplicate_ids(catalogue)
    found += _duplicate_orcids(catalogue)
    found += _duplicate_topics(catalogue)
    found += _two_series(catalogue)
    found += _nothing_public(catalogue)
    found += redirects(catalogue).problems
    return tuple(sorted(found))


def _of_source(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    match source.record:
        case Post():
            yield from _of_post(source, source.record, catalogue)
        case Series():
            yield from _of_series(source, source.record, catalogue)


def _of_post(source: Source, post: Post, catalogue: Catalogue) -> Iterator[Problem]:
    if not _written(source, post).authors:
        yield source.problem(Code.NO_AUTHORS, "The post names no author (‘authors’).", "title")
    for author_id in post.roles:
        if author_id not in post.author_ids:
            message = f"‘post.roles’ names ‘{author_id}’, who is not among the post's authors."
            hint = did_you_mean(author_id, _written(source, post).author_ids)
            yield source.problem(Code.UNKNOWN_AUTHOR, message + hint, "post", "roles", author_id)
    yield from _articles(source, post, catalogue)
    for place, docname in enumerate(post.responds_to):
        if docname not in catalogue.posts:
            message = f"‘post.responds_to’ names ‘{docname}’, which is no post."
            hint = did_you_mean(docname, catalogue.posts)
            yield source.problem(Code.UNKNOWN_TARGET, message + hint, "post", "responds_to", place)
    yield from _place(source, post, catalogue)


def _written(source: Source, post: Post) -> Post:
    """A post as its file has it, with people whom nobody knows."""
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
    """What is wrong with a post's place in its series."""
    if source.docname not in catalogue.places:
        yield from _outside(source, catalogue)
        return
    series_id, _ = catalogue.places[source.docname]
    series = catalogue.series[series_id].record
    label = series.part_label if isinstance(series, Series) else None
    if label and not without_label(post.title) and (clean := without_label(post.title, label)):
        message = f"The title carries the series label, which is added by itself; write ‘{clean}’."
        yield source.problem(Code.LABEL_IN_TITLE, message, "title")


def _outside(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """A post that lies in the folder of a series which does not name it; all others are free."""
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
            hint = did_you_mean(entry.docname, catalogue.sources)
            yield Problem(source.file, entry.line, message + hint, Code.MISSING_DOCUMENT)
    if catalogue.series.get(source.id) is source:
        members = catalogue.members[source.id]
        yield from numbering_problems(source, members, catalogue.sources)


def _duplicate_ids(catalogue: Catalogue) -> Iterator[Problem]:
    for docname in catalogue.shadowed:
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


def _nothing_public(catalogue: Catalogue) -> Iterator[Problem]:
    for source in catalogue.series.values():
        record = source.record
        withheld = source.docname in catalogue.withheld
        if withheld and isinstance(record, Series) and not (record.draft or source.blocked):
            message = "The series is left out: nothing of it is public yet."
            yield source.problem(Code.NOTHING_PUBLIC, message, "series")
    for source in catalogue.authors.values():
        author = source.record
        withheld = source.docname in catalogue.withheld
        if withheld and isinstance(author, Author) and not (author.draft or source.blocked):
            message = "The author is left out: only documents that are left out name them."
            yield source.problem(Code.NOTHING_PUBLIC, message, "author")

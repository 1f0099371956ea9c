"""Views of records for lists and pages: people, posts, series and their parts."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Sequence

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.documents import (
    Announcement,
    ArticleLink,
    Author,
    Post,
    Series,
    Unpublished,
)
from sphinx_anthology.model.fields import Contributor, Role
from sphinx_anthology.model.numbering import Member
from sphinx_anthology.model.states import State, access
from sphinx_anthology.model.views import (
    ArticleBox,
    Part,
    PartStatus,
    Person,
    PostEntry,
    Progress,
    SeriesEntry,
    SeriesPosition,
    SeriesProgress,
)


def person(author_id: str, catalogue: Catalogue, then: Role | None = None) -> Person:
    """An author as named by others; with the role at the time if one is given.

    An unknown id is printed as it is.
    """
    source = catalogue.authors.get(author_id)
    is_read = source is not None and (catalogue.preview or not source.blocked)
    author = source.record if source and is_read else None
    if source is None or not isinstance(author, Author):
        return Person(name=names.Name(family=author_id, literal=True), id=author_id)
    printed = then.name.parts if then and then.name else author.parts
    public = catalogue.is_public(source.docname)
    return Person(
        name=printed,
        id=author_id,
        docname=source.docname if public else "",
        role=(then.role or "") if then else "",
        affiliations=then.affiliations if then else (),
        bio=(then.bio if then else None) or (author.bio if public else None) or "",
        photo=author.photo if public else None,
        orcid=(author.orcid or "") if public else "",
    )


def person_now(author_id: str, catalogue: Catalogue) -> Person:
    """An author with the current role and affiliations."""
    author = catalogue.author(author_id)
    named = person(author_id, catalogue)
    return dc.replace(named, role=author.role or "", affiliations=author.affiliations)


def contributor(given: Contributor, catalogue: Catalogue, then: Role | None = None) -> Person:
    """A person in a list of authors: an author by id, or a guest."""
    if given.id and (given.id in catalogue.authors or given.name is None):
        return person(given.id, catalogue, then)
    return Person(
        name=given.name.parts if given.name else names.Name(family=""),
        role=given.role or "",
        affiliations=given.affiliations,
        url=given.url or "",
        orcid=given.orcid or "",
    )


def author_or_name(text: str, catalogue: Catalogue) -> Person:
    """A person in a list of ids: an author, or a name."""
    if text in catalogue.authors:
        return person(text, catalogue)
    return Person(name=names.split_name(text))


def people_of(ids: Iterable[str], catalogue: Catalogue) -> tuple[Person, ...]:
    """All people in a list of ids, without unknown ids."""
    return tuple(
        author_or_name(text, catalogue)
        for text in ids
        if not names.is_id(text) or text in catalogue.authors
    )


def post_people(post: Post, catalogue: Catalogue) -> tuple[Person, ...]:
    """The authors of a post in order, with roles at the time."""
    return tuple(
        contributor(given, catalogue, post.roles.get(given.id or "", None) or Role())
        for given in post.authors
    )


def article_box(link: ArticleLink, catalogue: Catalogue) -> ArticleBox:
    """The article that a post presents, with its free access."""
    return ArticleBox(
        key=link.key,
        article=catalogue.articles.get(link.key),
        access=access(link, catalogue.as_of),
        free_until=link.free_until,
    )


def place(docname: str, catalogue: Catalogue) -> SeriesPosition | None:
    """The position of a post in a public series, else :data:`None`."""
    if docname not in catalogue.places:
        return None
    series_id, member = catalogue.places[docname]
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series) or not catalogue.is_public(source.docname):
        return None
    return SeriesPosition(
        series_id=series_id,
        series_title=series.title,
        series_docname=source.docname,
        series_kind=series.kind,
        series_short=series.short_title or series.title,
        series_language=series.language or "",
        label=series.part_label or "",
        number=member.number or 0,
        total=series.parts or 0,
    )


def shown_people(docname: str, catalogue: Catalogue) -> tuple[Person, ...]:
    """The authors of a document that may be named; none for a withdrawn post."""
    post = catalogue.posts.get(docname)
    if post is None or catalogue.states[docname] is State.WITHDRAWN:
        return ()
    return post_people(post, catalogue)


def post_entry(docname: str, catalogue: Catalogue) -> PostEntry:
    """A post as lists show it; a withdrawn one only by its tombstone."""
    post = catalogue.posts[docname]
    is_withdrawn = catalogue.states[docname] is State.WITHDRAWN
    return PostEntry(
        docname=docname,
        title=post.title,
        people=shown_people(docname, catalogue),
        date=None if is_withdrawn else post.date,
        kind=post.kind,
        relation=post.relation,
        description="" if is_withdrawn else post.description or "",
        language=post.language or "",
        place=place(docname, catalogue),
        kept_back=catalogue.kept_back.get(docname),
    )


_MOST_SEGMENTS = 24
"""The most segments of a progress bar."""


@memoized
def ledger(series_id: str, catalogue: Catalogue) -> tuple[Part, ...]:
    """The parts of a series with gaps and announcements, in reading order.

    An unpublished part shows only what ``announced`` states of it. With ``unpublished: hide`` it is
    missing, unless it is announced.
    """
    series = catalogue.series[series_id].record
    if not isinstance(series, Series):
        return ()
    promised = {a.part: a for a in series.announced if a.part}
    rows: list[Part] = []
    for member in catalogue.members[series_id]:
        announcement = promised.pop(member.number, None) if member.number else None
        row = _row(member, series, announcement, catalogue)
        rows += [row] if row else []
    loose = [a for a in series.announced if not a.part]
    promises = [_announced(a, catalogue) for a in (*promised.values(), *loose)]
    return _with_gaps(_merged(rows, promises), series.parts or 0)


def _row(
    member: Member, series: Series, announcement: Announcement | None, catalogue: Catalogue
) -> Part | None:
    """The row of a member, or :data:`None` if it is hidden."""
    state = catalogue.states.get(member.docname, State.BLOCKED)
    if state is State.PUBLIC:
        return _published(member, catalogue)
    if state is State.WITHDRAWN:
        post = catalogue.posts[member.docname]
        return Part(
            standing=PartStatus.WITHDRAWN,
            number=member.number or 0,
            docname=member.docname,
            title=post.title,
            language=post.language or "",
        )
    if announcement:
        return _announced(announcement, catalogue)
    if series.unpublished is Unpublished.ANNOUNCE:
        return Part(standing=PartStatus.ANNOUNCED, number=member.number or 0)
    return None


def _published(member: Member, catalogue: Catalogue) -> Part:
    post: Post = catalogue.posts[member.docname]
    return Part(
        standing=PartStatus.PUBLISHED,
        number=member.number or 0,
        docname=member.docname,
        title=post.title,
        people=post_people(post, catalogue),
        date=post.date,
        articles=tuple(article_box(link, catalogue) for link in post.articles),
        language=post.language or "",
        kept_back=catalogue.kept_back.get(member.docname),
    )


def _announced(announcement: Announcement, catalogue: Catalogue) -> Part:
    return Part(
        standing=PartStatus.ANNOUNCED,
        number=announcement.part or 0,
        title=announcement.title or "",
        people=tuple(contributor(c, catalogue) for c in announcement.authors),
        expected=announcement.expected,
    )


def _merged(rows: Sequence[Part], promises: Sequence[Part]) -> list[Part]:
    """The rows with each announced part before the first higher number."""
    merged = list(rows)
    for promise in promises:
        later = (i for i, r in enumerate(merged) if promise.number and r.number > promise.number)
        merged.insert(next(later, len(merged)), promise)
    return merged


def _with_gaps(rows: Sequence[Part], total: int) -> tuple[Part, ...]:
    """The rows with missing numbers, and planned parts as one last row."""
    numbers = {row.number for row in rows}
    last = max(numbers, default=0)
    missing = [n for n in range(1, last) if n not in numbers]
    gaps = [Part(standing=PartStatus.MISSING, number=n) for n in missing]
    complete = _merged(rows, gaps)
    if last < total:
        complete.append(Part(standing=PartStatus.PLANNED, number=last + 1, last=total))
    return tuple(complete)


def progress(parts: Sequence[Part], total: int) -> Progress:
    """The progress of a series; complete only if every declared part is there."""
    done = {p.number for p in parts if p.standing in {PartStatus.PUBLISHED, PartStatus.WITHDRAWN}}
    if not any(p.standing is PartStatus.PUBLISHED for p in parts):
        return Progress.NOT_STARTED
    if total and set(range(1, total + 1)) <= done:
        return Progress.COMPLETE
    return Progress.RUNNING


def series_progress(parts: Sequence[Part], docname: str = "") -> SeriesProgress:
    """The progress bar of a series, with the position of a post in it."""
    counted = [p for p in parts if p.number] or parts
    spread = [p for p in counted for _ in range(p.number, max(p.number, p.last) + 1)]
    if len(spread) > _MOST_SEGMENTS:
        return SeriesProgress()
    here = next((i for i, p in enumerate(spread) if docname and p.docname == docname), -1)
    return SeriesProgress(tuple(p.standing for p in spread), here)


def series_entry(series_id: str, catalogue: Catalogue) -> SeriesEntry:
    """A series as lists show it."""
    source = catalogue.series[series_id]
    series = source.record
    if not isinstance(series, Series):
        raise TypeError(series_id)
    parts = ledger(series_id, catalogue)
    dates = [catalogue.posts[d].date for d in catalogue.posts_of_series(series_id)]
    return SeriesEntry(
        id=series_id,
        docname=source.docname,
        title=series.title,
        kind=series.kind,
        description=series.description or "",
        label=series.part_label or "",
        editors=people_of(series.editors, catalogue),
        issue=series.issue,
        event=series.event,
        published=_count_published(parts, series.parts or 0),
        total=series.parts or 0,
        progress=progress(parts, series.parts or 0),
        newest=max((date.earliest.year for date in dates if date), default=0),
        shelf=series_progress(parts),
        language=series.language or "",
        kept_back=catalogue.kept_back.get(source.docname),
    )


def _count_published(parts: Sequence[Part], total: int) -> int:
    """The number of public posts; of declared parts, only numbered ones."""
    found = [p for p in parts if p.standing is PartStatus.PUBLISHED]
    return sum(1 for part in found if part.number or not total)

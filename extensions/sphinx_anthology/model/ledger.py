"""A series' ledger: its parts in order, gaps and promises included."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.entries import article_box, contributor, post_people
from sphinx_anthology.model.numbering import Member
from sphinx_anthology.model.post import Post
from sphinx_anthology.model.series import Announcement, Series, Unpublished
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import Part, PartStatus, Progress, SeriesProgress

_MOST_SPINES = 24
"""How many parts can be told apart in a row of spines; of more there is none."""


@memoized
def ledger(series_id: str, catalogue: Catalogue) -> tuple[Part, ...]:
    """The rows of a series' ledger, by reading order.

    What is not public shows only what ``announced`` states of it, and under
    ``unpublished: hide`` nothing unless it is announced.
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
    """The row of a member, or none where nothing of it may be shown."""
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
    """Put promised parts before the first row of a greater number."""
    merged = list(rows)
    for promise in promises:
        later = (i for i, r in enumerate(merged) if promise.number and r.number > promise.number)
        merged.insert(next(later, len(merged)), promise)
    return merged


def _with_gaps(rows: Sequence[Part], total: int) -> tuple[Part, ...]:
    """Show missing numbers, and those still planned as one row at the end."""
    numbers = {row.number for row in rows}
    last = max(numbers, default=0)
    missing = [n for n in range(1, last) if n not in numbers]
    gaps = [Part(standing=PartStatus.MISSING, number=n) for n in missing]
    complete = _merged(rows, gaps)
    if last < total:
        complete.append(Part(standing=PartStatus.PLANNED, number=last + 1, last=total))
    return tuple(complete)


def progress(parts: Sequence[Part], total: int) -> Progress:
    """How far a series has come; complete only where every declared part is there."""
    done = {p.number for p in parts if p.standing in {PartStatus.PUBLISHED, PartStatus.WITHDRAWN}}
    if not any(p.standing is PartStatus.PUBLISHED for p in parts):
        return Progress.NOT_STARTED
    if total and set(range(1, total + 1)) <= done:
        return Progress.COMPLETE
    return Progress.RUNNING


def shelf(parts: Sequence[Part], docname: str = "") -> SeriesProgress:
    """The numbered parts one by one (else all), and the place of a post among them."""
    counted = [p for p in parts if p.number] or parts
    spread = [p for p in counted for _ in range(p.number, max(p.number, p.last) + 1)]
    if len(spread) > _MOST_SPINES:
        return SeriesProgress()
    here = next((i for i, p in enumerate(spread) if docname and p.docname == docname), -1)
    return SeriesProgress(tuple(p.standing for p in spread), here)

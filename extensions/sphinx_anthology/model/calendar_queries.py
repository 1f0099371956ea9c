"""The editors' calendar: what is to be published, what ends, and what is missing."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import enum
from collections.abc import Iterator

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.dates import PartialDate, parse_date
from sphinx_anthology.model.documents import Announcement, Post, Series, SeriesKind
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import Reason, State

DAYS_AHEAD = 30
"""How many days before its end free access is in the calendar."""


class Due(enum.StrEnum):
    """What an entry is about, in the order of a calendar."""

    SCHEDULED = "scheduled"
    DRAFT = "draft"
    ANNOUNCED = "announced"
    ENDING = "ending"
    ENDED = "ended"
    NO_ARTICLE = "no article"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """An entry of the calendar.

    ``docname`` is the document of the post, the series or the author; ``article`` the title of
    the article, or its key; ``key`` tells entries of a document apart. ``is_shown`` says that the
    document has a page in a preview.
    """

    due: Due
    date: PartialDate | None
    title: str
    docname: str
    file: str
    line: int
    series: str = ""
    part: int = 0
    article: str = ""
    key: str = ""
    is_late: bool = False
    is_shown: bool = False

    @property
    def order(self) -> tuple[int, dt.date, str, str, str]:
        """The sort key: what is due, the first possible day, the title."""
        day = self.date.earliest if self.date else dt.date.max
        return list(Due).index(self.due), day, self.title, self.docname, self.key


@dc.dataclass(frozen=True, slots=True)
class EditorsCalendar:
    """The query for the calendar on a page; empty but in a preview."""

    def result(self, catalogue: Catalogue) -> tuple[CalendarEntry, ...]:
        """The entries in order."""
        if not catalogue.preview:
            return ()
        entries = calendar_entries(catalogue.public)
        return tuple(dc.replace(e, is_shown=catalogue.is_public(e.docname)) for e in entries)


def calendar_entries(catalogue: Catalogue) -> tuple[CalendarEntry, ...]:
    """The calendar of a publication on the as-of date."""
    found = [*_unpublished(catalogue), *_announced(catalogue), *_of_articles(catalogue)]
    return tuple(sorted(found, key=lambda entry: entry.order))


def _unpublished(catalogue: Catalogue) -> Iterator[CalendarEntry]:
    """Drafts of all kinds, and scheduled posts."""
    due = {Reason.DRAFT: Due.DRAFT, Reason.SCHEDULED: Due.SCHEDULED}
    for docname, reason in catalogue.reasons.items():
        if reason not in due:
            continue
        source = catalogue.sources[docname]
        date = getattr(source.record, "date", None)
        path = ("date",) if date else (source.kind, "draft")
        is_late = date is not None and date.latest < catalogue.as_of
        yield _entry(due[reason], source, date, path, is_late=is_late)


def _announced(catalogue: Catalogue) -> Iterator[CalendarEntry]:
    """Parts that a series promises, until they are published."""
    for series_id, source in catalogue.series.items():
        series = source.record
        published = {
            member.number
            for member in catalogue.members[series_id]
            if catalogue.states.get(member.docname) in {State.PUBLIC, State.WITHDRAWN}
        }
        for place, promise in enumerate(series.announced if isinstance(series, Series) else ()):
            if promise.part is None or promise.part not in published:
                yield _promise(source, promise, place, catalogue.as_of)


def _promise(source: Source, promise: Announcement, place: int, as_of: dt.date) -> CalendarEntry:
    date = promise.expected
    entry = _entry(Due.ANNOUNCED, source, date, ("series", "announced", place))
    return dc.replace(
        entry,
        title=promise.title or "",
        series=source.title,
        part=promise.part or 0,
        key=f"part {promise.part}" if promise.part else promise.title or f"place {place}",
        is_late=date is not None and date.latest < as_of,
    )


def _of_articles(catalogue: Catalogue) -> Iterator[CalendarEntry]:
    """Free access that ends, or ended while the text says otherwise; articles without data."""
    for docname, post in catalogue.posts.items():
        state = catalogue.states[docname]
        if state in {State.WITHDRAWN, State.BLOCKED}:
            continue
        source = catalogue.sources[docname]
        yield from _access(source, catalogue)
        yield from _missing(source, post, catalogue)


def _access(source: Source, catalogue: Catalogue) -> Iterator[CalendarEntry]:
    today = catalogue.as_of
    for link in catalogue.presented(source.docname):
        if link.free_until is None:
            continue
        days = link.free_until.toordinal() - today.toordinal()
        date = parse_date(link.free_until.isoformat())
        if 0 <= days <= DAYS_AHEAD:
            yield _of_article(Due.ENDING, source, link.key, catalogue, date)
        elif days < 0 and source.says_free:
            entry = _of_article(Due.ENDED, source, link.key, catalogue, date)
            yield dc.replace(entry, line=source.says_free)


def _missing(source: Source, post: Post, catalogue: Catalogue) -> Iterator[CalendarEntry]:
    """Articles that cannot be cited; and a post that should present one, but names none."""
    links = catalogue.presented(source.docname)
    for link in links:
        article = catalogue.articles.get(link.key)
        if article is None or not (article.is_complete and article.doi):
            yield _of_article(Due.NO_ARTICLE, source, link.key, catalogue)
    if not links and _should_present_one(source, post, catalogue):
        yield _entry(Due.NO_ARTICLE, source, None, ("post",))


def _of_article(
    due: Due, source: Source, key: str, catalogue: Catalogue, date: PartialDate | None = None
) -> CalendarEntry:
    """An entry of an article, at the line that names it."""
    article = catalogue.articles.get(key)
    title = article.title if article and article.title else key
    entry = _entry(due, source, date, ("post", "articles"))
    stated = source.record.articles if isinstance(source.record, Post) else ()
    lines = [source.line_of("post", "articles", i) for i, a in enumerate(stated) if a.key == key]
    lines += [each.line for each in source.articles if catalogue.article_key(each.key) == key]
    return dc.replace(entry, article=title, key=key, line=lines[0] if lines else entry.line)


def _should_present_one(source: Source, post: Post, catalogue: Catalogue) -> bool:
    """Whether a post says that it presents an article, or its series is of an issue."""
    if post.kind.value != "article":
        return False
    series_id, _ = catalogue.places.get(source.docname, ("", None))
    series = catalogue.series[series_id].record if series_id else None
    is_of_issue = isinstance(series, Series) and series.kind is SeriesKind.SPECIAL_ISSUE
    return is_of_issue or ("post", "kind") in source.lines


def _entry(
    due: Due,
    source: Source,
    date: PartialDate | None,
    path: tuple[str | int, ...],
    *,
    is_late: bool = False,
) -> CalendarEntry:
    return CalendarEntry(
        due=due,
        date=date,
        title=source.title,
        docname=source.docname,
        file=source.file,
        line=source.line_of(*path),
        is_late=is_late,
    )

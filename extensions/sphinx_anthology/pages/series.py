"""A series' page: what stands before its introduction, and the lists after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

from sphinx_anthology.model.series import Event, Issue
from sphinx_anthology.model.views import (
    Part,
    Person,
    Progress,
    SeriesEntry,
    SeriesView,
    Standing,
)
from sphinx_anthology.pages.build import (
    Page,
    article_lines,
    external,
    items,
    link,
    moment,
    name_list,
    names_of,
    people_list,
    section,
    separated,
    text,
)
from sphinx_anthology.pages.lists import table
from sphinx_anthology.pages.nodes import block, ledger
from sphinx_anthology.pages.wording import (
    date_text,
    days_text,
    gettext,
    ngettext,
    series_kind,
)


def before(page: Page, view: SeriesView) -> Iterator[nodes.Node]:
    """Kind and issue or event, standfirst, progress."""
    entry = view.entry
    yield text(*_occasion(page, entry), classes=["an-kicker"])
    if entry.description:
        yield text(entry.description, classes=["an-stand"])
    yield text(progress_text(entry), classes=["an-progress"])


def after(page: Page, view: SeriesView) -> Iterator[nodes.Node]:
    """Editors, people of the event, where to start, the ledger."""
    entry = view.entry
    editors = _editors_heading(entry)
    for identifier, title, people in (
        ("an-editors", editors, entry.editors),
        ("an-convenors", gettext("Convenors"), view.convenors),
        ("an-speakers", gettext("Speakers"), view.speakers),
    ):
        if people:
            yield section(identifier, title, people_list(page, ((p, "") for p in people)))
    yield from _issue_titles(entry)
    readable = [part for part in view.parts if part.standing is Standing.PUBLISHED]
    if readable:
        yield section("an-start", gettext("Start reading"), *_start(page, entry, readable[0]))
    if view.parts:
        yield section("an-ledger", gettext("The ledger"), ledger_table(page, view))


def _editors_heading(entry: SeriesEntry) -> str:
    count = len(entry.editors)
    if entry.issue:
        return ngettext("Guest editor", "Guest editors", count)
    return ngettext("Editor", "Editors", count)


def _occasion(page: Page, entry: SeriesEntry) -> list[nodes.Node]:
    """``Special issue · Policy & Politics, 49(2), April 2021``."""
    return separated(
        series_kind(entry.kind),
        _issue(page, entry.issue) if entry.issue else None,
        _event(page, entry.event) if entry.event else None,
    )


def _issue(page: Page, issue: Issue) -> nodes.Node | None:
    number = f"({issue.number})" if issue.number else ""
    volume = f"{issue.volume or ''}{number}"
    date = date_text(issue.date, page.language) if issue.date else ""
    shown = ", ".join(filter(None, (issue.journal, volume, date)))
    return external(issue.url, shown) if issue.url and shown else nodes.Text(shown)


def _event(page: Page, event: Event) -> nodes.Node:
    days = days_text(event.start, event.end, page.language) if event.start else ""
    parts = (event.name, event.venue, event.place, days, event.hashtag)
    return nodes.Text(", ".join(filter(None, parts)))


def _issue_titles(entry: SeriesEntry) -> Iterator[nodes.Node]:
    """The issue's own title and its other names, where they differ from the series'."""
    issue = entry.issue
    if issue is None:
        return
    if issue.title and issue.title != entry.title:
        yield text(gettext("Title of the issue: {title}.").format(title=issue.title))
    if issue.other_titles:
        titles = "; ".join(issue.other_titles)
        yield text(gettext("The issue is also known as: {titles}.").format(titles=titles))


def progress_text(entry: SeriesEntry) -> str:
    """How far the series has come, in words."""
    if entry.progress is Progress.NOT_STARTED:
        return gettext("Not started yet.")
    if not entry.total:
        return ngettext("{n} post.", "{n} posts.", entry.published)
    if entry.progress is Progress.COMPLETE:
        return ngettext("Complete: {n} part.", "Complete: all {n} parts.", entry.total)
    form = gettext("{n} of {total} parts published.")
    return form.format(n=entry.published, total=entry.total)


def _start(page: Page, entry: SeriesEntry, part: Part) -> list[nodes.Node]:
    """The first part."""
    number = f"{entry.label} {part.number}" if entry.label and part.number else ""
    return [
        text(*separated(number, moment(page, part.date)), classes=["an-s"]),
        text(link(page, "post", part.docname, part.title), classes=["an-t"]),
        text(names_of(page, part.people), classes=["an-by"]),
    ]


def ledger_table(page: Page, view: SeriesView) -> nodes.Node:
    """The ledger: part, post, authors, article, state; without columns that are all empty."""
    columns = [
        (view.entry.label or gettext("Part"), [_number(p) for p in view.parts]),
        (gettext("Post"), [_title(page, p) for p in view.parts]),
        (gettext("Authors"), [_authors(page, p.people) for p in view.parts]),
        (gettext("Article"), [_article(page, p) for p in view.parts]),
        (gettext("State"), [_state(page, p) for p in view.parts]),
    ]
    filled = [column for column in columns if any(column[1])]
    rows = list(zip(*(cells for _, cells in filled), strict=True))
    return table([heading for heading, _ in filled], rows, ledger(classes=["an-ledger"]))


def _number(part: Part) -> list[nodes.Node]:
    if not part.number:
        return []
    shown = str(part.number)
    return [text(f"{shown}–{part.last}" if part.last > part.number else shown)]


def _title(page: Page, part: Part) -> list[nodes.Node]:
    if part.docname:
        return [text(link(page, "post", part.docname, part.title))]
    return [text(part.title)] if part.title else []


def _authors(page: Page, people: Sequence[Person]) -> list[nodes.Node]:
    return [text(*name_list(page, people))] if people else []


def _article(page: Page, part: Part) -> list[nodes.Node]:
    return [line for box in part.articles for line in article_lines(page, box)]


def _state(page: Page, part: Part) -> list[nodes.Node]:
    if part.standing is Standing.PUBLISHED:
        return [text(moment(page, part.date))]
    said = {
        Standing.WITHDRAWN: gettext("withdrawn"),
        Standing.ANNOUNCED: gettext("announced"),
        Standing.MISSING: gettext("missing"),
        Standing.PLANNED: gettext("planned"),
    }[part.standing]
    if part.expected:
        form = gettext("announced for {date}")
        said = form.format(date=date_text(part.expected, page.language))
    return [text(said, classes=[f"is-{part.standing}"])]


def series_cards(page: Page, entries: Sequence[SeriesEntry]) -> nodes.Node:
    """Series with kind, standfirst, editors and progress."""
    return items(([_series_card(page, entry)] for entry in entries), "an-list")


def _series_card(page: Page, entry: SeriesEntry) -> nodes.Node:
    card = block(
        "",
        text(*_occasion(page, entry), classes=["an-s"]),
        text(link(page, "series", entry.docname, entry.title), classes=["an-t"]),
        classes=["an-card"],
    )
    if entry.description:
        card += text(entry.description, classes=["an-sum"])
    if entry.editors:
        form = gettext("Edited by {names}")
        card += text(form.format(names=names_of(page, entry.editors)), classes=["an-by"])
    card += text(progress_text(entry), classes=["an-progress"])
    return card

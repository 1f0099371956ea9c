"""The page of a series: table of parts, header and footer parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes

from sphinx_anthology.model.documents import Event, Issue
from sphinx_anthology.model.views import Part, PartStatus, Progress, SeriesEntry, SeriesView
from sphinx_anthology.pages.bibliographic import article_cell
from sphinx_anthology.pages.build import (
    Page,
    external,
    filled,
    in_language,
    items,
    labelled,
    link,
    marked_withheld,
    moment,
    name_list,
    part_link,
    people_list,
    progress_of,
    section,
    separated,
    text,
    title_of,
)
from sphinx_anthology.pages.nodes import KICKER, START, block, cover, downloads, head, ledger
from sphinx_anthology.pages.wording import (
    date_text,
    days_text,
    gettext,
    ngettext,
    series_kind,
    withheld_label,
)

_COLUMNS = ("number", "post", "by", "article", "state")
"""The classes of the columns, without ``an-``."""


def ledger_table(page: Page, view: SeriesView) -> ledger:
    """The table of parts, without empty columns."""
    headings = (
        view.entry.label or gettext("Part"),
        gettext("Post"),
        gettext("Authors"),
        gettext("Article"),
        gettext("Status"),
    )
    rows = [_cells(page, part) for part in view.parts]
    kept = [i for i in range(len(_COLUMNS)) if any(cells[i] for cells in rows)]
    group = nodes.tgroup(cols=len(kept))
    group += [nodes.colspec(colwidth=100 // len(kept)) for _ in kept]
    head = nodes.row("", *(_entry(i, [text(headings[i])]) for i in kept))
    body = [
        nodes.row("", *(_entry(i, cells[i]) for i in kept), classes=[f"is-{part.standing}"])
        for part, cells in zip(view.parts, rows, strict=True)
    ]
    group += [nodes.thead("", head), nodes.tbody("", *body)]
    return ledger("", group, classes=["an-ledger"])


def _entry(column: int, cell: list[nodes.Node]) -> nodes.entry:
    return nodes.entry("", *cell, classes=[f"an-{_COLUMNS[column]}"])


def _cells(page: Page, part: Part) -> list[list[nodes.Node]]:
    """The cells of a row."""
    number = _number(part)
    return [
        [text(number)] if number else [],
        _post(page, part),
        [text(*name_list(page, part.people))] if part.people else [],
        [line for box in part.articles for line in article_cell(box, part.title, number)],
        [text(_state(part), classes=["an-state"])],
    ]


def _number(part: Part) -> str:
    """``3``, or ``6–7`` for parts that share a row."""
    if not part.number:
        return ""
    return f"{part.number}–{part.last}" if part.last > part.number else str(part.number)


def _post(page: Page, part: Part) -> list[nodes.Node]:
    """The title and date of a post, or what is known of them."""
    classes = ["an-t", *in_language(page, part.language)]
    if part.docname:
        title = text(part_link(page, part), classes=classes)
        date = text(moment(page, part.date), classes=["an-s"])
        return [title, date] if part.standing is PartStatus.PUBLISHED else [title]
    known = part.title or {
        PartStatus.ANNOUNCED: gettext("Title not announced yet"),
        PartStatus.MISSING: gettext("Not in this collection yet"),
        PartStatus.PLANNED: gettext("Planned; titles to be announced"),
    }.get(part.standing, "")
    lines: list[nodes.Node] = [text(known, classes=["an-t"])] if known else []
    if part.expected:
        form = gettext("Expected {date}")
        expected = form.format(date=date_text(part.expected, page.language))
        lines.append(text(expected, classes=["an-s"]))
    return lines


def _state(part: Part) -> str:
    if part.kept_back:
        return withheld_label(part.kept_back)
    return {
        PartStatus.PUBLISHED: gettext("Published"),
        PartStatus.WITHDRAWN: gettext("Withdrawn"),
        PartStatus.ANNOUNCED: gettext("Announced"),
        PartStatus.MISSING: gettext("Missing"),
        PartStatus.PLANNED: gettext("Planned"),
    }[part.standing]


def header_parts(page: Page, view: SeriesView) -> Iterator[nodes.Node]:
    """Kind, issue or event, description, progress, editors and speakers."""
    entry = view.entry
    top = head("", text(*occasion(page, entry), classes=[KICKER]), classes=["an-head"])
    yield top
    if entry.description:
        spoken = in_language(page, entry.language)
        top += text(entry.description, classes=["an-stand", *spoken])
    shelf = progress_of(entry.shelf, "is-big")
    words = nodes.inline("", progress_text(entry))
    top += text(*shelf, words, classes=["an-progress", "an-s"])
    for identifier, label, people in (
        ("an-editors", _editors_heading(entry), entry.editors),
        ("an-convenors", gettext("Convenors"), view.convenors),
        ("an-speakers", gettext("Speakers"), view.speakers),
    ):
        if people:
            names = people_list(page, ((p, "") for p in people), "is-few")
            yield labelled(identifier, label, names)


def footer_parts(page: Page, view: SeriesView) -> Iterator[nodes.Node]:
    """Titles of the issue, first part, table of parts, downloads."""
    entry = view.entry
    yield from _issue_titles(entry)
    readable = [part for part in view.parts if part.standing is PartStatus.PUBLISHED]
    if readable:
        yield section(START, gettext("Start reading"), _start(page, entry, readable[0]))
    if view.parts:
        yield section("an-ledger", gettext("All parts"), ledger_table(page, view))
    yield downloads(
        series=entry.id,
        heading=gettext("Download"),
        booklets=[],
        docname=page.docname,
        records=entry.docname if readable else "",
    )


def _editors_heading(entry: SeriesEntry) -> str:
    count = len(entry.editors)
    if entry.issue:
        return ngettext("Guest editor", "Guest editors", count)
    return ngettext("Editor", "Editors", count)


def occasion(page: Page, entry: SeriesEntry, *, in_short: bool = False) -> list[nodes.Node]:
    """``Special issue · Policy & Politics, 49(2), April 2021``; events with their place."""
    return separated(
        series_kind(entry.kind),
        _issue(page, entry.issue) if entry.issue else None,
        _event(page, entry.event, in_short=in_short) if entry.event else None,
    )


def _issue(page: Page, issue: Issue) -> nodes.Node | None:
    number = f"({issue.number})" if issue.number else ""
    volume = f"{issue.volume or ''}{number}"
    date = date_text(issue.date, page.language) if issue.date else ""
    shown = ", ".join(filter(None, (issue.journal, volume, date)))
    return external(issue.url, shown) if issue.url and shown else nodes.Text(shown)


def _event(page: Page, event: Event, *, in_short: bool) -> nodes.Node:
    days = days_text(event.start, event.end, page.language) if event.start else ""
    whole = (event.name, event.venue, event.place, days, event.hashtag)
    parts = (event.place or event.name, days) if in_short else whole
    return nodes.Text(", ".join(filter(None, parts)))


def _issue_titles(entry: SeriesEntry) -> Iterator[nodes.Node]:
    """The title and other titles of an issue, if they differ from the series."""
    issue = entry.issue
    if issue is None:
        return
    lines = []
    if issue.title and issue.title != entry.title:
        lines.append(gettext("Issue title: {title}.").format(title=issue.title))
    if issue.other_titles:
        titles = "; ".join(issue.other_titles)
        lines.append(gettext("Also known as: {titles}.").format(titles=titles))
    if lines:
        yield text(" ".join(lines), classes=["an-s", "an-names"])


def progress_text(entry: SeriesEntry) -> str:
    """The progress of a series, in words."""
    if entry.progress is Progress.NOT_STARTED:
        return gettext("Not started yet.")
    if not entry.total:
        return ngettext("{n} post.", "{n} posts.", entry.published)
    if entry.progress is Progress.COMPLETE:
        return ngettext("Complete: {n} part.", "Complete: all {n} parts.", entry.total)
    form = gettext("{n} of {total} parts published.")
    return form.format(n=entry.published, total=entry.total)


def _start(page: Page, entry: SeriesEntry, part: Part) -> nodes.Node:
    """The entry of the first part."""
    number = f"{entry.label} {part.number}" if entry.label and part.number else ""
    title = part_link(page, part)
    return block(
        "",
        text(*separated(number, moment(page, part.date)), classes=["an-s"]),
        title_of(page, title, part.language),
        text(*name_list(page, part.people, linked=False), classes=["an-by"]),
        classes=["an-entry"],
    )


def series_cards(page: Page, entries: Sequence[SeriesEntry]) -> nodes.Node:
    """Series with kind, description, editors and progress."""
    return items(([_series_card(page, entry)] for entry in entries), "an-pair")


def _series_card(page: Page, entry: SeriesEntry) -> nodes.Node:
    to = link(page, "series", entry.docname, entry.title)
    title = marked_withheld(to, entry.kept_back)
    card = block(
        "",
        cover("", name=entry.id, docname=page.docname),
        text(*occasion(page, entry, in_short=True), classes=["an-s"]),
        title_of(page, title, entry.language),
        classes=["an-card"],
    )
    if entry.description:
        spoken = in_language(page, entry.language)
        card += text(entry.description, classes=["an-sum", *spoken])
    if entry.editors:
        names = name_list(page, entry.editors, linked=False)
        card += text(*filled(gettext("Edited by {names}"), names=names), classes=["an-by"])
    words = nodes.inline("", progress_text(entry))
    card += text(*progress_of(entry.shelf), words, classes=["an-progress", "an-s"])
    return card

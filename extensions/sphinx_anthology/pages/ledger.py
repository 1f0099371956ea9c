"""The ledger of a series: part, post, authors, article, state, gaps included."""

from __future__ import annotations

from docutils import nodes

from sphinx_anthology.model.views import Part, SeriesView, Standing
from sphinx_anthology.pages.articles import article_cell
from sphinx_anthology.pages.build import Page, in_language, link, moment, text
from sphinx_anthology.pages.nodes import ledger
from sphinx_anthology.pages.people import name_list
from sphinx_anthology.pages.wording import date_text, gettext

_COLUMNS = ("number", "post", "by", "article", "state")
"""The classes of the columns, after ``an-``."""


def ledger_table(page: Page, view: SeriesView) -> ledger:
    """The table, without columns that are all empty."""
    headings = (
        view.entry.label or gettext("Part"),
        gettext("Post"),
        gettext("Authors"),
        gettext("Article"),
        gettext("State"),
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
    """A row, column by column."""
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
    """The post's title and date, or what is known of it."""
    classes = ["an-t", *in_language(page, part.language)]
    if part.docname:
        title = text(link(page, "post", part.docname, part.title), classes=classes)
        date = text(moment(page, part.date), classes=["an-s"])
        return [title, date] if part.standing is Standing.PUBLISHED else [title]
    known = part.title or {
        Standing.ANNOUNCED: gettext("Title not announced yet"),
        Standing.MISSING: gettext("Not in this collection yet"),
        Standing.PLANNED: gettext("Planned; titles not announced"),
    }.get(part.standing, "")
    lines: list[nodes.Node] = [text(known, classes=["an-t"])] if known else []
    if part.expected:
        form = gettext("Expected {date}")
        expected = form.format(date=date_text(part.expected, page.language))
        lines.append(text(expected, classes=["an-s"]))
    return lines


def _state(part: Part) -> str:
    return {
        Standing.PUBLISHED: gettext("Published"),
        Standing.WITHDRAWN: gettext("Withdrawn"),
        Standing.ANNOUNCED: gettext("Announced"),
        Standing.MISSING: gettext("Missing"),
        Standing.PLANNED: gettext("Planned"),
    }[part.standing]

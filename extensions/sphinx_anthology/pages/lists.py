"""Lists of posts: as cards, one to a line, or as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.pages.build import (
    Page,
    items,
    link,
    moment,
    names_of,
    post_link,
    separated,
    text,
)
from sphinx_anthology.pages.nodes import block, excerpt
from sphinx_anthology.pages.wording import (
    by,
    gettext,
    part_label,
    post_kind,
)


def where(page: Page, entry: PostEntry, *, with_series: bool = True) -> list[nodes.Node]:
    """Date, kind, part and series of a post on one line."""
    series = None
    if entry.place and with_series:
        series = link(page, "series", entry.place.series_docname, entry.place.series_title)
    kind = post_kind(entry.kind)
    return separated(moment(page, entry.date), kind, part_label(entry.place), series)


def post_card(page: Page, entry: PostEntry, *, with_excerpt: bool = False) -> list[nodes.Node]:
    """A post in a list: where and when, title, authors, standfirst or excerpt."""
    authors = by(entry.relation, names_of(page, entry.people))
    card: list[nodes.Node] = [
        text(*where(page, entry), classes=["an-s"]),
        text(post_link(page, entry), classes=["an-t"]),
        text(authors, classes=["an-by"]),
    ]
    if with_excerpt:
        placeholder = excerpt(post=entry.docname, docname=page.docname, language=page.language)
        placeholder["summary"] = entry.description
        card.append(placeholder)
    elif entry.description:
        card.append(text(entry.description, classes=["an-sum"]))
    return card


def post_cards(
    page: Page, entries: Iterable[PostEntry], *, with_excerpt: bool = False
) -> nodes.Node:
    """Posts as cards."""
    cards = (post_card(page, entry, with_excerpt=with_excerpt) for entry in entries)
    return items(([block("", *card, classes=["an-entry"])] for card in cards), "an-list")


def post_list(page: Page, entries: Iterable[PostEntry]) -> nodes.Node:
    """Posts one to a line: title, authors, date."""
    lines = []
    for entry in entries:
        line = text(post_link(page, entry), classes=["an-t"])
        about = separated(
            by(entry.relation, names_of(page, entry.people)),
            moment(page, entry.date),
            part_label(entry.place),
        )
        lines.append([line, text(*about, classes=["an-s"])])
    return items(lines, "an-list")


def table(
    headings: Sequence[str], rows: Iterable[Sequence[Sequence[nodes.Node]]], made: nodes.table
) -> nodes.table:
    """A table: each cell is a list of paragraphs."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=100 // len(headings)) for _ in headings]
    head, body = nodes.thead(), nodes.tbody()
    head += nodes.row("", *(nodes.entry("", text(heading)) for heading in headings))
    body += [nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows]
    group += [head, body]
    made += group
    return made


def post_table(page: Page, entries: Iterable[PostEntry]) -> nodes.Node:
    """Posts as a table."""
    headings = [gettext("Date"), gettext("Post"), gettext("Authors"), gettext("Series")]
    rows = []
    for entry in entries:
        series: list[nodes.Node] = []
        if entry.place:
            docname, title = entry.place.series_docname, entry.place.series_title
            series = separated(part_label(entry.place), link(page, "series", docname, title))
        rows.append(
            (
                [text(moment(page, entry.date))],
                [text(post_link(page, entry))],
                [text(by(entry.relation, names_of(page, entry.people)))],
                [text(*series)],
            )
        )
    return table(headings, rows, nodes.table(classes=["an-table"]))

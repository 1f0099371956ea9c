"""The editors' calendar on a page, in previews only."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from docutils import nodes

from sphinx_anthology.model.calendar_queries import CalendarEntry, Due, EditorsCalendar
from sphinx_anthology.pages.asking import AnthologyDirective
from sphinx_anthology.pages.build import Page, items, labelled, link, moment, separated, span, text
from sphinx_anthology.pages.nodes import LIST, listing
from sphinx_anthology.pages.wording import gettext


class Calendar(AnthologyDirective):
    """``{calendar}``: in previews, what is scheduled, a draft, announced, ending or missing."""

    # whatever stands there, public builds say nothing
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Build the calendar; nothing but in a preview."""
        entries = self.ask(EditorsCalendar())
        if not self.domain.catalogue.preview:
            return []
        if self.arguments or self.content:
            self.complain("{calendar} takes nothing, and shows all. Write {calendar} alone.")
        parts = list(_parts(self.page, entries)) or [text(gettext("Nothing is due."))]
        return [listing("", *parts, classes=["an-calendar"])]


def _parts(page: Page, entries: Iterable[CalendarEntry]) -> Iterator[nodes.Node]:
    """The entries under what is due."""
    for due, found in itertools.groupby(entries, key=lambda entry: entry.due):
        lines = items(([_line(page, entry)] for entry in found), LIST, "is-short")
        yield labelled("an-due", _label(due), lines)


def _label(due: Due) -> str:
    return {
        Due.SCHEDULED: gettext("Scheduled"),
        Due.DRAFT: gettext("Drafts"),
        Due.ANNOUNCED: gettext("Announced"),
        Due.ENDING: gettext("Free access ends"),
        Due.ENDED: gettext("Free access has ended, but the text says otherwise"),
        Due.NO_ARTICLE: gettext("Without article, or article details"),
    }[due]


def _line(page: Page, entry: CalendarEntry) -> nodes.paragraph:
    """Date, document, article, and the place in the file."""
    shown = " ".join(filter(None, (str(entry.part or ""), entry.title))) or "…"
    what: nodes.Node = nodes.Text(shown)
    if entry.is_shown and not entry.series:
        what = link(page, "post", entry.docname, shown)
    return text(
        *separated(
            moment(page, entry.date) if entry.date else None,
            gettext("overdue") if entry.is_late else None,
            what,
            entry.series,
            entry.article,
            span(f"{entry.file}:{entry.line}", "an-s"),
        )
    )

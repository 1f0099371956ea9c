"""Corrections in texts: a note with its day at its place, and the line that leads to it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from sphinx_anthology.model.corrections import EXAMPLE, anchor_of, day_and_words
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.views import PostView
from sphinx_anthology.pages.asking import AnthologyDirective
from sphinx_anthology.pages.build import Page, filled, text
from sphinx_anthology.pages.nodes import correction, time
from sphinx_anthology.pages.wording import day_text, gettext


class CorrectionNote(AnthologyDirective):
    """``{correction}``: a note that says what was corrected on a day."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], Any]]] = {
        "class": directives.class_option,
        "name": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Build the note; without a day, its words alone."""
        day, words = self._day_and_words()
        inline, messages = self.parse_inline(words)
        first = [text(*inline)] if words else []
        content = [*first, *messages, *self.parse_content_to_nodes()]
        if day and not content:
            message = f"{{correction}}: it does not say what was corrected. {EXAMPLE}"
            self.complain(message, Code.CORRECTION)
        if not content:
            return []
        classes = ["an-correction", *self.options.get("class", ())]
        found = correction("", self._title(day), *content, classes=classes)
        found["ids"] = [self._anchor(day)] if day else []
        self.add_name(found)
        return [found]

    def _day_and_words(self) -> tuple[dt.date | None, str]:
        """The day, and the words in the line; a wrong day is reported, and among the words."""
        argument = self.arguments[0] if self.arguments else ""
        try:
            return day_and_words(argument)
        except ValueError as error:
            message = f"{{correction}}: {str(error).rstrip('.')}."
            old, write = getattr(error, "old", ""), getattr(error, "write", "")
            self.complain(message, Code.CORRECTION, old=old, write=write)
            return None, argument

    def _title(self, day: dt.date | None) -> nodes.title:
        """The title of the note, which is not among the texts for translators."""
        form = gettext("Correction, {day}") if day else gettext("Correction")
        shown = day_text(day, self.page.language) if day else ""
        when = time("", shown, datetime=day.isoformat() if day else "")
        return nodes.title("", "", *filled(form, day=when), translatable=False)

    def _anchor(self, day: dt.date) -> str:
        """The anchor of the note."""
        counts = self.once("anthology_corrections", Counter[dt.date])
        counts[day] += 1
        anchor = anchor_of(day, counts[day])
        self._tell_of_place(day, anchor)
        return anchor

    def _tell_of_place(self, day: dt.date, anchor: str) -> None:
        """Report a note that no date of the page goes by."""
        source = self.domain.source(self.env.docname)
        if source.kind != "post":
            message = (
                "{correction} stands in a document that is no post's; no date goes by it. "
                "Write a sentence, or a {note}."
            )
            self.complain(message, Code.CORRECTION)
        elif anchor not in self.once("anthology_anchors", self._scanned):
            message = (
                f"{{correction}} {day} stands in an included file, or inside other markup; no date "
                "of the post goes by it. Write it into the text of the post itself."
            )
            self.complain(message, Code.CORRECTION)

    def _scanned(self) -> frozenset[str]:
        source = self.domain.source(self.env.docname)
        return frozenset(correction.anchor for correction in source.corrections)


def corrected_line(page: Page, view: PostView, anchors: tuple[str, ...]) -> nodes.Node | None:
    """``Corrected 2 May 2021``, linked to the last correction if it is among ``anchors``."""
    if view.post.updated is None:
        return None
    day = day_text(view.post.updated, page.language)
    shown = gettext("Corrected {day}").format(day=day)
    last = [c.anchor for c in view.corrections if c.day == view.post.updated]
    if not last or last[-1] not in anchors:
        return nodes.inline("", shown)
    return nodes.reference("", shown, refid=last[-1], internal=True)

"""``|today|`` in a text: the day of the content, and not that of the build."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.list_questions import NewestDay
from sphinx_anthology.reading.defaults import day_by_content
from sphinx_anthology.reading.domain import domain_of

NAME = "today"


class TodayByContent(SphinxTransform):
    """Put the day of the newest public post where Sphinx would ask the clock."""

    # before Sphinx's own (210); whoever names the day in conf.py, or in the text, is left to it
    default_priority = 205

    def apply(self, **kwargs: object) -> None:
        """Replace every reference that means nothing else."""
        references = self.document.findall(nodes.substitution_reference)
        found = [reference for reference in references if reference["refname"] == NAME]
        if not found or self.config.today or NAME in self.document.substitution_defs:
            return
        newest = domain_of(self.env).ask(self.env.docname, NewestDay())
        if newest is None:
            return
        for reference in found:
            reference.replace_self(nodes.Text(day_by_content(self.config, newest)))

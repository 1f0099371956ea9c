"""Sphinx's ``{toctree}``, which names only documents that are shown."""

from __future__ import annotations

from docutils import nodes
from myst_parser.mocking import MockState
from sphinx.directives.other import TocTree, glob_re
from sphinx.util.matching import patfilter

from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.model.reference_questions import Shown
from sphinx_anthology.reading.domain import domain_of, file_being_read
from sphinx_anthology.reading.toctrees import comment_lines, entry_docname


class PublicTocTree(TocTree):
    """Sphinx's ``{toctree}`` without the documents that the public build leaves out.

    Sphinx itself would warn of them, and read the document again at every build.
    """

    def run(self) -> list[nodes.Node]:
        """Drop the entries that name withheld documents, then do as Sphinx does."""
        domain = domain_of(self.env)
        catalogue, here = domain.catalogue, self.env.docname
        is_series = here in catalogue.sources and catalogue.sources[here].kind == "series"
        suffixes = tuple(self.config.source_suffix)
        hidden = comment_lines(list(self.content))
        for place in reversed(range(len(self.content))):
            entry = str(self.content[place])
            if place in hidden:
                if any(map(str.isalnum, entry)):
                    self._tell_of_comment(place, entry.strip())
                del self.content[place]
                continue
            docname = entry_docname(entry, here, suffixes)
            if not docname:
                continue
            if "glob" in self.options and glob_re.match(entry):
                if self._matches_only_withheld(docname):
                    del self.content[place]
                continue
            (shown,) = domain.ask(here, Shown((docname,)))
            # what a series' toctree names in vain the catalogue has reported already
            if not shown and (docname in catalogue.sources or is_series):
                del self.content[place]
        return super().run()

    def _tell_of_comment(self, place: int, entry: str) -> None:
        """Report a line that is no entry."""
        message = (
            f"The line {quoted(entry)} of the toctree is read as a comment: what it names is not "
            "listed here. Delete the line; a post stays back by ‘draft: true’ below its ‘post:’."
        )
        # MyST counts from the line in which the directive begins
        start = self.lineno if isinstance(self.state, MockState) else 0
        line = start + self.content_offset + place + 1
        file = file_being_read(self.env, self.get_source_info()[0])
        problem = Problem(file, line, message, Code.UNKNOWN_OPTION)
        domain_of(self.env).note_problem(self.env.docname, problem)

    def _matches_only_withheld(self, pattern: str) -> bool:
        """Whether a pattern matches documents, but none that is shown."""
        domain, here = domain_of(self.env), self.env.docname
        matching = tuple(sorted(set(patfilter(domain.catalogue.sources, pattern)) - {here}))
        return bool(matching) and not any(domain.ask(here, Shown(matching)))

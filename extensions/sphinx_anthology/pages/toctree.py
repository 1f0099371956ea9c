"""Sphinx's ``{toctree}``, which names only documents that are shown."""

from __future__ import annotations

from docutils import nodes
from sphinx.directives.other import TocTree, glob_re

from sphinx_anthology.model.reference_questions import Shown
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.toctrees import entry_docname


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
        for place in reversed(range(len(self.content))):
            entry = str(self.content[place])
            docname = entry_docname(entry, here, suffixes)
            if not docname or ("glob" in self.options and glob_re.match(entry)):
                continue
            (shown,) = domain.ask(here, Shown((docname,)))
            # what a series' toctree names in vain the catalogue has reported already
            if not shown and (docname in catalogue.sources or is_series):
                del self.content[place]
        return super().run()

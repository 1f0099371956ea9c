"""Sphinx's ``{toctree}``, which names only documents that are shown."""

from __future__ import annotations

from docutils import nodes
from sphinx.directives.other import TocTree, glob_re
from sphinx.util.matching import patfilter

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

    def _matches_only_withheld(self, pattern: str) -> bool:
        """Whether a pattern matches documents, but none that is shown."""
        domain, here = domain_of(self.env), self.env.docname
        matching = tuple(sorted(set(patfilter(domain.catalogue.sources, pattern)) - {here}))
        return bool(matching) and not any(domain.ask(here, Shown(matching)))

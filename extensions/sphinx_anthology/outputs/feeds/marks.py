"""Marks in a post's page: what lies between them is the text that feeds hold.

So the text of every post stands in its page, in whatever look, and is taken from there once all
pages are written. No process need tell another of it, and what is in the page is what is in the
feeds, whether the page was written now or long ago.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.model.states import State
from sphinx_anthology.pages.nodes import head
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import makes_site

OPENING, CLOSING = "<!--text-->", "<!--/text-->"
"""No content can forge them: docutils writes its comments with spaces, and HTML is refused."""
_MARKED = re.compile(f"{OPENING}(.*?){CLOSING}", re.DOTALL)


class edge(nodes.Invisible, nodes.Element):  # noqa: N801  # nodes are lower case, as in docutils
    """Where a part of the text begins or ends: ``mark`` says which."""


def visit_edge(self: Any, node: edge) -> None:
    """Write the mark."""
    self.body.append(node["mark"])
    raise nodes.SkipNode


class MarkText(SphinxPostTransform):
    """Mark in a post's page what its feeds hold."""

    # after the page has its shape (900) and its words are kept whole (910)
    default_priority = 920

    def run(self, **kwargs: object) -> None:
        """Mark who wrote what a page retells, and all from the article's box to the references.

        The standfirst is a feed's summary, and not said twice.
        """
        catalogue = domain_of(self.env).catalogue
        body = next(self.document.findall(nodes.section), None)
        is_read = catalogue.states.get(self.env.docname) is State.PUBLIC
        is_wanted = makes_site(self.env._app) and catalogue.site.base  # noqa: SLF001
        if body is None or not is_read or not is_wanted:
            return
        top = next((child for child in body.children if isinstance(child, head)), head())
        for line in [p for p in top.findall(nodes.paragraph) if "an-relation" in p["classes"]]:
            _mark(line.parent, line.parent.index(line), line.parent.index(line) + 1)
        _mark(body, _beginning(body), _end(body))


def _beginning(body: nodes.Element) -> int:
    """The place after the title and the head of a page."""
    places = (i for i, c in enumerate(body.children) if isinstance(c, nodes.title | head))
    return max(places, default=-1) + 1


def _end(body: nodes.Element) -> int:
    """The place where the first part stands that comes after the text."""
    places = (
        i
        for i, child in enumerate(body.children)
        if isinstance(child, nodes.Element) and child.get("stands") == "after"
    )
    return next(places, len(body.children))


def _mark(parent: nodes.Element, beginning: int, end: int) -> None:
    parent.insert(end, edge(mark=CLOSING))
    parent.insert(beginning, edge(mark=OPENING))


def marked(page: str) -> str:
    """What lies between the marks of a page."""
    return "\n".join(_MARKED.findall(page))

"""What volumes leave out of documents: words, lists and links that only web pages need."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import ABOUT_AUTHORS, PENDING, SMALL_PRINT, START
from sphinx_anthology.reading.additions import additions_of

BUILDERS = ("typstpdf", "epubs")
"""The builders of volumes."""
_SECTIONS = frozenset({ABOUT_AUTHORS, START})
"""Sections that say what contributors and contents say."""
_LINES = frozenset({SMALL_PRINT, PENDING})
"""Lines that the colophon has once, or that time has overtaken when a book is read."""
_FRAMES = (nodes.section, nodes.container, nodes.compound, nodes.list_item, nodes.bullet_list)
"""Nodes that are nothing without content."""
_LISTS = (ours.backlinks, ours.downloads, addnodes.toctree)
"""Placeholders of lists; a volume has its contents instead."""


class WriteForPaper(SphinxPostTransform):
    """Leave out of a document what only web pages need.

    Not out of a proof: it is a single post, and what volumes have behind their posts it has not.
    """

    # before the nodes of other media go, and before placeholders are filled
    default_priority = 3
    builders = BUILDERS

    def run(self, **kwargs: object) -> None:
        """Leave parts out; of the front page, all but the words of its author."""
        if additions_of(self.env._app).proof:  # noqa: SLF001  # no public way
            return
        write_for_paper(self.document, is_front=self.env.docname == self.config.root_doc)


def write_for_paper(document: nodes.document, *, is_front: bool) -> None:
    """Leave out of a document what only web pages need; of the front page, all lists."""
    for node in list(document.findall(nodes.Element)):
        if _is_for_screens(node) or (is_front and _is_made(node)):
            leave_out(node)
    for part in list(document.findall(nodes.section)) if is_front else ():
        if isinstance(part.parent, nodes.section) and not any(map(_is_content, part.children)):
            leave_out(part)  # its list is empty


def _is_for_screens(node: nodes.Element) -> bool:
    classes = set(node["classes"])
    if isinstance(node, nodes.section):
        return not classes.isdisjoint(_SECTIONS)
    return isinstance(node, _LISTS) or not classes.isdisjoint(_LINES)


def _is_made(node: nodes.Element) -> bool:
    """Whether a part of a page is made from the catalogue."""
    return isinstance(node, ours.listing) or "stands" in node


def leave_out(node: nodes.Element) -> None:
    """Remove a node with what only led to it: a line with a colon, a heading, an empty frame."""
    parent = node.parent
    if parent is None:
        return
    before = node.previous_sibling() if parent.index(node) else None
    parent.remove(node)
    is_line = isinstance(node, nodes.paragraph | nodes.section)
    if not is_line and isinstance(before, nodes.paragraph) and before.astext()[-1:] == ":":
        parent.remove(before)
    is_chapter = isinstance(parent.parent, nodes.document)
    if (
        isinstance(parent, _FRAMES)
        and not is_chapter
        and not any(map(_is_content, parent.children))
    ):
        leave_out(parent)


def _is_content(node: nodes.Node) -> bool:
    """Whether a part of a frame is more than its heading, or a place."""
    is_heading = isinstance(node, nodes.title) or (
        isinstance(node.parent, ours.article_box) and isinstance(node, nodes.paragraph)
    )
    return not is_heading and not isinstance(node, nodes.Invisible | nodes.target)

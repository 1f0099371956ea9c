"""Documents as books have them: no tabs, nothing to open, the label before the title."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.outputs.epub.tables import fit
from sphinx_anthology.pages import nodes as ours

BUILDER = "epubs"


class UnfoldDesign(SphinxPostTransform):
    """Put what sphinx-design hides below each other: a book has no scripts and no buttons."""

    # before sphinx-design makes elements of HTML of it (199, 200)
    default_priority = 198
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Unfold tabs and dropdowns, the innermost first."""
        for part in reversed(list(self.document.findall(nodes.container))):
            if part.get("design_component") == "tab-set":
                tabs = nodes.container("", *_tabs(part), classes=["tabs"], ids=part["ids"])
                part.replace_self(tabs)
            elif part.get("design_component") == "dropdown":
                part.replace_self(_open(part))


def _tabs(tabs: nodes.container) -> Iterator[nodes.Node]:
    """Each tab: its label, and what is in it."""
    for item in tabs.children:
        if not (isinstance(item, nodes.container) and len(item.children) == 2):
            yield item
            continue
        label, content = item.children
        assert isinstance(label, nodes.Element)  # noqa: S101  # sphinx-design's
        assert isinstance(content, nodes.Element)  # noqa: S101
        name = nodes.paragraph("", "", *label.children, classes=["tab-label"], ids=label["ids"])
        ids = [*item["ids"], *content["ids"]]
        yield nodes.container("", name, *content.children, classes=["tab"], ids=ids)


def _open(dropdown: nodes.container) -> nodes.container:
    """A dropdown as a box with a title."""
    parts = list(dropdown.children)
    ids = list(dropdown["ids"])
    found = nodes.container("", classes=["dropdown"])
    if dropdown.get("has_title") and parts:
        title = parts.pop(0)
        assert isinstance(title, nodes.Element)  # noqa: S101  # sphinx-design's
        ids += title["ids"]
        found += nodes.paragraph("", "", *title.children, classes=["dropdown-title"])
    found["ids"] = ids
    found += parts
    return found


class ArrangeForBook(SphinxPostTransform):
    """Leave out what only adorns a page of the web; put the label of a post before its title."""

    # after everything that looks at documents as they are
    default_priority = 900
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Arrange a document."""
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, ours.plate):
                _drop(node)
            elif isinstance(node, ours.cross_reference):
                node.parent.replace(node, node.children)
            elif isinstance(node, ours.ledger):
                _mark_heads(node)
        for table in self.document.findall(nodes.table):
            fit(table)
        body = next(self.document.findall(nodes.section), None)
        top = body.first_child_matching_class(ours.head) if body else None
        if body is not None and top is not None:
            _raise_label(body, top)


def _drop(plate: ours.plate) -> None:
    """Take a plate out, and the paragraph that held nothing else."""
    paragraph = plate.parent
    paragraph.remove(plate)
    if isinstance(paragraph, nodes.paragraph) and not paragraph.children:
        paragraph.parent.remove(paragraph)


def _mark_heads(table: ours.ledger) -> None:
    """The part's number is the head of its row."""
    for column in table.findall(nodes.colspec):
        column["stub"] = 1
        return


def _raise_label(body: nodes.section, place: int) -> None:
    """Put the label of a head before the title of its document."""
    top = body[place]
    assert isinstance(top, ours.head)  # noqa: S101  # found as such
    at = body.first_child_matching_class(nodes.title)
    for part in [p for p in top.children if "an-kicker" in getattr(p, "attributes", {})["classes"]]:
        top.remove(part)
        body.insert(at or 0, part)
    if not top.children:
        body.remove(top)

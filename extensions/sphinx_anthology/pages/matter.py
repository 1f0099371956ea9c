"""What a volume holds besides its documents: contributors, colophon, indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import new_document

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.build import Page
from sphinx_anthology.pages.matter_colophon import colophon
from sphinx_anthology.pages.matter_indexes import indexes
from sphinx_anthology.pages.matter_people import contributors

PARTS: dict[str, Callable[[BuildEnvironment, Page, Volume], list[nodes.Node]]] = {
    "contributors": contributors,
    "colophon": colophon,
    "indexes": indexes,
}
"""The parts in their order, by name."""


def parts(
    env: BuildEnvironment, volume: Volume, names: Iterable[str] = tuple(PARTS)
) -> Iterator[tuple[str, list[nodes.Node]]]:
    """The parts of a volume, each as its sections; none that would be empty."""
    for name in names:
        page = Page(f"{volume.name}/{name}?", env.config.language)  # no docname ends so
        if sections := PARTS[name](env, page, volume):
            yield name, sections


def resolved(env: BuildEnvironment, docname: str, sections: Iterable[nodes.Node]) -> nodes.document:
    """Sections as a document that a builder can write; ``docname`` is what it goes by."""
    document = new_document(docname)
    document += list(sections)
    for node in document.findall(nodes.Element):
        # notes are found by their ids, as in a document that was read
        document.ids.update(dict.fromkeys(node["ids"], node))
    env.apply_post_transforms(document, docname)
    return document
